//! `committed = "..avsc"`: the record is compared with its committed schema wherever it is compiled.
//!
//! Names, aliases and defaults are compared here, types by the compiler, which alone knows them: each field becomes one
//! constant that cannot be evaluated while the field breaks the level, so one build shows all of them.

mod avsc;
mod level;
mod place;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericParam, Ident, LitStr};

use self::{avsc::Record, level::Level, place::Place};
use super::model::{Body, Field, Model};

/// The constants that can be evaluated while the record is compatible with its committed file. `type_of` is a field's type
/// as a constant.
pub(crate) fn assertions(model: &Model, private: &TokenStream, type_of: &TypeOf<'_>) -> TokenStream {
    match Gate::open(model, private, type_of) {
        Ok(Some(gate)) => gate.expand(),
        Ok(None) => TokenStream::new(),
        Err(error) => error.to_compile_error(),
    }
}

type TypeOf<'a> = dyn Fn(&Field) -> TokenStream + 'a;

struct Gate<'a> {
    model: &'a Model,
    fields: Vec<&'a Field>,
    path: &'a LitStr,
    level: Level,
    committed: Record,
    watch: TokenStream,
    private: &'a TokenStream,
    type_of: &'a TypeOf<'a>,
}

impl<'a> Gate<'a> {
    /// `None` if there is nothing to compare.
    fn open(model: &'a Model, private: &'a TokenStream, type_of: &'a TypeOf<'a>) -> syn::Result<Option<Self>> {
        let level = Level::named(model.compatibility.get())?;
        let (Some(path), Body::Struct(fields)) = (model.committed.get(), &model.body) else { return Ok(None) };
        if let Some(param) = model.generics.params.iter().find(|param| !matches!(param, GenericParam::Lifetime(_))) {
            let message = "a generic record has another schema for every argument, and one file cannot hold them all; \
                           remove `committed`, or the parameter";
            return Err(syn::Error::new_spanned(param, message));
        }
        if level.name == "NONE" {
            return Ok(None);
        }
        let at_path = |message: String| syn::Error::new(path.span(), message);
        let Place { text, watch } = Place::open(path).map_err(at_path)?;
        let named = path.value();
        let committed = avsc::read(&text).map_err(|problem| {
            at_path(format!("`{named}` {problem}; `schemas export` writes the file, it is not to be edited"))
        })?;
        let name = model.full_name();
        if committed.name != name && !model.aliases.iter().any(|alias| model.qualify(&alias.value()) == committed.name)
        {
            let other = &committed.name;
            return Err(at_path(format!(
                "`{named}` is the schema of `{other}`, this record is `{name}`; name the file that `schemas export` \
                 writes for it, or add `alias = \"{other}\"` if the record was called that"
            )));
        }
        let fields = fields.iter().filter(|field| !field.skip.is_set()).collect();
        Ok(Some(Self { model, fields, path, level, committed, watch, private, type_of }))
    }

    /// ```text
    /// const _: () = {
    ///     use ::kconnect::__private::gate as __gate;
    ///     const __GATE: __gate::Gate = __gate::Gate { file: "schemas/ns.Post.avsc", level: "BACKWARD", .. };
    ///     const _: () = __gate::Gate::kept(__GATE, "Post.id", &<i64 as WriteData>::FIELD, .., &Committed::Plain(Type::Int64));
    ///     const _: () = __gate::Gate::added(__GATE, "Post.lang", &<Option<String> as WriteData>::FIELD, .., false, None);
    /// };
    /// ```
    fn expand(&self) -> TokenStream {
        let Level { name, backward, forward } = self.level;
        let (path, watch, private) = (self.path, &self.watch, self.private);
        let matches = self.matches();
        let fields = self.fields.iter().enumerate().map(|(at, field)| match matches.get(at).copied().flatten() {
            Some(old) => self.kept(field, old),
            None => self.added(field, self.former(at, &matches)),
        });
        let removed = (0..self.committed.fields.len()).filter(|old| !matches.contains(&Some(*old)));
        let removed = removed.filter_map(|old| self.removed(old));
        let renamed = self.renamed();
        quote! {
            #watch
            const _: () = {
                use #private::gate as __gate;
                const __GATE: __gate::Gate = __gate::Gate {
                    file: #path, level: #name, backward: #backward, forward: #forward,
                };
                #(#fields)*
                #(#removed)*
                #renamed
            };
        }
    }

    /// Which field of the committed file each field was: the one of its name, or else of a former name.
    fn matches(&self) -> Vec<Option<usize>> {
        let position = |name: &str| self.committed.fields.iter().position(|old| old.name == name);
        let by_name: Vec<_> = self.fields.iter().map(|field| position(&field.name.text)).collect();
        let former = |field: &Field| {
            let old = field.aliases.iter().find_map(|alias| position(&alias.value()));
            old.filter(|old| !by_name.contains(&Some(*old)))
        };
        self.fields.iter().zip(&by_name).map(|(field, named)| named.or_else(|| former(field))).collect()
    }

    /// The field that stood in the place of a new one and is gone: between the same neighbours, in the same row.
    fn former(&self, at: usize, matches: &[Option<usize>]) -> Option<&avsc::Field> {
        let (before, after) = (matches.get(..at)?, matches.get(at + 1..)?);
        let new_before = before.iter().rev().take_while(|old| old.is_none()).count();
        let new_after = after.iter().take_while(|old| old.is_none()).count();
        let first = before.iter().rev().find_map(|old| *old).map_or(0, |old| old + 1);
        let end = after.iter().find_map(|old| *old).unwrap_or(self.committed.fields.len());
        let gone = (first..end).all(|old| !matches.contains(&Some(old)));
        let row = end.checked_sub(first) == Some(new_before + 1 + new_after);
        if gone && row { self.committed.fields.get(first + new_before) } else { None }
    }

    fn kept(&self, field: &Field, old: usize) -> TokenStream {
        let Some(old) = self.committed.fields.get(old) else { return TokenStream::new() };
        let (name, now) = (self.label(&field.name.text), self.now(field));
        let was = old.ty.constant(self.private);
        let compared = asserted(field, "kept", &quote!(__GATE, #name, #now, &#was));
        let unread = self.level.forward && !old.default && !old.aliases.contains(&field.name.text);
        if old.name == field.name.text || !unread {
            return compared;
        }
        let (name, former) = (self.label(&field.name.text), &old.name);
        let renamed = self.broken(field.ident.span(), &format!("{name}: was called `{former}`"), &format!(
            "readers with the committed schema look for `{former}` and have no default for it; keep the name in the \
             schema: `rename = \"{former}\"`"
        ));
        quote!(#compared #renamed)
    }

    fn added(&self, field: &Field, former: Option<&avsc::Field>) -> TokenStream {
        let (name, now) = (self.label(&field.name.text), self.now(field));
        let default = field.default.is_set();
        let former = option(former.map(|old| {
            let (name, was) = (&old.name, old.ty.constant(self.private));
            quote!((#name, &#was))
        }));
        asserted(field, "added", &quote!(__GATE, #name, #now, #default, #former))
    }

    /// A field that is gone hurts those who look for it.
    fn removed(&self, old: usize) -> Option<TokenStream> {
        let old = self.committed.fields.get(old).filter(|old| self.level.forward && !old.default)?;
        if self.fields.iter().any(|field| old.aliases.contains(&field.name.text)) {
            return None;
        }
        let what = format!("{}: is removed", self.label(&old.name));
        Some(self.broken(
            self.model.ident.span(),
            &what,
            "readers with the committed schema look for it and have no default; put it back, and to remove it later give \
             it a `default` or make it an `Option`, and export",
        ))
    }

    /// A record under a new name is another record for those who know the former one.
    fn renamed(&self) -> Option<TokenStream> {
        let (now, was) = (self.model.full_name(), &self.committed.name);
        let known = avsc::simple(&now) == avsc::simple(was) || self.committed.aliases.contains(&now);
        (self.level.forward && !known).then(|| {
            let what = format!("{}: was called `{was}`", avsc::simple(&now));
            self.broken(
                self.model.ident.span(),
                &what,
                &format!(
                    "readers with the committed schema know the record by that name only; keep it in the schema: \
                     `name = \"{}\"`",
                    avsc::simple(was)
                ),
            )
        })
    }

    /// A break that needs no look at a type.
    fn broken(&self, span: Span, what: &str, why: &str) -> TokenStream {
        let message = format!("{what}; breaks {} against {}: {why}", self.level.name, self.path.value());
        quote_spanned!(span=> const _: () = __gate::broken(#message);)
    }

    /// A field as messages name it.
    fn label(&self, field: &str) -> String {
        format!("{}.{field}", self.model.simple_name().text)
    }

    /// The field's type as constants: outside of the record's `impl`, where `Self` and its lifetimes have no meaning.
    fn now(&self, field: &Field) -> TokenStream {
        let (ident, private, ty) = (&self.model.ident, self.private, &field.ty);
        let lifetimes: Vec<_> = self.model.generics.lifetimes().map(|param| param.lifetime.ident.clone()).collect();
        let statics = lifetimes.iter().map(|_| quote!('static));
        let own = quote!(#ident<#(#statics),*>);
        let now = (self.type_of)(field);
        let union = if field.with.is_set() {
            quote!(::core::option::Option::None)
        } else {
            quote!(<#ty as #private::WriteData>::UNION)
        };
        placed(quote!(&#now, #union), &lifetimes, &own)
    }
}

/// A constant about a field, underlined from the field's name to the end of its type.
fn asserted(field: &Field, question: &str, arguments: &TokenStream) -> TokenStream {
    let start = field.ident.span();
    let end = field.ty.to_token_stream().into_iter().last().map_or(start, |last| last.span());
    let question = Ident::new(question, start);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments.clone());
    arguments.set_span(end);
    quote_spanned!(start=> const _: () = __gate::Gate::#question #arguments;)
}

/// The tokens of a type with `Self` and the record's lifetimes replaced.
fn placed(tokens: TokenStream, lifetimes: &[Ident], own: &TokenStream) -> TokenStream {
    let mut lifetime = false;
    let replace = |token: TokenTree| -> TokenStream {
        let after_quote =
            std::mem::replace(&mut lifetime, matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '\''));
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), placed(group.stream(), lifetimes, own));
                inner.set_span(group.span());
                inner.into_token_stream()
            }
            TokenTree::Ident(ident) if after_quote && lifetimes.contains(&ident) => {
                Ident::new("static", ident.span()).into_token_stream()
            }
            TokenTree::Ident(ident) if ident == "Self" => own.clone(),
            other => other.into_token_stream(),
        }
    };
    tokens.into_iter().map(replace).collect()
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

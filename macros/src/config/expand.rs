//! Model → code. For
//!
//! ```text
//! struct Cfg { /** Topic. */ #[config(importance = high)] topic: String }
//! ```
//!
//! the derive writes
//!
//! ```text
//! const _: () = {
//!     impl Cfg { pub const TOPIC_CONF: &'static str = "topic"; }
//!     const __0: Key<String> = key::<String>("topic");
//!     impl ConfigDef for Cfg {
//!         const NAME: &'static str = "Cfg";
//!         fn definition() -> Cow<'static, Definition> {
//!             static __ROWS: [Row; 1] = [Row { order: 1, documentation: "Topic.", importance: Importance::High, ..__0.row() }];
//!             static __DEFINITION: OnceLock<Definition> = OnceLock::new();
//!             Cow::Borrowed(__DEFINITION.get_or_init(|| Definition::rows(&__ROWS)))
//!         }
//!         fn read(__reader: &mut ConfigReader<'_>) -> Option<Self> {
//!             let __field_0 = __0.read(__reader);
//!             Some(Self { topic: __field_0? })
//!         }
//!         fn write(&self, __writer: &mut ConfigWriter) { __0.write(__writer, &self.topic); }
//!     }
//! };
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, ExprLit, ExprRange, Lit, LitStr, spanned::Spanned as _};

use super::model::{Config, Field, Kind};
use crate::{case::Case, path};

pub(super) fn expand(config: &Config) -> TokenStream {
    let p = path::private(config.krate.get());
    let ident = &config.ident;
    let name = ident.to_string();
    let constants = constants(config);
    let fields: Vec<_> =
        config.fields.iter().enumerate().map(|(index, field)| (format_ident!("__{index}"), field)).collect();
    let accessors = fields.iter().map(|(accessor, field)| accessor_of(accessor, field, &p));
    let rows = rows(&fields, &p);
    let count = rows.len();
    let sections = fields.iter().map(|(accessor, field)| section(accessor, field, &p));
    let bindings: Vec<_> = (0..fields.len()).map(|index| format_ident!("__field_{index}")).collect();
    let reads = fields.iter().zip(&bindings).map(|((accessor, field), binding)| read(accessor, field, binding, &p));
    let writes = fields.iter().map(|(accessor, field)| write(accessor, field, &p));
    let idents = config.fields.iter().map(|field| &field.ident);
    let rule = config.validate.get().map(|rule| quote!(#p::ConfigReader::check(__reader, &__config, #rule);));
    quote! {
        const _: () = {
            #constants
            #(#accessors)*
            #[automatically_derived]
            impl #p::ConfigDef for #ident {
                const NAME: &'static str = #name;
                fn definition() -> #p::Cow<'static, #p::Definition> {
                    static __ROWS: [#p::Row; #count] = [#(#rows),*];
                    static __DEFINITION: #p::OnceLock<#p::Definition> = #p::OnceLock::new();
                    #p::Cow::Borrowed(__DEFINITION.get_or_init(|| {
                        let __definition = #p::Definition::rows(&__ROWS);
                        #(#sections)*
                        __definition
                    }))
                }
                fn read(__reader: &mut #p::ConfigReader<'_>) -> ::core::option::Option<Self> {
                    #(#reads)*
                    let __config = Self { #(#idents: #bindings?),* };
                    #rule
                    ::core::option::Option::Some(__config)
                }
                fn write(&self, __writer: &mut #p::ConfigWriter) {
                    #(#writes)*
                }
            }
        };
    }
}

/// An impl without content, so that a mistake in an attribute is the only thing reported.
pub(super) fn fallback(config: &Config) -> TokenStream {
    if !config.generics.params.is_empty() {
        return TokenStream::new();
    }
    let p = path::private(config.krate.get());
    let ident = &config.ident;
    let constants = constants(config);
    quote! {
        const _: () = {
            #constants
            #[automatically_derived]
            impl #p::ConfigDef for #ident {
                const NAME: &'static str = "";
                fn definition() -> #p::Cow<'static, #p::Definition> {
                    #p::Cow::Owned(#p::Definition::rows(&[]))
                }
                fn read(_: &mut #p::ConfigReader<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
                fn write(&self, _: &mut #p::ConfigWriter) {}
            }
        };
    }
}

/// `KAFKA_STATUS_TOPIC_CONF` for `kafka.status.topic`: Kafka's habit, so that no text is written twice.
fn constants(config: &Config) -> Option<TokenStream> {
    let (ident, vis) = (&config.ident, &config.vis);
    let mut seen = BTreeSet::new();
    let constants: Vec<_> = keys(config)
        .filter_map(|field| {
            let (key, _) = field.name();
            let words = key.replace(|char: char| !char.is_ascii_alphanumeric(), "_");
            let constant = format!("{}_CONF", Case::ScreamingSnake.apply(&words));
            let usable = syn::parse_str::<Ident>(&constant).is_ok() && seen.insert(constant.clone());
            let constant = usable.then(|| Ident::new(&constant, Span::call_site()))?;
            let doc = format!("The key `{key}`.");
            Some(quote!(#[doc = #doc] #[allow(dead_code)] #vis const #constant: &'static str = #key;))
        })
        .collect();
    let doc = "The names of the keys.";
    (!constants.is_empty()).then(|| quote!(#[doc = #doc] impl #ident { #(#constants)* }))
}

fn keys(config: &Config) -> impl Iterator<Item = &Field> {
    config.fields.iter().filter(|field| matches!(field.kind(), Kind::Key))
}

/// The one place that names the field's type, with its span: what does not fit is reported there and nowhere else.
fn accessor_of(accessor: &Ident, field: &Field, p: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    match field.kind() {
        Kind::Key => {
            let (name, _) = field.name();
            let of = quote_spanned!(ty.span()=> #p::derived::key::<#ty>);
            quote!(const #accessor: #p::derived::Key<#ty> = #of(#name);)
        }
        Kind::Embedded(prefix) => {
            let of = quote_spanned!(ty.span()=> #p::derived::section::<#ty>);
            quote!(const #accessor: #p::derived::Section<#ty> = #of(#prefix);)
        }
        Kind::Open(_) => TokenStream::new(),
    }
}

/// One row a key; without `order`, keys stand in the order of their declaration, counted in their group.
fn rows(fields: &[(Ident, &Field)], p: &TokenStream) -> Vec<TokenStream> {
    let mut orders: BTreeMap<Option<String>, i32> = BTreeMap::new();
    let keys = fields.iter().filter(|(_, field)| matches!(field.kind(), Kind::Key));
    keys.map(|(accessor, field)| {
        let next = orders.entry(field.group.get().map(LitStr::value)).or_default();
        *next += 1;
        row(accessor, field, *next, p)
    })
    .collect()
}

fn row(accessor: &Ident, field: &Field, order: i32, p: &TokenStream) -> TokenStream {
    let mut given = Vec::new();
    let mut give = |name: &str, value: TokenStream| {
        let name = Ident::new(name, Span::call_site());
        given.push(quote!(#name: #value,));
    };
    give("order", field.order.get().map_or_else(|| quote!(#order), ToTokens::to_token_stream));
    if let Some(docs) = &field.docs {
        give("documentation", docs.clone());
    }
    if let Some(importance) = field.importance.get().map(|name| Ident::new(name, Span::call_site())) {
        give("importance", quote!(#p::Importance::#importance));
    }
    if let Some(width) = field.width.get().map(|name| Ident::new(name, Span::call_site())) {
        give("width", quote!(#p::Width::#width));
    }
    if let Some(group) = field.group.get() {
        give("group", quote!(::core::option::Option::Some(#group)));
    }
    if let Some(display_name) = field.display_name.get() {
        give("display_name", quote!(#display_name));
    }
    if field.internal.is_set() {
        give("internal", quote!(true));
    }
    if !field.aliases.is_empty() {
        let aliases = &field.aliases;
        give("aliases", quote!(&[#(#aliases),*]));
    }
    if let Some(default) = field.default.get() {
        let default = default_value(field, default.as_ref(), p);
        give("default", quote!(::core::option::Option::Some(|| #accessor.default(#default))));
    }
    if let Some(validator) = validator(accessor, field, p) {
        give("validator", quote!(::core::option::Option::Some(const { #validator })));
    }
    quote!(#p::Row { #(#given)* ..#accessor.row() })
}

/// A text may stand for anything that is made from one, an array of texts for a `Vec` of such.
fn default_value(field: &Field, default: Option<&Expr>, p: &TokenStream) -> TokenStream {
    match default {
        None => quote_spanned!(field.ty.span()=> #p::derived::bare()),
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => {
            // The path too stands at the text, so that the compiler's message does.
            let at_text = |mut token: TokenTree| {
                token.set_span(text.span());
                token
            };
            let p: TokenStream = p.clone().into_iter().map(at_text).collect();
            quote_spanned!(text.span()=> #p::derived::TextDefault::text(#text))
        }
        Some(Expr::Array(array)) => {
            let elements = array.elems.iter().map(|element| default_value(field, Some(element), p));
            quote_spanned!(array.span()=> #p::derived::list([#(#elements),*]))
        }
        Some(other) => quote!(#other),
    }
}

/// What the attributes add to what the type asks for. A range replaces the type's own.
fn validator(accessor: &Ident, field: &Field, p: &TokenStream) -> Option<TokenStream> {
    let ty = &field.ty;
    let mut all = Vec::new();
    if let Some(range) = field.range.get() {
        all.push(self::range(field, range, p));
    }
    if let Some(list) = field.one_of.get() {
        let values = list.elems.iter();
        let of = quote_spanned!(ty.span()=> #p::derived::OneOf::of::<#ty>);
        all.push(quote!(&#of(#p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#values)),*]))));
    }
    if field.non_empty.is_set() {
        all.push(quote_spanned!(ty.span()=> <#ty as #p::derived::MaybeEmpty>::NON_EMPTY));
    }
    if let Some(function) = field.validate.get() {
        let call = quote_spanned!(function.span()=> |__value| #function(&__value));
        all.push(quote!(&#p::derived::Custom(|__value| #accessor.validate(__value, #call))));
    }
    let own = field.range.get().is_none().then(|| quote!(#accessor.validator(),));
    (!all.is_empty()).then(|| quote!(&#p::derived::All(&[#own #(::core::option::Option::Some(#all)),*])))
}

fn range(field: &Field, range: &ExprRange, p: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let bound = |bound: &Option<Box<Expr>>| {
        let bound = bound.as_ref().map(|bound| quote!(::core::option::Option::Some(#bound)));
        bound.unwrap_or_else(|| quote!(::core::option::Option::None))
    };
    let (min, max) = (bound(&range.start), bound(&range.end));
    let bound = quote_spanned!(ty.span()=> <#ty as #p::Ranged>::Bound);
    quote!(&#p::Range::<#bound> { min: #min, max: #max })
}

fn section(accessor: &Ident, field: &Field, p: &TokenStream) -> TokenStream {
    match field.kind() {
        Kind::Key => TokenStream::new(),
        Kind::Embedded(_) => quote!(let __definition = #accessor.define(__definition);),
        Kind::Open(prefix) => {
            let docs = &field.docs;
            quote!(let __definition = #p::Definition::open(__definition, #prefix, #docs);)
        }
    }
}

fn read(accessor: &Ident, field: &Field, binding: &Ident, p: &TokenStream) -> TokenStream {
    match field.kind() {
        Kind::Key | Kind::Embedded(_) => quote!(let #binding = #accessor.read(__reader);),
        Kind::Open(prefix) => {
            quote!(let #binding = ::core::option::Option::Some(#p::ConfigReader::open(__reader, #prefix));)
        }
    }
}

fn write(accessor: &Ident, field: &Field, p: &TokenStream) -> TokenStream {
    let ident = &field.ident;
    match field.kind() {
        Kind::Key | Kind::Embedded(_) => quote!(#accessor.write(__writer, &self.#ident);),
        Kind::Open(prefix) => {
            let open = quote_spanned!(field.ty.span()=> #p::ConfigWriter::open);
            quote!(#open(__writer, #prefix, &self.#ident);)
        }
    }
}

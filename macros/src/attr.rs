//! Reads `#[config(name, name = value)]`, item by item.
//!
//! `syn`'s own `parse_nested_meta` stops at the first bad item. Here a bad item is recorded and the reader goes on after
//! the next comma, so that one build shows every mistake.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenTree};
use syn::{
    Attribute, Expr, ExprArray, Lit, LitStr, Meta, Token,
    ext::IdentExt as _,
    parenthesized,
    parse::{Parse, ParseStream},
};

use crate::diag::{Errors, suggestion};

/// The items of all attributes of one namespace (`config`, `connect`).
pub(crate) struct Words<'e> {
    namespace: &'static str,
    errors: &'e Errors,
}

impl<'e> Words<'e> {
    pub(crate) fn new(namespace: &'static str, errors: &'e Errors) -> Self {
        Self { namespace, errors }
    }

    /// Calls `each` for every item; what it returns as an error is recorded and the next item follows.
    pub(crate) fn read(&self, attrs: &[Attribute], mut each: impl FnMut(&Word<'_>) -> syn::Result<()>) {
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(self.namespace)) {
            if let Meta::List(list) = &attr.meta {
                self.errors.ok(list.parse_args_with(|input: ParseStream<'_>| {
                    items(input, self.errors, &mut each);
                    Ok(())
                }));
            } else {
                let name = self.namespace;
                self.errors.at(&attr.meta, format_args!("`{name}` takes a list: write `#[{name}(..)]`"));
            }
        }
    }
}

fn items(input: ParseStream<'_>, errors: &Errors, each: &mut dyn FnMut(&Word<'_>) -> syn::Result<()>) {
    while !input.is_empty() {
        let item = Ident::parse_any(input).and_then(|name| {
            each(&Word { name, input })?;
            if input.is_empty() || input.peek(Token![,]) {
                return Ok(());
            }
            Err(input.error("expected `,`"))
        });
        errors.ok(item);
        while !input.is_empty() && !input.peek(Token![,]) {
            // Cannot fail: the input is not empty, and any token is a token tree.
            errors.ok(input.parse::<TokenTree>());
        }
        if input.peek(Token![,]) {
            errors.ok(input.parse::<Token![,]>());
        }
    }
}

/// One item whose name has been read and whose value has not.
pub(crate) struct Word<'a> {
    pub(crate) name: Ident,
    input: ParseStream<'a>,
}

impl Word<'_> {
    /// The name as written, for `match`.
    pub(crate) fn text(&self) -> String {
        self.name.to_string()
    }

    /// An error about this item as a whole.
    pub(crate) fn error(&self, message: impl Display) -> syn::Error {
        syn::Error::new(self.name.span(), message)
    }

    /// The error for a name that no `match` arm knows.
    pub(crate) fn unknown(&self, what: &str, known: &[&str]) -> syn::Error {
        let name = self.text();
        self.error(format_args!("unknown {what} `{name}`{}", suggestion(&name, known)))
    }

    /// An item without a value.
    pub(crate) fn flag(&self) -> syn::Result<()> {
        if self.is_bare() {
            return Ok(());
        }
        let name = &self.name;
        Err(self.input.error(format_args!("`{name}` takes no value: write just `{name}`")))
    }

    /// `name = value`; `example` is a value that the message shows when there is none or one of another kind.
    pub(crate) fn value<T: Parse>(&self, example: &str) -> syn::Result<T> {
        let name = &self.name;
        let message = format!("expected a value like `{name} = {example}`");
        if !self.input.peek(Token![=]) {
            return Err(self.error(message));
        }
        self.input.parse::<Token![=]>()?;
        let span = if self.is_bare() { name.span() } else { self.input.span() };
        self.input.parse().map_err(|_| syn::Error::new(span, message))
    }

    /// `name` alone, or `name = expression`. Unlike [`value`](Self::value), keeps the compiler's message about a bad expression.
    pub(crate) fn optional_expr(&self) -> syn::Result<Option<Expr>> {
        if self.is_bare() {
            return Ok(None);
        }
        if !self.input.peek(Token![=]) {
            let name = &self.name;
            return Err(self.input.error(format_args!("expected `{name}` or `{name} = ..`")));
        }
        self.input.parse::<Token![=]>()?;
        self.input.parse().map(Some)
    }

    /// `name = choice`, one of a few bare words.
    pub(crate) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> syn::Result<(T, Span)> {
        let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
        let example = match names.split_last() {
            Some((last, others)) => format!("{}` or `{last}", others.join("`, `")),
            None => String::new(),
        };
        let chosen: Ident = self.value(&example)?;
        let text = chosen.to_string();
        choices.iter().find(|(name, _)| *name == text).map(|(_, value)| (*value, chosen.span())).ok_or_else(|| {
            syn::Error::new(chosen.span(), format!("unknown {} `{text}`{}", self.name, suggestion(&text, &names)))
        })
    }

    /// `name = expression`. Keeps the compiler's message about a bad expression.
    pub(crate) fn expr(&self, example: &str) -> syn::Result<Expr> {
        let missing = || self.error(format_args!("expected a value like `{} = {example}`", self.name));
        self.optional_expr()?.ok_or_else(missing)
    }

    /// `name = number`, where the number may be a constant.
    pub(crate) fn number(&self, example: &str) -> syn::Result<Expr> {
        let number = self.expr(example)?;
        if literal(&number).is_some_and(|literal| !matches!(literal, Lit::Int(_))) {
            let message = format!("expected a value like `{} = {example}`", self.name);
            return Err(syn::Error::new_spanned(number, message));
        }
        Ok(number)
    }

    /// `name = ["text", "text"]`: at least one, and none twice.
    pub(crate) fn texts(&self, example: &str) -> syn::Result<Vec<LitStr>> {
        let list: ExprArray = self.value(example)?;
        let name = &self.name;
        let (mut texts, mut errors) = (Vec::<LitStr>::new(), Vec::new());
        for element in &list.elems {
            let Some(Lit::Str(text)) = literal(element) else {
                let message = format!("`{name}` lists texts: write `{name} = {example}`");
                errors.push(syn::Error::new_spanned(element, message));
                continue;
            };
            if texts.iter().any(|other| other.value() == text.value()) {
                errors.push(syn::Error::new(text.span(), "the text is in the list already: remove one"));
            }
            texts.push(text.clone());
        }
        if list.elems.is_empty() {
            errors.push(syn::Error::new_spanned(&list, format!("the list is empty: write `{name} = {example}`")));
        }
        let all = errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        all.map_or(Ok(texts), Err)
    }

    /// `name("key" = "value", ..)`: at least one pair, and no key twice.
    pub(crate) fn pairs(&self, example: &str) -> syn::Result<Vec<(LitStr, LitStr)>> {
        let name = &self.name;
        let message = format!("expected texts: write `{name}({example})`");
        if !self.input.peek(syn::token::Paren) {
            return Err(self.error(message));
        }
        let content;
        parenthesized!(content in self.input);
        let mut pairs = Vec::<(LitStr, LitStr)>::new();
        while !content.is_empty() {
            let pair = content.parse().and_then(|key: LitStr| {
                content.parse::<Token![=]>()?;
                Ok((key, content.parse::<LitStr>()?))
            });
            let (key, value) = pair.map_err(|error| syn::Error::new(error.span(), &message))?;
            if pairs.iter().any(|(other, _)| other.value() == key.value()) {
                return Err(syn::Error::new(key.span(), format!("`{}` is given twice; keep one", key.value())));
            }
            pairs.push((key, value));
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        if pairs.is_empty() { Err(self.error(message)) } else { Ok(pairs) }
    }

    /// `name` alone, or `name = ["text", "text"]`.
    pub(crate) fn optional_texts(&self, example: &str) -> syn::Result<Vec<LitStr>> {
        if self.is_bare() { Ok(Vec::new()) } else { self.texts(example) }
    }

    /// Whether the item is its name alone.
    pub(crate) fn is_bare(&self) -> bool {
        self.input.is_empty() || self.input.peek(Token![,])
    }
}

/// The literal that an expression is, also one that went through a macro or stands in parentheses.
pub(crate) fn literal(expr: &Expr) -> Option<&Lit> {
    match peeled(expr) {
        Expr::Lit(literal) => Some(&literal.lit),
        _ => None,
    }
}

/// The expression without parentheses, and without the invisible ones that a macro's `$default:expr` brings.
pub(crate) fn peeled(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => peeled(&group.expr),
        Expr::Paren(paren) => peeled(&paren.expr),
        other => other,
    }
}

/// A value that may be given once; it keeps where.
#[derive(Clone)]
pub(crate) struct Once<T>(Option<(Span, T)>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Once<T> {
    /// Keeps the first value; a second one is an error on its own name.
    pub(crate) fn set(&mut self, word: &Word<'_>, value: T) -> syn::Result<()> {
        if self.0.is_some() {
            return Err(word.error(format_args!("`{}` is given twice; keep one", word.name)));
        }
        self.0 = Some((word.name.span(), value));
        Ok(())
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// Where the item's name stands.
    pub(crate) fn span(&self) -> Option<Span> {
        self.0.as_ref().map(|(span, _)| *span)
    }
}

//! Model → code. No decisions that could fail.

mod access;
mod fallback;
mod halves;
mod key;
mod newtype;
mod read;
mod record;
mod symbols;
mod union;
mod write;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprLit, Generics, Lit, Type, WherePredicate, punctuated::Punctuated, spanned::Spanned as _};

use super::{
    model::{Body, Field, Model},
    types::is_text,
};
use crate::path::{moved, private};

pub(crate) use fallback::fallback;

pub(crate) fn expand(model: &Model) -> TokenStream {
    let private = private(model.krate.get());
    let (impls, key) = match &model.body {
        Body::Struct(fields) => {
            let (record, halves) =
                (record::record(model, fields, &private), halves::of_record(model, fields, &private));
            (quote!(#record #halves), key::key(model, fields))
        }
        Body::Newtype(newtype) => (newtype::newtype(model, newtype, &private), TokenStream::new()),
        Body::Enum(variants) => (symbols::symbols(model, variants, &private), TokenStream::new()),
        Body::Union(branches) => (union::union(model, branches, &private), TokenStream::new()),
        Body::Other => (TokenStream::new(), TokenStream::new()),
    };
    quote!(const _: () = { #impls }; #key)
}

/// The generics with `T: bound` for every type parameter.
fn bounded(generics: &Generics, bound: &TokenStream) -> Generics {
    let predicates = |param: &Ident| quote!(#param: #bound);
    bounded_by(generics, predicates)
}

/// The generics with the predicates of every type parameter.
fn bounded_by(generics: &Generics, predicates: impl Fn(&Ident) -> TokenStream) -> Generics {
    let mut bounded = generics.clone();
    let params: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    if !params.is_empty() {
        let where_clause = bounded.make_where_clause();
        for param in params {
            let predicates: Punctuated<WherePredicate, syn::Token![,]> =
                syn::parse::Parser::parse2(Punctuated::parse_terminated, predicates(&param)).unwrap_or_default();
            where_clause.predicates.extend(predicates);
        }
    }
    bounded
}

/// A call of a check, all of it at one place: a panic in it is shown there.
fn called(private: &TokenStream, check: &str, span: Span, arguments: &TokenStream) -> TokenStream {
    let (private, check) = (moved(private, span), Ident::new(check, span));
    quote_spanned!(span=> #private::#check(#arguments))
}

/// The default as an expression of the field's type.
fn default(field: &Field) -> Option<TokenStream> {
    let ty = &field.ty;
    Some(match field.default.get()? {
        None => quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default()),
        // A text is written as one; everything else is Rust as it stands.
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) if is_text(ty) => from_text(ty, text),
        Some(expr) => quote_spanned!(expr.span()=> { let __default: #ty = #expr; __default }),
    })
}

fn from_text(ty: &Type, text: &syn::LitStr) -> TokenStream {
    if let Type::Reference(_) = ty {
        return quote!(#text);
    }
    quote_spanned!(text.span()=> <#ty as ::core::convert::From<&str>>::from(#text))
}

fn null(field: &Field, private: &TokenStream) -> TokenStream {
    if field.null_second() { quote!(#private::Null::Second) } else { quote!(#private::Null::First) }
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

//! A key → a static row.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Lit, LitStr, spanned::Spanned as _};

use super::{
    super::model::{Field, Kind},
    Access,
};
use crate::{
    attr::{literal, peeled},
    path::moved,
    rules::expand::{Target, reference, validator},
};

/// One row a key; without `order`, keys stand in the order of their declaration, counted in their group.
pub(super) fn rows(fields: &[Access<'_>], p: &TokenStream) -> Vec<TokenStream> {
    let group = |field: &Field| field.group.get().map(LitStr::value);
    let mut taken: BTreeMap<_, BTreeSet<i32>> = BTreeMap::new();
    for Access { field, .. } in fields {
        let order = field.order.get().and_then(|order| order.base10_parse::<i32>().ok());
        taken.entry(group(field)).or_default().extend(order);
    }
    let mut last: BTreeMap<_, i32> = BTreeMap::new();
    let keys = fields.iter().filter(|access| access.field.kind().has_key());
    keys.map(|access| {
        let group = group(access.field);
        let order = last.entry(group.clone()).or_default();
        *order += 1;
        if access.field.order.get().is_none() {
            while taken.get(&group).is_some_and(|taken| taken.contains(order)) {
                *order += 1;
            }
        }
        row(access, *order, p)
    })
    .collect()
}

fn row(access: &Access<'_>, order: i32, p: &TokenStream) -> TokenStream {
    let (field, key) = (access.field, &access.key);
    let some = |value: TokenStream| quote!(::core::option::Option::Some(#value));
    let mut given = Vec::new();
    let mut give = |name: &str, value: Option<TokenStream>| {
        let name = Ident::new(name, Span::call_site());
        given.extend(value.map(|value| quote!(#name: #value,)));
    };
    let texts = |texts: &[LitStr]| (!texts.is_empty()).then(|| quote!(&[#(#texts),*]));
    let variant = |of: &str, name: &&str| {
        let (of, name) = (Ident::new(of, Span::call_site()), Ident::new(name, Span::call_site()));
        quote!(#p::#of::#name)
    };
    give("order", Some(field.order.get().map_or_else(|| quote!(#order), ToTokens::to_token_stream)));
    give("documentation", field.docs.clone());
    give("importance", field.importance.get().map(|name| variant("Importance", name)));
    give("width", field.width.get().map(|name| variant("Width", name)));
    give("group", field.group.get().map(|group| some(quote!(#group))));
    give("display_name", field.display_name.get().map(|name| quote!(#name)));
    give("alternative", field.alternative.get().map(|text| some(quote!(#text))));
    give("internal", field.internal.is_set().then(|| quote!(true)));
    give("aliases", texts(&field.aliases));
    give("dependents", field.dependents.get().and_then(|dependents| texts(dependents)));
    give(
        "recommender",
        field.recommender.get().map(|recommender| {
            let recommender = reference(recommender);
            some(quote!(const { #recommender }))
        }),
    );
    let default = field.default.get().map(|default| {
        let made = match field.kind() {
            Kind::Named(_) => names(key, default.as_ref()),
            _ => default_value(key, field, default.as_ref(), p),
        };
        some(quote!(|| #made))
    });
    give("default", default);
    let validator = validator(&field.rules, &Target { key, ty: &field.ty, p });
    give("validator", validator.map(|validator| some(quote!(const { #validator }))));
    quote!(#p::Row { #(#given)* ..#key.row() })
}

/// The default of a list of names.
fn names(key: &TokenStream, default: Option<&Expr>) -> TokenStream {
    default.map_or_else(|| quote!(#key.default(&[])), |default| quote!(#key.default(&#default)))
}

/// A text may stand for anything that is made from one, an array of texts for a list of such. What is called stands at the
/// literal, so that the compiler's message does.
fn default_value(key: &TokenStream, field: &Field, default: Option<&Expr>, p: &TokenStream) -> TokenStream {
    let bare = || {
        let span = field.default.span().unwrap_or_else(Span::call_site);
        let (p, bare) = (moved(p, span), Ident::new("bare", span));
        quote_spanned!(span=> #key.default(#p::derived::#bare()))
    };
    let Some(default) = default else { return bare() };
    match peeled(default) {
        Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => {
            let text = Ident::new("text", literal.span());
            quote!(#key.#text(#literal))
        }
        Expr::Array(array)
            if !array.elems.is_empty()
                && array.elems.iter().all(|element| matches!(literal(element), Some(Lit::Str(_)))) =>
        {
            let texts = Ident::new("texts", array.span());
            quote!(#key.#texts(&#array))
        }
        Expr::Array(array) => {
            let p = moved(p, array.span());
            let list = quote_spanned!(array.span()=> #p::derived::list(#array));
            quote!(#key.default(#list))
        }
        _ => quote!(#key.default(#default)),
    }
}

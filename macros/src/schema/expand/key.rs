//! The struct of the fields with `#[connect(key)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Generics, spanned::Spanned as _};

use super::expand;
use crate::{
    attr::Once,
    schema::model::{Body, Field, Model, unraw},
};

/// ```text
/// /// Key of Post.
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct PostKey { pub id: i64 }
/// impl From<&Post> for PostKey { .. }
/// ```
/// and all that a record has.
pub(super) fn key(model: &Model, fields: &[Field]) -> TokenStream {
    let Some(key) = key_model(model, fields) else { return TokenStream::new() };
    let (definition, record) = (definition(model, &key), expand(&key));
    quote!(#definition #record)
}

/// The model of the key, as if its struct had been written.
pub(super) fn key_model(model: &Model, fields: &[Field]) -> Option<Model> {
    let fields: Vec<_> = fields
        .iter()
        .filter(|field| field.key.is_set())
        .map(|field| Field { key: Once::default(), ..field.clone() })
        .collect();
    let ident = match model.key.get() {
        Some(key) => key.ident.clone(),
        None => format_ident!("{}Key", unraw(&model.ident), span = model.ident.span()),
    };
    if fields.is_empty() || !model.generics.params.is_empty() {
        return None;
    }
    let name = model.simple_name();
    let doc = format!("Key of {}.", name.text);
    let vis = model.key.get().filter(|key| !matches!(key.vis, syn::Visibility::Inherited));
    let vis = vis.map_or(&model.vis, |key| &key.vis).clone();
    let mut key = Model::new(ident, vis, Generics::default(), Some(quote!(#doc)));
    if model.key.get().is_none() {
        key.default_name.text = format!("{}Key", name.text);
    }
    (key.namespace, key.krate) = (model.namespace.clone(), model.krate.clone());
    key.body = Body::Struct(fields);
    Some(key)
}

pub(super) fn definition(model: &Model, key: &Model) -> TokenStream {
    let (of, Model { ident, vis, doc, .. }) = (&model.ident, key);
    let Body::Struct(fields) = &key.body else { return TokenStream::new() };
    let declared = fields.iter().map(|Field { ident, vis, ty, doc, .. }| {
        let doc = doc.iter();
        quote!(#(#[doc = #doc])* #vis #ident: #ty)
    });
    let cloned = fields.iter().map(|Field { ident, ty, .. }| {
        let clone = quote_spanned!(ty.span()=> <#ty as ::core::clone::Clone>::clone);
        quote!(#ident: #clone(&__of.#ident))
    });
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #vis struct #ident { #(#declared),* }
        #[automatically_derived]
        impl ::core::convert::From<&#of> for #ident {
            fn from(__of: &#of) -> Self {
                Self { #(#cloned),* }
            }
        }
    }
}

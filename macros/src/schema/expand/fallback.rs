//! What keeps the rest of the user's crate quiet when the derive has already complained.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::{halves, key};
use crate::{
    path::private,
    schema::model::{Body, Model},
};

pub(crate) fn fallback(model: &Model) -> TokenStream {
    let private = private(model.krate.get());
    let ident = &model.ident;
    let (impl_generics, ty_generics, where_clause) = model.generics.split_for_impl();
    let mut with_de = model.generics.clone();
    with_de.params.insert(0, parse_quote!('__de));
    let (read_generics, _, _) = with_de.split_for_impl();
    let halves = if model.generics.params.is_empty() { halves::of(model, true, &private) } else { TokenStream::new() };
    let key = match &model.body {
        Body::Struct(fields) => key::key_model(model, fields).map(|key| {
            let (definition, fallback) = (key::definition(model, &key), fallback(&key));
            quote!(#definition #fallback)
        }),
        _ => None,
    };
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
                const TYPE: #private::Type = #private::Type::Null;
            }
            #[automatically_derived]
            impl #impl_generics #private::ConnectSchema for #ident #ty_generics #where_clause {
                const NODE: &'static #private::StructNode =
                    &#private::StructNode { name: "", version: ::core::option::Option::None, doc: "", aliases: &[], parameters: &[], compatibility: ::core::option::Option::None, fields: &[] };
            }
            #[automatically_derived]
            impl #impl_generics #private::WriteData for #ident #ty_generics #where_clause {
                fn write<__W: #private::DataWriter>(&self, _: &mut __W) -> ::core::result::Result<(), __W::Error> {
                    ::core::unreachable!("the derive failed")
                }
            }
            #[automatically_derived]
            impl #read_generics #private::ReadData<'__de> for #ident #ty_generics #where_clause {
                fn read<__R: #private::DataReader<'__de>>(_: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                    ::core::unreachable!("the derive failed")
                }
            }
            #halves
        };
        #key
    }
}

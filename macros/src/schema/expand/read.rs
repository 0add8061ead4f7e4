//! The fields of a struct, in order or as the input has them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Generics, Type, parse_quote, spanned::Spanned as _};

use super::{access, bounded, default};
use crate::schema::{
    model::{Field, Model},
    types::{borrowed, in_option, mentions_lifetime},
};

/// ```text
/// impl<'de> ReadData<'de> for Status {
///     fn read(r) {
///         DataReader::begin_struct(r, NODE)?;
///         if R::IN_ORDER || DataReader::in_order(r) {
///             let read = Self { lang: <Option<String> as ReadData>::read_field(r, Null::First)? };
///             DataReader::end_struct(r)?;
///             return Ok(read);
///         }
///         let mut f0 = None;
///         while let Some(index) = DataReader::next_field(r)? {
///             match index { 0 => f0 = Some(<Option<String> as ReadData>::read_field(r, Null::First)?), _ => unreachable!() }
///         }
///         DataReader::end_struct(r)?;
///         Ok(Self { lang: match f0 { Some(read) => read, None => absent(NODE, 0)? } })
///     }
/// }
/// ```
pub(super) fn read_data(model: &Model, fields: &[Field], private: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let (_, ty_generics, _) = model.generics.split_for_impl();
    let types = fields.iter().filter(|field| !field.skip.is_set() && !field.with.is_set()).map(|field| &field.ty);
    let reading = generics(&model.generics, types, private);
    let (read_generics, _, read_where) = reading.split_for_impl();
    let body = body(model, fields, private);
    quote! {
        #[automatically_derived]
        impl #read_generics #private::ReadData<'__de> for #ident #ty_generics #read_where {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                #body
            }
        }
    }
}

/// The generics with `'__de`, which outlives what is borrowed from the input.
pub(super) fn generics<'t>(of: &Generics, types: impl Iterator<Item = &'t Type>, private: &TokenStream) -> Generics {
    let mut reading = bounded(of, &quote!(#private::WriteData + #private::ReadData<'__de>));
    let lifetimes: Vec<_> = of.lifetimes().map(|param| &param.lifetime).collect();
    if lifetimes.is_empty() {
        reading.params.insert(0, parse_quote!('__de));
        return reading;
    }
    reading.params.insert(0, parse_quote!('__de: #(#lifetimes)+*));
    let where_clause = reading.make_where_clause();
    for ty in types {
        let stays = borrowed(in_option(ty).unwrap_or(ty), of).is_some();
        if !stays && mentions_lifetime(ty, of) {
            where_clause.predicates.push(parse_quote!(#ty: #private::ReadData<'__de>));
        }
    }
    reading
}

fn body(model: &Model, fields: &[Field], private: &TokenStream) -> TokenStream {
    let written: Vec<_> = fields.iter().filter(|field| !field.skip.is_set()).collect();
    // At the field: what `with` reads and the field cannot hold is then shown there.
    let variables: Vec<_> = written
        .iter()
        .enumerate()
        .map(|(index, field)| format_ident!("__f{index}", span = field.ident.span()))
        .collect();
    let types: Vec<_> = written.iter().map(|field| &field.ty).collect();
    let indices: Vec<_> = (0..written.len()).collect();
    let reads: Vec<_> = written.iter().map(|field| access::read(field, &model.generics, private)).collect();
    let absent = written
        .iter()
        .enumerate()
        .map(|(index, field)| default(field).unwrap_or_else(|| access::absent(field, index, private)));
    let idents: Vec<_> = written.iter().map(|field| &field.ident).collect();
    let skipped: Vec<_> = fields
        .iter()
        .filter(|field| field.skip.is_set())
        .map(|Field { ident, ty, .. }| quote_spanned!(ty.span()=> #ident: <#ty as ::core::default::Default>::default()))
        .collect();
    quote! {
        #private::DataReader::begin_struct(__reader, <Self as #private::ConnectSchema>::NODE)?;
        if __R::IN_ORDER || #private::DataReader::in_order(__reader) {
            let __read = Self { #(#idents: #reads,)* #(#skipped,)* };
            #private::DataReader::end_struct(__reader)?;
            return ::core::result::Result::Ok(__read);
        }
        #(let mut #variables: ::core::option::Option<#types> = ::core::option::Option::None;)*
        while let ::core::option::Option::Some(__index) = #private::DataReader::next_field(__reader)? {
            match __index {
                #(#indices => #variables = ::core::option::Option::Some(#reads),)*
                _ => ::core::unreachable!("a reader gave a field that the record does not have"),
            }
        }
        #private::DataReader::end_struct(__reader)?;
        ::core::result::Result::Ok(Self {
            #(#idents: match #variables {
                ::core::option::Option::Some(__read) => __read,
                ::core::option::Option::None => #absent,
            },)*
            #(#skipped,)*
        })
    }
}

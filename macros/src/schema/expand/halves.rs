//! Keys and values of records.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::bounded_by;
use crate::schema::{
    check::{can_be_read, is_owned},
    model::{Field, Model},
};

pub(super) fn of_record(model: &Model, fields: &[Field], private: &TokenStream) -> TokenStream {
    let full_name = model.full_name();
    let aliases = model.aliases.iter().map(|alias| model.qualify(&alias.value()));
    halves(model, can_be_read(fields), &quote!(#full_name #(, #aliases)*), private)
}

/// Of what has no name of its own.
pub(super) fn of(model: &Model, can_be_read: bool, private: &TokenStream) -> TokenStream {
    halves(model, can_be_read, &TokenStream::new(), private)
}

/// ```text
/// impl RecordData for Status where for<'a> Status: Send { const TYPE: Type = <Self as ConnectType>::TYPE; fn emit(..) { WriteData::write(self, w) } }
/// impl FromRecord for Status where for<'a> Status: Send {
///     const TYPE: Type = <Self as ConnectType>::TYPE;
///     const NAMES: &[&str] = &["ns.Status"];
///     fn absorb(..) { ReadData::read(r) }
///     fn absorb_optional(..) { ReadData::read_optional(r, Null::First) }
/// }
/// ```
fn halves(model: &Model, can_be_read: bool, names: &TokenStream, private: &TokenStream) -> TokenStream {
    if !is_owned(model) {
        return TokenStream::new();
    }
    let ident = &model.ident;
    let mut writing =
        bounded_by(&model.generics, |ty| quote!(#ty: #private::WriteData + ::core::marker::Send + 'static));
    let (_, ty_generics, _) = model.generics.split_for_impl();
    let mut reading = bounded_by(
        &model.generics,
        |ty| quote!(#ty: #private::WriteData + ::core::marker::Send + 'static, #ty: for<'__de> #private::ReadData<'__de>),
    );
    // With `for` the compiler puts the question off until somebody needs the answer: a record with an `Rc` is a mistake only
    // where it would have to leave its thread.
    let sent = parse_quote!(for<'__any> #ident #ty_generics: ::core::marker::Send);
    for generics in [&mut writing, &mut reading] {
        generics.make_where_clause().predicates.push(syn::WherePredicate::clone(&sent));
    }
    let (impl_generics, _, where_clause) = writing.split_for_impl();
    let (read_generics, _, read_where) = reading.split_for_impl();
    let read = can_be_read.then(|| {
        quote! {
            #[automatically_derived]
            impl #read_generics #private::FromRecord for #ident #ty_generics #read_where {
                const TYPE: #private::Type = <Self as #private::ConnectType>::TYPE;
                const NAMES: &'static [&'static str] = &[#names];
                fn absorb<'__de, __R: #private::DataReader<'__de>>(
                    __reader: &mut __R,
                ) -> ::core::result::Result<Self, __R::Error> {
                    <Self as #private::ReadData<'__de>>::read(__reader)
                }
                fn absorb_optional<'__de, __R: #private::DataReader<'__de>>(
                    __reader: &mut __R,
                ) -> ::core::result::Result<::core::option::Option<Self>, __R::Error> {
                    <Self as #private::ReadData<'__de>>::read_optional(__reader, #private::Null::First)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::RecordData for #ident #ty_generics #where_clause {
            const TYPE: #private::Type = <Self as #private::ConnectType>::TYPE;
            fn emit<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                <Self as #private::WriteData>::write(self, __writer)
            }
        }
        #read
    }
}

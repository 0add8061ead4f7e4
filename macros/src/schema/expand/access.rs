//! How one field's type is named, written and read: by its own traits, or by the module of `with`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Generics, spanned::Spanned as _};

use super::{called, null};
use crate::{
    path::moved,
    schema::{
        model::Field,
        types::{borrowed, in_option, is_plain},
    },
};

/// ```text
/// <Option<String> as WriteData>::FIELD      micros::TYPE      optional(&micros::TYPE)
/// ```
pub(super) fn type_of(field: &Field, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    match (field.with.get(), in_option(ty)) {
        (Some(with), None) => quote_spanned!(with.span()=> #with::TYPE),
        (Some(with), Some(_)) => called(private, "optional", with.span(), &quote_spanned!(with.span()=> &#with::TYPE)),
        (None, _) => quote_spanned!(ty.span()=> <#ty as #private::WriteData>::FIELD),
    }
}

/// The parameters of the field's schema.
pub(super) fn parameters_of(field: &Field, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let own = super::record::parameters(&field.parameters);
    if field.with.is_set() || is_plain(ty) {
        return own;
    }
    let of_type = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::PARAMETERS);
    match field.parameters.span() {
        Some(span) => called(private, "parameters", span, &quote!(#own, #of_type)),
        None => of_type,
    }
}

/// ```text
/// <Option<String> as WriteData>::write_field(value, w, Null::First)      micros::write(value, w)
/// ```
pub(super) fn write(field: &Field, value: &TokenStream, writer: &TokenStream, private: &TokenStream) -> TokenStream {
    let (ty, null) = (&field.ty, null(field, private));
    match (field.with.get(), in_option(ty)) {
        (Some(with), None) => {
            let write = quote_spanned!(with.span()=> #with::write);
            let value = moved(value, with.span());
            quote!(#write(#value, #writer))
        }
        (Some(with), Some(_)) => {
            let write = quote_spanned!(with.span()=> #with::write);
            quote!(#private::write_optional(::core::option::Option::as_ref(#value), #writer, #null, |__some, __writer| #write(__some, __writer)))
        }
        (None, _) => {
            // Fully qualified, at the type: method syntax would report E0599 and hide the trait's own explanation.
            let write = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::write_field);
            quote!(#write(#value, #writer, #null))
        }
    }
}

/// ```text
/// <Option<String> as ReadData>::read_field(r, Null::First)?      micros::read(r)?
/// ```
pub(super) fn read(field: &Field, generics: &Generics, private: &TokenStream) -> TokenStream {
    let (ty, null) = (&field.ty, null(field, private));
    if let Some(with) = field.with.get() {
        let read = quote_spanned!(with.span()=> #with::read);
        return if in_option(ty).is_some() {
            quote!(#private::read_optional(__reader, #null, |__reader| #read(__reader))?)
        } else {
            quote!(#read(__reader)?)
        };
    }
    if let Some(inner) = borrowed(ty, generics) {
        return quote!(<#inner as #private::ReadBorrowed<'__de>>::read(__reader)?);
    }
    if let Some(inner) = in_option(ty).and_then(|ty| borrowed(ty, generics)) {
        return quote!(<#inner as #private::ReadBorrowed<'__de>>::read_optional(__reader, #null)?);
    }
    let read = quote_spanned!(ty.span()=> <#ty as #private::ReadData<'__de>>::read_field);
    passed(&quote!(#read(__reader, #null)))
}

/// As `?` where the error is of the right type already: without the conversion that `?` asks the compiler to think about, in
/// every field once more.
pub(super) fn passed(call: &TokenStream) -> TokenStream {
    quote! {
        match #call {
            ::core::result::Result::Ok(__done) => __done,
            ::core::result::Result::Err(__error) => return ::core::result::Result::Err(__error),
        }
    }
}

/// What a field without a default becomes when the input lacks it.
pub(super) fn absent(field: &Field, index: usize, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let node = quote!(<Self as #private::ConnectSchema>::NODE);
    match (field.with.is_set(), in_option(ty)) {
        (true, Some(_)) => quote!(::core::option::Option::None),
        (true, None) => quote!(#private::missing(#node, #index)?),
        (false, _) => passed(&quote_spanned!(ty.span()=> #private::absent::<#ty, __R::Error>(#node, #index))),
    }
}

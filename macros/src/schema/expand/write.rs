//! The fields of a struct, one after another.

use proc_macro2::TokenStream;
use quote::quote;

use super::access;
use crate::schema::model::Field;

/// ```text
/// DataWriter::begin_struct(w, <Self as ConnectSchema>::NODE)?;
/// DataWriter::field(w, 0)?;
/// <Option<String> as WriteData>::write_field(&self.lang, w, Null::First)?;
/// ```
pub(super) fn fields(
    fields: &[&Field],
    of: &TokenStream,
    private: &TokenStream,
    value: impl Fn(usize, &Field) -> TokenStream,
) -> TokenStream {
    let each = fields.iter().enumerate().map(|(index, field)| {
        let name = access::passed(&quote!(#private::DataWriter::field(__writer, #index)));
        let write = access::passed(&access::write(field, &value(index, field), &quote!(__writer), private));
        quote!(#name; #write;)
    });
    quote! {
        #private::DataWriter::begin_struct(__writer, <#of as #private::ConnectSchema>::NODE)?;
        #(#each)*
    }
}

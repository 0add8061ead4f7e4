//! An enum without data.

use proc_macro2::TokenStream;
use quote::quote;

use super::{halves, option};
use crate::schema::model::{Model, Variant};

/// ```text
/// static NODE: EnumNode = EnumNode { name: "ns.Kind", doc: "..", symbols: &["ONE", "TWO"], aliases: &[("I", 0)], default: Some(1) };
/// impl ConnectType for Kind { const TYPE: Type = Type::Enum { name: "ns.Kind", node: &NODE }; }
/// impl WriteData for Kind { .. w.symbol(match self { Self::One => 0, .. }, &NODE) }
/// impl ReadData<'_> for Kind { .. match r.symbol(&NODE)? { 0 => Self::One, .. } }
/// ```
pub(super) fn symbols(model: &Model, variants: &[Variant], private: &TokenStream) -> TokenStream {
    let (ident, doc, full_name) = (&model.ident, &model.doc, model.full_name());
    let symbols: Vec<_> = variants.iter().map(|variant| &variant.name.text).collect();
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let indices: Vec<_> = (0..variants.len()).collect();
    let aliases = variants
        .iter()
        .enumerate()
        .flat_map(|(index, variant)| variant.aliases.iter().map(move |alias| quote!((#alias, #index))));
    let default = option(variants.iter().position(|variant| variant.default.is_set()));
    let halves = halves::of(model, true, private);
    quote! {
        static __NODE: #private::EnumNode = #private::EnumNode {
            name: #full_name, doc: #doc, symbols: &[#(#symbols),*], aliases: &[#(#aliases),*], default: #default,
        };
        #[automatically_derived]
        impl #private::ConnectType for #ident {
            const TYPE: #private::Type = #private::Type::Enum { name: #full_name, node: &__NODE };
        }
        #[automatically_derived]
        impl #private::WriteData for #ident {
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                #private::DataWriter::symbol(__writer, match self { #(Self::#idents => #indices,)* }, &__NODE)
            }
        }
        #[automatically_derived]
        impl<'__de> #private::ReadData<'__de> for #ident {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                ::core::result::Result::Ok(match #private::DataReader::symbol(__reader, &__NODE)? {
                    #(#indices => Self::#idents,)*
                    _ => ::core::unreachable!("a reader gave a symbol that the enum does not have"),
                })
            }
        }
        #halves
    }
}

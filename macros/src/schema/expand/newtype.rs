//! A struct of one field without a name: in a schema it is what it holds.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{bounded, called, halves, read, record};
use crate::schema::{
    model::{Model, Newtype},
    types::has_reference,
};

/// ```text
/// impl ConnectType for Id { const TYPE: Type = held(<i64 as WriteData>::FIELD); }
/// impl WriteData for Id { .. <i64 as WriteData>::write(&self.0, w) }
/// impl ReadData<'_> for Id { .. <i64 as ReadData>::read(r).map(Self) }
/// ```
pub(super) fn newtype(model: &Model, newtype: &Newtype, private: &TokenStream) -> TokenStream {
    let Newtype { ty, with } = newtype;
    let ident = &model.ident;
    let type_of = match with.get() {
        Some(with) => called(private, "held", with.span(), &quote_spanned!(with.span()=> #with::TYPE)),
        None => called(private, "held", ty.span(), &quote_spanned!(ty.span()=> <#ty as #private::WriteData>::FIELD)),
    };
    let parameters = match (model.parameters.span(), with.is_set()) {
        (None, true) => TokenStream::new(),
        (None, false) => quote!(<#ty as #private::WriteData>::PARAMETERS),
        (Some(_), true) => record::parameters(&model.parameters),
        (Some(span), false) => {
            let own = record::parameters(&model.parameters);
            called(private, "parameters", span, &quote!(#own, <#ty as #private::WriteData>::PARAMETERS))
        }
    };
    let parameters = (!parameters.is_empty()).then(|| {
        quote! {
            const PARAMETERS: &'static [(&'static str, &'static str)] = #parameters;
        }
    });
    let union = (!with.is_set()).then(|| {
        quote! {
            const UNION: ::core::option::Option<&'static #private::UnionNode> = <#ty as #private::WriteData>::UNION;
        }
    });
    let can_be_read = with.is_set() || !has_reference(ty);
    let writes = writes(newtype, private);
    let reads = if can_be_read { reads(newtype, private) } else { TokenStream::new() };
    let halves = halves::of(model, can_be_read, private);
    let writing = bounded(&model.generics, &quote!(#private::WriteData));
    let (impl_generics, ty_generics, where_clause) = writing.split_for_impl();
    let reading = read::generics(&model.generics, [ty].into_iter().filter(|_| !with.is_set()), private);
    let (read_generics, _, read_where) = reading.split_for_impl();
    let read = can_be_read.then(|| {
        quote! {
            #[automatically_derived]
            impl #read_generics #private::ReadData<'__de> for #ident #ty_generics #read_where {
                #reads
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
            const TYPE: #private::Type = #type_of;
        }
        #[automatically_derived]
        impl #impl_generics #private::WriteData for #ident #ty_generics #where_clause {
            #parameters
            #union
            #writes
        }
        #read
        #halves
    }
}

fn writes(newtype: &Newtype, private: &TokenStream) -> TokenStream {
    let ty = &newtype.ty;
    let result = quote!(::core::result::Result<(), __W::Error>);
    if let Some(with) = newtype.with.get() {
        let write = quote_spanned!(with.span()=> #with::write);
        return quote! {
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> #result {
                #write(&self.0, __writer)
            }
        };
    }
    let write = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::write);
    quote! {
        fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> #result {
            #write(&self.0, __writer)
        }
        fn write_some<__W: #private::DataWriter>(&self, __writer: &mut __W, __null: #private::Null) -> #result {
            <#ty as #private::WriteData>::write_some(&self.0, __writer, __null)
        }
    }
}

fn reads(newtype: &Newtype, private: &TokenStream) -> TokenStream {
    let ty = &newtype.ty;
    if let Some(with) = newtype.with.get() {
        let read = quote_spanned!(with.span()=> #with::read);
        return quote! {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                ::core::result::Result::Ok(Self(#read(__reader)?))
            }
        };
    }
    let read = quote_spanned!(ty.span()=> <#ty as #private::ReadData<'__de>>::read);
    quote! {
        fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
            ::core::result::Result::Ok(Self(#read(__reader)?))
        }
        fn read_optional<__R: #private::DataReader<'__de>>(
            __reader: &mut __R,
            __null: #private::Null,
        ) -> ::core::result::Result<::core::option::Option<Self>, __R::Error> {
            ::core::result::Result::Ok(::core::option::Option::map(
                <#ty as #private::ReadData<'__de>>::read_optional(__reader, __null)?,
                Self,
            ))
        }
    }
}

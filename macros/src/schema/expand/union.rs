//! An enum whose variants carry data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Type, parse_quote, spanned::Spanned as _};

use super::{bounded, halves, read, record, write};
use crate::{
    path::moved,
    schema::{
        check::can_be_read,
        model::{Body, Branch, Content, Field, Model},
        types::has_reference,
    },
};

/// ```text
/// struct __Deleted { id: i64 }                      and all that a record has, for `Deleted { id: i64 }`
/// impl ConnectType for Event { const TYPE: Type = Type::Union { node: || <Self as UnionData>::NODE }; }
/// impl UnionData for Event {
///     const NODE: &'static UnionNode = &UnionNode { name: "Event", doc: "", branches: &[branch(<Post as WriteData>::FIELD), ..] };
///     fn write_branch(&self, w, nullable) { match self { Self::Post(value) => { w.begin_union(0, NODE, nullable)?; .. } } w.end_union() }
/// }
/// impl WriteData for Event { .. write_branch(self, w, false) }
/// impl ReadUnion<'_> for Event { fn read_branch(branch, r) { match branch { 0 => Self::Post(..), .. } } }
/// impl ReadData<'_> for Event { .. read_union(r) }
/// const _: () = branch_fits(<Event as UnionData>::NODE, 1);
/// ```
pub(super) fn union(model: &Model, branches: &[Branch], private: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let records = branches.iter().filter_map(|branch| match &branch.content {
        Content::Record(record) => Some(definition(record, private)),
        Content::Value(_) => None,
    });
    let types: Vec<_> = branches.iter().map(type_of).collect();
    let writes = branches.iter().enumerate().map(|(index, branch)| write_branch(index, branch, private));
    let doc = model.doc.clone().unwrap_or_else(|| quote!(""));
    let name = ident.to_string();
    let branch_types =
        types.iter().map(|ty| quote_spanned!(ty.span()=> #private::branch(<#ty as #private::WriteData>::FIELD)));
    let node = quote!(#private::UnionNode { name: #name, doc: #doc, branches: &[#(#branch_types),*] });
    let (node, checks) = if model.is_generic() {
        (quote!(#private::union_fits(&#node)), TokenStream::new())
    } else {
        (quote!(&#node), checks(model, branches, private))
    };
    let readable = branches.iter().all(branch_can_be_read);
    let read = if readable { reading(model, branches, &types, private) } else { TokenStream::new() };
    let halves = halves::of(model, readable, private);

    let writing = bounded(&model.generics, &quote!(#private::WriteData));
    let (impl_generics, ty_generics, where_clause) = writing.split_for_impl();
    quote! {
        #(#records)*
        #[automatically_derived]
        impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
            const TYPE: #private::Type = #private::Type::Union { node: || <Self as #private::UnionData>::NODE };
        }
        #[automatically_derived]
        impl #impl_generics #private::UnionData for #ident #ty_generics #where_clause {
            const NODE: &'static #private::UnionNode = #node;
            fn write_branch<__W: #private::DataWriter>(
                &self,
                __writer: &mut __W,
                __nullable: bool,
            ) -> ::core::result::Result<(), __W::Error> {
                match self { #(#writes)* }
                #private::DataWriter::end_union(__writer)
            }
        }
        #[automatically_derived]
        impl #impl_generics #private::WriteData for #ident #ty_generics #where_clause {
            const UNION: ::core::option::Option<&'static #private::UnionNode> =
                ::core::option::Option::Some(<Self as #private::UnionData>::NODE);
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                #private::UnionData::write_branch(self, __writer, false)
            }
            fn write_some<__W: #private::DataWriter>(
                &self,
                __writer: &mut __W,
                _: #private::Null,
            ) -> ::core::result::Result<(), __W::Error> {
                #private::UnionData::write_branch(self, __writer, true)
            }
        }
        #read
        #halves
        #checks
    }
}

/// The record of a variant with named fields.
fn definition(record: &Model, private: &TokenStream) -> TokenStream {
    let (ident, fields) = (&record.ident, fields_of(record));
    let declared = fields.iter().map(|Field { ident, ty, .. }| quote!(#ident: #ty));
    let record = record::record(record, fields, private);
    quote!(struct #ident { #(#declared),* } #record)
}

fn fields_of(record: &Model) -> &[Field] {
    match &record.body {
        Body::Struct(fields) => fields,
        _ => &[],
    }
}

fn type_of(branch: &Branch) -> Type {
    match &branch.content {
        Content::Value(ty) => Type::clone(ty),
        Content::Record(record) => {
            let ident = &record.ident;
            parse_quote!(#ident)
        }
    }
}

fn branch_can_be_read(branch: &Branch) -> bool {
    match &branch.content {
        Content::Value(ty) => !has_reference(ty),
        Content::Record(record) => can_be_read(fields_of(record)),
    }
}

fn write_branch(index: usize, branch: &Branch, private: &TokenStream) -> TokenStream {
    let ident = &branch.ident;
    let begin =
        quote!(#private::DataWriter::begin_union(__writer, #index, <Self as #private::UnionData>::NODE, __nullable)?;);
    match &branch.content {
        Content::Value(ty) => {
            let write = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::write);
            quote!(Self::#ident(__value) => { #begin #write(__value, __writer)?; })
        }
        Content::Record(record) => {
            let written: Vec<_> = fields_of(record).iter().filter(|field| !field.skip.is_set()).collect();
            let idents = written.iter().map(|field| &field.ident);
            let variables: Vec<_> = (0..written.len()).map(|index| format_ident!("__f{index}")).collect();
            let of = &record.ident;
            let write = write::fields(&written, &quote!(#of), private, |index, _| {
                let variable = variables.get(index);
                quote!(#variable)
            });
            quote! {
                Self::#ident { #(#idents: #variables,)* .. } => {
                    #begin
                    #write
                    #private::DataWriter::end_struct(__writer)?;
                }
            }
        }
    }
}

fn reading(model: &Model, branches: &[Branch], types: &[Type], private: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let (_, ty_generics, _) = model.generics.split_for_impl();
    let reading = read::generics(&model.generics, types.iter(), private);
    let (read_generics, _, read_where) = reading.split_for_impl();
    let reads = branches.iter().zip(types).enumerate().map(|(index, (branch, ty))| {
        let ident = &branch.ident;
        let read = quote_spanned!(ty.span()=> <#ty as #private::ReadData<'__de>>::read);
        match &branch.content {
            Content::Value(_) => quote!(#index => Self::#ident(#read(__reader)?),),
            Content::Record(record) => {
                let idents: Vec<_> = fields_of(record).iter().map(|field| &field.ident).collect();
                quote!(#index => { let #ty { #(#idents),* } = #read(__reader)?; Self::#ident { #(#idents),* } })
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #read_generics #private::ReadData<'__de> for #ident #ty_generics #read_where {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                #private::read_union(__reader)
            }
            fn read_optional<__R: #private::DataReader<'__de>>(
                __reader: &mut __R,
                _: #private::Null,
            ) -> ::core::result::Result<::core::option::Option<Self>, __R::Error> {
                #private::read_nullable_union(__reader)
            }
        }
        #[automatically_derived]
        impl #read_generics #private::ReadUnion<'__de> for #ident #ty_generics #read_where {
            fn read_branch<__R: #private::DataReader<'__de>>(
                __branch: usize,
                __reader: &mut __R,
            ) -> ::core::result::Result<Self, __R::Error> {
                ::core::result::Result::Ok(match __branch {
                    #(#reads)*
                    _ => ::core::unreachable!("a reader gave a branch that the union does not have"),
                })
            }
        }
    }
}

fn checks(model: &Model, branches: &[Branch], private: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let lifetimes = model.generics.lifetimes().map(|_| quote!('static));
    let of = quote!(#ident::<#(#lifetimes),*>);
    let checks = branches.iter().enumerate().map(|(index, branch)| {
        let span = branch.ident.span();
        let (private, of) = (moved(private, span), moved(&of, span));
        quote_spanned!(span=> const _: () = #private::branch_fits(<#of as #private::UnionData>::NODE, #index);)
    });
    checks.collect()
}

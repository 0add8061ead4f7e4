//! A struct with named fields.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, LitStr};

use super::{access, bounded, default, null, option, read, write};
use crate::{
    attr::Once,
    path::moved,
    schema::{
        check::can_be_read,
        gate,
        model::{Field, Model, Parameter},
        types::is_plain,
    },
};

/// ```text
/// impl ConnectType for Status { const TYPE: Type = Type::Struct { name: "ns.Status", node: || <Self as ConnectSchema>::NODE, .. }; }
/// impl ConnectSchema for Status { const NODE: &'static StructNode = &StructNode { name: "ns.Status", fields: &[..], .. }; }
/// impl WriteData for Status { .. }
/// impl ReadData<'_> for Status { .. }
/// const _: () = field_fits(<Status as ConnectSchema>::NODE, &<Status as ConnectType>::TYPE, 3);
/// ```
pub(super) fn record(model: &Model, fields: &[Field], private: &TokenStream) -> TokenStream {
    let (ident, doc, full_name) = (&model.ident, &model.doc, model.full_name());
    let version = option(model.version.get());
    let committed = model.committed.is_set();
    let parameters = parameters(&model.parameters);
    let compatibility = option(model.compatibility.get().map(LitStr::value));
    let aliases: Vec<_> = model.aliases.iter().map(|alias| model.qualify(&alias.value())).collect();
    let written: Vec<_> = fields.iter().filter(|field| !field.skip.is_set()).collect();
    let nodes = written.iter().map(|field| field_node(field, private));
    let body = write::fields(&written, &quote!(Self), private, |_, field| {
        let ident = &field.ident;
        quote!(&self.#ident)
    });
    let gate = gate::assertions(model, private, &|field| access::type_of(field, private));
    let checks = checks(model, &written, private);
    let read = if can_be_read(fields) { read::read_data(model, fields, private) } else { TokenStream::new() };

    let writing = bounded(&model.generics, &quote!(#private::WriteData));
    let (impl_generics, ty_generics, where_clause) = writing.split_for_impl();
    quote! {
        #gate
        #[automatically_derived]
        impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
            const TYPE: #private::Type = #private::Type::Struct {
                name: #full_name,
                site: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#ident), ":", ::core::line!()),
                committed: #committed,
                aliases: &[#(#aliases),*],
                node: || <Self as #private::ConnectSchema>::NODE,
            };
        }
        #[automatically_derived]
        impl #impl_generics #private::ConnectSchema for #ident #ty_generics #where_clause {
            const NODE: &'static #private::StructNode = &#private::StructNode {
                name: #full_name,
                version: #version,
                doc: #doc,
                aliases: &[#(#aliases),*],
                parameters: #parameters,
                compatibility: #compatibility,
                fields: &[#(#nodes),*],
            };
        }
        #[automatically_derived]
        impl #impl_generics #private::WriteData for #ident #ty_generics #where_clause {
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                #body
                #private::DataWriter::end_struct(__writer)
            }
        }
        #read
        #checks
    }
}

/// ```text
/// FieldNode { name: "Lang", aliases: &[], ty: <Option<String> as WriteData>::FIELD, doc: "..", default: None, null: Null::First, parameters: &[] }
/// ```
fn field_node(field: &Field, private: &TokenStream) -> TokenStream {
    let Field { ty, doc, aliases, .. } = field;
    let name = &field.name.text;
    let null = null(field, private);
    let type_of = access::type_of(field, private);
    let parameters = access::parameters_of(field, private);
    let default = option(default(field).map(|default| {
        if field.with.is_set() {
            let write = access::write(field, &quote!(&#default), &quote!(__writer), private);
            quote!(|| #private::value_with(&#type_of, |__writer| #write))
        } else {
            quote!(|| #private::Value::of::<#ty>(&#default))
        }
    }));
    quote! {
        #private::FieldNode {
            name: #name, aliases: &[#(#aliases),*], ty: #type_of, doc: #doc, default: #default, null: #null,
            parameters: #parameters,
        }
    }
}

pub(super) fn parameters(parameters: &Once<Vec<Parameter>>) -> TokenStream {
    let pairs = parameters.get().into_iter().flatten().map(|Parameter { key, value }| quote!((#key, #value)));
    quote!(&[#(#pairs),*])
}

/// What only the compiler knows of the fields' types; where a parameter keeps it from knowing, the schema is checked when
/// it is made.
fn checks(model: &Model, fields: &[&Field], private: &TokenStream) -> TokenStream {
    if model.is_generic() {
        return TokenStream::new();
    }
    let ident = &model.ident;
    let lifetimes = model.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => Some(quote!('static)),
        _ => None,
    });
    let of = quote!(#ident::<#(#lifetimes),*>);
    let named = fields.iter().enumerate().filter(|(_, field)| field.with.is_set() || !is_plain(&field.ty));
    let checks = named.map(|(index, field)| {
        let span = field.ident.span();
        let (private, of) = (moved(private, span), moved(&of, span));
        quote_spanned! {span=>
            const _: () = #private::field_fits(
                <#of as #private::ConnectSchema>::NODE, &<#of as #private::ConnectType>::TYPE, #index
            );
        }
    });
    checks.collect()
}

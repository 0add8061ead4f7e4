//! Model → code. No decisions that could fail.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, ExprLit, Generics, Lit, Type, WherePredicate, parse_quote, spanned::Spanned as _};

use super::model::{Body, Field, Model, Variant};
use crate::path::private;

pub(crate) fn expand(model: &Model) -> TokenStream {
    let impls = match &model.body {
        Body::Struct(fields) => record(model, fields),
        Body::Enum(variants) => symbols(model, variants),
        Body::Other => TokenStream::new(),
    };
    let record_data = record_data(model);
    quote!(const _: () = { #impls #record_data };)
}

/// What keeps the rest of the user's crate quiet when the derive has already complained.
pub(crate) fn fallback(model: &Model) -> TokenStream {
    let private = private(model.krate.get());
    let ident = &model.ident;
    let (_, ty_generics, where_clause) = model.generics.split_for_impl();
    let (impl_generics, _, _) = model.generics.split_for_impl();
    let mut with_de = model.generics.clone();
    with_de.params.insert(0, parse_quote!('__de));
    let (read_generics, _, _) = with_de.split_for_impl();
    let record_data = if model.generics.params.is_empty() { record_data(model) } else { TokenStream::new() };
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
                const TYPE: #private::Type = #private::Type::Null;
            }
            #[automatically_derived]
            impl #impl_generics #private::ConnectSchema for #ident #ty_generics #where_clause {
                const NODE: &'static #private::StructNode =
                    &#private::StructNode { name: "", version: ::core::option::Option::None, doc: "", aliases: &[], fields: &[] };
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
            #record_data
        };
    }
}

/// ```text
/// impl ConnectType for Status { const TYPE: Type = Type::Struct { name: "ns.Status", node: || <Self as ConnectSchema>::NODE }; }
/// impl ConnectSchema for Status { const NODE: &'static StructNode = &StructNode { name: "ns.Status", fields: &[..], .. }; }
/// impl WriteData for Status { .. }
/// impl ReadData<'_> for Status { .. }
/// ```
fn record(model: &Model, fields: &[Field]) -> TokenStream {
    let private = private(model.krate.get());
    let (ident, doc, full_name) = (&model.ident, &model.doc, model.full_name());
    let version = option(model.version.get());
    let aliases = model.aliases.iter().map(|alias| model.qualify(&alias.value()));
    let written: Vec<_> = fields.iter().filter(|field| !field.skip.is_set()).collect();
    let nodes = written.iter().map(|field| field_node(field, &private));
    let write = write(&written, &private);
    let read = read(fields, &private);

    let writing = bounded(&model.generics, |_| quote!(#private::WriteData));
    let (impl_generics, ty_generics, where_clause) = writing.split_for_impl();
    let mut reading = bounded(&model.generics, |_| quote!(#private::WriteData + #private::ReadData<'__de>));
    reading.params.insert(0, parse_quote!('__de));
    let (read_generics, _, read_where) = reading.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::ConnectType for #ident #ty_generics #where_clause {
            const TYPE: #private::Type =
                #private::Type::Struct { name: #full_name, node: || <Self as #private::ConnectSchema>::NODE };
        }
        #[automatically_derived]
        impl #impl_generics #private::ConnectSchema for #ident #ty_generics #where_clause {
            const NODE: &'static #private::StructNode = &#private::StructNode {
                name: #full_name,
                version: #version,
                doc: #doc,
                aliases: &[#(#aliases),*],
                fields: &[#(#nodes),*],
            };
        }
        #[automatically_derived]
        impl #impl_generics #private::WriteData for #ident #ty_generics #where_clause {
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                #write
            }
        }
        #[automatically_derived]
        impl #read_generics #private::ReadData<'__de> for #ident #ty_generics #read_where {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                #read
            }
        }
    }
}

/// ```text
/// FieldNode { name: "Lang", aliases: &[], ty: <Option<String> as ConnectType>::TYPE, doc: "..", default: None, null: Null::First }
/// ```
fn field_node(field: &Field, private: &TokenStream) -> TokenStream {
    let Field { ty, doc, aliases, .. } = field;
    let name = &field.name.text;
    let null = null(field, private);
    let ty_const = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::FIELD);
    let default = option(default(field).map(|default| quote!(|| #private::Value::of::<#ty>(&#default))));
    quote! {
        #private::FieldNode {
            name: #name, aliases: &[#(#aliases),*], ty: #ty_const, doc: #doc, default: #default, null: #null,
        }
    }
}

/// ```text
/// DataWriter::begin_struct(w, <Self as ConnectSchema>::NODE)?;
/// DataWriter::field(w, 0)?;
/// <Option<String> as WriteData>::write_field(&self.lang, w, Null::First)?;
/// DataWriter::end_struct(w)
/// ```
fn write(fields: &[&Field], private: &TokenStream) -> TokenStream {
    let each = fields.iter().enumerate().map(|(index, field)| {
        let Field { ident, ty, .. } = field;
        let null = null(field, private);
        // Fully qualified, at the type: method syntax would report E0599 and hide the trait's own explanation.
        let write = quote_spanned!(ty.span()=> <#ty as #private::WriteData>::write_field);
        quote! {
            #private::DataWriter::field(__writer, #index)?;
            #write(&self.#ident, __writer, #null)?;
        }
    });
    quote! {
        #private::DataWriter::begin_struct(__writer, <Self as #private::ConnectSchema>::NODE)?;
        #(#each)*
        #private::DataWriter::end_struct(__writer)
    }
}

/// ```text
/// DataReader::begin_struct(r, NODE)?;
/// if R::IN_ORDER {
///     let f0 = <Option<String> as ReadData>::read_field(r, Null::First)?;
///     DataReader::end_struct(r)?;
///     return Ok(Self { lang: f0 });
/// }
/// let mut f0 = None;
/// while let Some(index) = DataReader::next_field(r)? {
///     match index { 0 => f0 = Some(<Option<String> as ReadData>::read_field(r, Null::First)?), _ => unreachable!() }
/// }
/// DataReader::end_struct(r)?;
/// Ok(Self { lang: match f0 { Some(read) => read, None => absent(NODE, 0)? } })
/// ```
fn read(fields: &[Field], private: &TokenStream) -> TokenStream {
    let written: Vec<_> = fields.iter().filter(|field| !field.skip.is_set()).collect();
    let variables: Vec<_> = (0..written.len()).map(|index| format_ident!("__f{index}")).collect();
    let types: Vec<_> = written.iter().map(|field| &field.ty).collect();
    let indices: Vec<_> = (0..written.len()).collect();
    let reads: Vec<_> = written
        .iter()
        .map(|field| {
            let (ty, null) = (&field.ty, null(field, private));
            let read = quote_spanned!(ty.span()=> <#ty as #private::ReadData<'__de>>::read_field);
            quote!(#read(__reader, #null)?)
        })
        .collect();
    let absent = written.iter().enumerate().map(|(index, field)| {
        let ty = &field.ty;
        default(field).unwrap_or_else(
            || quote_spanned!(ty.span()=> #private::absent::<#ty>(<Self as #private::ConnectSchema>::NODE, #index)?),
        )
    });
    let idents: Vec<_> = written.iter().map(|field| &field.ident).collect();
    let skipped: Vec<_> = fields
        .iter()
        .filter(|field| field.skip.is_set())
        .map(|Field { ident, ty, .. }| quote_spanned!(ty.span()=> #ident: <#ty as ::core::default::Default>::default()))
        .collect();
    quote! {
        #private::DataReader::begin_struct(__reader, <Self as #private::ConnectSchema>::NODE)?;
        if __R::IN_ORDER {
            #(let #variables = #reads;)*
            #private::DataReader::end_struct(__reader)?;
            return ::core::result::Result::Ok(Self { #(#idents: #variables,)* #(#skipped,)* });
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

/// ```text
/// const NODE: EnumNode = EnumNode { name: "ns.Kind", doc: "..", symbols: &["ONE", "TWO"] };
/// impl ConnectType for Kind { const TYPE: Type = Type::Enum { name: "ns.Kind", node: || &NODE }; }
/// impl WriteData for Kind { .. w.symbol(match self { Self::One => "ONE", .. }) }
/// impl ReadData<'_> for Kind { .. match r.symbol(NODE.symbols)? { 0 => Self::One, .. } }
/// ```
fn symbols(model: &Model, variants: &[Variant]) -> TokenStream {
    let private = private(model.krate.get());
    let (ident, doc, full_name) = (&model.ident, &model.doc, model.full_name());
    let symbols: Vec<_> = variants.iter().map(|variant| &variant.name.text).collect();
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let indices = 0..variants.len();
    quote! {
        static __NODE: #private::EnumNode =
            #private::EnumNode { name: #full_name, doc: #doc, symbols: &[#(#symbols),*] };
        #[automatically_derived]
        impl #private::ConnectType for #ident {
            const TYPE: #private::Type = #private::Type::Enum { name: #full_name, node: || &__NODE };
        }
        #[automatically_derived]
        impl #private::WriteData for #ident {
            fn write<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                #private::DataWriter::symbol(__writer, match self { #(Self::#idents => #symbols,)* })
            }
        }
        #[automatically_derived]
        impl<'__de> #private::ReadData<'__de> for #ident {
            fn read<__R: #private::DataReader<'__de>>(__reader: &mut __R) -> ::core::result::Result<Self, __R::Error> {
                ::core::result::Result::Ok(match #private::DataReader::symbol(__reader, __NODE.symbols)? {
                    #(#indices => Self::#idents,)*
                    _ => ::core::unreachable!("a reader gave a symbol that the enum does not have"),
                })
            }
        }
    }
}

/// ```text
/// impl RecordData for Status { const TYPE: Type = <Self as ConnectType>::TYPE; fn emit(..) { WriteData::write(self, w) } }
/// impl FromRecord for Status { const NAMES: &[&str] = &["ns.Status"]; fn absorb(..) { ReadData::read(r) } }
/// ```
fn record_data(model: &Model) -> TokenStream {
    let private = private(model.krate.get());
    let ident = &model.ident;
    let names = match model.body {
        Body::Struct(_) => {
            let full_name = model.full_name();
            let aliases = model.aliases.iter().map(|alias| model.qualify(&alias.value()));
            quote!(#full_name #(, #aliases)*)
        }
        Body::Enum(_) | Body::Other => TokenStream::new(),
    };
    let writing = bounded(&model.generics, |_| quote!(#private::WriteData + ::core::marker::Send + 'static));
    let (impl_generics, ty_generics, where_clause) = writing.split_for_impl();
    let reading = bounded(
        &model.generics,
        |ty| quote!(#private::WriteData + ::core::marker::Send + 'static, #ty: for<'__de> #private::ReadData<'__de>),
    );
    let (read_generics, _, read_where) = reading.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::RecordData for #ident #ty_generics #where_clause {
            const TYPE: #private::Type = <Self as #private::ConnectType>::TYPE;
            fn emit<__W: #private::DataWriter>(&self, __writer: &mut __W) -> ::core::result::Result<(), __W::Error> {
                <Self as #private::WriteData>::write(self, __writer)
            }
        }
        #[automatically_derived]
        impl #read_generics #private::FromRecord for #ident #ty_generics #read_where {
            const NAMES: &'static [&'static str] = &[#names];
            fn absorb<'__de, __R: #private::DataReader<'__de>>(
                __reader: &mut __R,
            ) -> ::core::result::Result<Self, __R::Error> {
                <Self as #private::ReadData<'__de>>::read(__reader)
            }
        }
    }
}

/// The generics with `T: bound` for every type parameter.
fn bounded(generics: &Generics, bound: impl Fn(&Ident) -> TokenStream) -> Generics {
    let mut bounded = generics.clone();
    let params: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    if !params.is_empty() {
        let where_clause = bounded.make_where_clause();
        for param in params {
            let bound = bound(&param);
            let predicates: syn::punctuated::Punctuated<WherePredicate, syn::Token![,]> =
                syn::parse::Parser::parse2(syn::punctuated::Punctuated::parse_terminated, quote!(#param: #bound))
                    .unwrap_or_default();
            where_clause.predicates.extend(predicates);
        }
    }
    bounded
}

/// The default as an expression of the field's type.
fn default(field: &Field) -> Option<TokenStream> {
    let ty = &field.ty;
    Some(match field.default.get()? {
        None => quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default()),
        // A text is written as one; everything else is Rust as it stands.
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) if is_string(ty) => {
            quote_spanned!(text.span()=> <#ty as ::core::convert::From<&str>>::from(#text))
        }
        Some(expr) => quote_spanned!(expr.span()=> { let __default: #ty = #expr; __default }),
    })
}

fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"))
}

fn null(field: &Field, private: &TokenStream) -> TokenStream {
    if field.null_second() { quote!(#private::Null::Second) } else { quote!(#private::Null::First) }
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

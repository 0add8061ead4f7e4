//! `#[derive(RecordSet)]`: an enum of (key, value) pairs, one variant for each kind of record a task emits.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Fields, Ident, Path, Type, parse_quote, spanned::Spanned as _};

use crate::{
    attr::{Once, Words},
    diag::Errors,
    path::private,
};

struct Kind {
    ident: Ident,
    key: Type,
    value: Type,
}

#[expect(clippy::needless_pass_by_value, reason = "every derive has this signature")]
pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let mut krate = Once::<Path>::default();
    Words::new("connect", &errors).read(&input.attrs, |word| match word.text().as_str() {
        "crate" => krate.set(word, word.value("my_facade::kconnect")?),
        _ => Err(word.unknown("container attribute", &["crate"])),
    });
    let private = private(krate.get());
    let kinds = kinds(&input, &errors);
    match errors.finish() {
        Ok(()) => expand(&input, &kinds, &private),
        Err(errors) => {
            let fallback = fallback(&input, &private);
            quote!(#errors #fallback)
        }
    }
}

fn kinds(input: &DeriveInput, errors: &Errors) -> Vec<Kind> {
    const SHAPE: &str =
        "a variant is a pair: write `Status(StatusKey, Option<Status>)`, with `()` for a key that is always null";
    let Data::Enum(data) = &input.data else {
        errors.at(
            &input.ident,
            "`RecordSet` is for an enum with one variant for each kind of record; for one kind use a pair `(Key, Value)`",
        );
        return Vec::new();
    };
    if data.variants.is_empty() {
        errors.at(&input.ident, "a set without records; add variants such as `Status(StatusKey, Option<Status>)`");
    }
    let mut kinds = Vec::new();
    for variant in &data.variants {
        Words::new("connect", errors).read(&variant.attrs, |word| Err(word.error("a variant has no attributes")));
        match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 2 => {
                let mut types = fields.unnamed.iter().map(|field| field.ty.clone());
                if let (Some(key), Some(value)) = (types.next(), types.next()) {
                    kinds.push(Kind { ident: variant.ident.clone(), key, value });
                }
            }
            Fields::Unit => errors.at(&variant.ident, SHAPE),
            fields => errors.at(fields, SHAPE),
        }
    }
    kinds
}

/// ```text
/// impl RecordSet for Records {
///     const PAIRS: &[Pair] = &[Pair { key: <StatusKey as RecordData>::TYPE, value: <Option<Status> as RecordData>::TYPE }];
///     fn pair(&self) -> usize { match self { Self::Status(..) => 0 } }
///     fn is_null(&self, part: Part) -> bool { match (self, part) { (Self::Status(key, _), Part::Key) => .. } }
///     fn emit(&self, part: Part, w) { match (self, part) { (Self::Status(key, _), Part::Key) => .. } }
///     fn connect(&self, part: Part, prefix) { match (self, part) { (Self::Status(key, _), Part::Key) => .. } }
/// }
/// ```
fn expand(input: &DeriveInput, kinds: &[Kind], private: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    let params: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    for param in params {
        generics.make_where_clause().predicates.push(parse_quote!(#param: #private::RecordData));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let indices = 0..kinds.len();
    let idents: Vec<_> = kinds.iter().map(|kind| &kind.ident).collect();
    let call = |ty: &Type, method: &str| {
        let method = Ident::new(method, ty.span());
        quote_spanned!(ty.span()=> <#ty as #private::RecordData>::#method)
    };
    let each = |method: &str| -> (Vec<_>, Vec<_>) {
        (
            kinds.iter().map(|kind| call(&kind.key, method)).collect(),
            kinds.iter().map(|kind| call(&kind.value, method)).collect(),
        )
    };
    let (key_types, value_types) = each("TYPE");
    let (key_is_null, value_is_null) = each("is_null");
    let (key_emit, value_emit) = each("emit");
    let (key_connect, value_connect) = each("connect");
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #private::RecordSet for #ident #ty_generics #where_clause {
                const PAIRS: &'static [#private::Pair] = &[#(#private::Pair { key: #key_types, value: #value_types }),*];
                fn pair(&self) -> usize {
                    match self { #(Self::#idents(..) => #indices,)* }
                }
                fn is_null(&self, __part: #private::Part) -> bool {
                    match (self, __part) {#(
                        (Self::#idents(__key, _), #private::Part::Key) => #key_is_null(__key),
                        (Self::#idents(_, __value), #private::Part::Value) => #value_is_null(__value),
                    )*}
                }
                fn emit<__W: #private::DataWriter>(
                    &self,
                    __part: #private::Part,
                    __writer: &mut __W,
                ) -> ::core::result::Result<(), __W::Error> {
                    match (self, __part) {#(
                        (Self::#idents(__key, _), #private::Part::Key) => #key_emit(__key, __writer),
                        (Self::#idents(_, __value), #private::Part::Value) => #value_emit(__value, __writer),
                    )*}
                }
                fn connect(
                    &self,
                    __part: #private::Part,
                    __prefix: ::core::option::Option<&str>,
                ) -> #private::SchemaAndValue {
                    match (self, __part) {#(
                        (Self::#idents(__key, _), #private::Part::Key) => #key_connect(__key, __prefix),
                        (Self::#idents(_, __value), #private::Part::Value) => #value_connect(__value, __prefix),
                    )*}
                }
            }
        };
    }
}

fn fallback(input: &DeriveInput, private: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #private::RecordSet for #ident #ty_generics #where_clause {
                const PAIRS: &'static [#private::Pair] = &[];
                fn pair(&self) -> usize {
                    0
                }
                fn is_null(&self, _: #private::Part) -> bool {
                    true
                }
                fn emit<__W: #private::DataWriter>(
                    &self,
                    _: #private::Part,
                    _: &mut __W,
                ) -> ::core::result::Result<(), __W::Error> {
                    ::core::result::Result::Ok(())
                }
                fn connect(
                    &self,
                    _: #private::Part,
                    _: ::core::option::Option<&str>,
                ) -> #private::SchemaAndValue {
                    #private::SchemaAndValue::NULL
                }
            }
        };
    }
}

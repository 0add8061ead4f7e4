//! `#[derive(ConfigField)]`: a type around the value of a key. For
//!
//! ```text
//! #[config(non_empty)] struct TopicName(String);
//! ```
//!
//! the derive writes
//!
//! ```text
//! const __KEY: Key<String> = key::<String>("");
//! impl ConfigField for TopicName {
//!     const TYPE: ConfigType = __KEY.config_type();
//!     const VALIDATOR: Option<&'static dyn Validator> = Some(&All(&[__KEY.validator(), Some(__KEY.non_empty())]));
//!     fn from_parsed(value: &Parsed) -> Result<Self, Invalid> { __KEY.take(value).map(|value| Self { 0: value }) }
//!     fn to_parsed(&self) -> Parsed { __KEY.give(&self.0) }
//! }
//! impl Newtype for TopicName { type Inner = String; .. }
//! ```
//!
//! `Newtype` makes it an element of lists and takes texts as defaults, if the value's type does. Whether it has a range is
//! asked in a second impl.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Fields, GenericParam, Generics, Member, Path, Type, parse_quote, spanned::Spanned as _};

use crate::{
    attr::{Once, Words},
    config,
    diag::Errors,
    path,
    rules::{
        self, Rules,
        expand::{Target, fits, validator},
    },
};

struct Model {
    ident: Ident,
    generics: Generics,
    krate: Once<Path>,
    rules: Rules,
    /// The one field.
    value: Option<(Member, Type)>,
}

pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let model = parse(input, &errors);
    check(&model, &errors);
    match (errors.finish(), &model.value) {
        (Ok(()), Some((member, ty))) => expand(&model, member, ty),
        (errors, _) => {
            let errors = errors.err();
            let fallback = fallback(&model);
            quote!(#errors #fallback)
        }
    }
}

fn parse(input: DeriveInput, errors: &Errors) -> Model {
    let mut model = Model {
        ident: input.ident,
        generics: input.generics,
        krate: Once::default(),
        rules: Rules::default(),
        value: None,
    };
    Words::new("config", errors).read(&input.attrs, |word| match &*word.text() {
        "crate" => model.krate.set(word, word.value("my_crate::kconnect")?),
        name if config::FIELD.contains(&name) => {
            Err(word
                .error(format_args!("`{name}` belongs on a field of a configuration, not on the type of its value")))
        }
        _ => model.rules.read(word).unwrap_or_else(|| {
            let known: Vec<_> = std::iter::once("crate").chain(rules::NAMES).collect();
            Err(word.unknown("attribute of a newtype", &known))
        }),
    });
    let fields = match input.data {
        Data::Struct(data) => data.fields,
        Data::Enum(data) => {
            let message = "`ConfigField` is for a struct around one value; an enum of names derives `ConfigEnum`";
            errors.push(syn::Error::new(data.enum_token.span(), message));
            return model;
        }
        Data::Union(data) => {
            errors.push(syn::Error::new(
                data.union_token.span(),
                "`ConfigField` is for a struct around one value: write `struct`",
            ));
            return model;
        }
    };
    for field in &fields {
        Words::new("config", errors).read(&field.attrs, |word| {
            Err(word.error(format_args!("the attributes of a newtype stand on the struct: move `{}` there", word.name)))
        });
    }
    let members: Vec<_> = fields.members().zip(fields.iter().map(|field| field.ty.clone())).collect();
    match <[_; 1]>::try_from(members) {
        Ok([value]) => model.value = Some(value),
        Err(members) if members.is_empty() => {
            errors.at(&model.ident, "`ConfigField` is for a struct around one value: write `struct Name(String);`");
        }
        Err(_) => match &fields {
            Fields::Named(_) => {
                errors.at(&model.ident, "a struct of several keys is a configuration: derive `ConfigDef`");
            }
            Fields::Unnamed(_) | Fields::Unit => {
                errors.at(&model.ident, "`ConfigField` is for a struct around one value: write `struct Name(String);`");
            }
        },
    }
    model
}

fn check(model: &Model, errors: &Errors) {
    for param in &model.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            errors.push(syn::Error::new(
                lifetime.span(),
                "the value of a configuration key cannot borrow: write an owned type, such as `String`",
            ));
        }
    }
    if let Some((_, ty)) = &model.value {
        rules::check::rules(&model.rules, ty, errors);
        if let Some(message) = config::instead_of(ty) {
            errors.at(ty, message);
        }
    }
}

fn expand(model: &Model, member: &Member, ty: &Type) -> TokenStream {
    let (import, p) = path::import(model.krate.get());
    let ident = &model.ident;
    let (impl_generics, ty_generics, clause) = model.generics.split_for_impl();
    let generic = !model.generics.params.is_empty();
    let key = if generic { quote!(Self::__KEY) } else { quote!(__KEY) };
    let of = quote_spanned!(ty.span()=> #p::derived::key::<#ty>);
    let constant = quote!(const __KEY: #p::derived::Key<#ty> = #of(""););
    let target = Target { key: &key, ty, p: &p };
    let checks = fits(&model.rules, &target);
    let (constant, checks) = if generic {
        (
            quote!(impl #impl_generics #ident #ty_generics #clause { #[doc(hidden)] #constant }),
            quote!(#(const { #checks };)*),
        )
    } else {
        (quote!(#constant #(const _: () = #checks;)*), TokenStream::new())
    };
    let own = quote!(#key.validator());
    let validator =
        validator(&model.rules, &target).map_or(own, |all| quote!(::core::option::Option::Some(const { #all })));
    let rules = !model.rules.is_empty();
    let mut bounded = model.generics.clone();
    if generic {
        bounded.make_where_clause().predicates.push(parse_quote!(Self: 'static));
    }
    let mut ranged = bounded.clone();
    let held = quote!(for<'__a> #p::derived::Held<'__a, #ty>: #p::derived::HeldRange<#ty>);
    ranged.make_where_clause().predicates.push(parse_quote!(#held));
    let (bounded, ranged) = (bounded.where_clause, ranged.where_clause);
    quote! {
        const _: () = {
            #import
            #constant
            #[automatically_derived]
            impl #impl_generics #p::ConfigField for #ident #ty_generics #clause {
                const TYPE: #p::ConfigType = #key.config_type();
                const NULLABLE: bool = #key.nullable();
                const DEFAULT: ::core::option::Option<fn() -> #p::Parsed> = #key.own_default();
                const VALIDATOR: ::core::option::Option<&'static dyn #p::Validator> = #validator;
                fn from_parsed(__value: &#p::Parsed) -> ::core::result::Result<Self, #p::Invalid> {
                    #checks
                    #key.take(__value).map(|__value| Self { #member: __value })
                }
                fn to_parsed(&self) -> #p::Parsed { #key.give(&self.#member) }
            }
            #[automatically_derived]
            impl #impl_generics #p::derived::Newtype for #ident #ty_generics #bounded {
                type Inner = #ty;
                const RULES: bool = #rules;
                fn wrap(__value: #ty) -> Self { Self { #member: __value } }
            }
            #[automatically_derived]
            impl #impl_generics #p::Ranged for #ident #ty_generics #ranged {
                type Bound = <#p::derived::Held<'static, #ty> as #p::derived::HeldRange<#ty>>::Bound;
            }
        };
    }
}

/// An impl without content, so that a mistake in an attribute is the only thing reported.
fn fallback(model: &Model) -> TokenStream {
    let (import, p) = path::import(model.krate.get());
    let ident = &model.ident;
    let (impl_generics, ty_generics, clause) = model.generics.split_for_impl();
    quote! {
        const _: () = {
            #import
            #[automatically_derived]
            impl #impl_generics #p::ConfigField for #ident #ty_generics #clause {
                const TYPE: #p::ConfigType = #p::ConfigType::String;
                fn from_parsed(__value: &#p::Parsed) -> ::core::result::Result<Self, #p::Invalid> {
                    ::core::result::Result::Err(#p::Invalid::value(__value, ""))
                }
                fn to_parsed(&self) -> #p::Parsed { #p::Parsed::Null }
            }
        };
    }
}

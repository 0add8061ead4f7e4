//! `#[derive(ConfigEnum)]`: the names that a key can have. For
//!
//! ```text
//! enum Tolerance { None, All }
//! ```
//!
//! the derive writes a `ConfigField` of type STRING with `ValidString ["none", "all"]`, a `ListElement` with `ValidList`,
//! and a `Display` that gives the name.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, LitStr, Path, ext::IdentExt as _};

use crate::{
    attr::{Once, Words},
    case::{CASES, Case},
    diag::{Errors, suggestion},
    path,
};

struct Model {
    ident: Ident,
    generic: bool,
    krate: Once<Path>,
    case: Once<Case>,
    case_insensitive: Once<()>,
    variants: Vec<(Ident, Once<LitStr>)>,
}

pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let model = parse(input, &errors);
    check(&model, &errors);
    let errors = errors.finish().err();
    if let Some(errors) = errors.as_ref().filter(|_| model.generic) {
        return errors.clone();
    }
    expand(&model, errors.as_ref())
}

fn parse(input: DeriveInput, errors: &Errors) -> Model {
    let mut model = Model {
        ident: input.ident,
        generic: !input.generics.params.is_empty(),
        krate: Once::default(),
        case: Once::default(),
        case_insensitive: Once::default(),
        variants: Vec::new(),
    };
    Words::new("config", errors).read(&input.attrs, |word| match &*word.text() {
        "crate" => model.krate.set(word, word.value("my_crate::kconnect")?),
        "case_insensitive" => model.case_insensitive.set(word, word.flag()?),
        "rename_all" => {
            let name: LitStr = word.value("\"lowercase\"")?;
            let case = Case::named(&name.value()).ok_or_else(|| {
                let text = name.value();
                let known = CASES.map(|(case, _)| case);
                syn::Error::new(name.span(), format!("unknown spelling `{text}`{}", suggestion(&text, &known)))
            })?;
            model.case.set(word, case)
        }
        _ => Err(word.unknown("attribute of a configuration enum", &["case_insensitive", "crate", "rename_all"])),
    });
    if model.generic {
        errors.at(
            &input.generics,
            "a configuration enum is a list of names and cannot be generic: remove the parameters",
        );
    }
    let Data::Enum(data) = input.data else {
        errors.at(&model.ident, "`ConfigEnum` is for an enum of plain names; a struct of keys derives `ConfigDef`");
        return model;
    };
    if data.variants.is_empty() {
        errors.at(&model.ident, "an enum without variants allows no value: write at least one");
    }
    for variant in data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            errors.at(&variant.fields, "a variant is one name in a configuration and cannot hold values: remove them");
        }
        let mut rename = Once::default();
        Words::new("config", errors).read(&variant.attrs, |word| match &*word.text() {
            "rename" => rename.set(word, word.value("\"name\"")?),
            _ => Err(word.unknown("attribute of a variant", &["rename"])),
        });
        model.variants.push((variant.ident, rename));
    }
    model
}

impl Model {
    fn names(&self) -> Vec<String> {
        let case = self.case.get().copied().unwrap_or(Case::Snake);
        let name = |(ident, rename): &(Ident, Once<LitStr>)| {
            rename.get().map_or_else(|| case.apply(&ident.unraw().to_string()), LitStr::value)
        };
        self.variants.iter().map(name).collect()
    }
}

fn check(model: &Model, errors: &Errors) {
    let insensitive = model.case_insensitive.is_set();
    let mut seen = Vec::new();
    for (name, (ident, rename)) in model.names().into_iter().zip(&model.variants) {
        let span = rename.get().map_or_else(|| ident.span(), LitStr::span);
        let compared = if insensitive { name.to_uppercase() } else { name.clone() };
        if seen.contains(&compared) {
            let message =
                format!("two variants are named `{name}`: give one another with `#[config(rename = \"..\")]`");
            errors.push(syn::Error::new(span, message));
        }
        if name.is_empty() {
            errors.push(syn::Error::new(span, "a name cannot be empty: write `rename = \"name\"`"));
        } else if name.trim() != name || name.contains(',') {
            errors.push(syn::Error::new(
                span,
                format!("`{name}` cannot be a value: blanks are trimmed and commas separate lists"),
            ));
        }
        seen.push(compared);
    }
}

fn expand(model: &Model, errors: Option<&TokenStream>) -> TokenStream {
    let (import, p) = path::import(model.krate.get());
    let ident = &model.ident;
    // With mistakes the enum may be anything, so nothing is said about its variants.
    let variants: Vec<_> = model.variants.iter().map(|(ident, _)| ident).filter(|_| errors.is_none()).collect();
    let names: Vec<_> = model.names().into_iter().filter(|_| errors.is_none()).collect();
    let texts = quote!(#p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#names)),*]));
    let (validator, equal) = if model.case_insensitive.is_set() {
        (quote!(CaseInsensitiveValidString), quote!(__name.eq_ignore_ascii_case(__text)))
    } else {
        (quote!(ValidString), quote!(__name == __text))
    };
    let display = errors.is_none().then(|| {
        quote! {
            #[automatically_derived]
            impl ::core::fmt::Display for #ident {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.write_str(match self { #(Self::#variants => #names,)* })
                }
            }
        }
    });
    let to_parsed = if errors.is_none() {
        quote!(#p::Parsed::String(#p::ToString::to_string(self)))
    } else {
        quote!(#p::Parsed::Null)
    };
    let list = model.case_insensitive.get().is_none().then(|| {
        quote! {
            const LIST_VALIDATOR: ::core::option::Option<&'static dyn #p::Validator> =
                ::core::option::Option::Some(&#p::ValidList { values: #texts });
        }
    });
    quote! {
        #errors
        const _: () = {
            #import
            #[automatically_derived]
            impl #p::ConfigField for #ident {
                const TYPE: #p::ConfigType = #p::ConfigType::String;
                const VALIDATOR: ::core::option::Option<&'static dyn #p::Validator> =
                    ::core::option::Option::Some(&#p::#validator { values: #texts });
                fn from_parsed(__value: &#p::Parsed) -> ::core::result::Result<Self, #p::Invalid> {
                    if let #p::Parsed::String(__text) = __value {
                        #({
                            let __name = #names;
                            if #equal { return ::core::result::Result::Ok(Self::#variants); }
                        })*
                    }
                    ::core::result::Result::Err(#p::derived::no_such_name(__value, &[#(#names),*]))
                }
                fn to_parsed(&self) -> #p::Parsed { #to_parsed }
            }
            #[automatically_derived]
            impl #p::ListElement for #ident { #list }
            #display
        };
    }
}

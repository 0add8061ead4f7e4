//! `#[derive(ConfigDef)]`: a struct of keys.

mod check;
mod expand;
mod model;
mod parse;

pub(crate) use check::instead_of;
pub(crate) use parse::FIELD;
use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::diag::Errors;

pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let config = parse::parse(input, &errors);
    check::check(&config, &errors);
    match errors.finish() {
        Ok(()) => expand::expand(&config),
        Err(errors) => {
            let fallback = expand::fallback(&config);
            quote::quote!(#errors #fallback)
        }
    }
}

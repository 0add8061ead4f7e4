//! `#[derive(ConnectSchema)]`: a struct is a record or what it holds, an enum one of a set of strings or a union.

mod check;
mod expand;
mod gate;
mod model;
mod parameters;
mod parse;
mod supported;
mod types;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diag::Errors;

pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let model = parse::parse(input, &errors);
    check::check(&model, &errors);
    match errors.finish() {
        Ok(()) => expand::expand(&model),
        Err(errors) => {
            let fallback = expand::fallback(&model);
            quote!(#errors #fallback)
        }
    }
}

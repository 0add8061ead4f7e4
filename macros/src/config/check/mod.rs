//! Rules over the whole model.

mod dependents;
mod keys;
mod names;
mod types;

use syn::{GenericParam, spanned::Spanned as _};
pub(crate) use types::instead as instead_of;

use super::model::{Config, Kind};
use crate::diag::Errors;

pub(super) fn check(config: &Config, errors: &Errors) {
    for param in &config.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            errors.push(syn::Error::new(
                lifetime.span(),
                "a configuration cannot borrow: it outlives the properties that it is read from; write owned types, \
                 such as `String`",
            ));
        }
    }
    for field in &config.fields {
        match field.kind() {
            Kind::Key | Kind::Named(_) => keys::key(field, errors),
            Kind::Embedded(_) | Kind::Open(_) => keys::section(field, errors),
        }
    }
    names::check(config, errors);
    names::orders(config, errors);
    dependents::check(config, errors);
}

//! No name twice, none inside of a prefix that takes every key, and no place in a group twice.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::LitStr;

use super::super::model::{Config, Field, Kind};
use crate::diag::Errors;

pub(super) fn check(config: &Config, errors: &Errors) {
    let mut keys: BTreeMap<String, &Field> = BTreeMap::new();
    for field in config.keys() {
        let (name, span) = field.name();
        if let Some(other) = keys.get(&name) {
            let message = format!(
                "`{name}` is the key of `{}` already: give one of them another with `#[config(key = \"..\")]`",
                other.ident
            );
            errors.push(syn::Error::new(span, message));
        } else {
            keys.insert(name, field);
        }
    }
    let mut aliases: BTreeMap<String, &Field> = BTreeMap::new();
    for field in config.keys() {
        for alias in &field.aliases {
            self::alias(alias, field, &keys, &aliases, errors);
            aliases.entry(alias.value()).or_insert(field);
        }
    }
    prefixes(config, errors);
}

/// An alias is a name that nothing else has.
fn alias(
    alias: &LitStr,
    field: &Field,
    keys: &BTreeMap<String, &Field>,
    aliases: &BTreeMap<String, &Field>,
    errors: &Errors,
) {
    let name = alias.value();
    let message = match (keys.get(&name), aliases.get(&name)) {
        (Some(other), _) if other.ident == field.ident => {
            format!("`{name}` is the key itself: an alias is an older name; remove it")
        }
        (Some(other), _) => {
            format!("`{name}` is the key of `{}`: an alias is a name that no key has any more", other.ident)
        }
        (None, Some(other)) if other.ident == field.ident => format!("the alias `{name}` is given twice; keep one"),
        (None, Some(other)) => format!("`{name}` is an alias of `{}` already: keep one", other.ident),
        (None, None) => return,
    };
    errors.push(syn::Error::new(alias.span(), message));
}

/// A key in a prefix that takes every key would be read and written twice.
fn prefixes(config: &Config, errors: &Errors) {
    let mut reported = BTreeSet::new();
    for (index, taking) in config.fields.iter().enumerate() {
        let (Kind::Open(prefix) | Kind::Named(prefix)) = taking.kind() else { continue };
        let prefix = prefix.value();
        for (other, field) in config.fields.iter().enumerate() {
            if other == index || prefix.is_empty() {
                continue;
            }
            for (name, span) in names(field) {
                let message = if name == prefix && other > index {
                    format!("`{name}` is the prefix of `{}` already: give one of them another", taking.ident)
                } else if name.starts_with(&prefix) && name != prefix {
                    format!(
                        "`{name}` lies in the prefix `{prefix}`, whose keys `{}` takes: give it another name",
                        taking.ident
                    )
                } else {
                    continue;
                };
                if reported.insert((other, name)) {
                    errors.push(syn::Error::new(span, message));
                }
            }
        }
    }
}

/// Every name of a field, prefixes included.
fn names(field: &Field) -> Vec<(String, Span)> {
    let key = field.kind().has_key().then(|| field.name());
    let aliases = field.aliases.iter().map(|alias| (alias.value(), alias.span()));
    let prefix = match field.kind() {
        Kind::Key => None,
        Kind::Embedded(prefix) | Kind::Open(prefix) | Kind::Named(prefix) => Some((prefix.value(), prefix.span())),
    };
    key.into_iter().chain(aliases).chain(prefix).collect()
}

/// Two keys cannot have the same place in one group.
pub(super) fn orders(config: &Config, errors: &Errors) {
    let mut places: BTreeMap<(Option<String>, String), &Field> = BTreeMap::new();
    for field in config.keys() {
        let Some(order) = field.order.get() else { continue };
        let group = field.group.get().map(LitStr::value);
        let digits = order.base10_digits().to_owned();
        if let Some(other) = places.get(&(group.clone(), digits.clone())) {
            let place =
                group.map_or_else(|| "among the keys without a group".to_owned(), |g| format!("in the group `{g}`"));
            let message = format!(
                "`{}` has the place {digits} {place} already: give one of them another, or leave `order` out",
                other.name().0
            );
            errors.push(syn::Error::new(order.span(), message));
        } else {
            places.insert((group, digits), field);
        }
    }
}

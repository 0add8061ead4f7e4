//! The keys that depend on others.

use std::collections::BTreeMap;

use syn::LitStr;

use super::super::model::{Config, Field, Kind};
use crate::diag::{Errors, did_you_mean};

pub(super) fn check(config: &Config, errors: &Errors) {
    let keys: BTreeMap<String, &Field> = config.keys().map(|field| (field.name().0, field)).collect();
    for field in config.keys() {
        let (own, _) = field.name();
        for dependent in field.dependents.get().into_iter().flatten() {
            let name = dependent.value();
            if name == own {
                errors.at(dependent, "a key does not depend on itself: remove it");
            } else if !keys.contains_key(&name) && !elsewhere(config, &name) {
                errors.at(dependent, unknown(config, &name, keys.keys()));
            }
        }
    }
    circles(&keys, errors);
}

/// Whether the key may be one of an embedded configuration, whose keys this derive does not see.
fn elsewhere(config: &Config, name: &str) -> bool {
    config.fields.iter().any(|field| match field.kind() {
        Kind::Embedded(prefix) | Kind::Named(prefix) => name.starts_with(&prefix.value()),
        Kind::Key | Kind::Open(_) => false,
    })
}

fn unknown<'a>(config: &Config, name: &str, keys: impl Iterator<Item = &'a String>) -> String {
    let keys: Vec<_> = keys.map(String::as_str).collect();
    if let Some(meant) = did_you_mean(name, keys.iter().copied()) {
        return format!("there is no key `{name}`; did you mean `{meant}`?");
    }
    let alias_of = |field: &&Field| field.aliases.iter().any(|alias| alias.value() == name);
    if let Some(field) = config.keys().find(alias_of) {
        return format!("`{name}` is an alias: write the key, `{}`", field.name().0);
    }
    let named = |field: &&Field| field.ident == name;
    if let Some(field) = config.keys().find(named) {
        return format!("`{name}` is the field; write its key, `{}`", field.name().0);
    }
    format!("there is no key `{name}` in this configuration: write the name of one of its keys")
}

/// Keys that depend on each other: none of them would be read first, so Kafka would read none.
fn circles(keys: &BTreeMap<String, &Field>, errors: &Errors) {
    let mut reported: Vec<String> = Vec::new();
    for name in keys.keys() {
        if let Some((circle, last)) = circle(name, keys, &mut Vec::new())
            && !circle.iter().any(|name| reported.contains(name))
        {
            let way = circle.join("` → `");
            errors.at(last, format_args!("`{way}` → `{name}` is a circle, in which no key comes first: remove one"));
            reported.extend(circle);
        }
    }
}

/// The way from a key through its dependents back to the first of the path, and where it closes.
fn circle<'a>(
    name: &str,
    keys: &BTreeMap<String, &'a Field>,
    path: &mut Vec<String>,
) -> Option<(Vec<String>, &'a LitStr)> {
    let field = keys.get(name).copied()?;
    path.push(name.to_owned());
    for dependent in field.dependents.get().into_iter().flatten() {
        let next = dependent.value();
        if path.len() > 1 && path.first() == Some(&next) {
            return Some((path.clone(), dependent));
        }
        if !path.contains(&next)
            && let Some(found) = circle(&next, keys, path)
        {
            return Some(found);
        }
    }
    path.pop();
    None
}

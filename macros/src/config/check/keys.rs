//! One field: what it lacks, and attributes that do not go together.

use proc_macro2::Ident;
use syn::{Expr, LitStr};

use super::{
    super::model::{Field, Kind},
    types,
};
use crate::{
    attr::peeled,
    diag::Errors,
    rules::{self, Check, check::default},
};

pub(super) fn key(field: &Field, errors: &Errors) {
    let (name, span) = field.name();
    let internal = field.internal.is_set();
    if field.docs.is_none() {
        let message =
            format!("`{name}` has no documentation: write a doc comment `/// ..` that says what the key does");
        errors.push(syn::Error::new(field.ident.span(), message));
    }
    if !field.importance.is_set() && !internal && !field.unclear {
        let message = format!("`{name}` has no importance: write `#[config(importance = high)]`, `medium` or `low`");
        errors.push(syn::Error::new(field.ident.span(), message));
    }
    if let Some(group) = field.group.get().filter(|group| group.value().trim().is_empty()) {
        errors.at(group, "a group without a name: write `group = \"Authentication\"`, or nothing");
    }
    for (name, span) in std::iter::once((name, span)).chain(field.aliases.iter().map(|a| (a.value(), a.span()))) {
        if name.is_empty() {
            errors.push(syn::Error::new(span, "a key cannot be empty: write `key = \"my.key\"`"));
        }
        if name.chars().any(|char| char.is_whitespace() || char.is_control() || "=:#!".contains(char)) {
            errors.push(syn::Error::new(
                span,
                format!("`{name}` cannot be written in a properties file: use letters, digits and dots"),
            ));
        }
    }
    rules::check::rules(&field.rules, &field.ty, errors);
    if let (Kind::Named(prefix), default) = (field.kind(), field.default.get()) {
        named(field, prefix, errors);
        if let Some(Some(default)) = default
            && !matches!(peeled(default), Expr::Array(_))
        {
            errors.at(default, "the default of a list of names is the names: write `default = [\"a\", \"b\"]`");
        }
    } else {
        types::check(field, errors);
    }
    if let (Some(value), Some(span)) = (field.default.get(), field.default.span()) {
        default(&field.rules, &field.ty, value.as_ref(), span, errors);
    }
}

fn named(field: &Field, prefix: &LitStr, errors: &Errors) {
    ends_with_dot(prefix, "named", errors);
    for rule in &field.rules.all {
        if !matches!(rule.check, Check::NonEmpty | Check::ListSize(_) | Check::NonNull | Check::Validator(_)) {
            let word = &rule.word;
            let message = format!("`{word}` is for a value, and the key of `named` lists names: remove it");
            errors.push(syn::Error::new(word.span(), message));
        }
    }
}

/// `embed` and `prefix`: nearly nothing else makes sense beside them.
pub(super) fn section(field: &Field, errors: &Errors) {
    let (prefix, word, beside): (_, _, &[&str]) = match field.kind() {
        Kind::Embedded(prefix) => (prefix, "embed", &["embed", "group"]),
        Kind::Open(prefix) => (prefix, "prefix", &["prefix"]),
        Kind::Key | Kind::Named(_) => return,
    };
    let alien = |given: &&Ident| !beside.contains(&&*given.to_string()) && known(given);
    for other in field.given.iter().filter(alien) {
        let message = match &*other.to_string() {
            "prefix" | "named" => format!("`{other}` and `{word}` are two ways to take many keys: keep one"),
            _ => format!("`{other}` is for a single key, and `{word}` takes many: remove one"),
        };
        errors.push(syn::Error::new(other.span(), message));
    }
    let text = prefix.value();
    if word == "prefix" && field.docs.is_none() {
        let message =
            format!("`{text}*` has no documentation: write a doc comment `/// ..` that says what the keys do");
        errors.push(syn::Error::new(field.ident.span(), message));
    }
    if word == "prefix" || !text.is_empty() {
        ends_with_dot(prefix, word, errors);
    }
}

/// Not those whose misspelling is reported already.
fn known(given: &Ident) -> bool {
    let given = given.to_string();
    super::super::parse::FIELD.contains(&&*given) || rules::NAMES.contains(&&*given)
}

fn ends_with_dot(prefix: &LitStr, word: &str, errors: &Errors) {
    let text = prefix.value();
    if !text.ends_with('.') {
        errors.at(prefix, format_args!("a prefix ends with a dot: write `{word} = \"{text}.\"`"));
    }
}

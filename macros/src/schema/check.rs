//! The rules that hold over a whole model.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::GenericParam;

use super::{
    model::{Body, Field, Model, Name},
    supported::supported,
};
use crate::diag::Errors;

pub(crate) fn check(model: &Model, errors: &Errors) {
    container(model, errors);
    match &model.body {
        Body::Struct(fields) => {
            for field in fields {
                if field.skip.is_set() {
                    skipped(field, errors);
                } else {
                    check_field(field, errors);
                }
            }
            let written = || fields.iter().filter(|field| !field.skip.is_set());
            let names = written().map(|field| (&field.name, "field"));
            let aliases: Vec<_> = written().flat_map(|field| &field.aliases).map(literal).collect();
            distinct(names.chain(aliases.iter().map(|alias| (alias, "alias"))), errors);
        }
        Body::Enum(variants) => {
            if let Some(version) = model.version.span() {
                errors.push(syn::Error::new(version, "an enum is a STRING and has no version; remove it"));
            }
            if let Some(alias) = model.aliases.first() {
                errors.at(alias, "an enum is a STRING and needs no alias; remove it");
            }
            for variant in variants {
                avro_name(&variant.name, "rename", errors);
            }
            distinct(variants.iter().map(|variant| (&variant.name, "symbol")), errors);
        }
        Body::Other => {}
    }
}

fn container(model: &Model, errors: &Errors) {
    match model.namespace.get() {
        None => errors.at(
            &model.ident,
            "a schema needs a namespace: add `#[connect(namespace = \"com.example\")]`, with a name of your own",
        ),
        Some(namespace) if namespace.value().split('.').all(is_name) => {}
        Some(namespace) => errors.at(
            namespace,
            format_args!("`{}` is not a namespace: it has names of {NAME}, separated by dots", namespace.value()),
        ),
    }
    if model.doc.is_none() {
        errors.at(&model.ident, "document this type: its doc comment is the documentation in the schema");
    }
    let name = model.simple_name();
    if name.text.contains('.') {
        errors.push(syn::Error::new(name.span, "the namespace is written apart: `namespace = \"..\", name = \"..\"`"));
    } else {
        avro_name(&name, "name", errors);
    }
    for alias in model.aliases.iter().filter(|alias| !alias.value().split('.').all(is_name)) {
        errors.at(alias, format_args!("`{}` is not a name: it has {NAME}", alias.value()));
    }
    for param in &model.generics.params {
        match param {
            GenericParam::Lifetime(lifetime) => {
                errors.at(lifetime, "a record owns its data: use `String` for `&str`, `Vec<u8>` for `&[u8]`");
            }
            GenericParam::Type(ty) if matches!(model.body, Body::Enum(_)) => {
                errors.at(ty, "an enum of symbols has no use for a type parameter");
            }
            _ => {}
        }
    }
}

fn check_field(field: &Field, errors: &Errors) {
    avro_name(&field.name, "rename", errors);
    for alias in &field.aliases {
        avro_name(&literal(alias), "alias", errors);
    }
    if field.doc.is_none() {
        errors.at(&field.ident, "document this field: its doc comment is the documentation in the schema");
    }
    supported(&field.ty, errors);
}

fn skipped(field: &Field, errors: &Errors) {
    let others = [("rename", field.rename.span()), ("default", field.default.span())];
    for (word, span) in others.into_iter().filter_map(|(word, span)| Some((word, span?))) {
        let message = format!("a field with `skip` is not in the schema, so `{word}` says nothing; remove one of them");
        errors.push(syn::Error::new(span, message));
    }
    for alias in &field.aliases {
        errors.at(alias, "a field with `skip` is not in the schema, so `alias` says nothing; remove one of them");
    }
}

const NAME: &str = "ASCII letters, digits and `_`, and no digit first";

/// Avro's rule for names: <https://avro.apache.org/docs/1.12.0/specification/#names>.
fn is_name(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(first) && text.chars().all(|c| first(c) || c.is_ascii_digit())
}

/// `word` is the attribute that gives another name.
fn avro_name(name: &Name, word: &str, errors: &Errors) {
    if !is_name(&name.text) {
        let text = &name.text;
        let message = format!("`{text}` is not a name in Avro: it has {NAME}; give one with `{word} = \"..\"`");
        errors.push(syn::Error::new(name.span, message));
    }
}

/// No name stands twice; the later one is to blame.
fn distinct<'a>(names: impl Iterator<Item = (&'a Name, &'static str)>, errors: &Errors) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, what) in names {
        if seen.insert(&name.text, name.span).is_some() {
            let message = format!("{what} `{}` is in the schema already; give it another name", name.text);
            errors.push(syn::Error::new(name.span, message));
        }
    }
}

fn literal(text: &syn::LitStr) -> Name {
    Name { text: text.value(), span: text.span() }
}

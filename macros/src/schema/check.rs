//! The rules that hold over a whole model.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{GenericParam, Type};

use super::{
    model::{Body, Branch, Content, Field, Model, Name, Newtype, Variant, unraw},
    parameters,
    supported::supported,
    types::{has_reference, mentions},
};
use crate::diag::Errors;

pub(crate) fn check(model: &Model, errors: &Errors) {
    match &model.body {
        Body::Struct(fields) => record(model, fields, errors),
        Body::Newtype(newtype) => self::newtype(model, newtype, errors),
        Body::Enum(variants) => symbols(model, variants, errors),
        Body::Union(branches) => union(model, branches, errors),
        Body::Other => {}
    }
}

fn record(model: &Model, fields: &[Field], errors: &Errors) {
    named(model, errors);
    parameters::check(&model.parameters, errors);
    for field in fields {
        if field.skip.is_set() { skipped(field, errors) } else { check_field(field, errors) }
    }
    let written = || fields.iter().filter(|field| !field.skip.is_set());
    let names = written().map(|field| (&field.name, "field"));
    let aliases: Vec<_> = written().flat_map(|field| &field.aliases).map(Name::literal).collect();
    distinct(names.chain(aliases.iter().map(|alias| (alias, "alias"))), errors);
    key(model, fields, errors);
}

fn key(model: &Model, fields: &[Field], errors: &Errors) {
    let first = fields.iter().find_map(|field| field.key.span());
    match (first, model.key.span()) {
        (None, Some(span)) => {
            let message = "no field is in this key: mark those that identify a record with `#[connect(key)]`";
            errors.push(syn::Error::new(span, message));
        }
        (Some(span), _) if !model.generics.params.is_empty() => {
            let message = "the key of a generic struct is a struct of your own: write it, without this attribute";
            errors.push(syn::Error::new(span, message));
        }
        _ => {}
    }
}

fn newtype(model: &Model, newtype: &Newtype, errors: &Errors) {
    let words = ["namespace", "name", "version", "rename_all", "alias", "key", "committed", "compatibility"];
    refuse(model, &words, "a struct without a field's name is what it holds, and has no", errors);
    parameters::check(&model.parameters, errors);
    if !newtype.with.is_set() {
        supported(&newtype.ty, errors);
    }
}

fn symbols(model: &Model, variants: &[Variant], errors: &Errors) {
    named(model, errors);
    refuse(
        model,
        &["version", "alias", "parameters", "key", "committed", "compatibility"],
        "an enum is a STRING and has no",
        errors,
    );
    for param in &model.generics.params {
        errors.at(param, "an enum of symbols has no use for a parameter");
    }
    for variant in variants {
        avro_name(&variant.name, "rename", errors);
    }
    let names = variants.iter().map(|variant| (&variant.name, "symbol"));
    let aliases: Vec<_> = variants.iter().flat_map(|variant| &variant.aliases).map(Name::literal).collect();
    distinct(names.chain(aliases.iter().map(|alias| (alias, "alias"))), errors);
    for second in variants.iter().filter_map(|variant| variant.default.span()).skip(1) {
        errors.push(syn::Error::new(second, "an enum has one default; keep one"));
    }
}

fn union(model: &Model, branches: &[Branch], errors: &Errors) {
    let has_records = branches.iter().any(|branch| matches!(branch.content, Content::Record(_)));
    let words = ["name", "version", "alias", "parameters", "key", "committed", "compatibility"];
    refuse(model, &words, "an enum with data is a union, which has no", errors);
    if !has_records {
        let words = ["namespace", "rename_all"];
        refuse(model, &words, "no variant has fields with names, so the union has no use for a", errors);
    }
    for branch in branches {
        match &branch.content {
            Content::Value(ty) => branch_type(model, ty, errors),
            Content::Record(_) if !model.generics.params.is_empty() => errors.at(
                &branch.ident,
                "in a generic union the records are structs of their own: write `Name(Name)` and `struct Name { .. }`",
            ),
            Content::Record(record) => {
                self::record(record, record_fields(record), errors);
            }
        }
    }
}

fn record_fields(record: &Model) -> &[Field] {
    match &record.body {
        Body::Struct(fields) => fields,
        _ => &[],
    }
}

fn branch_type(model: &Model, ty: &Type, errors: &Errors) {
    let this = unraw(&model.ident);
    if mentions(ty, &this) || mentions(ty, "Self") {
        errors.at(
            ty,
            format_args!(
                "a union has no name, so `{this}` could not be written inside itself: hold it in a struct that derives \
                 `ConnectSchema`"
            ),
        );
    }
    supported(ty, errors);
}

/// What a record or an enum of symbols is called.
fn named(model: &Model, errors: &Errors) {
    match model.namespace.get() {
        None => errors.push(syn::Error::new(
            model.default_name.span,
            "a schema needs a namespace: add `#[connect(namespace = \"com.example\")]`, with a name of your own",
        )),
        Some(namespace) if namespace.value().split('.').all(is_name) => {}
        Some(namespace) => errors.at(
            namespace,
            format_args!("`{}` is not a namespace: it has names of {NAME}, separated by dots", namespace.value()),
        ),
    }
    if model.doc.is_none() {
        let message = "document this type: its doc comment is the documentation in the schema";
        errors.push(syn::Error::new(model.default_name.span, message));
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
    let own = model.full_name();
    for alias in model.aliases.iter().filter(|alias| model.qualify(&alias.value()) == own) {
        errors.at(alias, format_args!("`{own}` is the name of the record; an alias is a former name"));
    }
}

/// Attributes that say nothing of this shape.
fn refuse(model: &Model, words: &[&str], why: &str, errors: &Errors) {
    for (word, span) in words.iter().filter_map(|word| Some((word, model.given(word)?))) {
        let what = if *word == "key" { "fields to make a key of" } else { word };
        errors.push(syn::Error::new(span, format!("{why} {what}; remove it")));
    }
}

fn check_field(field: &Field, errors: &Errors) {
    avro_name(&field.name, "rename", errors);
    for alias in &field.aliases {
        avro_name(&Name::literal(alias), "alias", errors);
    }
    if field.doc.is_none() {
        errors.at(&field.ident, "document this field: its doc comment is the documentation in the schema");
    }
    parameters::check(&field.parameters, errors);
    if !field.with.is_set() {
        supported(&field.ty, errors);
    }
}

fn skipped(field: &Field, errors: &Errors) {
    let others = [
        ("rename", field.rename.span()),
        ("default", field.default.span()),
        ("with", field.with.span()),
        ("key", field.key.span()),
        ("parameters", field.parameters.span()),
        ("alias", field.aliases.first().map(syn::LitStr::span)),
    ];
    for (word, span) in others.into_iter().filter_map(|(word, span)| Some((word, span?))) {
        let message = format!("a field with `skip` is not in the schema, so `{word}` says nothing; remove one of them");
        errors.push(syn::Error::new(span, message));
    }
}

/// Lifetimes are for what a record borrows while it is written.
pub(crate) fn can_be_read(fields: &[Field]) -> bool {
    let read = |field: &&Field| !field.skip.is_set() && !field.with.is_set();
    !fields.iter().filter(read).any(|field| has_reference(&field.ty))
}

/// Whether the struct is `'static`, as a record's key or value has to be.
pub(crate) fn is_owned(model: &Model) -> bool {
    !model.generics.params.iter().any(|param| matches!(param, GenericParam::Lifetime(_)))
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

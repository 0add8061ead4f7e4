//! Rules over the whole model.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{Expr, ExprLit, ExprRange, Lit, LitStr, RangeLimits, UnOp};

use super::model::{Config, Field, Kind};
use crate::diag::Errors;

pub(super) fn check(config: &Config, errors: &Errors) {
    if !config.generics.params.is_empty() {
        errors.at(&config.generics, "a configuration cannot be generic: its keys are the same for everybody");
    }
    for field in &config.fields {
        match field.kind() {
            Kind::Key => key(field, errors),
            Kind::Embedded(prefix) => section(field, prefix, "embed", errors),
            Kind::Open(prefix) => section(field, prefix, "prefix", errors),
        }
    }
    names(config, errors);
}

fn key(field: &Field, errors: &Errors) {
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
    if name.is_empty() {
        errors.push(syn::Error::new(span, "a key cannot be empty: write `key = \"my.key\"`"));
    }
    if name.chars().any(|char| char.is_whitespace() || char.is_control() || "=:#!".contains(char)) {
        errors.push(syn::Error::new(
            span,
            format!("`{name}` cannot be written in a properties file: use letters, digits and dots"),
        ));
    }
    if let Some(range) = field.range.get() {
        self::range(range, errors);
    }
    if let Some(list) = field.one_of.get() {
        if list.elems.is_empty() {
            errors.at(list, "`one_of` without a value allows nothing: write `one_of = [\"a\", \"b\"]`");
        }
        for other in list.elems.iter().filter(|value| text(value).is_none()) {
            errors.at(other, "the values of `one_of` are text: write `one_of = [\"a\", \"b\"]`");
        }
    }
    default(field, errors);
}

fn range(range: &ExprRange, errors: &Errors) {
    match (&range.start, &range.end, &range.limits) {
        (_, Some(_), RangeLimits::HalfOpen(dots)) => {
            errors.at(dots, "a key's range includes its end: write `..=` and the largest valid number");
        }
        (None, None, _) => {
            errors.at(range, "a range without a bound allows everything: write `1..`, `..=10` or `1..=10`");
        }
        (Some(start), Some(end), _) => {
            if let (Some(start), Some(end)) = (integer(start), integer(end))
                && start > end
            {
                errors.at(range, format_args!("the range is empty: {start} is more than {end}"));
            }
        }
        _ => {}
    }
}

/// A default that its own key would refuse. Only literals can be seen here; the rest shows when the key is validated.
fn default(field: &Field, errors: &Errors) {
    let Some(Some(default)) = field.default.get() else { return };
    if let (Some(text), Some(list)) = (text(default), field.one_of.get())
        && !list.elems.iter().any(|value| self::text(value).as_ref() == Some(&text))
    {
        errors.at(default, format_args!("the default \"{text}\" is not in `one_of`"));
    }
    if let (Some(number), Some(range)) = (integer(default), field.range.get()) {
        let bound = |bound: &Option<Box<Expr>>| bound.as_deref().and_then(integer);
        if bound(&range.start).is_some_and(|start| number < start) || bound(&range.end).is_some_and(|end| number > end)
        {
            errors.at(default, format_args!("the default {number} is not in `range`"));
        }
    }
    if field.non_empty.is_set() && text(default).is_some_and(|text| text.trim().is_empty()) {
        errors.at(default, "the default is empty, which `non_empty` refuses");
    }
}

/// `embed` and `prefix`: nothing else makes sense beside them.
fn section(field: &Field, prefix: &LitStr, word: &str, errors: &Errors) {
    let others = [
        ("key", field.key.span()),
        ("alias", field.aliases.first().map(LitStr::span)),
        ("importance", field.importance.span()),
        ("default", field.default.span()),
        ("group", field.group.span()),
        ("order", field.order.span()),
        ("width", field.width.span()),
        ("display_name", field.display_name.span()),
        ("range", field.range.span()),
        ("one_of", field.one_of.span()),
        ("non_empty", field.non_empty.span()),
        ("validate", field.validate.span()),
        ("internal", field.internal.span()),
        ("prefix", field.prefix.span().filter(|_| word == "embed")),
    ];
    for (other, span) in others {
        if let Some(span) = span {
            errors.push(syn::Error::new(
                span,
                format!("`{other}` is for a single key, and `{word}` takes many: remove one"),
            ));
        }
    }
    let text = prefix.value();
    if word == "prefix" && field.docs.is_none() {
        let message =
            format!("`{text}*` has no documentation: write a doc comment `/// ..` that says what the keys do");
        errors.push(syn::Error::new(field.ident.span(), message));
    }
    let whole = word == "embed" && text.is_empty();
    if !whole && !text.ends_with('.') {
        errors.at(prefix, format_args!("a prefix ends with a dot: write `{word} = \"{text}.\"`"));
    }
}

/// No name twice, and none inside of an open prefix, where it would be read and written twice.
fn names(config: &Config, errors: &Errors) {
    let keys = || config.fields.iter().filter(|field| matches!(field.kind(), Kind::Key));
    let mut seen: BTreeMap<String, &Field> = BTreeMap::new();
    for field in keys() {
        let aliases = field.aliases.iter().map(|alias| (alias.value(), alias.span()));
        for (name, span) in std::iter::once(field.name()).chain(aliases) {
            if let Some(other) = seen.insert(name.clone(), field) {
                twice(&name, span, other, errors);
            }
            let open = config.fields.iter().filter_map(|field| field.prefix.get()).map(LitStr::value);
            for prefix in open.filter(|prefix| name.starts_with(&**prefix)) {
                let message =
                    format!("`{name}` lies in the open prefix `{prefix}`: give it another name, or read it from there");
                errors.push(syn::Error::new(span, message));
            }
        }
    }
}

fn twice(name: &str, span: Span, other: &Field, errors: &Errors) {
    let field = &other.ident;
    let message =
        format!("`{name}` is the key of `{field}` already: give one of them another with `#[config(key = \"..\")]`");
    errors.push(syn::Error::new(span, message));
}

fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => integer(&unary.expr).map(|number| -number),
        _ => None,
    }
}

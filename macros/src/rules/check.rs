//! Rules that contradict themselves, each other, or the default.

use proc_macro2::Span;
use syn::{Expr, ExprRange, LitStr, RangeLimits, Type};

use super::{Check, Rule, Rules, literal, pattern, value::Value};
use crate::{
    attr::peeled,
    diag::{Errors, did_you_mean},
};

/// The rules of a value of a type, as far as the type's name tells.
pub(crate) fn rules(rules: &Rules, ty: &Type, errors: &Errors) {
    for rule in &rules.all {
        match &rule.check {
            Check::Range(range) => {
                self::range(range, errors);
                let bounds = range.start.iter().chain(&range.end);
                bounds.for_each(|bound| literal::bound(ty, bound, errors));
            }
            Check::OneOf(values) => one_of(values, errors),
            Check::ListSize(max) if Value::of(max) == Some(Value::Whole(0)) => {
                errors.at(max, "a list of no elements is no configuration: write the largest valid size");
            }
            Check::Matches(regex) => {
                if let Some(mistake) = pattern::mistake(&regex.value()) {
                    errors.push(syn::Error::new(regex.span(), format!("not a regular expression: {mistake}")));
                }
            }
            Check::Url(schemes) => schemes.iter().for_each(|scheme| self::scheme(scheme, errors)),
            _ => {}
        }
    }
    if let Some(span) = rules.case_insensitive.span()
        && rules.span("one_of").is_none()
    {
        errors.push(syn::Error::new(span, "`case_insensitive` is about `one_of`: write `one_of = [\"a\", \"b\"]` too"));
    }
    for (one, other) in CONTRADICTIONS {
        if let (Some(_), Some(span)) = (rules.span(one), rules.span(other)) {
            errors.push(syn::Error::new(span, format!("nothing is valid for both `{one}` and `{other}`: keep one")));
        }
    }
}

const CONTRADICTIONS: [(&str, &str); 8] = [
    ("file", "directory"),
    ("url", "host_and_port"),
    ("url", "charset"),
    ("host_and_port", "charset"),
    ("port", "url"),
    ("port", "host_and_port"),
    ("port", "charset"),
    ("port", "non_empty"),
];

fn range(range: &ExprRange, errors: &Errors) {
    match (&range.start, &range.end, &range.limits) {
        (_, Some(_), RangeLimits::HalfOpen(dots)) => {
            errors.at(dots, "a key's range includes its end: write `..=` and the largest valid number");
        }
        (None, None, _) => {
            errors.at(range, "a range without a bound allows everything: write `1..`, `..=10` or `1..=10`");
        }
        (Some(start), Some(end), _) => {
            let bounds = Value::of(start).zip(Value::of(end));
            if bounds.is_some_and(|(first, last)| last.less(&first)) {
                let (start, end) = (text_of(start), text_of(end));
                errors.at(range, format_args!("the range is empty: {start} is more than {end}"));
            }
        }
        _ => {}
    }
}

fn one_of(values: &[LitStr], errors: &Errors) {
    for value in values.iter().filter(|value| value.value().trim() != value.value()) {
        let text = value.value();
        let message = format!("no value is `{text}`: Kafka trims blanks; write `\"{}\"`", text.trim());
        errors.push(syn::Error::new(value.span(), message));
    }
}

fn scheme(scheme: &LitStr, errors: &Errors) {
    let text = scheme.value();
    if !is_scheme(&text) {
        let message = "not the scheme of a URL: write what stands before `://`, for example `\"https\"`";
        errors.push(syn::Error::new(scheme.span(), message));
    } else if text.chars().any(|char| char.is_ascii_uppercase()) {
        let message = format!("schemes are compared in lower case: write `\"{}\"`", text.to_lowercase());
        errors.push(syn::Error::new(scheme.span(), message));
    }
}

/// A default that its own key would refuse. What is not a literal shows when the key is validated.
pub(crate) fn default(rules: &Rules, ty: &Type, default: Option<&Expr>, span: Span, errors: &Errors) {
    if let Some(default) = default {
        literal::default(ty, default, errors);
    }
    let Some(value) = default.map_or_else(|| Value::bare(ty), Value::of) else { return };
    for rule in &rules.all {
        if let Some(default) = default {
            each(rule, rules, default, &value, errors);
        } else if let Some(reason) = refusal(rule, rules, &value) {
            let message = format!("the default {reason}; give another one with `default = ..`");
            errors.push(syn::Error::new(span, message));
        }
    }
}

/// Reports the default itself, or the elements of a list that are wrong.
fn each(rule: &Rule, rules: &Rules, default: &Expr, value: &Value, errors: &Errors) {
    if let Some(reason) = refusal(rule, rules, value) {
        errors.at(peeled(default), format_args!("the default {} {reason}", text_of(default)));
    }
    if let (Expr::Array(array), true) = (peeled(default), is_about_elements(&rule.check)) {
        let values: Vec<_> = array.elems.iter().map(Value::of).collect();
        for (index, (element, value)) in array.elems.iter().zip(&values).enumerate() {
            let Some(value) = value else { continue };
            each(rule, rules, element, value, errors);
            if matches!(rule.check, Check::OneOf(_)) && values.iter().take(index).flatten().any(|other| other == value)
            {
                errors.at(peeled(element), "the element is in the list already, which `one_of` refuses: remove one");
            }
        }
    }
}

fn is_about_elements(check: &Check) -> bool {
    matches!(check, Check::OneOf(_) | Check::Url(_) | Check::HostAndPort | Check::Pattern | Check::Charset(_))
}

/// Why a rule refuses a value, as the end of a sentence about it.
fn refusal(rule: &Rule, rules: &Rules, value: &Value) -> Option<String> {
    let word = &rule.word;
    match (&rule.check, value) {
        (_, Value::Null) => None,
        (Check::Range(range), _) => {
            let bound = |bound: &Option<Box<Expr>>| bound.as_deref().and_then(Value::of);
            let outside = bound(&range.start).is_some_and(|start| value.less(&start))
                || bound(&range.end).is_some_and(|end| end.less(value));
            outside.then(|| format!("is outside of `range = {}`", text_of(range)))
        }
        (Check::OneOf(valid), Value::Text(text)) => {
            let valid: Vec<_> = valid.iter().map(LitStr::value).collect();
            let insensitive = rules.case_insensitive.is_set();
            let same = |valid: &String| valid == text || (insensitive && valid.to_uppercase() == text.to_uppercase());
            (!valid.iter().any(same)).then(|| {
                let meant = did_you_mean(text, valid.iter().map(String::as_str));
                match meant {
                    Some(meant) => format!("is not in `one_of`; did you mean \"{meant}\"?"),
                    None => format!("is not in `one_of`: write one of \"{}\"", valid.join("\", \"")),
                }
            })
        }
        (Check::NonEmpty, Value::Text(text)) if text.trim().is_empty() => {
            Some(format!("is empty, which `{word}` refuses"))
        }
        (Check::NonEmpty, Value::List(elements)) if elements.is_empty() => {
            Some(format!("is empty, which `{word}` refuses"))
        }
        (Check::NoControlChars, Value::Text(text)) if text.is_empty() => {
            Some(format!("is empty, which `{word}` refuses"))
        }
        (Check::NoControlChars, Value::Text(text)) if text.chars().any(char::is_control) => {
            Some("has a control character, which `no_control_chars` refuses: remove it".to_owned())
        }
        (Check::ListSize(max), Value::List(elements)) => {
            let Some(Value::Whole(max)) = Value::of(max) else { return None };
            let more = i128::try_from(elements.len()).is_ok_and(|size| size > max);
            more.then(|| format!("has more elements than `list_size = {max}` allows"))
        }
        (Check::Port, Value::Whole(port)) => {
            (!(1..=65_535).contains(port)).then(|| "is not a port: write one from 1 to 65535".to_owned())
        }
        (Check::Url(schemes), Value::Text(text)) => url(text, schemes),
        (Check::HostAndPort, Value::Text(text)) => host_and_port(text),
        (Check::Pattern, Value::Text(text)) => {
            pattern::mistake(text).map(|mistake| format!("is not a regular expression: {mistake}"))
        }
        (Check::Charset(_), Value::Text(text)) => charset(text),
        _ => None,
    }
}

pub(super) fn url(text: &str, schemes: &[LitStr]) -> Option<String> {
    let is_none = || Some("is not a URL: write `\"https://host\"`".to_owned());
    let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else { return is_none() };
    let scheme = scheme.to_lowercase();
    let with_host = matches!(&*scheme, "http" | "https" | "ws" | "wss" | "ftp");
    let host = rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if with_host && (host.is_empty() || host.contains(char::is_whitespace)) {
        return is_none();
    }
    let valid: Vec<_> = schemes.iter().map(LitStr::value).collect();
    let refused = !valid.is_empty() && !valid.contains(&scheme);
    refused.then(|| format!("has the scheme `{scheme}`, and `url` takes `{}`", valid.join("`, `")))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
}

fn host_and_port(text: &str) -> Option<String> {
    let address = match text.strip_prefix('[') {
        Some(inner) => inner.rsplit_once("]:"),
        None => text.split_once(':').filter(|(_, port)| !port.contains(':')),
    };
    let fits = address.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    (!fits).then(|| "is not a host and a port: write `\"localhost:9092\"`".to_owned())
}

fn charset(text: &str) -> Option<String> {
    let known = !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "-+.:_".contains(char));
    (!known).then(|| "is not the name of a charset: write `\"UTF-8\"`".to_owned())
}

/// Tokens without the blanks that printing puts between them.
pub(crate) fn text_of(tokens: impl quote::ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (" ..= ", "..="),
        ("..= ", "..="),
        (" .. ", ".."),
        (" ..", ".."),
        (" < ", "<"),
        (" <", "<"),
        (" >", ">"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        ("- ", "-"),
    ] {
        text = text.replace(from, to);
    }
    text
}

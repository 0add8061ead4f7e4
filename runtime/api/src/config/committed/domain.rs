//! Which values a key takes, and whether one takes all that another took.

use serde_json::Value;

use super::{
    change::ChangeKind::{self, ListSizeReduced, RangeNarrowed, ValidatorAdded, ValidatorChanged, ValuesRemoved},
    exported::Key,
    rule::Rule,
};
use crate::config::{java, types::ConfigType};

/// Whether every text that a key took is one of another type too.
pub(super) enum Fit {
    Same,
    /// The new type takes them all.
    Wider,
    /// It does not, and what can be done about it.
    Narrower(String),
}

/// The values of a key, as its type and its rules leave them.
pub(super) struct Domain<'a> {
    key: &'a Key,
    rules: Vec<&'a Rule>,
}

impl<'a> Domain<'a> {
    pub(super) fn of(key: &'a Key) -> Self {
        Self { key, rules: key.constraint.iter().flat_map(Rule::parts).collect() }
    }

    /// Whether the type of `now` takes every text of this key.
    pub(super) fn fits(&self, now: &Self) -> Fit {
        use ConfigType::{Boolean, Double, Int, List, Long, Password, Short, String};
        let (then, new) = (self.key.config_type, now.key.config_type);
        match (then, new) {
            _ if then == new => Fit::Same,
            (Password, _) => Fit::Narrower("the secret would be shown by logs and REST; keep PASSWORD".to_owned()),
            (_, String | Password) => Fit::Wider,
            (Short | Int | Long, Short | Int | Long | Double) if within(self.range(), exact(new)) => Fit::Wider,
            (Short | Int | Long, Short | Int | Long | Double) => {
                let (min, max) = self.range();
                Fit::Narrower(format!("it took numbers from {min} to {max}, and {} does not hold them all", new.name()))
            }
            (_, List) if self.is_single() => Fit::Wider,
            (String, List) => Fit::Narrower(
                "a text with a comma would become several elements; give the list a key of its own".to_owned(),
            ),
            (Boolean, _) => {
                Fit::Narrower("files have `true` or `false` there; give the new values a key of their own".to_owned())
            }
            _ => Fit::Narrower(format!(
                "not every {} is a {}; give the new values a key of their own",
                then.name(),
                new.name()
            )),
        }
    }

    /// Whether null is a value.
    pub(super) fn takes_null(&self) -> bool {
        let refuses =
            |rule: &&Rule| matches!(rule, Rule::NonNull | Rule::Range { .. } | Rule::OneOf { .. } | Rule::ListSize(_));
        self.key.nullable || (self.key.default.is_null() && !self.key.required && !self.rules.iter().any(refuses))
    }

    /// What the rules of `now` refuse of this key's values, each with its kind and a message.
    pub(super) fn refused_by(&self, now: &Self) -> Vec<(ChangeKind, String)> {
        now.rules.iter().filter_map(|rule| self.refused_by_rule(rule)).collect()
    }

    fn refused_by_rule(&self, rule: &Rule) -> Option<(ChangeKind, String)> {
        match rule {
            Rule::NonNull | Rule::All(_) => None,
            Rule::Range { .. } => {
                let (then, now) = (self.range(), limits(rule));
                let had = self.rules.iter().any(|rule| matches!(rule, Rule::Range { .. }));
                let kind = if had { RangeNarrowed } else { ValidatorAdded };
                let message =
                    format!("takes {} now and took {}: keep the wider range valid", interval(now), interval(then));
                (!within(then, now)).then_some((kind, message))
            }
            Rule::OneOf { values, case_insensitive } => self.refused_by_texts(values, *case_insensitive),
            Rule::NonEmpty => {
                let asked = self.rules.contains(&&Rule::NonEmpty)
                    || (self.is_single() && !self.is_text())
                    || (self.is_text()
                        && self.texts().is_some_and(|(texts, _)| texts.iter().all(|text| !text.is_empty())));
                let message = "must not be empty any more: keep the empty value valid".to_owned();
                (!asked).then_some((ValidatorAdded, message))
            }
            Rule::ListSize(max) => {
                let sizes = self.rules.iter().filter_map(|rule| match rule {
                    Rule::ListSize(max) => Some(*max),
                    _ => None,
                });
                let (then, kind) = match sizes.min() {
                    Some(then) => (Some(then), ListSizeReduced),
                    None => (self.is_single().then_some(1), ValidatorAdded),
                };
                let took = then.map_or_else(|| "any number".to_owned(), |then| then.to_string());
                let message = format!("takes at most {max} elements now and took {took}: keep longer lists valid");
                then.is_none_or(|then| then > *max).then_some((kind, message))
            }
            Rule::Pattern(words) | Rule::Other(words) => {
                let same = self.rules.contains(&rule);
                let alike = self.rules.iter().any(|then| matches!(then, Rule::Pattern(_) | Rule::Other(_)));
                let asked = if words.is_empty() { String::new() } else { format!(" ({words})") };
                let (kind, what) = if alike { (ValidatorChanged, "another") } else { (ValidatorAdded, "a new") };
                let message = format!("has {what} validator{asked}: let it take all that was valid");
                (!same).then_some((kind, message))
            }
        }
    }

    fn refused_by_texts(&self, values: &[String], case_insensitive: bool) -> Option<(ChangeKind, String)> {
        let Some((texts, any_case)) = self.texts() else {
            let message = format!("takes only {} now: keep the other texts valid", values.join(", "));
            return Some((ValidatorAdded, message));
        };
        let valid = |text: &String| {
            values
                .iter()
                .any(|value| if case_insensitive { value.to_uppercase() == text.to_uppercase() } else { value == text })
        };
        let gone: Vec<_> = texts.iter().filter(|text| !valid(text)).map(String::as_str).collect();
        if !gone.is_empty() {
            return Some((
                ValuesRemoved,
                format!("does not take {} any more: keep what files may have", gone.join(", ")),
            ));
        }
        (any_case && !case_insensitive).then(|| {
            (ValuesRemoved, "upper and lower case are not the same any more: keep ignoring the case".to_owned())
        })
    }

    /// The smallest and the largest number.
    fn range(&self) -> (f64, f64) {
        let ranges = self.rules.iter().filter(|rule| matches!(rule, Rule::Range { .. })).map(|rule| limits(rule));
        ranges.fold(bounds(self.key.config_type), |(min, max), (from, to)| (min.max(from), max.min(to)))
    }

    /// All valid texts, if they are few, and whether their case is ignored.
    fn texts(&self) -> Option<(Vec<String>, bool)> {
        let listed = self.rules.iter().find_map(|rule| match rule {
            Rule::OneOf { values, case_insensitive } => Some((values.clone(), *case_insensitive)),
            _ => None,
        });
        let boolean = self.key.config_type == ConfigType::Boolean;
        listed.or_else(|| boolean.then(|| (vec!["true".to_owned(), "false".to_owned()], true)))
    }

    fn is_text(&self) -> bool {
        matches!(self.key.config_type, ConfigType::String | ConfigType::Password)
    }

    /// Whether no text of the key has a comma or is empty.
    fn is_single(&self) -> bool {
        match self.key.config_type {
            ConfigType::List => false,
            ConfigType::String | ConfigType::Password => {
                self.texts().is_some_and(|(texts, _)| texts.iter().all(|text| !text.is_empty() && !text.contains(',')))
            }
            _ => true,
        }
    }
}

fn within((min, max): (f64, f64), (from, to): (f64, f64)) -> bool {
    from <= min && max <= to
}

/// Compared as doubles, as Kafka's own ranges are.
fn bounds(config_type: ConfigType) -> (f64, f64) {
    match config_type {
        ConfigType::Short => (f64::from(i16::MIN), f64::from(i16::MAX)),
        ConfigType::Int => (f64::from(i32::MIN), f64::from(i32::MAX)),
        ConfigType::Long => (-(2_f64.powi(63)), 2_f64.powi(63)),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// The whole numbers that a type holds all of: a double does so up to 2^53.
fn exact(config_type: ConfigType) -> (f64, f64) {
    match config_type {
        ConfigType::Double => (-(2_f64.powi(53)), 2_f64.powi(53)),
        whole => bounds(whole),
    }
}

fn limits(rule: &Rule) -> (f64, f64) {
    let number = |value: &Value| value.as_f64().or_else(|| java::parse_double(value.as_str()?));
    match rule {
        Rule::Range { min, max } => (number(min).unwrap_or(f64::NEG_INFINITY), number(max).unwrap_or(f64::INFINITY)),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// In Kafka's form.
fn interval((min, max): (f64, f64)) -> String {
    let bound = |bound: f64| if bound.abs() < 2_f64.powi(63) { bound.to_string() } else { "...".to_owned() };
    match (bound(min), bound(max)) {
        (min, max) if min == "..." && max == "..." => "any number".to_owned(),
        (min, max) if min == "..." || max == "..." => format!("[{min},{max}]"),
        (min, max) => format!("[{min},...,{max}]"),
    }
}

//! What to write instead of a wrong value.

use kconnect::config::{ConfigKey, ConfigType, Constraint, Parsed};

use super::{message::Invalid, place};

/// Advice for a value that its key cannot have; nothing if the message says all there is to say.
pub(super) fn of(key: Option<&ConfigKey>, value: Option<&str>, message: &str) -> Option<String> {
    let why = Invalid::parse(message).map_or("", |invalid| invalid.why);
    let Some(value) = value else { return Some("remove the key, or give it a value".to_owned()) };
    let trimmed = value.trim();
    let said = Invalid::parse(message).map_or(trimmed, |invalid| invalid.value);
    let choices: Vec<_> = place::choices(why).collect();
    if !choices.is_empty() {
        if choices.contains(&trimmed) && trimmed != value {
            return Some("remove the blanks around it".to_owned());
        }
        let list = key.is_some_and(|key| key.config_type == ConfigType::List);
        return Some(one_of(if list { said } else { trimmed }, &choices));
    }
    if why.starts_with("Expected value to be either true or false") {
        return Some(boolean(trimmed));
    }
    let Some(key) = key else {
        let number = why.starts_with("Not a number").then(|| "write a whole number".to_owned());
        return number.map(|number| {
            with_unit(Invalid::parse(message).map_or("", |invalid| invalid.key), trimmed).unwrap_or(number)
        });
    };
    match key.config_type {
        ConfigType::Int | ConfigType::Short | ConfigType::Long | ConfigType::Double
            if why.starts_with("Not a number") || why.starts_with("Value must be") =>
        {
            return Some(number(key, trimmed));
        }
        _ => {}
    }
    if why.contains("Duplicate") {
        return Some("write each of them once".to_owned());
    }
    if trimmed.is_empty() && key.default_value().is_none() {
        return Some(format!("write a value: {}", example(key)));
    }
    // Most messages of a connector's own say what to do.
    if message.contains(';') || message.contains("write ") || message.contains("use ") {
        return None;
    }
    default(key)
}

/// The choices, the nearest first.
fn one_of(value: &str, choices: &[&str]) -> String {
    let all = choices.join(", ");
    match nearest(value, choices.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? Valid are: {all}"),
        None => format!("write one of: {all}"),
    }
}

fn boolean(value: &str) -> String {
    let lower = value.to_ascii_lowercase();
    let meant = match lower.as_str() {
        "yes" | "y" | "on" | "1" | "t" | "enabled" | "enable" => Some("true"),
        "no" | "n" | "off" | "0" | "f" | "disabled" | "disable" => Some("false"),
        other => nearest(other, ["true", "false"].into_iter()),
    };
    meant.map_or_else(|| "write true or false".to_owned(), |meant| format!("write {meant}"))
}

fn number(key: &ConfigKey, value: &str) -> String {
    if let Some(advice) = with_unit(&key.name, value) {
        return advice;
    }
    let digits: String = value.chars().filter(|c| !matches!(c, '_' | ' ' | ',' | '\'')).collect();
    if digits != value && digits.parse::<i64>().is_ok() {
        return format!("write {digits}");
    }
    let kind = if key.config_type == ConfigType::Double { "a number" } else { "a whole number" };
    let own = match key.config_type {
        ConfigType::Int => (f64::from(i32::MIN), f64::from(i32::MAX)),
        ConfigType::Short => (f64::from(i16::MIN), f64::from(i16::MAX)),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let (min, max) = key.constraint().map_or((None, None), |constraint| bounds(&constraint));
    let beyond = value.parse::<f64>().is_ok_and(|value| value < own.0 || value > own.1);
    let max = max.or_else(|| beyond.then(|| own.1.to_string()));
    match (min, max) {
        (Some(min), Some(max)) => format!("write {kind} from {min} to {max}"),
        (Some(min), None) => format!("write {kind}, {min} or more"),
        (None, Some(max)) => format!("write {kind}, {max} or less"),
        (None, None) => match key.default_value().and_then(|default| default.to_text()) {
            Some(default) => format!("write {kind} such as {default}"),
            None => format!("write {kind}"),
        },
    }
}

/// `10s` for a key in milliseconds, `16MB` for one in bytes.
fn with_unit(key: &str, value: &str) -> Option<String> {
    let at = value.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = value.split_at(at);
    let number: i64 = number.parse().ok()?;
    let unit = unit.trim().to_ascii_lowercase();
    let (factor, what) = if key.rsplit('.').next() == Some("ms") {
        let factor = match unit.as_str() {
            "ms" => 1,
            "s" | "sec" | "second" | "seconds" => 1000,
            "m" | "min" | "minute" | "minutes" => 60_000,
            "h" | "hour" | "hours" => 3_600_000,
            "d" | "day" | "days" => 86_400_000,
            _ => return None,
        };
        (factor, "milliseconds")
    } else {
        let factor = match unit.trim_end_matches('b').trim_end_matches('i') {
            "" => 1,
            "k" => 1 << 10,
            "m" => 1 << 20,
            "g" => 1 << 30,
            _ => return None,
        };
        (factor, "bytes")
    };
    Some(format!("write {}: the value is a number of {what}", number.checked_mul(factor)?))
}

/// The narrowest bounds of a rule.
fn bounds(constraint: &Constraint) -> (Option<String>, Option<String>) {
    match constraint {
        Constraint::Range { min, max } => {
            (min.as_ref().map(ToString::to_string), max.as_ref().map(ToString::to_string))
        }
        Constraint::All(rules) => {
            rules.iter().map(bounds).fold((None, None), |(min, max), (lower, upper)| (min.or(lower), max.or(upper)))
        }
        _ => (None, None),
    }
}

/// A value that the key can have, for a line to add.
pub(super) fn example(key: &ConfigKey) -> String {
    if let Some(choice) = key.constraint().and_then(|constraint| choice(&constraint)) {
        return choice;
    }
    match key.config_type {
        ConfigType::Boolean => "false".to_owned(),
        ConfigType::Int | ConfigType::Short | ConfigType::Long => {
            let (min, _) = key.constraint().map_or((None, None), |constraint| bounds(&constraint));
            min.unwrap_or_else(|| "1".to_owned())
        }
        ConfigType::Double => "1.0".to_owned(),
        ConfigType::List => "<value>,<value>".to_owned(),
        ConfigType::Class => "<class>".to_owned(),
        _ => "<value>".to_owned(),
    }
}

fn choice(constraint: &Constraint) -> Option<String> {
    match constraint {
        Constraint::OneOf { values, .. } => values.first().cloned(),
        Constraint::All(rules) => rules.iter().find_map(choice),
        _ => None,
    }
}

fn default(key: &ConfigKey) -> Option<String> {
    let default = key.default_value().filter(|default| !matches!(default, Parsed::Password(_)))?;
    let text = default.to_text().filter(|text| !text.is_empty())?;
    Some(format!("remove the key for the default, {text}"))
}

/// The candidate that was probably meant.
pub(super) fn nearest<'a>(value: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = value.to_lowercase();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1) && *distance < value.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use kconnect::config::{Importance, Range};

    use super::*;

    fn advice(name: &'static str, config_type: ConfigType, value: &str, why: &str) -> Option<String> {
        let key = ConfigKey::new(name, config_type, Importance::High);
        let key =
            if config_type == ConfigType::Int { key.with_validator(Range { min: Some(1), max: None }) } else { key };
        of(Some(&key), Some(value), &format!("Invalid value {value} for configuration {name}: {why}"))
    }

    #[test]
    fn units_are_converted() {
        let number = "Not a number of type INT";
        let text = |name, value| advice(name, ConfigType::Int, value, number).unwrap();
        assert_eq!(text("a.ms", "10s"), "write 10000: the value is a number of milliseconds");
        assert_eq!(text("a.bytes", "16 MB"), "write 16777216: the value is a number of bytes");
        assert_eq!(text("a", "1_000"), "write 1000");
        assert_eq!(text("a", "many"), "write a whole number, 1 or more");
        assert_eq!(text("a", "99999999999"), "write a whole number from 1 to 2147483647");
    }

    #[test]
    fn what_was_meant_is_named() {
        const BOOLEAN: &str = "Expected value to be either true or false";
        assert_eq!(advice("a", ConfigType::Boolean, "yes", BOOLEAN).as_deref(), Some("write true"));
        assert_eq!(advice("a", ConfigType::Boolean, "flase", BOOLEAN).as_deref(), Some("write false"));
        let choices = "String must be one of: none, all";
        assert_eq!(
            advice("a", ConfigType::String, "al", choices).as_deref(),
            Some("did you mean `all`? Valid are: none, all")
        );
        assert_eq!(advice("a", ConfigType::String, "all ", choices).as_deref(), Some("remove the blanks around it"));
    }
}

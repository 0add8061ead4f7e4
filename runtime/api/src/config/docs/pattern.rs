//! Regular expressions for the texts that a key accepts, in the dialect that ECMA-262 shares with the others.

use super::limits::Limits;
use crate::config::types::{ConfigType, Parsed};

/// What Java's `trim` takes away.
const BLANK: &str = r"[\x00-\x20]*";

/// Java's grammar of a double.
const DOUBLE: &str = r"[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[dDfF]?|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+[dDfF]?)";

/// All that a text for a key of this type has to match; none if any text is valid.
pub(super) fn text_patterns(config_type: ConfigType, limits: &Limits) -> Vec<String> {
    let mut patterns = Vec::new();
    match config_type {
        ConfigType::Boolean => patterns.push(whole(&format!("{}|{}", any_case("true"), any_case("false")))),
        ConfigType::Int | ConfigType::Short | ConfigType::Long => {
            patterns.push(whole(&integers(limits.min.as_ref(), limits.max.as_ref())));
        }
        ConfigType::Double => patterns.push(whole(DOUBLE)),
        ConfigType::List => {
            let element = limits.one_of.as_ref().map(|one_of| format!("(?:{})", one_of_pattern(one_of)));
            let count = limits.max_items.map(|max| max.saturating_sub(1).to_string()).unwrap_or_default();
            if limits.max_items == Some(0) {
                patterns.push(whole(""));
            } else if element.is_some() || limits.max_items.is_some() {
                let element = element.unwrap_or_else(|| "[^,]*".to_owned());
                let count = if count.is_empty() { "*".to_owned() } else { format!("{{0,{count}}}") };
                patterns.push(whole(&format!("(?:{element}(?:{BLANK},{BLANK}{element}){count})?")));
            }
        }
        ConfigType::String | ConfigType::Password | ConfigType::Class => {
            patterns.extend(limits.one_of.as_ref().map(|one_of| whole(&one_of_pattern(one_of))));
            patterns.extend(limits.patterns.iter().map(|pattern| whole(pattern)));
        }
    }
    if limits.non_empty && !matches!(config_type, ConfigType::Boolean) {
        patterns.push(r"[^\x00-\x20]".to_owned());
    }
    patterns
}

/// One of the texts; alternatives without a group around them.
pub(super) fn one_of_pattern((values, case_insensitive): &(Vec<String>, bool)) -> String {
    let one = |value: &String| if *case_insensitive { any_case(value) } else { escape(value) };
    values.iter().map(one).collect::<Vec<_>>().join("|")
}

/// The text itself.
pub(super) fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut pattern, char| {
        if r"\^$.|?*+()[]{}/".contains(char) {
            pattern.push('\\');
        }
        pattern.push(char);
        pattern
    })
}

/// The text with both cases of every letter.
fn any_case(text: &str) -> String {
    let one = |char: char| {
        let (upper, lower) = (char.to_uppercase().to_string(), char.to_lowercase().to_string());
        if upper == lower { escape(&upper) } else { format!("(?:{lower}|{upper})") }
    };
    text.chars().map(one).collect()
}

fn whole(pattern: &str) -> String {
    if pattern.is_empty() { format!("^{BLANK}$") } else { format!("^{BLANK}(?:{pattern}){BLANK}$") }
}

/// The whole numbers between two bounds, as Java reads them: with a sign, with zeros before them.
fn integers(min: Option<&Parsed>, max: Option<&Parsed>) -> String {
    let bound = |bound: Option<&Parsed>| match bound {
        Some(Parsed::Short(short)) => Some(i128::from(*short)),
        Some(Parsed::Int(int)) => Some(i128::from(*int)),
        Some(Parsed::Long(long)) => Some(i128::from(*long)),
        _ => None,
    };
    let (min, max) = (bound(min), bound(max));
    if min.is_none() && max.is_none() {
        return "[+-]?[0-9]+".to_owned();
    }
    let mut choices = Vec::new();
    if max.is_none_or(|max| max >= 0) {
        let from = min.unwrap_or_default().max(0).unsigned_abs();
        choices.push(format!(r"\+?0*{}", magnitudes(from, max.map(i128::unsigned_abs))));
        if from == 0 {
            choices.push("-0+".to_owned());
        }
    }
    if min.is_none_or(|min| min < 0) {
        let from = max.map_or(1, |max| if max < 0 { max.unsigned_abs() } else { 1 });
        choices.push(format!("-0*{}", magnitudes(from, min.map(i128::unsigned_abs))));
    }
    choices.join("|")
}

/// The numbers from one to another, without a sign.
fn magnitudes(from: u128, to: Option<u128>) -> String {
    let digits = from.to_string().len();
    // Up to the last number that has as many digits; all longer ones are larger.
    let end = to.unwrap_or_else(|| nines(from, digits));
    let mut ends: Vec<u128> = (1..=end.to_string().len())
        .flat_map(|count| [nines(from, count), zeros(end.saturating_add(1), count).saturating_sub(1)])
        .filter(|stop| (from..end).contains(stop))
        .chain([end])
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut start = from;
    let mut choices = Vec::new();
    for stop in ends {
        choices.push(same_length(&start.to_string(), &stop.to_string()));
        start = stop.saturating_add(1);
    }
    if to.is_none() {
        choices.push(format!("[1-9][0-9]{{{digits},}}"));
    }
    format!("(?:{})", choices.join("|"))
}

/// The number with its last digits all nine.
fn nines(number: u128, count: usize) -> u128 {
    let size = power(count);
    (number / size).saturating_mul(size).saturating_add(size.saturating_sub(1))
}

/// The number with its last digits all zero.
fn zeros(number: u128, count: usize) -> u128 {
    let size = power(count);
    (number / size).saturating_mul(size)
}

fn power(exponent: usize) -> u128 {
    10_u128.saturating_pow(exponent.try_into().unwrap_or(u32::MAX))
}

/// Digit by digit: the range is such that every digit is free of the others.
fn same_length(from: &str, to: &str) -> String {
    let digit = |(from, to): (char, char)| if from == to { from.to_string() } else { format!("[{from}-{to}]") };
    from.chars().zip(to.chars()).map(digit).collect()
}

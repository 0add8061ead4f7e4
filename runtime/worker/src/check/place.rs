//! Which part of a value is wrong.

use std::ops::Range;

use kconnect::config::{ConfigKey, ConfigType};

use super::{document::Entry, message::Invalid};

/// The part of the file that a message about a value means; all of the value if it cannot be told.
pub(super) fn of(entry: &Entry, key: Option<&ConfigKey>, message: &str) -> Range<usize> {
    let Some(value) = entry.text().filter(|value| !value.is_empty()) else { return entry.whole() };
    let found =
        Invalid::parse(message).and_then(|invalid| part(value, key, invalid)).or_else(|| quoted(value, message));
    let part = found.unwrap_or_else(|| trimmed(value));
    let range = entry.part(&part);
    if range.is_empty() && !part.is_empty() { entry.whole() } else { range }
}

fn part(value: &str, key: Option<&ConfigKey>, invalid: Invalid<'_>) -> Option<Range<usize>> {
    let Invalid { value: said, why, .. } = invalid;
    let list = key.is_some_and(|key| key.config_type == ConfigType::List);
    if why.contains("control sequence") {
        let (at, c) = value.char_indices().find(|(_, c)| c.is_control())?;
        return Some(at..at + c.len_utf8());
    }
    if why.starts_with("Not a number") {
        return not_a_number(value);
    }
    if list && let Some(element) = element(value, said, why) {
        return Some(element);
    }
    if !list && choices(why).any(|choice| choice == value.trim()) {
        return blanks(value);
    }
    quoted(value, why)
}

/// The element of a list that is wrong.
fn element(value: &str, said: &str, why: &str) -> Option<Range<usize>> {
    let elements = elements(value);
    let text = |range: &Range<usize>| value.get(range.clone()).unwrap_or_default();
    let why = why.to_ascii_lowercase();
    if why.contains("duplicate") {
        let twice = |(number, range): (usize, &Range<usize>)| {
            elements.iter().take(number).any(|earlier| text(earlier) == text(range)).then(|| range.clone())
        };
        return elements.iter().enumerate().find_map(twice);
    }
    if let Some(element) = elements.iter().find(|range| !range.is_empty() && text(range) == said) {
        return Some(element.clone());
    }
    if why.contains("empty") { blank_element(value) } else { None }
}

/// The blanks between two commas, or else the comma with nothing before or behind it.
fn blank_element(value: &str) -> Option<Range<usize>> {
    let is_blank = |range: &Range<usize>| value.get(range.clone()).unwrap_or_default().trim().is_empty();
    let blank = elements(value).into_iter().find(is_blank)?;
    let at = if blank.start < value.len() { blank.start } else { blank.start.saturating_sub(1) };
    Some(at..blank.end.max(at + 1))
}

/// The elements of a list, without the blanks around them.
pub(super) fn elements(value: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for piece in value.split(',') {
        let trimmed = trimmed(piece);
        found.push(start + trimmed.start..start + trimmed.end);
        start += piece.len() + 1;
    }
    found
}

/// From the first character that no number has.
fn not_a_number(value: &str) -> Option<Range<usize>> {
    let whole = trimmed(value);
    let text = value.get(whole.clone())?;
    let sign = text.len() - text.trim_start_matches(['+', '-']).len();
    let digits = text.get(sign..)?.find(|c: char| !c.is_ascii_digit())?;
    if digits == 0 {
        return None;
    }
    let start = whole.start + sign + digits;
    let rest = value.get(start..whole.end)?;
    let length = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    // A separator of thousands is one; behind a decimal point everything is too much.
    Some(if rest.starts_with('.') { start..whole.end } else { start..start + length })
}

/// What a value may be, if the message lists it.
pub(super) fn choices(why: &str) -> impl Iterator<Item = &str> {
    let (_, list) = why.split_once("must be one of").unwrap_or_default();
    let list = list.strip_prefix(" (case insensitive)").unwrap_or(list);
    let list = list.strip_prefix(": ").unwrap_or_default().trim_matches(['[', ']']);
    list.split(", ").map(str::trim).filter(|choice| !choice.is_empty())
}

/// What the message quotes, if it is a part of the value.
fn quoted(value: &str, message: &str) -> Option<Range<usize>> {
    ['\'', '`', '"'].into_iter().find_map(|mark| {
        let part = message.split(mark).nth(1).filter(|part| *part != value)?;
        if part.is_empty() {
            return blank_element(value).filter(|_| value.contains(','));
        }
        let whole = elements(value).into_iter().find(|range| value.get(range.clone()) == Some(part));
        whole.or_else(|| value.find(part).map(|at| at..at + part.len()))
    })
}

/// The blanks at the end, or those at the beginning.
pub(super) fn blanks(value: &str) -> Option<Range<usize>> {
    let text = trimmed(value);
    [text.end..value.len(), 0..text.start].into_iter().find(|blanks| !blanks.is_empty())
}

/// A value without the blanks around it, as Java's `trim` takes them.
pub(super) fn trimmed(value: &str) -> Range<usize> {
    let is_blank = |c: char| c <= ' ';
    let start = value.len() - value.trim_start_matches(is_blank).len();
    let end = value.trim_end_matches(is_blank).len();
    if start < end { start..end } else { 0..value.len() }
}

#[cfg(test)]
mod tests {
    use kconnect::config::Importance;

    use super::*;
    use crate::check::document::Document;

    fn marked(value: &str, config_type: ConfigType, message: &str) -> String {
        let document = Document::read("f", format!("k={value}").as_bytes());
        let key = ConfigKey::new("k", config_type, Importance::High);
        let range = of(document.get("k").unwrap(), Some(&key), message);
        document.source.slice(&range).to_owned()
    }

    #[test]
    fn what_is_no_digit_is_marked_in_a_number() {
        let message = |value: &str| format!("Invalid value {value} for configuration k: Not a number of type INT");
        let marked = |value: &str| marked(value, ConfigType::Int, &message(value));
        assert_eq!(marked("10s"), "s");
        assert_eq!(marked("-1_000"), "_");
        assert_eq!(marked("1.5"), ".5");
        assert_eq!(marked("many"), "many");
        assert_eq!(marked("99999999999"), "99999999999");
    }

    #[test]
    fn the_wrong_element_of_a_list_is_marked() {
        let marked = |value: &str, message: &str| marked(value, ConfigType::List, message);
        assert_eq!(marked("a, bb ,c", "Invalid value bb for configuration k: String must be one of: a, c"), "bb");
        assert_eq!(marked("a,b,a", "Invalid value [a, b, a] for configuration k: Duplicate alias provided."), "a");
        assert_eq!(marked("a, ,b", "Invalid value [a, , b] for configuration k: must not have empty elements"), " ");
        assert_eq!(marked("a,,b", "Invalid value [a, , b] for configuration k: the keyword '' has nothing"), ",");
        assert_eq!(marked("a,b,", "Invalid value [a, b, ] for configuration k: must not have empty elements"), ",");
        assert_eq!(marked("a,!!", "Invalid value [a, !!] for configuration k: the keyword '!!' has nothing"), "!!");
    }

    #[test]
    fn blanks_are_marked_when_nothing_else_is_wrong() {
        let message = "Invalid value all  for configuration k: String must be one of: none, all";
        assert_eq!(marked("all ", ConfigType::String, message), " ");
    }
}

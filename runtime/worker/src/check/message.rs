//! What messages say of themselves: which key they are about, which value, and what Kafka found wrong with it.

use super::document::Document;

/// Kafka's `Invalid value V for configuration K: WHY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invalid<'a> {
    pub(super) value: &'a str,
    pub(super) key: &'a str,
    pub(super) why: &'a str,
}

impl<'a> Invalid<'a> {
    pub(super) fn parse(message: &'a str) -> Option<Self> {
        let rest = message.strip_prefix("Invalid value ")?;
        let (value, rest) = rest.split_once(" for configuration ")?;
        let (key, why) = rest.split_once(':').unwrap_or((rest, ""));
        Some(Self { value, key: key.trim(), why: why.trim_start() })
    }
}

/// The key that is missing, according to the message.
pub(super) fn missing(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("Missing required configuration \"")?;
    rest.split_once('"').map(|(key, _)| key)
}

/// Whether the message follows from another of the same key: what could not be parsed is null, and null is refused.
pub(super) fn is_consequence(message: &str) -> bool {
    Invalid::parse(message).is_some_and(|invalid| invalid.value == "null")
}

/// The key that a message is about: as it says, or else the longest of the file's keys that it names. `prefixes` are what
/// may stand before the key in the file.
pub(super) fn key_of(message: &str, document: &Document, prefixes: &[&str]) -> Option<String> {
    let said = Invalid::parse(message).map(|invalid| invalid.key).or_else(|| missing(message));
    if let Some(key) = said {
        return Some(in_file(key, document, prefixes));
    }
    let words = || message.split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ';' | '`' | '"' | '\''));
    let words = || words().map(|word| word.trim_end_matches([':', '.', '?']));
    let named = words().filter(|word| document.get(&in_file(word, document, prefixes)).is_some());
    let key = named.max_by_key(|word| word.len()).or_else(|| words().next().filter(|word| word.contains('.')))?;
    Some(in_file(key, document, prefixes))
}

/// The key as the file has it.
fn in_file(key: &str, document: &Document, prefixes: &[&str]) -> String {
    if document.get(key).is_some() {
        return key.to_owned();
    }
    let candidates = prefixes.iter().map(|prefix| format!("{prefix}{key}"));
    candidates.clone().find(|key| document.get(key).is_some()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_its_key() {
        let document = Document::read("f", b"producer.override.acks=2\nsasl.mechanism=x\n");
        let key = |message: &str| key_of(message, &document, &["producer.override."]);
        assert_eq!(key("Invalid value a: b for configuration acks: no").as_deref(), Some("producer.override.acks"));
        assert_eq!(key("Missing required configuration \"x.y\" which has no default value.").as_deref(), Some("x.y"));
        assert_eq!(key("Must set acks to all").as_deref(), Some("producer.override.acks"));
        assert_eq!(key("sasl.mechanism=PLAIN needs `x` here").as_deref(), Some("sasl.mechanism"));
        assert_eq!(key("value.converter.a has no effect here").as_deref(), Some("value.converter.a"));
        assert_eq!(key("nothing of the kind"), None);
    }
}

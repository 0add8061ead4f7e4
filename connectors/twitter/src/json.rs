//! What X's JSON needs beyond serde: ids in two forms, and nulls where a field could be absent.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

/// The id of a post, a user or a rule: up to 19 digits, as a string today and as a number in older answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub i64);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As a string, the form that every endpoint takes.
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id: up to 19 digits")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
        i64::try_from(number).map(Id).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
        // Not `parse` alone, which takes a sign.
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        number.map(Id).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// Reads an explicit `null` as the absent field that it stands for.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(json: &str) -> Option<i64> {
        serde_json::from_str(json).ok().map(|Id(id)| id)
    }

    #[test]
    fn an_id_is_a_string_or_a_number() {
        assert_eq!(id("\"1377650090978992134\""), Some(1_377_650_090_978_992_134));
        assert_eq!(id("1377650090978992134"), Some(1_377_650_090_978_992_134));
    }

    #[test]
    fn nothing_but_digits_within_64_bits_is_an_id() {
        for json in
            ["\"\"", "\"+1\"", "\"-1\"", "-1", "1.5", "\"9223372036854775808\"", "9223372036854775808", "\"x\"", "true"]
        {
            assert_eq!(id(json), None, "{json}");
        }
    }
}

//! Single values on their way from X's JSON into the blog's records.

use std::borrow::Cow;

use kconnect::Timestamp;

use crate::model::Withheld;

/// `Twitter4J`'s "there is none" for ids and counts.
pub(crate) const NONE: i64 = -1;

/// Text that should be a time.
#[derive(Debug, thiserror::Error)]
#[error("`{field}` is `{text}`, which is no time")]
pub(crate) struct TimeError {
    field: &'static str,
    text: String,
    source: jiff::Error,
}

/// Reads an RFC 3339 time.
pub(crate) fn time(field: &'static str, text: Option<String>) -> Result<Option<Timestamp>, TimeError> {
    let Some(text) = text else { return Ok(None) };
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => Ok(Some(Timestamp::from_ms(time.as_millisecond()))),
        Err(source) => Err(TimeError { field, text, source }),
    }
}

/// X escapes `&`, `<` and `>` in text that people wrote.
pub(crate) fn unescape(text: String) -> String {
    match html_escape::decode_html_entities(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(plain) => plain,
    }
}

/// X counts in 64 bits, the classic schema in 32: what does not fit becomes the greatest that does.
pub(crate) fn count(count: Option<i64>) -> i32 {
    let count = count.unwrap_or(NONE);
    i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })
}

/// The countries in which something is not shown.
pub(crate) fn countries(withheld: Option<Withheld>) -> Vec<String> {
    withheld.map(|withheld| withheld.country_codes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_unescaped_once() {
        assert_eq!(unescape("R&amp;D &lt;3 &amp;lt; 🏅".to_owned()), "R&D <3 &lt; 🏅");
        assert_eq!(unescape("AT&T & co &c; 100%".to_owned()), "AT&T & co &c; 100%");
    }

    #[test]
    fn counts_stop_at_the_ends_of_32_bits() {
        assert_eq!(count(Some(3_000_000_000)), i32::MAX);
        assert_eq!(count(Some(-3_000_000_000)), i32::MIN);
        assert_eq!(count(None), -1);
    }

    #[test]
    fn times_keep_their_milliseconds() {
        let time = time("created_at", Some("2021-04-01T15:52:31.123Z".to_owned()));
        assert_eq!(time.unwrap().map(Timestamp::as_ms), Some(1_617_292_351_123));
    }

    #[test]
    fn what_is_no_time_is_named_with_its_field() {
        let error = time("created_at", Some("Thu Apr 01 2021".to_owned())).unwrap_err();
        assert_eq!(error.to_string(), "`created_at` is `Thu Apr 01 2021`, which is no time");
    }
}

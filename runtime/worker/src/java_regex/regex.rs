//! An expression that can be matched.

use std::{collections::BTreeMap, fmt};

use kconnect::{Error, config::Regex};

use super::{Replacement, compile::compile, invalid::InvalidRegex};

/// A regular expression of Java's, with the two things that Kafka Connect does with one.
#[derive(Clone)]
pub(crate) struct JavaRegex {
    java: String,
    /// Matches texts as a whole.
    whole: Regex,
    /// Finds the first match.
    anywhere: Regex,
    groups: usize,
    names: BTreeMap<String, usize>,
}

impl JavaRegex {
    /// Compiles an expression (`Pattern.compile`).
    ///
    /// # Errors
    /// What is wrong with it, in Java's words if it is wrong there too; otherwise why this worker cannot use it.
    pub(crate) fn new(pattern: &str) -> Result<Self, InvalidRegex> {
        let compiled = compile(pattern)?;
        // Only the size can be wrong by now: the engine has a limit, and says which.
        let engine = |text: &str| {
            Regex::new(text).map_err(|error| InvalidRegex::unsupported(format!("this expression ({error})")))
        };
        Ok(Self {
            java: pattern.to_owned(),
            whole: engine(&format!(r"\A(?:{})\z", compiled.text))?,
            anywhere: engine(&compiled.text)?,
            groups: compiled.groups,
            names: compiled.names,
        })
    }

    /// Whether the whole text matches (`Matcher.matches`).
    ///
    /// # Errors
    /// Fatal, if the expression has to go back too often to say.
    pub(crate) fn matches(&self, text: &str) -> Result<bool, Error> {
        self.whole.is_match(text).map_err(|error| self.too_hard(&error))
    }

    /// Reads a replacement for the groups of this expression.
    ///
    /// # Errors
    /// Java's message.
    pub(crate) fn replacement(&self, text: &str) -> Result<Replacement, String> {
        Replacement::parse(text, self.groups, &self.names)
    }

    /// The text with its first match replaced (`Matcher.replaceFirst`).
    ///
    /// # Errors
    /// As of [`matches`](Self::matches).
    pub(crate) fn replace_first(&self, text: &str, replacement: &Replacement) -> Result<String, Error> {
        let Some(captures) = self.anywhere.captures(text).map_err(|error| self.too_hard(&error))? else {
            return Ok(text.to_owned());
        };
        let found = captures.get(0).map_or(0..0, |found| found.range());
        let before = text.get(..found.start).unwrap_or_default();
        let after = text.get(found.end..).unwrap_or_default();
        let made = replacement.expand(|group| captures.get(group).map(|found| found.as_str()));
        Ok(format!("{before}{made}{after}"))
    }

    fn too_hard(&self, error: &dyn fmt::Display) -> Error {
        Error::fatal(format!("the regular expression {} cannot be matched: {error}", self.java))
    }
}

impl fmt::Debug for JavaRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JavaRegex").field(&self.java).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routed(pattern: &str, replacement: &str, text: &str) -> Option<String> {
        let regex = JavaRegex::new(pattern).unwrap();
        let replacement = regex.replacement(replacement).unwrap();
        regex.matches(text).unwrap().then(|| regex.replace_first(text, &replacement).unwrap())
    }

    fn refused(pattern: &str) -> String {
        JavaRegex::new(pattern).unwrap_err().to_string()
    }

    #[test]
    fn a_match_is_of_the_whole_text_and_the_first_match_is_replaced() {
        assert_eq!(routed("a", "x", "ab"), None);
        assert_eq!(routed("a|ab", "x", "ab").as_deref(), Some("xb"));
    }

    #[test]
    fn a_reference_has_as_many_digits_as_there_are_groups() {
        assert_eq!(routed("(.)(.)", "$12", "ab").as_deref(), Some("a2"));
        assert_eq!(routed("(?<first>.)(.)?", r"\$${first}$2", "a").as_deref(), Some("$a"));
    }

    #[test]
    fn names_of_characters_are_those_of_ascii() {
        assert_eq!(routed(r"\w+", "x", "é"), None);
        assert_eq!(routed(r"\d", "x", "٣"), None);
        assert_eq!(routed("(?i)k", "x", "K").as_deref(), Some("x"));
        // Where case is ignored by Unicode's rules, the sign for Kelvin is a k.
        assert_eq!(routed("(?i)k", "x", "\u{212a}"), None);
    }

    #[test]
    fn a_dot_is_no_line_terminator_of_javas() {
        assert_eq!(routed(".", "x", "\u{85}"), None);
        assert_eq!(routed("(?s).", "x", "\u{85}").as_deref(), Some("x"));
    }

    #[test]
    fn sets_are_united_and_intersected() {
        assert_eq!(routed("[a-z&&[^aeiou]]+", "x", "bcd").as_deref(), Some("x"));
        assert_eq!(routed("[a-z&&[^aeiou]]+", "x", "bad"), None);
        assert_eq!(routed("[ab[cd]]+", "x", "abcd").as_deref(), Some("x"));
        assert_eq!(routed("[]a]+", "x", "]a").as_deref(), Some("x"));
    }

    #[test]
    fn a_mistake_is_told_in_javas_words() {
        assert_eq!(refused("*"), "Dangling meta character '*' near index 0\n*\n^");
        assert_eq!(refused("(a"), "Unclosed group near index 2\n(a");
        assert_eq!(refused("[a"), "Unclosed character class near index 1\n[a\n ^");
        assert_eq!(refused("a)"), "Unmatched closing ')' near index 0\na)\n^");
    }

    #[test]
    fn what_would_mean_something_else_is_refused_with_the_reason() {
        assert_eq!(refused("(?m)^a"), "`(?m)`, for texts of several lines, is not supported by this worker");
        assert!(refused(r"\p{IsGreek}").contains(r"a category such as `\p{L}`"));
        assert!(refused("(a*)*").contains("can be empty"));
        assert!(refused(r"\X").contains("not supported"));
    }
}

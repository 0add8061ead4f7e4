//! Reads one key after the other, and collects what is wrong.

use std::collections::BTreeMap;

use super::super::subject::SubjectNameStrategy;
use crate::problem::Problem;

/// Properties, and what was found in them so far.
pub(in super::super) struct Reader<'a> {
    pub(super) props: &'a BTreeMap<String, String>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<String>,
    pub(super) unknown: Vec<String>,
    pub(super) prefix: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(props: &'a BTreeMap<String, String>, prefix: &'a str) -> Self {
        Self { props, problems: Vec::new(), warnings: Vec::new(), unknown: Vec::new(), prefix }
    }

    /// The value, without the spaces that Java's `trim` takes; blank values count as absent.
    pub(in super::super) fn text(&self, key: &str) -> Option<&'a str> {
        self.props.get(key).map(|value| value.trim_matches(|c| c <= ' ')).filter(|value| !value.is_empty())
    }

    pub(in super::super) fn problem(&mut self, key: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(key, message));
    }

    /// Says that `key` has no effect beside `other`.
    pub(in super::super) fn overruled(&mut self, key: &str, other: &str) {
        let prefix = self.prefix;
        self.warnings.push(format!("{prefix}{key} has no effect while {prefix}{other}"));
    }

    pub(in super::super) fn boolean(&mut self, key: &str, default: bool) -> bool {
        match self.text(key) {
            None => default,
            Some(value) if value.eq_ignore_ascii_case("true") => true,
            Some(value) if value.eq_ignore_ascii_case("false") => false,
            Some(value) => {
                self.problems.push(Problem::invalid(key, value, "Expected value to be either true or false"));
                default
            }
        }
    }

    /// A number that is not negative.
    pub(in super::super) fn number(&mut self, key: &str, default: u64) -> u64 {
        let number = self.integer(key);
        match number.map(u64::try_from) {
            None => default,
            Some(Ok(number)) => number,
            Some(Err(_)) => {
                let value = self.text(key).unwrap_or_default();
                self.problems.push(Problem::invalid(key, value, "Value must be at least 0"));
                default
            }
        }
    }

    /// Java's `int`.
    pub(in super::super) fn integer(&mut self, key: &str) -> Option<i32> {
        let value = self.text(key)?;
        let number = value.parse().ok();
        if number.is_none() {
            self.problems.push(Problem::invalid(key, value, "Not a number of type INT"));
        }
        number
    }

    /// A text that another key makes necessary.
    pub(super) fn needed(&mut self, key: &str, by: &str) -> String {
        self.text(key).map_or_else(
            || {
                self.problem(key, format!("Missing required configuration \"{key}\", which {by} needs"));
                String::new()
            },
            str::to_owned,
        )
    }

    pub(super) fn strategy(&mut self, key: &str) -> SubjectNameStrategy {
        let found = self.text(key).map_or(Ok(SubjectNameStrategy::default()), SubjectNameStrategy::of_class);
        found.unwrap_or_else(|why| {
            self.problems.push(Problem::invalid(key, self.text(key).unwrap_or_default(), &why));
            SubjectNameStrategy::default()
        })
    }

    pub(super) fn proxy(&mut self) -> Option<String> {
        let host = self.text("proxy.host")?;
        let port = self.number("proxy.port", 0);
        if port == 0 {
            self.problem("proxy.port", "write the port of proxy.host");
        }
        Some(format!("http://{host}:{port}"))
    }
}

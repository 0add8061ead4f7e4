//! Java's regular expressions (`java.util.regex`), as Kafka Connect's configurations have them.
//!
//! An expression is parsed by Java's rules and written down again for another engine that tries the same alternatives in
//! the same order. What that engine would understand in another way is said in other words; what cannot be said is refused
//! with the reason. Nothing matches silently what it would not match in Java.

mod class;
mod compile;
mod escape;
mod flags;
mod invalid;
mod property;
mod quantifier;
mod regex;
mod replacement;
mod rule;
mod tokens;

pub(crate) use regex::JavaRegex;
pub(crate) use replacement::Replacement;
pub(crate) use rule::JavaRegexRule;

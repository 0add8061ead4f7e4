//! Java's patterns of dates and times (`SimpleDateFormat`), read with jiff.

use std::{error::Error as StdError, fmt};

use jiff::fmt::strtime::BrokenDownTime;

use crate::Error;

/// A pattern that is none, or asks for what cannot be done; or a zone that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPattern(String);

impl InvalidPattern {
    pub(super) fn zone(name: &str) -> Self {
        Self(format!("`{name}` is no time zone that this system knows; use a name such as Europe/Berlin, or UTC"))
    }
}

impl fmt::Display for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for InvalidPattern {}

impl From<InvalidPattern> for Error {
    fn from(invalid: InvalidPattern) -> Self {
        Self::fatal(invalid)
    }
}

/// A pattern, translated.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    java: String,
    /// In jiff's words: one, or two where the text may say `Z` for an offset.
    jiff: Vec<String>,
}

impl Pattern {
    pub(super) fn as_str(&self) -> &str {
        &self.java
    }

    /// What the text says, if it is of this form.
    pub(super) fn read(&self, text: &str) -> Option<BrokenDownTime> {
        self.jiff.iter().find_map(|format| BrokenDownTime::parse(format, text).ok()).map(|mut read| {
            // A literal `Z` is an offset that jiff has not seen.
            if read.offset().is_none() && self.jiff.len() > 1 {
                read.set_offset(Some(jiff::tz::Offset::UTC));
            }
            read
        })
    }

    pub(super) fn parse(java: &str) -> Result<Self, InvalidPattern> {
        let invalid = |why: String| InvalidPattern(format!("`{java}` is no pattern of dates and times: {why}"));
        let mut formats = vec![String::new()];
        let mut chars = java.chars().peekable();
        while let Some(letter) = chars.next() {
            if letter == '\'' {
                let mut quoted = String::new();
                loop {
                    match chars.next() {
                        // Two quotes are one, in a quotation and outside of it.
                        Some('\'') if chars.next_if_eq(&'\'').is_some() => quoted.push('\''),
                        Some('\'') => break,
                        Some(other) => quoted.push(other),
                        None => return Err(invalid("a quotation is not closed".to_owned())),
                    }
                }
                if quoted.is_empty() {
                    quoted.push('\'');
                }
                append(&mut formats, &quoted.replace('%', "%%"));
                continue;
            }
            if !letter.is_ascii_alphabetic() {
                let literal = if letter == '%' { "%%".to_owned() } else { letter.to_string() };
                append(&mut formats, &literal);
                continue;
            }
            let mut count = 1;
            while chars.next_if_eq(&letter).is_some() {
                count += 1;
            }
            if letter == 'X' {
                let offset = if count == 3 { "%:z" } else { "%z" };
                formats =
                    formats.iter().flat_map(|format| [format!("{format}{offset}"), format!("{format}Z")]).collect();
                continue;
            }
            let word = word(letter, count).map_err(|why| invalid(why.to_owned()))?;
            append(&mut formats, word);
        }
        Ok(Self { java: java.to_owned(), jiff: formats })
    }
}

fn append(formats: &mut [String], text: &str) {
    for format in formats {
        format.push_str(text);
    }
}

/// What a run of letters is in jiff's words.
fn word(letter: char, count: usize) -> Result<&'static str, &'static str> {
    Ok(match (letter, count) {
        ('y' | 'u', 2) => "%y",
        ('y' | 'u', _) => "%Y",
        ('M' | 'L', 1 | 2) => "%m",
        ('M' | 'L', 3) => "%b",
        ('M' | 'L', _) => "%B",
        ('d', _) => "%d",
        ('D', _) => "%j",
        ('E', 1..=3) => "%a",
        ('E', _) => "%A",
        ('H', _) => "%H",
        ('h', _) => "%I",
        ('m', _) => "%M",
        ('s', _) => "%S",
        ('S', _) => "%f",
        ('a', _) => "%p",
        ('Z', _) => "%z",
        ('V', 2) => "%Q",
        ('z', _) => {
            return Err("`z` stands for a zone's abbreviation, which can mean several zones; use `Z`, `XXX` or `VV`");
        }
        ('k' | 'K', _) => return Err("use `H` for hours from 0 to 23, or `h` with `a`"),
        ('Y' | 'w' | 'W' | 'F', _) => return Err("years and days of weeks are not supported; use `yyyy-MM-dd`"),
        _ => return Err("it has a letter that stands for nothing here; put plain text in quotes"),
    })
}

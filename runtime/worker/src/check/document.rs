//! A configuration file with the place of everything in it.

use std::ops::Range;

use super::{Problem, json_file, properties_file, source::Source};

/// A file, its keys, and what is wrong with the way it is written.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) source: Source,
    /// Every key that counts, in the order of the file.
    pub(super) entries: Vec<Entry>,
    pub(super) problems: Vec<Problem>,
    pub(super) syntax: Syntax,
    /// Whether it says of itself that it is a connector's: only those have a `config` inside.
    pub(super) wrapped: bool,
    /// Where something that is not there would be added.
    pub(super) end: Range<usize>,
    /// Whether there was any sense in it.
    pub(super) readable: bool,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Properties,
    Json,
}

/// One key and its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    /// What a worker reads.
    pub(super) value: Value,
    pub(super) key_range: Range<usize>,
    /// The value without quotation marks; empty if there is none.
    pub(super) value_range: Range<usize>,
    pub(super) marks: Marks,
}

/// What a file can say about a key.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Null,
}

/// Where the characters of a value are in the file. Escapes make them longer there, continued lines put gaps between.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Each character's place in the value, and its range in the file.
    characters: Vec<(usize, Range<usize>)>,
    /// The places in the value where a new line of the file begins.
    pub(super) joins: Vec<usize>,
}

impl Document {
    /// Reads a file, whatever is in it: JSON when it begins with `{` or is named `*.json`, properties otherwise.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Self {
        let brace = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let named =
            std::path::Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if brace || named { json_file::read(name, bytes) } else { properties_file::read(name, bytes) }
    }

    pub(super) fn new(source: Source, syntax: Syntax) -> Self {
        let end = source.text.len()..source.text.len();
        Self { source, entries: Vec::new(), problems: Vec::new(), syntax, wrapped: false, end, readable: true }
    }

    /// The entry of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// A line that gives a key a value.
    pub(super) fn line(&self, key: &str, value: &str) -> String {
        match self.syntax {
            Syntax::Properties => format!("{key}={value}"),
            Syntax::Json => format!("{}: {},", serde_json::json!(key), serde_json::json!(value)),
        }
    }
}

impl Entry {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null => None,
        }
    }

    /// The range of the file for a range of the value.
    pub(super) fn part(&self, range: &Range<usize>) -> Range<usize> {
        let characters = &self.marks.characters;
        let at = |offset: usize| characters.get(characters.partition_point(|(at, _)| *at < offset));
        let start = at(range.start).map_or(self.value_range.end, |(_, range)| range.start);
        let end = characters.iter().take_while(|(at, _)| *at < range.end).last().map_or(start, |(_, range)| range.end);
        if characters.is_empty() { self.value_range.clone() } else { start..end.max(start) }
    }

    /// What is marked when the value is wrong: the value, or the key if there is none to be seen.
    pub(super) fn whole(&self) -> Range<usize> {
        if self.value_range.is_empty() { self.key_range.clone() } else { self.value_range.clone() }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Value")
    }
}

impl Marks {
    /// From the characters in their order. Nothing is known if they are not those of the value after all.
    pub(super) fn new(characters: &[(char, Range<usize>)], joins: &[usize], value: &str) -> Self {
        let mut marks = Self::default();
        let mut text = String::new();
        let mut join = joins.iter().peekable();
        for (character, range) in characters {
            while join.next_if(|at| **at <= range.start).is_some() {
                marks.joins.push(text.len());
            }
            marks.characters.push((text.len(), range.clone()));
            text.push(*character);
        }
        if text == value { marks } else { Self::default() }
    }
}

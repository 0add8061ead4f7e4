//! Connectors as JSON, with the place of every character of their values.
//!
//! The reader is `serde_json`, as everywhere: a raw value is a part of the file, and knows by that where it stands.

use std::{fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    Code, Problem,
    document::{Document, Entry, Marks, Syntax, Value},
    source::Source,
};

/// A character of a value, and where it stands.
type Character = (char, Range<usize>);

/// The members of an object, each where it stands, repeated ones too.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object: `{` and keys with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Document {
    const BYTE_ORDER_MARK: &str = "\u{feff}";
    let mut document = Document::new(Source::new(name, bytes), Syntax::Json);
    document.readable = false;
    let text = document.source.text.clone();
    if str::from_utf8(bytes).is_err() {
        document
            .problems
            .push(Problem::error(Code::Encoding, "JSON is UTF-8, and the file is not").help("save it as UTF-8"));
        return document;
    }
    let json = text.strip_prefix(BYTE_ORDER_MARK).map_or(&*text, |json| {
        let problem =
            Problem::error(Code::Encoding, "the file begins with a byte order mark, with which it is no JSON");
        document.problems.push(problem.help("save it as UTF-8 without BOM").at(0..BYTE_ORDER_MARK.len()));
        json
    });
    let members = match serde_json::from_str::<Members<'_>>(json) {
        Ok(Members(members)) => members,
        Err(error) => {
            let problem = syntax(&document.source, &error);
            document.problems.push(problem);
            return document;
        }
    };
    document.readable = true;
    let brace = document.source.end().saturating_sub(1);
    document.end = brace..brace + 1;
    let reader = Reader { text: &text };
    let inner = members.iter().find(|(key, value)| reader.string(key).0 == "config" && value.get().starts_with('{'));
    let Some((_, config)) = inner else {
        reader.entries(&members, &mut document);
        return document;
    };
    document.wrapped = true;
    let end = reader.range(config.get()).end;
    document.end = end - 1..end;
    match serde_json::from_str::<Members<'_>>(config.get()) {
        Ok(Members(config)) => reader.entries(&config, &mut document),
        // It was read once already.
        Err(error) => document.problems.push(Problem::error(Code::Syntax, error.to_string())),
    }
    let outer: Vec<_> = members.iter().filter(|(key, _)| reader.string(key).0 != "config").collect();
    for (key, value) in outer {
        reader.outer(key, value, &mut document);
    }
    document
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    /// Where a part of the file stands in it.
    fn range(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        start..start + part.len()
    }

    fn entries(&self, members: &[(&RawValue, &RawValue)], document: &mut Document) {
        for (key, value) in members {
            let (name, key_range, _) = self.string(key);
            if let Some(earlier) = document.entries.iter().position(|entry| entry.key == name) {
                let line = document
                    .entries
                    .get(earlier)
                    .map_or(0, |entry| document.source.position(entry.key_range.start).line);
                let message = format!("`{name}` is already set on line {line}; this line replaces it");
                let problem = Problem::warning(Code::DuplicateKey, message).of(&name).at(key_range.clone());
                document.problems.push(problem.help("remove one of the two lines"));
                document.entries.remove(earlier);
            }
            match self.entry(name, key_range, value) {
                Ok(entry) => document.entries.push(entry),
                Err(problem) => document.problems.push(problem),
            }
        }
    }

    /// Scalars as text, as Jackson reads a `Map<String, String>`.
    fn entry(&self, key: String, key_range: Range<usize>, value: &RawValue) -> Result<Entry, Problem> {
        let raw = value.get();
        let value_range = self.range(raw);
        let (value, value_range, marks) = match raw.as_bytes().first() {
            Some(b'"') => {
                let (text, range, characters) = self.string(value);
                let marks = Marks::new(&characters, &[], &text);
                (Value::Text(text), range, marks)
            }
            Some(b'n') => (Value::Null, value_range, Marks::default()),
            Some(b'[') => {
                let first = value_range.start..value_range.start + 1;
                let help = "write its elements into one string, with commas between them: \"a,b\"";
                return Err(no_text(&key, "a list").at(first).help(help));
            }
            Some(b'{') => return Err(no_text(&key, "an object").at(value_range.start..value_range.start + 1)),
            _ => {
                // `true`, or a number as it is read and written again.
                let text = serde_json::from_str::<serde_json::Value>(raw)
                    .map_or_else(|_| raw.to_owned(), |value| value.to_string());
                let marks: Vec<_> =
                    raw.char_indices().map(|(at, c)| (c, value_range.start + at..value_range.start + at + 1)).collect();
                let marks = Marks::new(&marks, &[], &text);
                (Value::Text(text), value_range, marks)
            }
        };
        Ok(Entry { key, value, key_range, value_range, marks })
    }

    /// What stands beside `config`.
    fn outer(&self, key: &RawValue, value: &RawValue, document: &mut Document) {
        let (name, key_range, _) = self.string(key);
        match name.as_str() {
            "name" => match self.entry(name, key_range, value) {
                Ok(outer) => self.name(outer, document),
                Err(problem) => document.problems.push(problem),
            },
            "initial_state" => {
                let (state, range) = match self.entry(name, key_range, value) {
                    Ok(entry) => (entry.text().map(str::to_ascii_uppercase), entry.whole()),
                    Err(problem) => (Some(String::new()), problem.range.unwrap_or_default()),
                };
                let problem = match state.as_deref() {
                    None | Some("RUNNING") => return,
                    Some("PAUSED" | "STOPPED") => Problem::error(
                        Code::Unsupported,
                        "initial_state is not supported by this version; remove it, or write RUNNING",
                    ),
                    Some(_) => {
                        let found = value.get();
                        Problem::error(
                            Code::InvalidValue,
                            format!("`initial_state` is `{found}`; write RUNNING, PAUSED or STOPPED"),
                        )
                        .help("write RUNNING, or remove it")
                    }
                };
                document.problems.push(problem.of("initial_state").at(range));
            }
            // What `GET /connectors/NAME` shows beside.
            "tasks" | "type" => {}
            _ => {
                let message = format!("`{name}` stands beside `config`, where nobody reads it");
                let problem = Problem::warning(Code::Ineffective, message).help("move it into `config`, or remove it");
                document.problems.push(problem.of(&name).at(key_range));
            }
        }
    }

    fn name(&self, outer: Entry, document: &mut Document) {
        let _ = self;
        match document.get("name") {
            None => document.entries.insert(0, outer),
            Some(inner) if inner.value != outer.value => {
                let message = format!(
                    "Connector name configuration in 'config' doesn't match the one specified in 'name' at '{}'",
                    document.source.name()
                );
                let problem = Problem::error(Code::InvalidValue, message).of("name").at(inner.whole());
                document.problems.push(problem.help("write the name once"));
            }
            Some(_) => {}
        }
    }

    /// A string's text, its range between the quotation marks, and where each character stands.
    fn string(&self, raw: &RawValue) -> (String, Range<usize>, Vec<Character>) {
        let whole = self.range(raw.get());
        let range = whole.start + 1..whole.end.saturating_sub(1).max(whole.start + 1);
        let text = serde_json::from_str::<String>(raw.get()).unwrap_or_default();
        let inside = self.text.get(range.clone()).unwrap_or_default();
        let characters = characters(inside, range.start);
        (text, range, characters)
    }
}

pub(super) fn no_text(key: &str, found: &str) -> Problem {
    Problem::error(Code::Syntax, format!("the value of `{key}` is {found}; write a string")).of(key)
}

/// The characters of a string that is known to be correct.
fn characters(inside: &str, offset: usize) -> Vec<Character> {
    let mut characters: Vec<Character> = Vec::new();
    let mut half: Option<(u32, usize)> = None;
    let mut rest = inside.char_indices();
    while let Some((at, c)) = rest.next() {
        let start = at + offset;
        if c != '\\' {
            characters.push((c, start..start + c.len_utf8()));
            continue;
        }
        let Some((_, escaped)) = rest.next() else { break };
        let c = match escaped {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let unit =
                    rest.by_ref().take(4).fold(0, |unit, (_, digit)| unit << 4 | digit.to_digit(16).unwrap_or(0));
                match (half.take(), unit) {
                    (None, 0xd800..=0xdbff) => half = Some((unit, start)),
                    (Some((high, first)), 0xdc00..=0xdfff) => {
                        let code = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
                        characters.extend(char::from_u32(code).map(|c| (c, first..start + 6)));
                    }
                    _ => characters.extend(char::from_u32(unit).map(|c| (c, start..start + 6))),
                }
                continue;
            }
            other => other,
        };
        characters.push((c, start..start + 2));
    }
    characters
}

fn syntax(source: &Source, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(&*message, |(text, _)| text);
    let line = source.line_range(error.line().saturating_sub(1));
    let at = (line.start + error.column().saturating_sub(1)).min(source.end().saturating_sub(1));
    let found = source.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let before = source.text.get(..at).unwrap_or_default();
    let comma = before.trim_end().len().saturating_sub(1);
    let (range, help) = if message == "trailing comma" {
        (comma..comma + 1, Some("remove the comma"))
    } else if message.starts_with("expected `,`") {
        let end = before.trim_end().len();
        (end..end, Some("write a comma here, or the closing brace"))
    } else if message.starts_with("EOF") {
        (source.end()..source.end(), Some("the file ends too early: a brace or a quotation mark is missing"))
    } else if message.starts_with("key must be a string") {
        (at..at + found, Some("put the key into double quotation marks; comments are no JSON"))
    } else if message.starts_with("invalid escape") {
        (
            at.saturating_sub(1)..at + found,
            Some(r#"write `\\` for a backslash; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
        )
    } else {
        (at..at + found, None)
    };
    let problem = Problem::error(Code::Syntax, message).at(range);
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_value_is_found_behind_escapes() {
        let document = read("c.json", r#"{"a": "x\u00e9\ud83d\ude00\"y,z", "n": 12, "none": null}"#.as_bytes());
        let entry = document.get("a").unwrap();
        assert_eq!(entry.text(), Some("xé😀\"y,z"));
        let z = entry.text().unwrap().find('z').unwrap();
        assert_eq!(document.source.slice(&entry.part(&(z..z + 1))), "z");
        let smile = entry.text().unwrap().find('😀').unwrap();
        assert_eq!(document.source.slice(&entry.part(&(smile..smile + 4))), "\\ud83d\\ude00");
        assert_eq!(document.text("n"), Some("12"));
        assert_eq!(document.get("none").map(|entry| &entry.value), Some(&Value::Null));
    }

    #[test]
    fn the_keys_of_a_create_request_are_those_of_its_config() {
        let document = read("c.json", br#"{"name":"a","config":{"k":"v","k":"w"},"tasks":[]}"#);
        assert_eq!(document.text("name"), Some("a"));
        assert_eq!(document.text("k"), Some("w"));
        assert_eq!(document.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::DuplicateKey]);
    }

    #[test]
    fn broken_json_is_marked_where_it_has_to_change() {
        let marked = |text: &str| {
            let document = read("c.json", text.as_bytes());
            let problem = document.problems.first().unwrap();
            let range = problem.range.clone().unwrap();
            (range.start, document.source.slice(&range).to_owned())
        };
        assert_eq!(marked("{\"a\":\"b\",\n}"), (8, ",".to_owned()));
        assert_eq!(marked("{\"a\":\"b\"\n\"c\":\"d\"}"), (8, String::new()));
        assert_eq!(marked("{\"a\":\"\\x\"}"), (6, "\\x".to_owned()));
        assert_eq!(marked("{\"a\":\"b\""), (8, String::new()));
    }
}

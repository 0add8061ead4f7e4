//! Properties files, with the place of every character of their values.

use std::ops::Range;

use super::{
    Code, Problem,
    document::{Document, Entry, Marks, Syntax, Value},
    source::Source,
};
use crate::properties::{Malformed, Properties, Warning};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The same, as ISO-8859-1 reads it.
const READ_AS: &str = "\u{ef}\u{bb}\u{bf}";

pub(super) fn read(name: &str, bytes: &[u8]) -> Document {
    let mut document = Document::new(Source::new(name, bytes), Syntax::Properties);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let problem = Problem::error(Code::Encoding, "the file is UTF-16, which is not read as text here");
        document.problems.push(problem.help("save it as ASCII, with other characters as `\\uXXXX`"));
        document.readable = false;
        return document;
    }
    let properties = match Properties::parse(name, bytes) {
        Ok(properties) => properties,
        Err(malformed) => {
            document.problems.push(syntax(&document.source, bytes, &malformed));
            document.readable = false;
            return document;
        }
    };
    for warning in properties.warnings() {
        let problem = warned(&document.source, bytes, warning, &properties);
        document.problems.push(problem);
    }
    for entry in &properties {
        let Some(span) = &entry.span else { continue };
        let raw = bytes.get(span.value.clone()).unwrap_or_default();
        let (characters, joins) = characters(raw, span.value.start);
        let characters: Vec<_> =
            characters.into_iter().map(|(character, range)| (character, document.source.range(range, bytes))).collect();
        let joins: Vec<_> = joins.into_iter().map(|at| document.source.range(at..at, bytes).start).collect();
        document.entries.push(Entry {
            key: entry.key.clone(),
            value: Value::Text(entry.value.clone()),
            key_range: document.source.range(span.key.clone(), bytes),
            value_range: document.source.range(span.value.clone(), bytes),
            marks: Marks::new(&characters, &joins, &entry.value),
        });
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        byte_order_mark(&mut document);
    }
    document
}

/// Java reads the mark as three letters of the first key. Everything else is checked as if it were not there.
fn byte_order_mark(document: &mut Document) {
    let message = "the file begins with a byte order mark, which is read as a part of the first key";
    let help = "save the file without it: as ASCII, or as UTF-8 without BOM";
    document.problems.retain(|problem| problem.range.as_ref().is_none_or(|range| range.start > 0));
    document.problems.push(Problem::error(Code::Encoding, message).help(help).at(0..BYTE_ORDER_MARK.len()));
    document.entries.retain_mut(|entry| {
        let Some(key) = entry.key.strip_prefix(READ_AS) else { return true };
        entry.key_range.start += BYTE_ORDER_MARK.len();
        entry.key = key.to_owned();
        !entry.key.starts_with(['#', '!'])
    });
}

fn syntax(source: &Source, bytes: &[u8], malformed: &Malformed) -> Problem {
    Problem::error(Code::Syntax, malformed.message).help(malformed.help).at(source.range(malformed.span.clone(), bytes))
}

fn warned(source: &Source, bytes: &[u8], warning: &Warning, properties: &Properties) -> Problem {
    let here = properties.iter().find_map(|entry| {
        let span = entry.span.as_ref()?;
        (span.position == warning.position).then_some((entry, span))
    });
    if let (Some((entry, span)), true) = (here, warning.message.contains("is already set on line")) {
        let problem = Problem::warning(Code::DuplicateKey, &warning.message).of(&entry.key);
        return problem.at(source.range(span.key.clone(), bytes)).help("remove one of the two lines");
    }
    let line = source.line_range(warning.position.line.saturating_sub(1));
    // The warning counts bytes; the text is the file's bytes as they are, or it would be no UTF-8.
    let start = line.start + warning.position.column.saturating_sub(1);
    let key = properties.iter().find(|entry| {
        entry.span.as_ref().is_some_and(|span| (span.key.start..span.value.end.max(span.key.end)).contains(&start))
    });
    let mut problem = Problem::warning(Code::Encoding, &warning.message).at(source.range(start..start + 1, bytes));
    problem.key = key.map(|entry| entry.key.clone());
    problem
}

/// The characters of a value with their bytes, escapes resolved, and where continued lines begin.
fn characters(raw: &[u8], offset: usize) -> (Vec<(char, Range<usize>)>, Vec<usize>) {
    let mut units: Vec<(u16, Range<usize>)> = Vec::new();
    let mut joins = Vec::new();
    let mut bytes = raw.iter().copied().enumerate().map(|(at, byte)| (at + offset, byte)).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte != b'\\' {
            units.push((byte.into(), at..at + 1));
            continue;
        }
        let Some((_, escaped)) = bytes.next() else { break };
        let (unit, length) = match escaped {
            b'\r' | b'\n' => {
                if escaped == b'\r' {
                    bytes.next_if(|(_, byte)| *byte == b'\n');
                }
                while bytes.next_if(|(_, byte)| matches!(byte, b' ' | b'\t' | b'\x0c')).is_some() {}
                joins.extend(bytes.peek().map(|(at, _)| *at));
                continue;
            }
            b'u' => {
                let digits = bytes.by_ref().take(4).filter_map(|(_, digit)| char::from(digit).to_digit(16));
                let unit = digits.fold(0, |unit, digit| unit << 4 | digit);
                (u16::try_from(unit).unwrap_or_default(), 6)
            }
            b't' => (u16::from(b'\t'), 2),
            b'n' => (u16::from(b'\n'), 2),
            b'r' => (u16::from(b'\r'), 2),
            b'f' => (0x0c, 2),
            other => (other.into(), 2),
        };
        units.push((unit, at..at + length));
    }
    let mut ranges = units.iter().map(|(_, range)| range.clone());
    let text = char::decode_utf16(units.iter().map(|(unit, _)| *unit))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER));
    let characters = text
        .map_while(|character| {
            let first = ranges.next()?;
            let last = if character.len_utf16() == 2 { ranges.next()? } else { first.clone() };
            Some((character, first.start..last.end))
        })
        .collect();
    (characters, joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of the file stands for a part of the value.
    fn behind(file: &str, part: &str) -> String {
        let document = read("f.properties", file.as_bytes());
        let entry = document.entries.first().unwrap();
        let at = entry.text().unwrap().find(part).unwrap();
        document.source.slice(&entry.part(&(at..at + part.len()))).to_owned()
    }

    #[test]
    fn a_part_of_a_value_is_found_behind_escapes() {
        assert_eq!(behind("k = a\\u00e9,\\tbc,d", "bc"), "bc");
        assert_eq!(behind("k = a\\u00e9,\\tbc,d", "é"), "\\u00e9");
        assert_eq!(behind("k=\\ud83d\\ude00!", "😀"), "\\ud83d\\ude00");
    }

    #[test]
    fn a_part_of_a_value_is_found_on_a_continued_line() {
        assert_eq!(behind("k=a,\\\n   b,\\\r\n  c", "b"), "b");
        assert_eq!(behind("k=a,\\\n   b,\\\r\n  c", "c"), "c");
    }

    #[test]
    fn continued_lines_are_known() {
        let document = read("f", b"k=a,\\\n   b=c");
        let entry = document.entries.first().unwrap();
        assert_eq!(entry.marks.joins, [2]);
    }

    #[test]
    fn a_byte_order_mark_is_an_error_and_the_rest_is_read_without_it() {
        let document = read("f", b"\xef\xbb\xbfname=a\n");
        assert!(document.get("name").is_some());
        assert_eq!(document.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::Encoding]);
    }
}

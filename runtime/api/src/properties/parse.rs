//! Reads `.properties` files as `java.util.Properties` does.

use std::{collections::BTreeMap, fmt, ops::Range};

use super::{
    lines::{At, Lines, is_space},
    malformed::{Malformed, is_secret},
    position::{LineStarts, Position},
};

/// Where a key and its value stand in the file, as byte offsets. Escapes and continuations lie inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The key.
    pub key: Range<usize>,
    /// The value; empty at the end of the key when there is none.
    pub value: Range<usize>,
    /// Line and column of the key.
    pub position: Position,
}

/// One key and its value.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, escapes resolved.
    pub key: String,
    /// The value, escapes resolved, spaces at its end kept.
    pub value: String,
    /// Where it stands; `None` in JSON files.
    pub span: Option<Span>,
}

/// Hides the value: it may be a password.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("key", &self.key).field("span", &self.span).finish_non_exhaustive()
    }
}

/// Something that Java reads without complaint and that is seldom meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file, as the user named it.
    pub file: String,
    /// Where.
    pub position: Position,
    /// What, and what to write instead.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.position, self.message)
    }
}

/// The keys and values of one file, in the order in which they stand there.
///
/// [`parse`](Self::parse) is equal to `java.util.Properties.load(InputStream)`, with which Kafka Connect reads its own files:
/// they are ISO-8859-1, other characters are `\uXXXX`, the last of several equal keys counts.
/// [`parse_text`](Self::parse_text) is equal to `load(Reader)`.
#[derive(Debug, Clone, Default)]
pub struct Properties {
    entries: Vec<Entry>,
    warnings: Vec<Warning>,
}

impl Properties {
    /// Reads the bytes of a file; `file` is its name in messages.
    ///
    /// # Errors
    /// [`Malformed`] for a `\u` without four hexadecimal digits (Java refuses it too) and for half a surrogate pair,
    /// which is no text.
    pub fn parse(file: &str, source: &[u8]) -> Result<Self, Malformed> {
        Self::read(Reader { file, source, text: false, lines: &LineStarts::of(source) })
    }

    /// Reads a file that was decoded already: Kafka's `FileConfigProvider` takes UTF-8.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_text(file: &str, source: &str) -> Result<Self, Malformed> {
        let source = source.as_bytes();
        Self::read(Reader { file, source, text: true, lines: &LineStarts::of(source) })
    }

    fn read(reader: Reader<'_>) -> Result<Self, Malformed> {
        let Reader { file, source, .. } = reader;
        let mut properties = Self::default();
        let mut seen = BTreeMap::<String, usize>::new();
        for line in Lines::new(source) {
            let entry = reader.entry(&line, &mut properties.warnings)?;
            if let Some(&earlier) = seen.get(&entry.key) {
                properties.warnings.push(Warning {
                    file: file.to_owned(),
                    position: position(&entry, source),
                    message: format!(
                        "`{}` is already set on line {}; this line replaces it",
                        entry.key,
                        properties.entries.get(earlier).map_or(0, |first| position(first, source).line)
                    ),
                });
                if let Some(slot) = properties.entries.get_mut(earlier) {
                    *slot = entry;
                }
            } else {
                seen.insert(entry.key.clone(), properties.entries.len());
                properties.entries.push(entry);
            }
        }
        Ok(properties)
    }

    /// The entry of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Every key once, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// What is probably not meant: repeated keys, characters that ISO-8859-1 does not have.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Keys and values alone.
    #[must_use]
    pub fn into_map(self) -> BTreeMap<String, String> {
        self.entries.into_iter().map(|entry| (entry.key, entry.value)).collect()
    }
}

/// Takes the entries as they are: from a file of another form, such as JSON.
impl FromIterator<Entry> for Properties {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect(), warnings: Vec::new() }
    }
}

/// Adds entries behind the others; keys that are there already are not looked for.
impl Extend<Entry> for Properties {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        self.entries.extend(entries);
    }
}

impl<'a> IntoIterator for &'a Properties {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn position(entry: &Entry, source: &[u8]) -> Position {
    entry.span.as_ref().map_or_else(|| Position::of(source, 0), |span| span.position)
}

/// One file while it is read.
#[derive(Clone, Copy)]
struct Reader<'a> {
    file: &'a str,
    source: &'a [u8],
    /// Whether the bytes are those of a text, and not ISO-8859-1.
    text: bool,
    lines: &'a LineStarts,
}

impl Reader<'_> {
    /// Cuts a logical line in two and resolves the escapes of both halves.
    fn entry(self, line: &[At], warnings: &mut Vec<Warning>) -> Result<Entry, Malformed> {
        let (key_end, value_start) = split(line);
        let (raw_key, rest) = line.split_at(key_end);
        let raw_value = rest.get(value_start - key_end..).unwrap_or_default();
        let start = line.first().map_or(self.source.len(), |at| at.offset);
        let key_span = start..raw_key.last().map_or(start, |at| at.offset + 1);
        let value_span = match (raw_value.first(), raw_value.last()) {
            (Some(first), Some(last)) => first.offset..last.offset + 1,
            _ => key_span.end..key_span.end,
        };
        let key = self.unescape(raw_key, None)?;
        let value = self.unescape(raw_value, Some((&key, value_span.start)))?;
        self.check_encoding(raw_key, None, warnings);
        self.check_encoding(raw_value, Some(&key), warnings);
        let position = self.lines.position(start);
        Ok(Entry { key, value, span: Some(Span { key: key_span, value: value_span, position }) })
    }

    /// Resolves `\t`, `\n`, `\r`, `\f` and `\uXXXX`; a backslash before anything else stands for that character.
    fn unescape(self, raw: &[At], value: Option<(&str, usize)>) -> Result<String, Malformed> {
        let mut text = Vec::with_capacity(raw.len());
        // The first half of a surrogate pair, waiting for the second.
        let mut half: Option<(u16, Range<usize>)> = None;
        let mut rest = raw.iter();
        while let Some(at) = rest.next() {
            let (unit, span, byte) = if at.byte == b'\\' {
                match rest.next() {
                    None => break,
                    Some(escaped) if escaped.byte == b'u' => {
                        let digits = rest.as_slice();
                        let Some(unit) = digits.get(..4).and_then(hexadecimal) else {
                            return Err(self.malformed(at, digits, value));
                        };
                        let end = rest.nth(3).map_or(at.offset, |last| last.offset + 1);
                        (unit, at.offset..end, None)
                    }
                    Some(escaped) => {
                        let byte = match escaped.byte {
                            b't' => b'\t',
                            b'n' => b'\n',
                            b'r' => b'\r',
                            b'f' => b'\x0c',
                            other => other,
                        };
                        (u16::from(byte), at.offset..escaped.offset + 1, Some(byte))
                    }
                }
            } else {
                (u16::from(at.byte), at.offset..at.offset + 1, Some(at.byte))
            };
            match (half.take(), unit) {
                (None, 0xD800..=0xDBFF) => half = Some((unit, span)),
                (Some((high, first)), 0xDC00..=0xDFFF) => match char::decode_utf16([high, unit]).next() {
                    Some(Ok(c)) => push(&mut text, c),
                    _ => return Err(self.lone_surrogate(first, value)),
                },
                (Some((_, first)), _) => return Err(self.lone_surrogate(first, value)),
                // One byte of a character: its others follow, since everything that is cut or escaped is ASCII.
                (None, 0x80..) if self.text && byte.is_some() => text.extend(byte),
                (None, _) => match char::from_u32(u32::from(unit)) {
                    Some(c) => push(&mut text, c),
                    None => return Err(self.lone_surrogate(span, value)),
                },
            }
        }
        match half {
            Some((_, span)) => Err(self.lone_surrogate(span, value)),
            None => Ok(String::from_utf8(text).unwrap_or_else(|error| unreachable!("whole characters: {error}"))),
        }
    }

    fn malformed(self, at: &At, digits: &[At], value: Option<(&str, usize)>) -> Malformed {
        let good = digits.iter().take(4).take_while(|digit| digit.byte.is_ascii_hexdigit()).count();
        // The escape with the first wrong character, as far as it is on the same line.
        let end = digits.iter().take(good + 1).fold(
            at.offset + 2,
            |end, digit| {
                if digit.offset == end { end + 1 } else { end }
            },
        );
        Malformed::new(
            (self.file, self.source),
            at.offset..end,
            value,
            r"Malformed \uxxxx encoding.",
            r"`\u` needs four hexadecimal digits, such as `\u00e9`; write `\\u` for a backslash and a `u`",
        )
    }

    fn lone_surrogate(self, span: Range<usize>, value: Option<(&str, usize)>) -> Malformed {
        Malformed::new(
            (self.file, self.source),
            span,
            value,
            "half of a surrogate pair is not a character",
            r"characters beyond U+FFFF take two escapes, the high half first, such as `\ud83d\ude00`",
        )
    }

    /// Warns where bytes look like UTF-8, which Java does not read as such.
    fn check_encoding(self, raw: &[At], key: Option<&str>, warnings: &mut Vec<Warning>) {
        if self.text {
            return;
        }
        let bytes: Vec<u8> = raw.iter().map(|at| at.byte).collect();
        let Ok(text) = std::str::from_utf8(&bytes) else { return };
        let Some((index, found)) = text.char_indices().find(|(_, c)| !c.is_ascii()) else { return };
        let offset = raw.get(index).map_or(0, |at| at.offset);
        let units =
            found.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}"));
        let seen: String = found.encode_utf8(&mut [0; 4]).bytes().map(char::from).collect();
        let message = if key.is_some_and(is_secret) {
            "the file holds UTF-8, but properties files are read as ISO-8859-1; write characters beyond ASCII as `\\uXXXX`"
                .to_owned()
        } else {
            format!(
                "`{found}` is read as `{}`, because properties files are ISO-8859-1; write `{units}`",
                seen.escape_debug()
            )
        };
        warnings.push(Warning { file: self.file.to_owned(), position: self.lines.position(offset), message });
    }
}

fn push(text: &mut Vec<u8>, c: char) {
    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Where the key ends and where the value begins.
fn split(line: &[At]) -> (usize, usize) {
    let mut escaped = false;
    let key_end = line
        .iter()
        .position(|at| {
            let ends = !escaped && (matches!(at.byte, b'=' | b':') || is_space(at.byte));
            escaped = at.byte == b'\\' && !escaped;
            ends
        })
        .unwrap_or(line.len());
    let mut separated = false;
    let skipped = line
        .iter()
        .skip(key_end)
        .take_while(|at| {
            if is_space(at.byte) {
                return true;
            }
            let separator = !separated && matches!(at.byte, b'=' | b':');
            separated |= separator;
            separator
        })
        .count();
    (key_end, key_end + skipped)
}

fn hexadecimal(digits: &[At]) -> Option<u16> {
    digits.iter().try_fold(0u16, |unit, digit| {
        let digit = char::from(digit.byte).to_digit(16).and_then(|digit| u16::try_from(digit).ok())?;
        Some(unit << 4 | digit)
    })
}

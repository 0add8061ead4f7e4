//! The text of a file, and where its lines are.

use std::{borrow::Cow, ops::Range};

/// A file as a person sees it in an editor. All other ranges of this module tree are ranges of [`text`](Self::text).
#[derive(Debug)]
pub(super) struct Source {
    /// How the user named it.
    pub(super) name: String,
    pub(super) text: String,
    /// Whether the bytes are no UTF-8, and therefore each of them is a character.
    latin1: bool,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// A place in a file as editors count: lines and characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineColumn {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Source {
    pub(super) fn new(name: &str, bytes: &[u8]) -> Self {
        let (text, latin1) = match str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (bytes.iter().copied().map(char::from).collect(), true),
        };
        let lines = line_starts(&text);
        Self { name: name.to_owned(), text, latin1, lines }
    }

    /// The range of the text for a range of the file's bytes; a character of which any byte is meant is meant whole.
    pub(super) fn range(&self, bytes: Range<usize>, file: &[u8]) -> Range<usize> {
        if self.latin1 {
            let at = |byte: usize| byte + file.iter().take(byte).filter(|byte| !byte.is_ascii()).count();
            return at(bytes.start)..at(bytes.end);
        }
        let end = bytes.end.min(self.text.len());
        let start = (0..=bytes.start.min(end)).rev().find(|at| self.text.is_char_boundary(*at));
        let end = (end..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
        start.unwrap_or_default()..end.unwrap_or(self.text.len())
    }

    /// What stands there.
    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The number of a line, from 0.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// A line without its end.
    pub(super) fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.lines.get(line).copied().unwrap_or(self.text.len());
        let end = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.slice(&(start..end)).trim_end_matches(['\n', '\r']).len()
    }

    pub(super) fn position(&self, at: usize) -> LineColumn {
        let line = self.line(at);
        let start = self.lines.get(line).copied().unwrap_or_default();
        LineColumn { line: line + 1, column: self.slice(&(start..at)).chars().count() + 1 }
    }

    /// The last place where something could be added: behind the last character that is no blank.
    pub(super) fn end(&self) -> usize {
        self.text.trim_end().len()
    }

    /// The file's name as a part of messages.
    pub(super) fn name(&self) -> Cow<'_, str> {
        sanitised(&self.name)
    }
}

/// A text without what could make a terminal do more than show it.
pub(super) fn sanitised(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(harmful) { text.replace(harmful, "\u{fffd}").into() } else { text.into() }
}

/// How many lines a text is.
pub(super) fn lines(text: &str) -> usize {
    line_starts(text).len()
}

/// A line ends with `\n`, `\r` or both.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\n' || (byte == b'\r' && bytes.peek().is_none_or(|(_, next)| *next != b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters() {
        let source = Source::new("f", "é=a\r\nü=b\n".as_bytes());
        assert_eq!(source.position("é=a\r\nü=".len()), LineColumn { line: 2, column: 3 });
        assert_eq!(source.slice(&source.line_range(1)), "ü=b");
    }

    #[test]
    fn ranges_of_a_file_in_iso_8859_1_are_found_in_its_text() {
        let file = b"\xe9\xe9=x";
        let source = Source::new("f", file);
        assert_eq!(source.slice(&source.range(1..2, file)), "é");
        assert_eq!(source.slice(&source.range(3..4, file)), "x");
    }

    #[test]
    fn a_part_of_a_character_is_the_whole_character() {
        let file = "→".as_bytes();
        let source = Source::new("f", file);
        assert_eq!(source.range(1..2, file), 0..3);
    }
}

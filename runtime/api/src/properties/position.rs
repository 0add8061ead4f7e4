//! Lines and columns.

use std::fmt;

/// A place in a text file, counted from one as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1; `\r\n`, `\n` and `\r` end one.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

impl Position {
    /// The position of a byte of `source`.
    #[must_use]
    pub fn of(source: &[u8], offset: usize) -> Self {
        let start = line_start(source, offset);
        let mut line = 1;
        let mut bytes = source.iter().take(start).peekable();
        while let Some(byte) = bytes.next() {
            // `\r\n` is counted at its `\n`.
            if *byte == b'\n' || (*byte == b'\r' && bytes.peek() != Some(&&b'\n')) {
                line += 1;
            }
        }
        Self { line, column: offset - start + 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a file begin, for a file of which many places are asked for.
#[derive(Debug)]
pub(super) struct LineStarts(Vec<usize>);

impl LineStarts {
    pub(super) fn of(source: &[u8]) -> Self {
        let mut starts = vec![0];
        let mut bytes = source.iter().zip(1..).peekable();
        while let Some((byte, next)) = bytes.next() {
            // `\r\n` is one end.
            if *byte == b'\n' || (*byte == b'\r' && bytes.peek().is_none_or(|(byte, _)| **byte != b'\n')) {
                starts.push(next);
            }
        }
        Self(starts)
    }

    /// As [`Position::of`].
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.0.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.0.get(line)).copied().unwrap_or_default();
        Position { line, column: offset - start + 1 }
    }
}

pub(super) fn line_start(source: &[u8], offset: usize) -> usize {
    source
        .get(..offset)
        .and_then(|before| before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')))
        .map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::{LineStarts, Position};

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        assert_eq!(Position::of(b"a\r\nb\rc\nd", 7), Position { line: 4, column: 1 });
    }

    #[test]
    fn one_place_and_many_places_are_counted_alike() {
        let source = b"a\r\nbc\r\rd\n\ne";
        let starts = LineStarts::of(source);
        // Nothing begins between `\r` and `\n`.
        for offset in (0..=source.len()).filter(|offset| *offset != 2) {
            assert_eq!(starts.position(offset), Position::of(source, offset), "at byte {offset}");
        }
    }
}

//! From bytes to lines.

/// Bytes that were read, and the lines in them. A line ends with `\n`, `\r` or `\r\n`.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    bytes: Vec<u8>,
    /// Where the next line begins.
    taken: usize,
    /// Up to where there is no end of that line.
    searched: usize,
}

/// A line, and how many bytes it took with its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) bytes: usize,
}

impl Lines {
    /// Appends what was read.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.taken);
        self.searched -= self.taken;
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the next line. One without an end is not taken, nor one that ends with a `\r` after which nothing has come
    /// yet: a `\n` may follow. What is not UTF-8 becomes U+FFFD, as in Java.
    pub(crate) fn next(&mut self) -> Option<Line> {
        let unsearched = self.bytes.get(self.searched..)?;
        let Some(found) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.bytes.len();
            return None;
        };
        let end = self.searched + found;
        self.searched = end;
        let next = match self.bytes.get(end..)? {
            [b'\r', b'\n', ..] => end + 2,
            [b'\r'] => return None,
            _ => end + 1,
        };
        let text = String::from_utf8_lossy(self.bytes.get(self.taken..end)?).into_owned();
        let bytes = next - self.taken;
        (self.taken, self.searched) = (next, next);
        Some(Line { text, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(lines: &mut Lines) -> Vec<(String, usize)> {
        std::iter::from_fn(|| lines.next()).map(|line| (line.text, line.bytes)).collect()
    }

    fn lines(bytes: &[u8]) -> Vec<(String, usize)> {
        let mut lines = Lines::default();
        lines.extend(bytes);
        taken(&mut lines)
    }

    #[test]
    fn all_three_ends_of_a_line_count_with_their_bytes() {
        let expected = [("unix", 5), ("windows", 9), ("mac", 4), ("", 1)].map(|(text, n)| (text.to_owned(), n));
        assert_eq!(lines(b"unix\nwindows\r\nmac\r\nrest")[..2], expected[..2]);
        assert_eq!(lines(b"mac\r\r\n")[0], expected[2]);
        assert_eq!(lines(b"\nrest")[0], expected[3]);
    }

    #[test]
    fn a_line_without_an_end_waits_for_it() {
        let mut lines = Lines::default();
        lines.extend(b"one\ntw");
        assert_eq!(taken(&mut lines), [("one".to_owned(), 4)]);
        lines.extend(b"o");
        assert_eq!(taken(&mut lines), []);
        lines.extend(b"\n");
        assert_eq!(taken(&mut lines), [("two".to_owned(), 4)]);
    }

    #[test]
    fn a_carriage_return_at_the_end_waits_for_what_follows() {
        let mut lines = Lines::default();
        lines.extend(b"one\r");
        assert_eq!(taken(&mut lines), []);
        lines.extend(b"\ntwo\r");
        assert_eq!(taken(&mut lines), [("one".to_owned(), 5)]);
        lines.extend(b"three");
        assert_eq!(taken(&mut lines), [("two".to_owned(), 4)]);
    }

    #[test]
    fn a_character_may_come_in_two_pieces() {
        let mut lines = Lines::default();
        lines.extend(b"gr\xc3");
        assert_eq!(taken(&mut lines), []);
        lines.extend(b"\xbcn\n");
        assert_eq!(taken(&mut lines), [("grün".to_owned(), 6)]);
    }

    #[test]
    fn what_is_not_utf8_is_replaced_and_counted_as_it_was() {
        assert_eq!(lines(b"a\xffb\n"), [("a\u{fffd}b".to_owned(), 4)]);
    }
}

//! What is wrong with a `.properties` file, where, and what to write instead.

use std::{fmt, ops::Range};

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

/// A `.properties` file that cannot be read.
///
/// Its text names file, line and column, shows the place with carets under it, and says what to write instead. Values
/// may be secrets: apart from the escape itself nothing of them is shown, and of a key that looks like a secret's not
/// even that.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Malformed {
    /// The file, as the user named it.
    pub file: String,
    /// Where the mistake begins.
    pub position: Position,
    /// The bytes of the file that are wrong.
    pub span: Range<usize>,
    /// What is wrong, in Java's words where Java has some.
    pub message: &'static str,
    /// What to write instead.
    pub help: &'static str,
    shown: Box<Shown>,
}

/// The line as it may be shown, cut into what stands before the mistake and the mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    before: String,
    marked: String,
}

impl Malformed {
    /// `value` is where the value begins when the mistake lies in it.
    pub(super) fn new(
        (file, source): (&str, &[u8]),
        span: Range<usize>,
        value: Option<(&str, usize)>,
        message: &'static str,
        help: &'static str,
    ) -> Self {
        let position = Position::of(source, span.start);
        let start = line_start(source, span.start);
        let text = |range: Range<usize>| latin1(source.get(range).unwrap_or_default());
        let (before, marked) = match value {
            None => (text(start..span.start), text(span.clone())),
            Some((key, begin)) => {
                let visible = text(start..begin.clamp(start, span.start));
                let hidden = if begin < span.start { "…" } else { "" };
                let marked = if is_secret(key) { r"\u????".to_owned() } else { text(span.clone()) };
                (visible + hidden, marked)
            }
        };
        Self { file: file.to_owned(), position, span, message, help, shown: Box::new(Shown { before, marked }) }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.position.line.to_string();
        let gutter = " ".repeat(number.len());
        let indent: String = self.shown.before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let carets = "^".repeat(self.shown.marked.chars().count().max(1));
        writeln!(f, "{}:{}: {}", self.file, self.position, self.message)?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {}{}", self.shown.before, self.shown.marked)?;
        writeln!(f, "{gutter} | {indent}{carets}")?;
        write!(f, "{gutter} = {}", self.help)
    }
}

impl std::error::Error for Malformed {}

/// True when the value of this key had better not be shown; generous, since a definition is not at hand here.
pub(super) fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["password", "secret", "token", "jaas", "credential", "user.info", "ssl.key", "keystore.key", "apikey", "api.key"]
        .iter()
        .any(|word| key.contains(word))
}

fn line_start(source: &[u8], offset: usize) -> usize {
    source
        .get(..offset)
        .and_then(|before| before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')))
        .map_or(0, |end| end + 1)
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        assert_eq!(Position::of(b"a\r\nb\rc\nd", 7), Position { line: 4, column: 1 });
    }
}

//! What is wrong with a `.properties` file, where, and what to write instead.

use std::{fmt, ops::Range};

use super::position::{Position, line_start};

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

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

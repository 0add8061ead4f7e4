//! The characters of an expression, and which of them are quoted.

/// A character of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) char: char,
    /// It stands for itself, whatever it is: it stood between `\Q` and `\E`.
    pub(super) quoted: bool,
    /// Its place in the expression.
    pub(super) index: usize,
}

/// The characters without `\Q` and `\E` (`RemoveQEQuoting`, which Java does before anything else).
pub(super) fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars().enumerate().peekable();
    let mut quoted = false;
    while let Some((index, char)) = chars.next() {
        if char == '\\' {
            let next = chars.peek().map(|(_, next)| *next);
            if quoted && next == Some('E') || !quoted && next == Some('Q') {
                quoted = !quoted;
                chars.next();
                continue;
            }
            if !quoted {
                tokens.push(Token { char, quoted, index });
                // What is escaped begins no quotation.
                if let Some((index, char)) = chars.next() {
                    tokens.push(Token { char, quoted, index });
                }
                continue;
            }
        }
        tokens.push(Token { char, quoted, index });
    }
    tokens
}

//! Logical lines of a `.properties` file: comments and blank lines gone, continuations joined.
//!
//! A state machine over bytes, because `java.util.Properties` is one: a backslash alone on a line, for example, starts a
//! logical line that may still turn out to be a comment.

/// One byte of a logical line and where it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) byte: u8,
    pub(super) offset: usize,
}

/// Splits a file into logical lines, escapes still in place.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    source: &'a [u8],
    next: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a [u8]) -> Self {
        Self { source, next: 0 }
    }

    fn bump(&mut self) -> Option<At> {
        let at = At { byte: *self.source.get(self.next)?, offset: self.next };
        self.next += 1;
        Some(at)
    }

    /// Skips a comment with its line end; false at the end of the file.
    fn skip_comment(&mut self) -> bool {
        while let Some(at) = self.bump() {
            if is_line_end(at.byte) {
                return true;
            }
        }
        false
    }
}

impl Iterator for Lines<'_> {
    type Item = Vec<At>;

    fn next(&mut self) -> Option<Vec<At>> {
        let mut line = Vec::new();
        let mut skip_space = true;
        let mut continued = false;
        let mut backslash = false;
        loop {
            let Some(at) = self.bump() else {
                if line.is_empty() {
                    return None;
                }
                // A backslash at the end of the file belongs to no escape.
                if backslash {
                    line.pop();
                }
                return Some(line);
            };
            if skip_space {
                if is_space(at.byte) || (!continued && is_line_end(at.byte)) {
                    continue;
                }
                skip_space = false;
                continued = false;
            }
            if line.is_empty() && matches!(at.byte, b'#' | b'!') {
                if !self.skip_comment() {
                    return None;
                }
                skip_space = true;
                continue;
            }
            if !is_line_end(at.byte) {
                line.push(at);
                backslash = at.byte == b'\\' && !backslash;
            } else if line.is_empty() {
                skip_space = true;
            } else if backslash && self.next < self.source.len() {
                line.pop();
                skip_space = true;
                continued = true;
                backslash = false;
                if at.byte == b'\r' && self.source.get(self.next) == Some(&b'\n') {
                    self.next += 1;
                }
            } else {
                if backslash {
                    line.pop();
                }
                return Some(line);
            }
        }
    }
}

/// What separates a key from its value and is skipped at the start of a line.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

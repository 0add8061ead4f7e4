//! A text in pieces: delimiters, and what is between them.

/// Walks over a text (`Values.Parser`): it looks one token ahead, and goes back to where it was.
pub(super) struct Tokens<'a> {
    original: &'a str,
    position: usize,
    /// What was looked at and not taken.
    ahead: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        Self { original, position: 0, ahead: None }
    }

    pub(super) fn original(&self) -> &'a str {
        self.original
    }

    /// Where to go back to. Blanks that were passed on the way to the token ahead are behind it.
    pub(super) fn mark(&self) -> usize {
        self.position - self.ahead.map_or(0, str::len)
    }

    pub(super) fn rewind_to(&mut self, position: usize) {
        self.position = position;
        self.ahead = None;
    }

    pub(super) fn has_next(&self) -> bool {
        self.ahead.is_some() || self.more()
    }

    fn more(&self) -> bool {
        self.position < self.original.len()
    }

    pub(super) fn next(&mut self) -> &'a str {
        self.ahead.take().unwrap_or_else(|| self.cut())
    }

    /// Several tokens as one; the position is unchanged if there are fewer.
    pub(super) fn next_together(&mut self, count: usize) -> Option<&'a str> {
        let start = self.mark();
        for _ in 0..count {
            if !self.has_next() {
                self.rewind_to(start);
                return None;
            }
            self.next();
        }
        self.original.get(start..self.position)
    }

    fn cut(&mut self) -> &'a str {
        let rest = self.original.get(self.position..).unwrap_or_default();
        let mut escaped = false;
        let mut end = rest.len();
        for (index, char) in rest.bytes().enumerate() {
            match char {
                b'\\' => escaped = !escaped,
                b':' | b',' | b'{' | b'}' | b'[' | b']' | b'"' if !escaped => {
                    end = index.max(1);
                    break;
                }
                // Whatever is escaped, it is no delimiter.
                _ => escaped = false,
            }
        }
        self.position += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Takes the next token if it is that one, whatever blanks there are.
    pub(super) fn take(&mut self, expected: &str) -> bool {
        let Some(mut token) = self.ahead.take().or_else(|| self.more().then(|| self.cut())) else { return false };
        while trim(token).is_empty() && self.more() {
            token = self.cut();
        }
        let found = trim(token) == expected;
        if !found {
            self.ahead = Some(token);
        }
        found
    }
}

/// `String.trim`.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|char| char <= ' ')
}

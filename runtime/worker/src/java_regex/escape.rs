//! What a backslash makes of the character behind it.

use regex_syntax::hir::ClassUnicode;

use super::{
    compile::{Compiler, Piece},
    invalid::InvalidRegex,
    property::predefined,
};

/// What an escape stands for.
pub(super) enum Escaped {
    Char(char),
    Set(ClassUnicode),
    /// A condition or a reference, which cannot stand in a set.
    Piece(Piece),
}

/// The end of a text, or the line terminator at its end.
pub(super) const END: &str = r"(?:\z|(?=\r\n\z)|(?=[\r\x{85}\x{2028}\x{2029}]\z)|(?<!\r)(?=\n\z))";

const WORD: &str = "[0-9A-Z_a-z]";

impl Compiler<'_> {
    /// Reads what stands behind a backslash (`escape`).
    pub(super) fn escape(&mut self, in_set: bool) -> Result<Escaped, InvalidRegex> {
        let Some(token) = self.next() else {
            return Err(InvalidRegex::syntax(
                "Unescaped trailing backslash",
                self.pattern.chars().count(),
                self.pattern,
            ));
        };
        let char = token.char;
        if let Some(class) = predefined(char) {
            return Ok(Escaped::Set(class));
        }
        if !in_set && let Some(piece) = self.condition(char)? {
            return Ok(Escaped::Piece(piece));
        }
        Ok(match char {
            'p' | 'P' => Escaped::Set(self.property(char == 'P')?),
            '0' => Escaped::Char(self.octal()?),
            'a' => Escaped::Char('\u{7}'),
            'c' => match self.next().and_then(|token| char::from_u32(u32::from(token.char) ^ 64)) {
                Some(control) => Escaped::Char(control),
                None => return Err(self.error("Illegal control escape sequence")),
            },
            'e' => Escaped::Char('\u{1b}'),
            'f' => Escaped::Char('\u{c}'),
            'n' => Escaped::Char('\n'),
            'r' => Escaped::Char('\r'),
            't' => Escaped::Char('\t'),
            'u' => Escaped::Char(self.unicode()?),
            'x' => Escaped::Char(self.hexadecimal()?),
            'N' => return Err(InvalidRegex::unsupported("`\\N{…}`, a character's name,")),
            other if other.is_ascii_alphabetic() || other.is_ascii_digit() => {
                return Err(self.error("Illegal/unsupported escape sequence"));
            }
            other => Escaped::Char(other),
        })
    }

    /// A condition or a reference.
    fn condition(&mut self, char: char) -> Result<Option<Piece>, InvalidRegex> {
        let text = match char {
            'A' | 'G' => r"\A".to_owned(),
            'z' => r"\z".to_owned(),
            'Z' => END.to_owned(),
            'b' if self.peek_special() == Some('{') => return Err(InvalidRegex::unsupported("`\\b{…}`")),
            'b' => format!("(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))"),
            'B' => format!("(?:(?<={WORD})(?={WORD})|(?<!{WORD})(?!{WORD}))"),
            'R' => {
                let text = r"(?:\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}])".to_owned();
                return Ok(Some(Piece { text, least: 1, most: Some(2), captures: false, is_assertion: false }));
            }
            'X' => return Err(InvalidRegex::unsupported("`\\X`")),
            'k' => return self.named_reference().map(Some),
            '1'..='9' => return self.reference(char).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(Piece { text, least: 0, most: Some(0), captures: false, is_assertion: true }))
    }

    /// `\1`, with as many digits as there are groups for (`ref`).
    fn reference(&mut self, first: char) -> Result<Piece, InvalidRegex> {
        let mut group = digit(first);
        while let Some(next) = self.peek_special().filter(char::is_ascii_digit) {
            let longer = group.saturating_mul(10).saturating_add(digit(next));
            if longer > self.groups {
                break;
            }
            group = longer;
            self.skip();
        }
        self.back_to(group)
    }

    /// `\k<name>`.
    fn named_reference(&mut self) -> Result<Piece, InvalidRegex> {
        if self.peek_special() != Some('<') {
            return Err(self.error("\\k is not followed by '<' for named capturing group"));
        }
        self.skip();
        let name = self.group_name()?;
        match self.names.get(&name) {
            Some(group) => self.back_to(*group),
            None => Err(self.error(format!("named capturing group <{name}> does not exist"))),
        }
    }

    fn back_to(&self, group: usize) -> Result<Piece, InvalidRegex> {
        if group > self.groups || self.open.contains(&group) {
            return Err(InvalidRegex::unsupported(format!(
                "`\\{group}` before the end of the group that it refers to"
            )));
        }
        if self.flags.ignore_case {
            return Err(InvalidRegex::unsupported(format!("`\\{group}` where case is ignored")));
        }
        Ok(Piece { text: format!("(?:\\{group})"), least: 0, most: None, captures: false, is_assertion: false })
    }

    /// `\0`, and one to three digits.
    fn octal(&mut self) -> Result<char, InvalidRegex> {
        let mut number = 0_u32;
        let mut digits = 0;
        while let Some(digit) = self.peek_special().and_then(|char| char.to_digit(8)) {
            if digits == 3 || (digits == 2 && number > 0o37) {
                break;
            }
            number = number * 8 + digit;
            digits += 1;
            self.skip();
        }
        match char::from_u32(number) {
            Some(char) if digits > 0 => Ok(char),
            _ => Err(self.error_ahead("Illegal octal escape sequence")),
        }
    }

    /// `\xhh` or `\x{h…}`.
    fn hexadecimal(&mut self) -> Result<char, InvalidRegex> {
        if self.peek_special() != Some('{') {
            return match self.digits(2) {
                Some(number) => self.character(number),
                None => Err(self.error_ahead("Illegal hexadecimal escape sequence")),
            };
        }
        self.skip();
        let mut number = None;
        while let Some(digit) = self.peek_special().and_then(|char| char.to_digit(16)) {
            number = Some(number.unwrap_or(0_u32) * 16 + digit);
            if number > Some(0x0010_ffff) {
                return Err(self.error("Hexadecimal codepoint is too big"));
            }
            self.skip();
        }
        match (number, self.next()) {
            (None, _) => Err(self.error_ahead("Illegal hexadecimal escape sequence")),
            (Some(number), Some(token)) if token.char == '}' => self.character(number),
            _ => Err(self.error("Unclosed hexadecimal escape sequence")),
        }
    }

    /// `\uhhhh`, or two of them that make one character.
    fn unicode(&mut self) -> Result<char, InvalidRegex> {
        let Some(number) = self.digits(4) else { return Err(self.error("Illegal Unicode escape sequence")) };
        if (0xd800..0xdc00).contains(&number) && self.peek_special() == Some('\\') && self.special_after(1) == Some('u')
        {
            self.skip();
            self.skip();
            if let Some(low @ 0xdc00..0xe000) = self.digits(4) {
                return self.character(0x1_0000 + ((number - 0xd800) << 10) + (low - 0xdc00));
            }
        }
        self.character(number)
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |number, _| {
            let digit = self.peek_special()?.to_digit(16)?;
            self.skip();
            Some(number * 16 + digit)
        })
    }

    #[expect(clippy::unused_self, reason = "all that is read is read by the compiler")]
    fn character(&self, number: u32) -> Result<char, InvalidRegex> {
        char::from_u32(number).ok_or_else(|| InvalidRegex::unsupported(format!("`\\u{number:04X}`, half a character,")))
    }
}

fn digit(char: char) -> usize {
    char.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or_default()
}

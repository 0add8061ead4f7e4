//! Sets of characters in brackets: `[a-z&&[^aeiou]]`.

use std::fmt::Write as _;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::{compile::Compiler, escape::Escaped, invalid::InvalidRegex, property::set};

impl Compiler<'_> {
    /// The set whose bracket has been read (`clazz`).
    pub(super) fn class(&mut self) -> Result<ClassUnicode, InvalidRegex> {
        self.deeper()?;
        let negated = self.peek_special() == Some('^');
        if negated {
            self.skip();
        }
        let mut class = self.side(true)?;
        while self.at_intersection() {
            self.skip();
            self.skip();
            class.intersect(&self.side(false)?);
        }
        if self.peek_special() != Some(']') {
            return Err(self.error("Unclosed character class"));
        }
        self.skip();
        if negated {
            class.negate();
        }
        self.depth -= 1;
        Ok(class)
    }

    fn at_intersection(&self) -> bool {
        self.peek_special() == Some('&') && self.special_after(1) == Some('&')
    }

    /// What stands up to `&&` or the closing bracket. A bracket that closes nothing yet stands for itself.
    fn side(&mut self, first: bool) -> Result<ClassUnicode, InvalidRegex> {
        let mut class = ClassUnicode::empty();
        let mut empty = true;
        loop {
            if self.at_intersection() {
                break;
            }
            match self.peek_special() {
                Some('[') => {
                    self.skip();
                    class.union(&self.class()?);
                }
                // Java reads these in more than one way, depending on what stands before them.
                Some('&') if !first => {
                    return Err(InvalidRegex::unsupported("`&` after `&&` in a set (`\\&` is)"));
                }
                Some(']') if !empty || !first => break,
                _ => class.union(&self.range()?),
            }
            empty = false;
        }
        if empty {
            return Err(InvalidRegex::unsupported("`&&` in a set without something on both sides"));
        }
        Ok(class)
    }

    /// A character, a range, or a set with a name (`range`).
    fn range(&mut self) -> Result<ClassUnicode, InvalidRegex> {
        let Some(first) = self.next() else { return Err(self.error("Unclosed character class")) };
        let first = if first.char == '\\' && !first.quoted {
            match self.bound(self.special_after(1) == Some('-'))? {
                Escaped::Char(char) => char,
                Escaped::Set(class) => return Ok(class),
                Escaped::Piece(_) => return Err(self.error("Illegal/unsupported escape sequence")),
            }
        } else {
            first.char
        };
        let range = self.peek_special() == Some('-') && !matches!(self.special_after(1), Some('[' | ']'));
        if !range {
            return Ok(self.cased(first, first));
        }
        self.skip();
        let last = match self.next() {
            Some(token) if token.char == '\\' && !token.quoted && matches!(self.special_after(0), Some('p' | 'P')) => {
                self.skip();
                return Err(self.error("Illegal/unsupported escape sequence"));
            }
            Some(token) if token.char == '\\' && !token.quoted => match self.bound(true)? {
                Escaped::Char(char) => char,
                Escaped::Set(_) | Escaped::Piece(_) => return Err(self.error("Illegal character range")),
            },
            Some(token) => token.char,
            None => return Err(self.error("Illegal character range")),
        };
        if last < first {
            return Err(self.error("Illegal character range"));
        }
        Ok(self.cased(first, last))
    }

    /// An escape that may be a bound of a range, as which `\v` is a vertical tab.
    fn bound(&mut self, is_bound: bool) -> Result<Escaped, InvalidRegex> {
        if is_bound && self.peek_special() == Some('v') {
            self.skip();
            return Ok(Escaped::Char('\u{b}'));
        }
        self.escape(true)
    }

    /// The range, with the other case of its letters if case is ignored: of ASCII alone, as in Java.
    pub(super) fn cased(&self, first: char, last: char) -> ClassUnicode {
        let mut class = set(&[(first, last)]);
        if self.flags.ignore_case {
            let within = |char: &char| (first..=last).contains(char);
            let letters = ('A'..='Z').chain('a'..='z').filter(within);
            for letter in letters {
                for other in [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()] {
                    class.push(ClassUnicodeRange::new(other, other));
                }
            }
        }
        class
    }
}

/// The set as the other engine reads it.
pub(super) fn written(class: &ClassUnicode) -> String {
    if class.ranges().is_empty() {
        return "[a&&b]".to_owned();
    }
    let mut text = "[".to_owned();
    for range in class.iter() {
        // Writing to a text has no errors.
        let _ = write!(text, r"\x{{{:X}}}-\x{{{:X}}}", u32::from(range.start()), u32::from(range.end()));
    }
    text.push(']');
    text
}

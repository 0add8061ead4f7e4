//! How often something may stand there.

use super::{
    compile::{Compiler, Piece},
    invalid::InvalidRegex,
};

impl Compiler<'_> {
    /// The piece with the quantifier behind it, if there is one (`closure`).
    pub(super) fn quantified(&mut self, piece: Piece) -> Result<Piece, InvalidRegex> {
        let (least, most, written) = match self.peek_special() {
            Some('?') => (0, Some(1), "?".to_owned()),
            Some('*') => (0, None, "*".to_owned()),
            Some('+') => (1, None, "+".to_owned()),
            Some('{') => self.counted()?,
            _ => return Ok(piece),
        };
        self.skip();
        if piece.is_assertion {
            return Err(InvalidRegex::unsupported("a condition (such as `^`, `\\b` or `(?=a)`) that is repeated"));
        }
        if piece.least == 0 && most != Some(1) && most != Some(0) {
            return Err(InvalidRegex::unsupported("the repetition of something that can be empty, such as `(a*)*`,"));
        }
        let lengths = |times: usize, length: usize| times.saturating_mul(length);
        let mut made = Piece {
            text: format!("{}{written}", piece.text),
            least: lengths(least, piece.least),
            most: piece.most.zip(most).map(|(length, times)| lengths(times, length)),
            ..piece
        };
        match self.peek_special() {
            Some('?') => {
                self.skip();
                made.text.push('?');
            }
            Some('+') => {
                self.skip();
                made.text = format!("(?>{})", made.text);
            }
            _ => {}
        }
        match self.peek_special() {
            // Java says so of `*`, and repeats nothing with `{2}`.
            Some('{') => Err(InvalidRegex::unsupported("a repetition of a repetition, such as `a{2}{3}`,")),
            _ => Ok(made),
        }
    }

    /// `{2}`, `{2,}` or `{2,3}`, up to the brace that closes it.
    fn counted(&mut self) -> Result<(usize, Option<usize>, String), InvalidRegex> {
        self.skip();
        if !self.peek_special().is_some_and(|digit| digit.is_ascii_digit()) {
            return Err(self.error_ahead("Illegal repetition"));
        }
        let least = self.number()?;
        let most = if self.peek_special() == Some(',') {
            self.skip();
            let some = self.peek_special().is_some_and(|char| char != '}');
            if some { Some(self.number()?) } else { None }
        } else {
            Some(least)
        };
        if self.peek_special() != Some('}') {
            return Err(self.error_ahead("Unclosed counted closure"));
        }
        let written = match most {
            Some(most) if most < least => return Err(self.error_ahead("Illegal repetition range")),
            Some(most) => format!("{{{least},{most}}}"),
            None => format!("{{{least},}}"),
        };
        Ok((least, most, written))
    }

    fn number(&mut self) -> Result<usize, InvalidRegex> {
        let mut number = 0_usize;
        while let Some(digit) = self.peek_special().and_then(|char| char.to_digit(10)) {
            let digit = usize::try_from(digit).unwrap_or_default();
            number = number.saturating_mul(10).saturating_add(digit);
            self.skip();
        }
        if i32::try_from(number).is_err() { Err(self.error_ahead("Illegal repetition range")) } else { Ok(number) }
    }
}

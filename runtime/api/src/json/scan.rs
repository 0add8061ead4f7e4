//! JSON text, token by token.
//!
//! An own tokenizer: the grammar is Jackson's (leading zeros, limits, what follows the value is not looked at), strings are
//! borrowed from the input, and it is faster than a pull parser on top of another library's visitor would be.

use std::borrow::Cow;

/// How deep arrays and objects may be nested: what they become is walked through by recursion, and a thread's stack is small.
/// Jackson allows 1000.
const DEPTH: usize = 250;

/// How many digits a number may have (`StreamReadConstraints`).
const DIGITS: usize = 1_000;

/// How many bytes the name of an object's member may have (`StreamReadConstraints`).
const NAME: usize = 50_000;

/// What is wrong with a text, and where.
#[derive(Debug)]
pub(crate) struct Malformed {
    /// The byte before which it went wrong.
    pub(crate) at: usize,
    /// What was expected there.
    pub(crate) why: &'static str,
}

pub(crate) type Scan<T> = Result<T, Malformed>;

/// A number as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits<'a> {
    /// All of it.
    pub(crate) text: &'a str,
    /// Without point and exponent.
    pub(crate) integral: bool,
}

/// A position in a text.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    pos: usize,
    depth: usize,
    /// The input goes on behind `text`, with what is no UTF-8.
    cut: bool,
}

impl<'a> Scanner<'a> {
    /// At the beginning of `input`. What is no UTF-8 is an error when the scanner gets there.
    pub(crate) fn new(input: &'a [u8]) -> Self {
        let (text, cut) = match std::str::from_utf8(input) {
            Ok(text) => (text, false),
            Err(error) => {
                let valid = input.get(..error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), true)
            }
        };
        Self { text, pos: 0, depth: 0, cut }
    }

    /// The next byte.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    /// The next byte that is no white space.
    #[inline]
    pub(crate) fn token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.pos += 1,
                other => return other,
            }
        }
    }

    #[inline]
    pub(crate) fn advance(&mut self) {
        self.pos += 1;
    }

    /// Whether there is nothing more.
    pub(crate) fn at_end(&self) -> bool {
        self.pos >= self.text.len() && !self.cut
    }

    /// How many bytes were read.
    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// Goes back to a position that was read before.
    pub(crate) fn back_to(&mut self, position: usize) {
        self.pos = position;
    }

    /// The text from `start` to here.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.pos).unwrap_or_default()
    }

    /// What is left.
    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.pos..).unwrap_or_default()
    }

    /// What a message shows of the input that begins at `start`: a token, cut if it is long.
    pub(crate) fn excerpt(&self, start: usize) -> String {
        const SHOWN: usize = 60;
        let rest = self.text.get(start..).unwrap_or_default();
        let mut other = Scanner { text: rest, pos: 0, depth: 0, cut: false };
        let token = if other.skip_value().is_ok() { other.since(0) } else { rest };
        match token.char_indices().nth(SHOWN) {
            Some((cut, _)) => format!("{}…", token.get(..cut).unwrap_or_default()),
            None => token.to_owned(),
        }
    }

    /// Line and column of a position, from 1.
    pub(crate) fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// An error at this place.
    #[cold]
    pub(crate) fn malformed(&self, why: &'static str) -> Malformed {
        let why = match self.peek() {
            None if self.cut => "the text is not UTF-8",
            _ => why,
        };
        Malformed { at: self.pos, why }
    }

    /// An array or object begins.
    #[inline]
    pub(crate) fn enter(&mut self) -> Scan<()> {
        self.pos += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.malformed("arrays and objects are nested in one another more than 250 deep"));
        }
        Ok(())
    }

    /// An array or object ends.
    #[inline]
    pub(crate) fn leave(&mut self) {
        self.pos += 1;
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether another element or member follows, in an array or object that `close` ends, which is then left.
    #[inline]
    pub(crate) fn more(&mut self, first: bool, close: u8) -> Scan<bool> {
        match self.token() {
            Some(byte) if byte == close => {
                self.leave();
                Ok(false)
            }
            Some(b',') if !first => {
                self.advance();
                // A comma that nothing follows.
                if self.token() == Some(close) { Err(self.malformed("expected a value")) } else { Ok(true) }
            }
            Some(_) if first => Ok(true),
            _ => Err(self.malformed(if close == b']' { "expected `,` or `]`" } else { "expected `,` or `}`" })),
        }
    }

    /// The name of an object's member, and the colon.
    #[inline]
    pub(crate) fn name(&mut self) -> Scan<Cow<'a, str>> {
        if self.token() != Some(b'"') {
            return Err(self.malformed("expected `\"` and the name of a member"));
        }
        let name = self.string()?;
        if name.len() > NAME {
            return Err(self.malformed("the name of a member is longer than 50000 bytes"));
        }
        self.colon()?;
        Ok(name)
    }

    /// Whether the next member has exactly this name, without escapes and space; name and colon are read then.
    #[inline]
    pub(crate) fn name_is(&mut self, name: &str) -> bool {
        let after = self.rest().strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(name.as_bytes()));
        let found = matches!(after, Some([b'"', b':', ..]));
        if found {
            self.pos += name.len() + 3;
        }
        found
    }

    #[inline]
    pub(crate) fn colon(&mut self) -> Scan<()> {
        if self.token() != Some(b':') {
            return Err(self.malformed("expected `:`"));
        }
        self.advance();
        Ok(())
    }

    /// A string, of which the opening quote is next.
    #[inline]
    pub(crate) fn string(&mut self) -> Scan<Cow<'a, str>> {
        self.pos += 1;
        let start = self.pos;
        self.pos += plain(self.rest());
        if self.peek() == Some(b'"') {
            let text = self.since(start);
            self.pos += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// The rest of a string, from its first escape on.
    #[cold]
    fn escaped(&mut self, start: usize) -> Scan<String> {
        let mut text = self.since(start).to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.pos += 1;
                    text.push(self.escape()?);
                }
                Some(_) => return Err(self.malformed("a control character has to be escaped in a string")),
                None => return Err(self.malformed("expected the end of a string")),
            }
            let start = self.pos;
            self.pos += plain(self.rest());
            text.push_str(self.since(start));
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Scan<char> {
        let escaped = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.malformed("expected an escape: one of \" \\ / b f n r t u")),
        };
        self.pos += 1;
        Ok(escaped)
    }

    /// `uXXXX`, twice for what lies beyond 16 bits.
    fn unicode(&mut self) -> Scan<char> {
        let first = self.hex()?;
        let code = match first {
            0xd800..0xdc00 if self.rest().starts_with(b"\\u") => {
                self.pos += 1;
                let second = self.hex()?;
                if !(0xdc00..0xe000).contains(&second) {
                    return Err(self.malformed("half of a pair of surrogates is no character"));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| self.malformed("half of a pair of surrogates is no character"))
    }

    fn hex(&mut self) -> Scan<u32> {
        self.pos += 1;
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                return Err(self.malformed("expected four hexadecimal digits"));
            };
            code = code * 16 + digit;
            self.pos += 1;
        }
        Ok(code)
    }

    /// A number, of which the first digit or the sign is next.
    pub(crate) fn number(&mut self) -> Scan<Digits<'a>> {
        let start = self.pos;
        if self.peek() == Some(b'-') {
            self.pos += 1;
        }
        let whole = self.digits("expected a digit")?;
        let significant = whole.trim_start_matches('0').len().max(1);
        let (mut fraction, mut exponent, mut integral) = (0, 0, true);
        if self.peek() == Some(b'.') {
            self.pos += 1;
            integral = false;
            fraction = self.digits("expected a digit behind the decimal point")?.len();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.pos += 1;
            integral = false;
            if let Some(b'+' | b'-') = self.peek() {
                self.pos += 1;
            }
            exponent = self.digits("expected a digit of the exponent")?.len();
        }
        if significant + fraction + exponent > DIGITS {
            return Err(self.malformed("a number has more than 1000 digits"));
        }
        Ok(Digits { text: self.since(start), integral })
    }

    fn digits(&mut self, why: &'static str) -> Scan<&'a str> {
        let start = self.pos;
        while let Some(b'0'..=b'9') = self.peek() {
            self.pos += 1;
        }
        if self.pos == start { Err(self.malformed(why)) } else { Ok(self.since(start)) }
    }

    /// A whole number of up to 19 digits, which is all of the token; `None`, and nothing is read, if it is anything else.
    #[inline]
    pub(crate) fn small_integer(&mut self) -> Option<i64> {
        let (negative, digits) = match self.rest() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut number = 0_u64;
        let mut len = 0;
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            len += 1;
            // Nineteen digits fit; of more nothing is used.
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        if len == 0 || len > 19 || matches!(digits.get(len), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        let number = if negative { 0_i64.checked_sub_unsigned(number) } else { i64::try_from(number).ok() };
        if number.is_some() {
            self.pos += len + usize::from(negative);
        }
        number
    }

    /// `true`, `false` or `null`.
    #[inline]
    pub(crate) fn literal(&mut self, word: &'static str) -> Scan<()> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.malformed("expected `true`, `false`, `null`, a number, a string, an array or an object"));
        }
        self.pos += word.len();
        match self.peek() {
            None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t') => Ok(()),
            Some(_) => self.end_of_word(),
        }
    }

    /// Nothing that could be part of a word may follow one.
    #[cold]
    fn end_of_word(&self) -> Scan<()> {
        match self.peek() {
            Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | 0x7f..) => {
                Err(self.malformed("expected `true`, `false` or `null` alone"))
            }
            _ => Ok(()),
        }
    }

    /// Reads a value without keeping it.
    pub(crate) fn skip_value(&mut self) -> Scan<()> {
        match self.token() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => super::number::check(self.number()?.text).map_err(|why| self.malformed(why)),
            Some(b'{') => {
                self.enter()?;
                let mut first = true;
                while self.more(first, b'}')? {
                    first = false;
                    self.name()?;
                    self.skip_value()?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.enter()?;
                let mut first = true;
                while self.more(first, b']')? {
                    first = false;
                    self.skip_value()?;
                }
                Ok(())
            }
            other => self.word(other),
        }
    }

    /// The literal that begins with that byte.
    pub(crate) fn word(&mut self, first: Option<u8>) -> Scan<()> {
        match first {
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            _ => Err(self.malformed("expected a value")),
        }
    }

    /// After a value that is all of a document: behind a number there has to be white space, and everything else is not
    /// looked at, as Jackson has it.
    pub(crate) fn end_of_root(&self, start: usize) -> Scan<()> {
        let number = matches!(self.text.as_bytes().get(start), Some(b'-' | b'0'..=b'9'));
        match self.peek() {
            None if !self.cut => Ok(()),
            Some(b' ' | b'\n' | b'\t' | b'\r') => Ok(()),
            _ if number => Err(self.malformed("expected white space behind a number")),
            _ => Ok(()),
        }
    }
}

/// How many bytes go before the first one that ends a string or needs a look: quote, backslash, control character.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    run(
        bytes,
        |word| below(word, 0x20) | below(word ^ (ONES * 0x22), 1) | below(word ^ (ONES * 0x5c), 1),
        |byte| byte < 0x20 || matches!(byte, b'"' | b'\\'),
    )
}

/// The same for what is escaped when it is written: also the first byte of four, which are two characters to Java.
#[inline]
pub(crate) fn unescaped(bytes: &[u8]) -> usize {
    let four = |word: u64| word & (word << 1) & (word << 2) & (word << 3) & HIGH;
    run(
        bytes,
        |word| below(word, 0x20) | below(word ^ (ONES * 0x22), 1) | below(word ^ (ONES * 0x5c), 1) | four(word),
        |byte| byte < 0x20 || matches!(byte, b'"' | b'\\' | 0xf0..),
    )
}

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// The bytes of a word that are below a limit have their highest bit set: the lowest of them for sure, those above it may be
/// wrong.
#[inline]
fn below(word: u64, limit: u64) -> u64 {
    word.wrapping_sub(ONES * limit) & !word & HIGH
}

/// How many bytes go before the first special one: eight at a time.
#[inline]
fn run(bytes: &[u8], special: impl Fn(u64) -> u64, is_special: impl Fn(u8) -> bool) -> usize {
    let first = |bytes: &[u8; 8]| match special(u64::from_le_bytes(*bytes)) {
        0 => None,
        marked => usize::try_from(marked.trailing_zeros() / 8).ok(),
    };
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut plain = 0;
    for chunk in chunks {
        if let Some(first) = first(chunk) {
            return plain + first;
        }
        plain += 8;
    }
    // What is left, with some of what was looked at before.
    if let Some(last) = bytes.last_chunk::<8>() {
        return first(last).map_or(bytes.len(), |first| bytes.len() - 8 + first);
    }
    rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

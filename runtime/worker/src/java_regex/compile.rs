//! An expression, read by Java's rules and written by the other engine's.

use std::{collections::BTreeMap, fmt};

use super::{
    class::written,
    escape::{END, Escaped},
    flags::Flags,
    invalid::InvalidRegex,
    property::{LINE_ENDS, set},
    tokens::{Token, tokens},
};

/// An expression for the other engine.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) text: String,
    /// How many groups there are.
    pub(super) groups: usize,
    pub(super) names: BTreeMap<String, usize>,
}

/// Reads an expression.
///
/// # Errors
/// What Java refuses, in its words; what cannot be said in the other engine's.
pub(super) fn compile(pattern: &str) -> Result<Compiled, InvalidRegex> {
    let mut compiler = Compiler {
        pattern,
        tokens: tokens(pattern),
        at: 0,
        flags: Flags::default(),
        groups: 0,
        names: BTreeMap::new(),
        open: Vec::new(),
        depth: 0,
    };
    let piece = compiler.alternatives()?;
    if let Some(bracket) = compiler.after(0) {
        return Err(match bracket.index.checked_sub(1) {
            Some(before) => InvalidRegex::syntax("Unmatched closing ')'", before, pattern),
            None => InvalidRegex::placeless("Unmatched closing ')'", pattern),
        });
    }
    Ok(Compiled { text: piece.text, groups: compiler.groups, names: compiler.names })
}

/// A part of an expression, written for the other engine.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The length of the shortest text that it matches.
    pub(super) least: usize,
    /// Of the longest, if there is one.
    pub(super) most: Option<usize>,
    /// Whether there are groups in it.
    pub(super) captures: bool,
    /// Whether it says something about a place, not about characters.
    pub(super) is_assertion: bool,
}

impl Piece {
    fn empty() -> Self {
        Self { text: String::new(), least: 0, most: Some(0), captures: false, is_assertion: false }
    }

    fn one(text: String) -> Self {
        Self { text, least: 1, most: Some(1), captures: false, is_assertion: false }
    }

    fn assertion(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_assertion: true, ..Self::empty() }
    }

    fn then(&mut self, next: &Self) {
        self.text.push_str(&next.text);
        self.least = self.least.saturating_add(next.least);
        self.most = self.most.zip(next.most).map(|(one, other)| one.saturating_add(other));
        self.captures |= next.captures;
    }

    fn or(&mut self, other: &Self) {
        self.text.push('|');
        self.text.push_str(&other.text);
        self.least = self.least.min(other.least);
        self.most = self.most.zip(other.most).map(|(one, other)| one.max(other));
        self.captures |= other.captures;
    }
}

/// More than any expression that a person writes; the engine's own limit is higher.
const DEEPEST: usize = 50;

/// Where the reading stands.
pub(super) struct Compiler<'a> {
    pub(super) pattern: &'a str,
    tokens: Vec<Token>,
    at: usize,
    pub(super) flags: Flags,
    /// How many groups have begun.
    pub(super) groups: usize,
    pub(super) names: BTreeMap<String, usize>,
    /// The groups that have not ended.
    pub(super) open: Vec<usize>,
    pub(super) depth: usize,
}

impl Compiler<'_> {
    /// The next character.
    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.after(0);
        self.at += usize::from(token.is_some());
        token
    }

    pub(super) fn skip(&mut self) {
        self.next();
    }

    /// The character so many places ahead.
    pub(super) fn after(&self, places: usize) -> Option<Token> {
        self.tokens.get(self.at + places).copied()
    }

    /// The same, if it is not quoted.
    pub(super) fn special_after(&self, places: usize) -> Option<char> {
        self.after(places).filter(|token| !token.quoted).map(|token| token.char)
    }

    /// The next character, if it is not quoted.
    pub(super) fn peek_special(&self) -> Option<char> {
        self.special_after(0)
    }

    /// An error at the character that was read last, where Java's messages point to.
    pub(super) fn error(&self, what: impl fmt::Display) -> InvalidRegex {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        InvalidRegex::syntax(what, last.map_or(0, |token| token.index), self.pattern)
    }

    /// An error at the character that comes next.
    pub(super) fn error_ahead(&self, what: impl fmt::Display) -> InvalidRegex {
        let end = self.pattern.chars().count();
        InvalidRegex::syntax(what, self.after(0).map_or(end, |token| token.index), self.pattern)
    }

    pub(super) fn deeper(&mut self) -> Result<(), InvalidRegex> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(InvalidRegex::unsupported(format!(
                "an expression with more than {DEEPEST} levels of brackets"
            )));
        }
        Ok(())
    }

    /// Alternatives up to a closing bracket or the end (`expr`).
    fn alternatives(&mut self) -> Result<Piece, InvalidRegex> {
        let mut all = self.sequence()?;
        while self.peek_special() == Some('|') {
            self.skip();
            all.or(&self.sequence()?);
        }
        Ok(all)
    }

    /// What stands one after the other (`sequence`).
    fn sequence(&mut self) -> Result<Piece, InvalidRegex> {
        let mut all = Piece::empty();
        while let Some(token) = self.after(0) {
            if !token.quoted && matches!(token.char, '|' | ')') {
                break;
            }
            self.skip();
            let piece = if token.quoted { self.literal(token.char) } else { self.atom(token.char)? };
            let Some(piece) = piece else { continue };
            all.then(&self.quantified(piece)?);
        }
        Ok(all)
    }

    /// What begins with that character; `None` for what only sets flags.
    fn atom(&mut self, char: char) -> Result<Option<Piece>, InvalidRegex> {
        Ok(match char {
            '(' => return self.group(),
            '[' => Some(Piece::one(written(&self.class()?))),
            '\\' => match self.escape(false)? {
                Escaped::Char(char) => self.literal(char),
                Escaped::Set(class) => Some(Piece::one(written(&class))),
                Escaped::Piece(piece) => Some(piece),
            },
            '^' => Some(Piece::assertion(r"\A")),
            '$' => Some(Piece::assertion(END)),
            '.' => {
                let mut any = set(&LINE_ENDS);
                any.negate();
                Some(Piece::one(if self.flags.dot_all { "(?s:.)".to_owned() } else { written(&any) }))
            }
            '*' | '+' | '?' => return Err(self.error(format!("Dangling meta character '{char}'"))),
            '{' if self.peek_special().is_some_and(|digit| digit.is_ascii_digit()) => {
                return Err(InvalidRegex::unsupported("a repetition of nothing, such as `{2}`,"));
            }
            '{' => return Err(self.error_ahead("Illegal repetition")),
            other => self.literal(other),
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "an atom may be none")]
    fn literal(&self, char: char) -> Option<Piece> {
        Some(Piece::one(written(&self.cased(char, char))))
    }

    /// What an opening bracket begins (`group0`).
    fn group(&mut self) -> Result<Option<Piece>, InvalidRegex> {
        self.deeper()?;
        let flags = self.flags;
        let made = self.group_inside()?;
        let Some(piece) = made else {
            self.depth -= 1;
            return Ok(None);
        };
        self.flags = flags;
        self.depth -= 1;
        Ok(Some(piece))
    }

    fn group_inside(&mut self) -> Result<Option<Piece>, InvalidRegex> {
        if self.peek_special() != Some('?') {
            return self.capture().map(Some);
        }
        self.skip();
        let kind = self.peek_special();
        let opening = match kind {
            Some(':' | '=' | '!' | '>') => {
                self.skip();
                format!("(?{}", kind.unwrap_or_default())
            }
            Some('<') => {
                self.skip();
                if let Some(direction @ ('=' | '!')) = self.peek_special() {
                    self.skip();
                    format!("(?<{direction}")
                } else {
                    let name = self.group_name()?;
                    if self.names.insert(name.clone(), self.groups + 1).is_some() {
                        return Err(self.error(format!("Named capturing group <{name}> is already defined")));
                    }
                    return self.capture().map(Some);
                }
            }
            Some('$' | '@') => {
                self.skip();
                return Err(self.error("Unknown group type"));
            }
            _ => {
                self.flags()?;
                match self.next().map(|token| token.char) {
                    Some(')') => return Ok(None),
                    Some(':') => "(?:".to_owned(),
                    _ => return Err(self.error("Unknown inline modifier")),
                }
            }
        };
        let inside = self.closed()?;
        let text = format!("{opening}{})", inside.text);
        Ok(Some(match &*opening {
            "(?:" | "(?>" => Piece { text, is_assertion: false, ..inside },
            "(?<=" | "(?<!" if inside.most.is_none() => {
                return Err(InvalidRegex::unsupported("a look-behind of any length, such as `(?<=a+)`,"));
            }
            "(?<=" | "(?<!" | "(?!" if inside.captures => {
                return Err(InvalidRegex::unsupported("a group in what must not follow or has to precede"));
            }
            _ => Piece { captures: inside.captures, ..Piece::assertion(text) },
        }))
    }

    /// A group whose text can be had, up to its end.
    fn capture(&mut self) -> Result<Piece, InvalidRegex> {
        self.groups += 1;
        self.open.push(self.groups);
        let inside = self.closed()?;
        self.open.pop();
        Ok(Piece { text: format!("({})", inside.text), captures: true, is_assertion: false, ..inside })
    }

    /// What stands up to the closing bracket.
    fn closed(&mut self) -> Result<Piece, InvalidRegex> {
        let inside = self.alternatives()?;
        if self.peek_special() != Some(')') {
            return Err(InvalidRegex::syntax("Unclosed group", self.pattern.chars().count(), self.pattern));
        }
        self.skip();
        Ok(inside)
    }

    /// The name of a group, with the bracket that closes it (`groupname`).
    pub(super) fn group_name(&mut self) -> Result<String, InvalidRegex> {
        let mut name = String::new();
        loop {
            match self.next().map(|token| token.char) {
                Some(char) if char.is_ascii_alphabetic() || (!name.is_empty() && char.is_ascii_digit()) => {
                    name.push(char);
                }
                Some('>') if !name.is_empty() => return Ok(name),
                _ if name.is_empty() => {
                    return Err(self.error("capturing group name does not start with a Latin letter"));
                }
                _ => return Err(self.error("named capturing group is missing trailing '>'")),
            }
        }
    }
}

//! Sets of characters that have names: `\d`, `\p{Alpha}`, `\p{Lu}`.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

use super::{compile::Compiler, invalid::InvalidRegex};

/// A set of the ranges.
pub(super) fn set(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)))
}

/// The characters that end a line.
pub(super) const LINE_ENDS: [(char, char); 4] =
    [('\n', '\n'), ('\r', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')];

/// What `\d` and the like stand for, without `\b` and other conditions.
pub(super) fn predefined(letter: char) -> Option<ClassUnicode> {
    let mut class = match letter.to_ascii_lowercase() {
        'd' => set(&[('0', '9')]),
        's' => set(&[('\t', '\r'), (' ', ' ')]),
        'w' => set(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        'h' => set(&[
            ('\t', '\t'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{180e}', '\u{180e}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
        ]),
        'v' => set(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')]),
        _ => return None,
    };
    if letter.is_ascii_uppercase() {
        class.negate();
    }
    Some(class)
}

impl Compiler<'_> {
    /// The set of a property, after `\p` or `\P` (`family`).
    pub(super) fn property(&mut self, negated: bool) -> Result<ClassUnicode, InvalidRegex> {
        let name = if self.peek_special() == Some('{') {
            self.skip();
            let mut name = String::new();
            loop {
                match self.next() {
                    Some(token) if token.char == '}' => break,
                    Some(token) => name.push(token.char),
                    None => return Err(self.error("Unclosed character family")),
                }
            }
            if name.is_empty() {
                return Err(self.error("Empty character family"));
            }
            name
        } else {
            match self.next() {
                Some(token) => token.char.to_string(),
                None => return Err(self.error("Unknown character property name {\u{0}}")),
            }
        };
        if self.flags.ignore_case && matches!(name.as_str(), "Lower" | "Upper" | "Lu" | "Ll" | "Lt") {
            return Err(InvalidRegex::unsupported(format!("`\\p{{{name}}}` where case is ignored")));
        }
        let mut class = match posix(&name) {
            Some(class) => class,
            None => self.category(&name)?,
        };
        if negated {
            class.negate();
        }
        Ok(class)
    }

    /// A general category of Unicode.
    fn category(&self, name: &str) -> Result<ClassUnicode, InvalidRegex> {
        const CATEGORIES: [&str; 37] = [
            "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N",
            "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl",
            "Zp",
        ];
        if name != "Zs" && !CATEGORIES.contains(&name) {
            let known = ["Is", "In", "java"].iter().any(|prefix| name.starts_with(prefix)) || name.contains('=');
            return Err(if known {
                InvalidRegex::unsupported(format!("`\\p{{{name}}}` (a category such as `\\p{{L}}` is)"))
            } else {
                self.error(format!("Unknown character property name {{{name}}}"))
            });
        }
        let parsed = regex_syntax::parse(&format!(r"\p{{{name}}}"));
        match parsed.map(regex_syntax::hir::Hir::into_kind) {
            Ok(HirKind::Class(Class::Unicode(class))) => Ok(class),
            _ => Err(InvalidRegex::unsupported(format!("`\\p{{{name}}}`"))),
        }
    }
}

/// The classes that Java calls POSIX's, which are of ASCII.
fn posix(name: &str) -> Option<ClassUnicode> {
    Some(match name {
        "Lower" => set(&[('a', 'z')]),
        "Upper" => set(&[('A', 'Z')]),
        "ASCII" => set(&[('\0', '\u{7f}')]),
        "Alpha" => set(&[('A', 'Z'), ('a', 'z')]),
        "Digit" => set(&[('0', '9')]),
        "Alnum" => set(&[('0', '9'), ('A', 'Z'), ('a', 'z')]),
        "Punct" => set(&[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
        "Graph" => set(&[('!', '~')]),
        "Print" => set(&[(' ', '~')]),
        "Blank" => set(&[('\t', '\t'), (' ', ' ')]),
        "Cntrl" => set(&[('\0', '\u{1f}'), ('\u{7f}', '\u{7f}')]),
        "XDigit" => set(&[('0', '9'), ('A', 'F'), ('a', 'f')]),
        "Space" => set(&[('\t', '\r'), (' ', ' ')]),
        _ => return None,
    })
}

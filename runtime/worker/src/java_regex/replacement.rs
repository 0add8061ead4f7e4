//! What a match is replaced by: `$1`, `${name}`, `\$`.

use std::collections::BTreeMap;

/// A replacement, read for one expression's groups (`Matcher.appendExpandedReplacement`).
#[derive(Clone, Debug)]
pub(crate) struct Replacement(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Group(usize),
}

impl Replacement {
    /// Reads a replacement.
    ///
    /// # Errors
    /// Java's message.
    pub(super) fn parse(text: &str, groups: usize, names: &BTreeMap<String, usize>) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            match char {
                '\\' => match chars.next() {
                    Some(escaped) => push(&mut pieces, escaped),
                    None => return Err("character to be escaped is missing".to_owned()),
                },
                '$' => {
                    let group = match chars.next() {
                        None => return Err("Illegal group reference: group index is missing".to_owned()),
                        Some('{') => {
                            let mut name = String::new();
                            while let Some(letter) = chars.next_if(char::is_ascii_alphanumeric) {
                                name.push(letter);
                            }
                            match (name.chars().next(), chars.next()) {
                                (None, _) => {
                                    return Err("named capturing group is missing trailing '}'".to_owned());
                                }
                                (_, after) if after != Some('}') => {
                                    return Err("named capturing group is missing trailing '}'".to_owned());
                                }
                                (Some(first), _) if first.is_ascii_digit() => {
                                    return Err(format!("capturing group name {{{name}}} starts with digit character"));
                                }
                                _ => {}
                            }
                            match names.get(&name) {
                                Some(group) => *group,
                                None => return Err(format!("No group with name {{{name}}}")),
                            }
                        }
                        Some(first) => {
                            let digit = |char: char| char.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
                            let Some(mut group) = digit(first) else {
                                return Err("Illegal group reference".to_owned());
                            };
                            // As many digits as there are groups for.
                            while let Some(longer) = chars.peek().copied().and_then(digit).map(|next| group * 10 + next)
                                && longer <= groups
                            {
                                group = longer;
                                chars.next();
                            }
                            if group > groups {
                                return Err(format!("No group {group}"));
                            }
                            group
                        }
                    };
                    pieces.push(Piece::Group(group));
                }
                other => push(&mut pieces, other),
            }
        }
        Ok(Self(pieces))
    }

    /// The text, given what the groups matched. A group that took no part is empty.
    pub(super) fn expand<'t>(&self, group: impl Fn(usize) -> Option<&'t str>) -> String {
        self.0.iter().fold(String::new(), |mut text, piece| {
            match piece {
                Piece::Text(own) => text.push_str(own),
                Piece::Group(number) => text.push_str(group(*number).unwrap_or_default()),
            }
            text
        })
    }
}

fn push(pieces: &mut Vec<Piece>, char: char) {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push(char),
        _ => pieces.push(Piece::Text(char.to_string())),
    }
}

//! Which values nobody may see, and which parts of them.

use std::ops::Range;

use kconnect::{
    Prop,
    config::{ConfigType, Definition, parse_variables},
};

use super::{
    document::{Entry, Syntax},
    source::Source,
};
use crate::raw;

/// Whether the value of a key must not be shown.
pub(super) fn is_secret(definition: &Definition, key: &str) -> bool {
    let alias = || definition.keys().iter().find(|known| known.aliases.iter().any(|alias| alias == key));
    match definition.get(key).or_else(alias) {
        Some(known) => known.config_type == ConfigType::Password || raw::is_secret(key),
        None => raw::is_secret(key) || sounds_secret(key),
    }
}

/// Whether a key that nobody knows looks like that of a secret; generously.
fn sounds_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let words = [
        "password",
        "passwd",
        "secret",
        "token",
        "jaas",
        "credential",
        "user.info",
        "private",
        "apikey",
        "api.key",
        "consumerkey",
        "ssl.key",
    ];
    words.iter().any(|word| key.contains(word))
}

/// Whether the value took in a line that gives a secret a value.
pub(super) fn swallowed(entry: &Entry, definition: &Definition) -> bool {
    joined(entry).any(|(key, _)| is_secret(definition, key))
}

/// The keys on lines that a backslash joined to a value, each with its range in the value.
pub(super) fn joined(entry: &Entry) -> impl Iterator<Item = (&str, Range<usize>)> {
    let value = entry.text().unwrap_or_default();
    entry.marks.joins.iter().filter_map(move |at| {
        let line = value.get(*at..)?;
        let end = line.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'))?;
        let separated = line.get(end..)?.trim_start().starts_with(['=', ':']);
        (end > 0 && separated).then_some((line.get(..end)?, *at..*at + end))
    })
}

/// User and password in the addresses of a value: `https://user:password@host`.
pub(super) fn credentials(value: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, scheme) in value.match_indices("://") {
        let start = at + scheme.len();
        let rest = value.get(start..).unwrap_or_default();
        let authority = rest.find(['/', ',', ' ', '?']).map_or(rest, |end| rest.get(..end).unwrap_or_default());
        if let Some(end) = authority.rfind('@') {
            found.push(start..start + end);
        }
    }
    found
}

/// What commented-out lines gave secrets.
pub(super) fn comments(source: &Source, definition: &Definition) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive(['\n', '\r']) {
        let content = line.trim_start();
        if content.starts_with(['#', '!']) {
            let text = content.trim_start_matches(['#', '!', ' ', '\t']);
            if let Some(at) = text.find(['=', ':', ' '])
                && text.get(..at).is_some_and(|key| is_secret(definition, key.trim()))
            {
                let value = start + line.len() - text.len() + at + 1;
                found.push(value..start + line.trim_end().len());
            }
        }
        start += line.len();
    }
    found
}

/// What of a value is not a variable.
pub(super) fn around_variables(value: &str) -> Vec<Range<usize>> {
    let mut around = Vec::new();
    let mut done = 0;
    for variable in parse_variables(value) {
        around.push(done..variable.span.start);
        done = variable.span.end;
    }
    around.push(done..value.len());
    around.retain(|part| !part.is_empty());
    around
}

/// A secret, what is quoted in it if it configures a login, and the password of a pair with a user.
pub(super) fn parts(value: &str) -> impl Iterator<Item = Prop> {
    let quoted = value.split('"').skip(1).step_by(2);
    let password = value.split_once(':').map(|(_, password)| password);
    [value, value.trim()].into_iter().chain(quoted).chain(password).map(|part| Prop::Secret(part.to_owned()))
}

/// Every value on the lines of a file that cannot be read, apart from what is marked in it; of what looks like a secret
/// that too.
pub(super) fn unread(source: &Source, syntax: Syntax, marked: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut continued = false;
    for line in 0..=source.line(source.text.len()) {
        let range = source.line_range(line);
        let text = source.slice(&range);
        let values = match syntax {
            Syntax::Properties if continued => vec![(0..text.len(), true)],
            Syntax::Properties => property(text),
            Syntax::Json => strings(text),
        };
        continued = text.ends_with('\\');
        for (value, secret) in values {
            let value = range.start + value.start..range.start + value.end;
            let mut start = value.start;
            for marked in marked.iter().filter(|marked| !secret && value.contains(&marked.start)) {
                found.push(start..marked.start);
                start = marked.end;
            }
            found.push(start..value.end);
        }
    }
    found.retain(|range| range.start < range.end);
    found
}

/// The value of a line, and whether it looks like a secret.
fn property(line: &str) -> Vec<(Range<usize>, bool)> {
    let start = line.len() - line.trim_start().len();
    let content = line.get(start..).unwrap_or_default();
    let Some(end) = content.find(|c: char| matches!(c, '=' | ':') || c.is_whitespace()) else { return Vec::new() };
    let rest = content.get(end..).unwrap_or_default();
    let value = rest.trim_start().trim_start_matches(['=', ':']).trim_start();
    let secret = content.get(..end).is_some_and(|key| sounds_secret(key) || raw::is_secret(key));
    vec![(line.len() - value.len()..line.len(), secret)]
}

/// The strings of a line that are no keys, and whether their keys look like those of secrets.
fn strings(line: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut secret = false;
    let mut rest = line.char_indices();
    while let Some((open, c)) = rest.next() {
        if c != '"' {
            continue;
        }
        let start = open + 1;
        let mut escaped = false;
        let close = rest.by_ref().find(|(_, c)| {
            let closes = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            closes
        });
        let end = close.map_or(line.len(), |(at, _)| at);
        let text = line.get(start..end).unwrap_or_default();
        if line.get(end + 1..).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            secret = sounds_secret(text) || raw::is_secret(text);
        } else {
            found.push((start..end, secret));
        }
    }
    found
}

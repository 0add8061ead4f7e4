//! A file without what nobody may see of it.

use std::ops::Range;

use kconnect::config::{Definition, Secrets};

use super::{
    document::{Document, Value},
    source::Source,
    values::{around_variables, comments, credentials, is_secret, parts, swallowed, unread},
};

/// What stands where a value stood, as in Kafka's dumps.
pub(super) const HIDDEN: &str = "[hidden]";

/// A file as it may be shown, line for line, and what must not be part of any message.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) text: String,
    /// What was replaced, in order: the range in the file, and the range in the text.
    replaced: Vec<(Range<usize>, Range<usize>)>,
    secrets: Secrets,
}

impl Shown {
    /// Hides what is a secret by its key's type, by its key's name, or because nobody knows what it is.
    pub(super) fn of(document: &Document, definition: &Definition, known: &impl Fn(&str) -> bool) -> Self {
        let mut secrets = Vec::new();
        let mut hidden = Vec::new();
        for entry in &document.entries {
            let Value::Text(value) = &entry.value else { continue };
            let secret = is_secret(definition, &entry.key) || swallowed(entry, definition);
            // A variable is no secret: what it stands for is.
            let around = around_variables(value);
            if secret {
                secrets.extend(around.iter().filter_map(|part| value.get(part.clone())).flat_map(parts));
            }
            let credentials = credentials(value);
            secrets.extend(credentials.iter().filter_map(|part| value.get(part.clone())).flat_map(parts));
            if !secret && known(&entry.key) {
                hidden.extend(credentials.iter().map(|part| entry.part(part)));
            } else if around.len() == 1 && around.first().is_some_and(|part| part.len() == value.len()) {
                // As it is in the file: where its characters are need not be known for that.
                hidden.push(entry.value_range.clone());
            } else {
                hidden.extend(around.iter().map(|part| entry.part(part)));
            }
        }
        hidden.extend(comments(&document.source, definition));
        let mut shown = Self::hiding(&document.source, hidden);
        shown.secrets = Secrets::of(&secrets);
        shown
    }

    /// Hides everything that looks like a value in a file that cannot be read, apart from what is wrong.
    pub(super) fn of_unread(document: &Document) -> Self {
        let marked: Vec<_> = document.problems.iter().filter_map(|problem| problem.range.clone()).collect();
        Self::hiding(&document.source, unread(&document.source, document.syntax, &marked))
    }

    fn hiding(source: &Source, mut hidden: Vec<Range<usize>>) -> Self {
        hidden.sort_by_key(|range| range.start);
        let mut pieces = Vec::new();
        let mut done = 0;
        for range in hidden {
            // Line by line, so that every line keeps its number.
            for line in source.line(range.start)..=source.line(range.end.max(range.start)) {
                let whole = source.line_range(line);
                let (start, end) = (range.start.max(whole.start).max(done), range.end.min(whole.end));
                let text = source.slice(&(start..end.max(start)));
                let start = start + text.len() - text.trim_start().len();
                if start < end {
                    pieces.push((start..end, HIDDEN));
                    done = end;
                }
            }
        }
        let mut shown = Self { text: String::new(), replaced: Vec::new(), secrets: Secrets::default() };
        let mut done = 0;
        for (range, instead) in pieces {
            shown.copy(source, done..range.start);
            shown.replace(range.clone(), instead);
            done = range.end;
        }
        shown.copy(source, done..source.text.len());
        // The end of the file is a place too.
        shown.text.push(' ');
        shown
    }

    /// What could make a terminal do more than show it is replaced too.
    fn copy(&mut self, source: &Source, range: Range<usize>) {
        let text = source.slice(&range);
        let mut done = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.text.push_str(text.get(done..at).unwrap_or_default());
            self.replace(range.start + at..range.start + at + c.len_utf8(), "\u{fffd}");
            done = at + c.len_utf8();
        }
        self.text.push_str(text.get(done..).unwrap_or_default());
    }

    fn replace(&mut self, range: Range<usize>, instead: &str) {
        let start = self.text.len();
        self.text.push_str(instead);
        self.replaced.push((range, start..self.text.len()));
    }

    /// Where a range of the file is now.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.at(range.start, |to| to.start);
        let end = if range.is_empty() { start } else { self.at(range.end, |to| to.end) };
        start..end.max(start)
    }

    /// A place inside of something hidden is an end of it.
    fn at(&self, at: usize, inside: fn(&Range<usize>) -> usize) -> usize {
        let next = self.replaced.partition_point(|(from, _)| from.end <= at);
        if let Some((from, to)) = self.replaced.get(next)
            && from.start < at
        {
            return inside(to);
        }
        match next.checked_sub(1).and_then(|last| self.replaced.get(last)) {
            Some((from, to)) => to.end + (at - from.end),
            None => at,
        }
    }

    /// Adds secrets that stand in no file: what variables stand for.
    pub(super) fn keep(&mut self, secrets: &Secrets) {
        self.secrets = self.secrets.and(secrets);
    }

    /// A message without secrets.
    pub(super) fn scrub(&self, message: String) -> String {
        self.secrets.scrub(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Document, Shown) {
        let document = Document::read("f.properties", text.as_bytes());
        let shown = Shown::of(&document, &Definition::default(), &|key| !key.starts_with("unknown"));
        (document, shown)
    }

    #[test]
    fn secrets_are_hidden_line_by_line() {
        let (_, shown) =
            shown("a=1\nx.password = one\\\n  two\n#db.secret=three\nunknown=four\nurl=http://me:five@host/\n");
        assert_eq!(
            shown.text.trim_end_matches(' '),
            "a=1\nx.password = [hidden]\n  [hidden]\n#db.secret=[hidden]\nunknown=[hidden]\nurl=http://[hidden]@host/\n"
        );
    }

    #[test]
    fn a_place_is_found_again_behind_what_is_hidden() {
        let (document, shown) = shown("x.password=one\nb=2\n");
        let entry = document.get("b").unwrap();
        assert_eq!(shown.text.get(shown.range(&entry.value_range)), Some("2"));
        let password = document.get("x.password").unwrap();
        let inside = password.value_range.start + 1..password.value_range.start + 2;
        assert_eq!(shown.text.get(shown.range(&inside)), Some("[hidden]"));
    }

    #[test]
    fn nothing_but_the_mistake_is_shown_of_a_value_in_a_broken_file() {
        let unread = |name: &str, text: &str| Shown::of_unread(&Document::read(name, text.as_bytes())).text;
        assert_eq!(unread("f", "a=one\nb = two\\u00zz three\n"), "a=[hidden]\nb = [hidden]\\u00z[hidden]\n ");
        assert_eq!(unread("f", "db.password=two\\u00zz\nc\\\n  d\\u00zz"), "db.password=[hidden]\nc\\\n  [hidden] ");
        assert_eq!(unread("f.json", "{\"a\":\"b\", \"c\": \"d\\x\" "), "{\"a\":\"[hidden]\", \"c\": \"[hidden]\\x\"  ");
    }

    #[test]
    fn a_variable_is_shown_and_what_is_around_it_is_not() {
        let (_, shown) = shown("db.password=a${file:/p:k}b\n");
        assert_eq!(shown.text.trim_end(), "db.password=[hidden]${file:/p:k}[hidden]");
    }

    #[test]
    fn a_line_that_was_swallowed_with_its_secret_is_hidden() {
        let (_, shown) = shown("topics=a,\\\ndb.password=hunter2\n");
        assert!(!shown.text.contains("hunter2"), "{}", shown.text);
        assert_eq!(shown.scrub("Invalid value a,db.password=hunter2".to_owned()), "Invalid value [hidden]");
    }
}

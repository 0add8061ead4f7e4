//! Help for a terminal.

use super::{
    order::sections,
    wrap::{fill, wrap},
};
use crate::config::{definition::Definition, key::ConfigKey};

/// How far documentation is indented.
const INDENT: usize = 10;

/// So few columns hold no text.
const NARROWEST: usize = 20;

impl Definition {
    /// The keys as a program's `--help` shows its options, `width` columns wide.
    #[must_use]
    pub fn to_help(&self, width: usize) -> String {
        let definition = self.with_placeholders();
        let width = width.saturating_sub(INDENT).max(NARROWEST);
        let mut blocks = Vec::new();
        for section in sections(&definition) {
            let mut heading = section.group.map(|group| format!("{group}:\n")).unwrap_or_default();
            for key in section.keys {
                blocks.push(std::mem::take(&mut heading) + &entry(key, width));
            }
        }
        for (open, first) in
            definition.open_prefixes().iter().zip(std::iter::once(true).chain(std::iter::repeat(false)))
        {
            let heading = if first { "Any key that begins with:\n" } else { "" };
            blocks.push(format!("{heading}  {}\n{}", open.prefix, indented(&open.documentation, width)));
        }
        blocks.join("\n")
    }
}

fn entry(key: &ConfigKey, width: usize) -> String {
    let default = key.default_text();
    let mut facts = vec![match default {
        None => "[required]".to_owned(),
        Some(default) => format!("[default: {default}]"),
    }];
    let valid = key.valid_values();
    if !valid.is_empty() {
        facts.push(format!("[valid: {valid}]"));
    }
    facts.push(format!("[importance: {}]", key.importance_text()));
    if !key.aliases.is_empty() {
        facts.push(format!("[old name: {}]", key.aliases.join(", ")));
    }
    let documentation = if key.doc().is_empty() { String::new() } else { indented(key.doc(), width) };
    // A fact is broken only if it has no room in a line of its own.
    let pieces = facts
        .iter()
        .flat_map(|fact| if fact.chars().count() <= width { vec![&**fact] } else { fact.split(' ').collect() });
    let facts = fill(pieces, width).join("\n");
    format!("  {} <{}>\n{documentation}{}", key.name, key.type_text(), indented(&facts, width))
}

fn indented(text: &str, width: usize) -> String {
    wrap(text, width)
        .into_iter()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{:INDENT$}{line}\n", "") })
        .collect()
}

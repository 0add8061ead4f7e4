//! Markdown tables, for a README.

use super::order::sections;
use crate::config::{
    definition::{Definition, OpenPrefix},
    key::ConfigKey,
};

impl Definition {
    /// The keys as Markdown tables, one a group: what a connector's README shows. `<alias>` in a key stands for the names in
    /// the list of a named group.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let definition = self.with_placeholders();
        let mut tables: Vec<(Option<&str>, Vec<[String; 5]>)> = sections(&definition)
            .into_iter()
            .map(|section| (section.group, section.keys.into_iter().map(key_row).collect()))
            .collect();
        let open: Vec<_> = definition.open_prefixes().iter().map(open_row).collect();
        match tables.first_mut().filter(|(group, _)| group.is_none()) {
            Some((_, rows)) => rows.extend(open),
            None if !open.is_empty() => tables.insert(0, (None, open)),
            None => {}
        }
        tables.iter().map(|(group, rows)| table(*group, rows)).collect::<Vec<_>>().join("\n")
    }
}

fn key_row(key: &ConfigKey) -> [String; 5] {
    let valid = key.valid_values();
    let valid = if valid.is_empty() { valid } else { format!(" Valid: {}.", code(&valid)) };
    [
        code(&key.name),
        key.type_text(),
        key.default_text().map_or_else(|| "required".to_owned(), |default| code(&default)),
        key.importance_text(),
        format!("{}{valid}", key.doc()),
    ]
}

fn open_row(open: &OpenPrefix) -> [String; 5] {
    [code(&format!("{}*", open.prefix)), String::new(), String::new(), String::new(), open.documentation.to_string()]
}

/// A code span, also of a text with backquotes.
fn code(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.saturating_add(1));
    if longest == 0 { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

fn table(group: Option<&str>, rows: &[[String; 5]]) -> String {
    // A placeholder would be taken for HTML.
    let mut table = group.map(|group| format!("### {}\n\n", group.replace('<', "\\<"))).unwrap_or_default();
    table.push_str("| Key | Type | Default | Importance | Description |\n| --- | --- | --- | --- | --- |\n");
    for row in rows {
        for cell in row {
            table.push_str("| ");
            table.push_str(&cell.replace("\n\n", "<br>").replace('\n', " ").replace('|', "\\|"));
            table.push(' ');
        }
        table.push_str("|\n");
    }
    table
}

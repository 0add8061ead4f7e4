//! Kafka's reStructuredText, to the byte.

use crate::config::{definition::Definition, key::ConfigKey};

impl Definition {
    /// The keys as reStructuredText (`ConfigDef.toRst`). What only kconnect knows (old names, open prefixes, named groups) is
    /// not in it.
    #[must_use]
    pub fn to_rst(&self) -> String {
        self.documented().into_iter().map(|key| entry(key) + "\n").collect()
    }

    /// The same with a heading for every group, and with every key's dependents (`ConfigDef.toEnrichedRst`).
    #[must_use]
    pub fn to_enriched_rst(&self) -> String {
        let mut last = "";
        let mut parts = Vec::new();
        for key in self.documented() {
            if let Some(group) = key.group.as_deref() {
                if !equal_ignoring_case(last, group) {
                    parts.push(format!("{group}\n{}\n\n", "^".repeat(group.encode_utf16().count())));
                }
                last = group;
            }
            parts.push(entry(key));
            if !key.dependents.is_empty() {
                parts.push(format!("  * Dependents: ``{}``\n", key.dependents.join("``, ``")));
            }
            parts.push("\n".to_owned());
        }
        parts.concat()
    }
}

fn entry(key: &ConfigKey) -> String {
    let mut parts = vec![format!("``{}``\n", key.name)];
    if key.documentation.is_none() {
        parts.push("\n".to_owned());
    }
    let lines = key.doc().split('\n').filter(|line| !line.is_empty());
    parts.extend(lines.map(|line| format!("  {line}\n\n")));
    let facts = [
        Some(("Type", key.type_text())),
        key.default_text().map(|default| ("Default", default)),
        key.constraint().map(|_| ("Valid Values", key.valid_values())),
        Some(("Importance", key.importance_text())),
    ];
    parts.extend(facts.into_iter().flatten().map(|(name, value)| format!("  * {name}: {value}\n")));
    parts.concat()
}

/// `String.equalsIgnoreCase`, which folds one character into one.
fn equal_ignoring_case(left: &str, right: &str) -> bool {
    let fold = |char: char| {
        let mut upper = char.to_uppercase();
        let upper = if upper.len() == 1 { upper.next() } else { None };
        upper.unwrap_or(char).to_lowercase().next()
    };
    left.chars().map(fold).eq(right.chars().map(fold))
}

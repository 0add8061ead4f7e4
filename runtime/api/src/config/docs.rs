//! Documentation made from a definition.

use super::{
    definition::{Definition, OpenPrefix},
    key::ConfigKey,
    types::{ConfigType, Parsed},
};

impl Definition {
    /// The keys that users see, in the order of Kafka's documentation: without a group first, then group by group; inside of
    /// it by `order`, required before optional, importance, name.
    #[must_use]
    pub fn documented(&self) -> Vec<&ConfigKey> {
        let groups = self.groups();
        let mut keys: Vec<_> = self.keys().iter().filter(|key| !key.internal).collect();
        keys.sort_by_key(|key| {
            let group = key.group.as_deref().map(|group| groups.iter().position(|known| *known == group));
            (group, key.order, key.default_value().is_some(), key.importance, &key.name)
        });
        keys
    }

    /// The keys as Markdown tables, one a group: what a connector's README shows.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let keys = self.documented();
        let mut text = String::new();
        for group in std::iter::once(None).chain(self.groups().into_iter().map(Some)) {
            let keys = keys.iter().filter(|key| key.group.as_deref() == group).map(|key| key_row(key));
            let open = self.open_prefixes().iter().filter(|_| group.is_none());
            let rows: Vec<_> = keys.chain(open.map(open_row)).collect();
            if !rows.is_empty() {
                table(&mut text, group, &rows);
            }
        }
        text
    }
}

fn key_row(key: &ConfigKey) -> [String; 5] {
    let valid = key.valid_values();
    let valid = if valid.is_empty() { valid } else { format!(" Valid: `{valid}`.") };
    [
        format!("`{}`", key.name),
        key.config_type.name().to_lowercase(),
        default_text(key).map_or_else(|| "required".to_owned(), |default| format!("`{default}`")),
        key.importance.name().to_lowercase(),
        format!("{}{valid}", key.documentation),
    ]
}

fn open_row(open: &OpenPrefix) -> [String; 5] {
    [format!("`{}*`", open.prefix), String::new(), String::new(), String::new(), open.documentation.to_string()]
}

fn table(text: &mut String, group: Option<&str>, rows: &[[String; 5]]) {
    if !text.is_empty() {
        text.push('\n');
    }
    if let Some(group) = group {
        text.push_str("### ");
        text.push_str(group);
        text.push_str("\n\n");
    }
    text.push_str("| Key | Type | Default | Importance | Description |\n| --- | --- | --- | --- | --- |\n");
    for row in rows {
        for cell in row {
            text.push_str("| ");
            text.push_str(&cell.replace("\n\n", "<br>").replace('\n', " ").replace('|', "\\|"));
            text.push(' ');
        }
        text.push_str("|\n");
    }
}

/// The default as documentation shows it: `""` for an empty text, round sizes and times with their unit. `None`: required.
fn default_text(key: &ConfigKey) -> Option<String> {
    let default = key.default_value()?;
    let text = match &default {
        Parsed::Null => "null".to_owned(),
        other => other.to_text().unwrap_or_default(),
    };
    if text.is_empty() && key.config_type == ConfigType::String {
        return Some("\"\"".to_owned());
    }
    let number = match default {
        Parsed::Int(int) => Some(i64::from(int)),
        Parsed::Long(long) => Some(long),
        _ => None,
    };
    let unit = match number.and_then(|number| u64::try_from(number).ok()) {
        Some(number) if key.name.ends_with(".bytes") => memory_unit(number),
        Some(number) if key.name.ends_with(".ms") => time_unit(number),
        _ => String::new(),
    };
    Some(text + &unit)
}

/// ` (1 mebibyte)`, if it is a whole number of anything larger than a byte.
fn memory_unit(bytes: u64) -> String {
    largest_unit(bytes, &[(1 << 40, "tebibyte"), (1 << 30, "gibibyte"), (1 << 20, "mebibyte"), (1 << 10, "kibibyte")])
}

/// ` (2 minutes)`, if it is a whole number of anything larger than a millisecond.
fn time_unit(ms: u64) -> String {
    largest_unit(ms, &[(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")])
}

fn largest_unit(number: u64, units: &[(u64, &str)]) -> String {
    let unit = units.iter().find(|(size, _)| number > 0 && number.is_multiple_of(*size));
    unit.map_or_else(String::new, |(size, name)| {
        let count = number / size;
        format!(" ({count} {name}{})", if count == 1 { "" } else { "s" })
    })
}

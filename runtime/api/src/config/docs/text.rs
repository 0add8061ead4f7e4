//! What a key's default looks like in documentation.

use crate::config::{key::ConfigKey, types::Parsed};

impl ConfigKey {
    /// The default as Kafka's documentation shows it: `""` for an empty text or list, `null`, `[hidden]` for a password, and
    /// with a unit for round numbers of keys in `.bytes` and `.ms`, such as `60000 (1 minute)`. `None`: the key is required.
    #[must_use]
    pub fn default_text(&self) -> Option<String> {
        let default = self.default_value()?;
        let Some(text) = default.to_text() else { return Some("null".to_owned()) };
        if text.is_empty() {
            return Some("\"\"".to_owned());
        }
        let unit = match whole(&default) {
            Some(number) if self.name.ends_with(".bytes") => memory_units(number),
            Some(number) if self.name.ends_with(".ms") => time_units(number),
            _ => String::new(),
        };
        Some(text + &unit)
    }

    /// The type as documentation writes it: `boolean`.
    pub(super) fn type_text(&self) -> String {
        self.config_type.name().to_lowercase()
    }

    /// The importance as documentation writes it: `high`.
    pub(super) fn importance_text(&self) -> String {
        self.importance.name().to_lowercase()
    }
}

/// `Number.longValue`.
fn whole(value: &Parsed) -> Option<i64> {
    match value {
        Parsed::Short(short) => Some(i64::from(*short)),
        Parsed::Int(int) => Some(i64::from(*int)),
        Parsed::Long(long) => Some(*long),
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion is the same")]
        Parsed::Double(double) => Some(*double as i64),
        _ => None,
    }
}

/// ` (1 mebibyte)`, with the blank before it, if it is a whole number of kibibytes or more (`ConfigDef.niceMemoryUnits`); empty
/// otherwise. Nothing is larger than a tebibyte.
#[must_use]
pub fn memory_units(bytes: i64) -> String {
    let (count, unit) =
        largest(bytes, [(1024, "kibibyte"), (1024, "mebibyte"), (1024, "gibibyte"), (1024, "tebibyte")]);
    unit.map_or_else(String::new, |unit| format!(" ({count} {unit}{})", if count == 1 { "" } else { "s" }))
}

/// ` (2 minutes)`, with the blank before it, if it is a whole number of seconds or more (`ConfigDef.niceTimeUnits`); empty
/// otherwise. Nothing is larger than a day.
#[must_use]
pub fn time_units(ms: i64) -> String {
    let (count, unit) = largest(ms, [(1000, "second"), (60, "minute"), (60, "hour"), (24, "day")]);
    unit.map_or_else(String::new, |unit| format!(" ({count} {unit}{})", if count > 1 { "s" } else { "" }))
}

/// The number in the largest unit in which it is whole.
fn largest(number: i64, units: [(i64, &'static str); 4]) -> (i64, Option<&'static str>) {
    let mut found = (number, None);
    for (size, name) in units {
        if found.0 == 0 || found.0 % size != 0 {
            break;
        }
        found = (found.0 / size, Some(name));
    }
    found
}

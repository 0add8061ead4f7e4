//! An example `.properties` file.

use super::{
    limits::Limits,
    order::{ALIAS, sections},
    wrap::wrap,
};
use crate::config::{
    definition::Definition,
    key::ConfigKey,
    types::{ConfigType, Parsed},
};

/// How wide a comment is, `# ` included.
const WIDTH: usize = 100;

impl Definition {
    /// A `.properties` file to begin with: every key with its documentation, the required ones to be filled in, the others
    /// commented out with their defaults. `class` is the connector's class or another title; a key `connector.class` gets it
    /// as its value.
    #[must_use]
    pub fn to_properties(&self, class: &str) -> String {
        let definition = self.with_placeholders();
        let mut file = File::default();
        file.comment(class);
        file.comment("");
        file.comment("Lines that begin with #name= show the default; remove the # to set another value.");
        file.comment("All other keys are required: replace what stands in <>.");
        for section in sections(&definition) {
            if let Some(group) = section.group {
                file.blank();
                file.comment(&format!("---- {group} ----"));
            }
            for key in section.keys {
                file.blank();
                file.key(key, class);
            }
        }
        for open in definition.open_prefixes() {
            file.blank();
            file.comment(&open.documentation);
            file.pair(true, &format!("{}<name>", open.prefix), "");
        }
        file.text
    }
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn comment(&mut self, text: &str) {
        for line in wrap(text, WIDTH.saturating_sub(2)) {
            self.text.push_str(format!("# {line}").trim_end());
            self.text.push('\n');
        }
    }

    fn pair(&mut self, commented: bool, name: &str, value: &str) {
        let mark = if commented { "#" } else { "" };
        self.text.extend([mark, &*escaped_key(name), "=", &*escaped_value(value), "\n"]);
    }

    fn key(&mut self, key: &ConfigKey, class: &str) {
        if !key.doc().is_empty() {
            self.comment(key.doc());
        }
        let default = key.default_text();
        let fact = |name: &str, value: String| (!value.is_empty()).then(|| format!("{name}: {value}"));
        let facts = [
            fact("Type", key.type_text()),
            Some(default.as_ref().map_or_else(|| "Required".to_owned(), |default| format!("Default: {default}"))),
            fact("Valid values", key.valid_values()),
            fact("Importance", key.importance_text()),
            fact("Old name", key.aliases.join(", ")),
        ];
        facts.into_iter().flatten().for_each(|fact| self.comment(&fact));
        let value = match &default {
            None if key.name == "connector.class" => class.to_owned(),
            None => placeholder(key),
            Some(_) => default_value(key),
        };
        self.pair(default.is_some() || key.name.contains(ALIAS), &key.name, &value);
    }
}

/// What is to be replaced, in words.
fn placeholder(key: &ConfigKey) -> String {
    if let Some((values, _)) = Limits::of(key).one_of.filter(|_| key.config_type != ConfigType::List) {
        return format!("<one of {}>", values.join(", "));
    }
    match key.config_type {
        ConfigType::Boolean => "<true or false>",
        ConfigType::String => "<text>",
        ConfigType::Int | ConfigType::Short | ConfigType::Long => "<whole number>",
        ConfigType::Double => "<number>",
        ConfigType::List => "<elements, separated by commas>",
        ConfigType::Class => "<name of a class>",
        ConfigType::Password => "<insert your value>",
    }
    .to_owned()
}

/// The default as the file's reader has to find it. A password's is shown to nobody; null cannot be written.
fn default_value(key: &ConfigKey) -> String {
    match key.default_value() {
        Some(Parsed::Password(_)) => "<insert your value>".to_owned(),
        default => default.and_then(|default| default.to_text()).unwrap_or_default(),
    }
}

fn escaped_key(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, char| {
        if matches!(char, ' ' | ':' | '=' | '#' | '!') {
            escaped.push('\\');
        }
        push_escaped(&mut escaped, char);
        escaped
    })
}

fn escaped_value(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        // The reader drops blanks before a value.
        if char == ' ' && escaped.is_empty() {
            escaped.push('\\');
        }
        push_escaped(&mut escaped, char);
    }
    escaped
}

/// The file is ISO-8859-1; beyond ASCII only escapes mean the same to everybody.
fn push_escaped(escaped: &mut String, char: char) {
    match char {
        '\\' => escaped.push_str("\\\\"),
        '\t' => escaped.push_str("\\t"),
        '\n' => escaped.push_str("\\n"),
        '\r' => escaped.push_str("\\r"),
        '\u{c}' => escaped.push_str("\\f"),
        ' '..='~' => escaped.push(char),
        _ => escaped.extend(char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
    }
}

//! How a struct gives its properties.

use super::{def::ConfigDef, field::ConfigField, props::Props, types::Parsed};

/// Collects the properties of a [`ConfigDef`].
#[derive(Debug, Default)]
pub struct ConfigWriter {
    pub(super) props: Props,
    prefix: String,
}

impl ConfigWriter {
    /// Writes the value of a key.
    pub fn key<T: ConfigField>(&mut self, name: &str, value: &T) {
        self.parsed(name, value.to_parsed());
    }

    pub(super) fn parsed(&mut self, name: &str, value: Parsed) {
        self.props.insert(format!("{}{name}", self.prefix), value.into());
    }

    /// Writes a configuration inside this one.
    pub fn embed<C: ConfigDef>(&mut self, prefix: &str, config: &C) {
        let outer = self.prefix.len();
        self.prefix.push_str(prefix);
        config.write(self);
        self.prefix.truncate(outer);
    }

    /// Writes keys under a prefix.
    pub fn open(&mut self, prefix: &str, props: &Props) {
        for (name, value) in props {
            self.props.insert(format!("{}{prefix}{name}", self.prefix), value.clone());
        }
    }
}

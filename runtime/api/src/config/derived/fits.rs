//! Attributes that do not fit the type of their key: run by the compiler, which shows the message at the attribute.

use super::{super::types::ConfigType, key::Key};

impl<T> Key<T> {
    /// Whether the key is a LIST.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self.row.config_type, ConfigType::List)
    }

    const fn is_text(self) -> bool {
        matches!(self.row.config_type, ConfigType::String)
    }

    /// # Panics
    /// If the key is no LIST.
    #[track_caller]
    pub const fn needs_list(self, message: &str) {
        assert!(self.is_list(), "{}", message);
    }

    /// # Panics
    /// If the key is no STRING.
    #[track_caller]
    pub const fn needs_text(self, message: &str) {
        assert!(self.is_text(), "{}", message);
    }

    /// # Panics
    /// If the key is neither STRING nor PASSWORD.
    #[track_caller]
    pub const fn needs_text_or_password(self, message: &str) {
        assert!(self.is_text() || matches!(self.row.config_type, ConfigType::Password), "{}", message);
    }

    /// # Panics
    /// If the key is neither STRING nor LIST.
    #[track_caller]
    pub const fn needs_text_or_list(self, message: &str) {
        assert!(self.is_text() || self.is_list(), "{}", message);
    }

    /// # Panics
    /// If no value of the key can be empty.
    #[track_caller]
    pub const fn needs_what_can_be_empty(self, message: &str) {
        assert!(
            self.is_text() || self.is_list() || matches!(self.row.config_type, ConfigType::Password),
            "{}",
            message
        );
    }

    /// # Panics
    /// If the key is no INT.
    #[track_caller]
    pub const fn needs_int(self, message: &str) {
        assert!(matches!(self.row.config_type, ConfigType::Int), "{}", message);
    }

    /// # Panics
    /// If null is a value of the key.
    #[track_caller]
    pub const fn needs_value(self, message: &str) {
        assert!(!self.row.nullable, "{}", message);
    }

    /// # Panics
    /// If a missing key has no value.
    #[track_caller]
    pub const fn needs_default(self, message: &str) {
        assert!(self.row.default.is_some(), "{}", message);
    }
}

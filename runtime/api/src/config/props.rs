//! What a configuration is before it is parsed: names and texts.

use std::{collections::BTreeMap, fmt};

/// What stands for a secret wherever somebody could read it.
pub(crate) const HIDDEN: &str = "[hidden]";

/// The raw configuration of one connector, task or worker, by key.
pub type Props = BTreeMap<String, Prop>;

/// The raw value of one key.
#[derive(Clone, PartialEq, Eq)]
pub enum Prop {
    /// The key is given and has no value, as JSON's `null`. Not the same as a missing key, whose default applies.
    Null,
    /// A text that everybody may see.
    Plain(String),
    /// A text that came from a [`Password`] or from a config provider. It never shows in `Debug`, errors or dumps, and is
    /// stored only as the reference it came from.
    Secret(String),
}

impl Prop {
    /// The text, also of a secret; `None` for null.
    #[must_use]
    pub fn expose(&self) -> Option<&str> {
        match self {
            Self::Null => None,
            Self::Plain(text) | Self::Secret(text) => Some(text),
        }
    }

    /// Whether the text must not be shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret(_))
    }
}

impl From<&str> for Prop {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Prop {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl fmt::Debug for Prop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Plain(text) => fmt::Debug::fmt(text, f),
            Self::Secret(_) => f.write_str(HIDDEN),
        }
    }
}

/// A secret in a configuration (Kafka's `Password`): `Debug` and `Display` give `[hidden]`.
///
/// ```
/// let password = kconnect::Password::from("squeamish");
/// assert_eq!(format!("{password} {password:?}"), "[hidden] [hidden]");
/// assert_eq!(password.expose(), "squeamish");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Password(String);

impl Password {
    /// The secret itself. Whatever gets it must neither log nor store it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Password {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl From<String> for Password {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

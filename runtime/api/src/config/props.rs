//! What a configuration is before it is parsed: names and texts.

use std::{collections::BTreeMap, fmt};

use super::{java, provider::variables_alone, scrub::scrub, types::Parsed};

/// What stands for a secret wherever somebody could read it.
pub(crate) const HIDDEN: &str = "[hidden]";

/// A secret is taken out of a message only if it is as long as this: to cut a letter out of every word would spoil the
/// message, and tell the secret.
pub(super) const REMARKABLE: usize = 4;

/// The raw configuration of one connector, task or worker, by key.
pub type Props = BTreeMap<String, Prop>;

/// The raw value of one key.
#[derive(Clone, PartialEq)]
pub enum Prop {
    /// The key is given and has no value, as JSON's `null`. Not the same as a missing key, whose default applies.
    Null,
    /// A text that everybody may see.
    Plain(String),
    /// A text that came from a [`Password`]. It never shows in `Debug`, errors or dumps.
    Secret(String),
    /// A text in which a config provider filled in variables: used as it came, shown and stored as it was written.
    Resolved(Resolved),
    /// A value that is not a text, as Kafka takes them from Java code. Its key accepts it where Kafka's does.
    Value(Parsed),
}

impl Prop {
    /// The text, also of a secret; `None` for null and for what is no text.
    #[must_use]
    pub fn expose(&self) -> Option<&str> {
        match self {
            Self::Null | Self::Value(_) => None,
            Self::Plain(text) | Self::Secret(text) => Some(text),
            Self::Resolved(resolved) => Some(&resolved.value),
        }
    }

    /// Whether the text must not be shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret(_) | Self::Resolved(_) | Self::Value(Parsed::Password(_)))
    }

    /// The text as it was written, if variables were filled in: `${file:/etc/secrets:token}`.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Resolved(resolved) => Some(&resolved.reference),
            Self::Value(Parsed::Password(password)) => password.reference(),
            _ => None,
        }
    }

    /// As it may be stored: a text with variables as it was written.
    #[must_use]
    pub fn stored(self) -> Self {
        match self {
            // Text beside the variables is a part of the secret.
            Self::Resolved(resolved) if resolved.shown != resolved.reference => Self::Secret(resolved.reference),
            Self::Resolved(resolved) => Self::Plain(resolved.reference),
            other => other,
        }
    }

    /// Takes this text out of a message, if it is a secret one or its key is: what it came from stands there instead.
    pub(super) fn scrub(&self, message: String, secret: bool) -> String {
        if secret || self.is_secret() { scrub(&message, self.hidden()) } else { message }
    }

    /// What must not be seen of this text, and what is shown instead.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (&str, &str)> {
        let shown = self.instead();
        let text = match self {
            Self::Value(Parsed::Password(password)) => password.expose(),
            other => other.expose().unwrap_or_default(),
        };
        let parts: &[String] = if let Self::Resolved(resolved) = self { &resolved.secrets } else { &[] };
        let elements = text.split(',').map(java::trim);
        let texts = [text, java::trim(text)].into_iter().chain(parts.iter().map(String::as_str)).chain(elements);
        texts.filter(|part| part.len() >= REMARKABLE).map(move |hidden| (hidden, shown))
    }

    /// What is shown instead of this secret.
    pub(super) fn instead(&self) -> &str {
        if let Self::Resolved(resolved) = self { &resolved.shown } else { self.reference().unwrap_or(HIDDEN) }
    }

    /// The same as the value of a password: nothing of it may be seen but the variables in it.
    pub(super) fn sealed(self) -> Self {
        match self {
            Self::Plain(text) => Self::Secret(text),
            Self::Resolved(resolved) => {
                Self::Resolved(Resolved { shown: variables_alone(&resolved.reference), ..resolved })
            }
            other => other,
        }
    }

    /// What a key parses.
    pub(super) fn to_parsed(&self) -> Parsed {
        match self {
            Self::Value(value) => value.clone(),
            other => other.expose().map_or(Parsed::Null, |text| Parsed::String(text.to_owned())),
        }
    }
}

/// A text with variables, and what config providers made of it. `Debug` gives the text as it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Resolved {
    reference: String,
    value: String,
    secrets: Vec<String>,
    /// Of the reference, what may be seen.
    shown: String,
}

impl Resolved {
    /// `reference` is the text as it was written, `value` what came of it, `secrets` what the variables stood for.
    pub fn new(reference: impl Into<String>, value: impl Into<String>, secrets: Vec<String>) -> Self {
        let reference = reference.into();
        Self { shown: reference.clone(), reference, value: value.into(), secrets }
    }
}

impl fmt::Debug for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, f)
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

/// As a configuration is written: a password is a secret, or the variable that stood for it.
impl From<Parsed> for Prop {
    fn from(value: Parsed) -> Self {
        match value {
            Parsed::Password(password) => match password.reference {
                // Text beside the variables is a part of the secret.
                Some(reference) if variables_alone(&reference) != *reference => Self::Secret(reference.into()),
                Some(reference) => Self::Plain(reference.into()),
                None => Self::Secret(password.secret.into()),
            },
            other => other.to_text().map_or(Self::Null, Self::Plain),
        }
    }
}

impl fmt::Debug for Prop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Plain(text) => fmt::Debug::fmt(text, f),
            Self::Secret(_) => f.write_str(HIDDEN),
            Self::Resolved(resolved) => resolved.fmt(f),
            Self::Value(value) => value.fmt(f),
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
#[derive(Clone, Default)]
pub struct Password {
    secret: Box<str>,
    reference: Option<Box<str>>,
}

impl Password {
    /// The secret itself. Whatever gets it must neither log nor store it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.secret
    }

    /// The variable that stood for it in the configuration: what is stored instead of it.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The same secret, known to come from a variable.
    pub(super) fn with_reference(mut self, reference: Option<&str>) -> Self {
        self.reference = reference.map(Box::from);
        self
    }
}

/// Secrets are equal if their texts are, wherever they came from.
impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.secret == other.secret
    }
}

impl Eq for Password {}

impl From<&str> for Password {
    fn from(secret: &str) -> Self {
        Self { secret: secret.into(), reference: None }
    }
}

impl From<String> for Password {
    fn from(secret: String) -> Self {
        Self { secret: secret.into(), reference: None }
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

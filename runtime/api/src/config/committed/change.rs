//! What can change about a key.

use std::fmt;

use serde::Serialize;

/// One change between an exported definition and the one of now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The key, or the prefix of an open prefix. `<alias>` in it stands for the names of a named group.
    pub key: String,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// Whether a file that was valid, and did something, is refused now or does something else. The others are notices.
    pub breaking: bool,
    /// What has changed, and what to write so that it breaks nothing.
    pub message: String,
}

/// `key: message`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.message)
    }
}

/// What a [`Change`] is about. Documentation, groups, importances, widened ranges and everything about internal keys may change
/// freely and are not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// A key is gone. Breaking, unless an open prefix takes it now.
    KeyRemoved,
    /// A key is gone, and a new one looks like it. Breaking.
    KeyRenamed,
    /// A new key that is optional, or one of a named group that is new itself. A notice.
    KeyAdded,
    /// A new key that has no default. Breaking.
    RequiredKeyAdded,
    /// A key that was optional has no default any more. Breaking.
    DefaultRemoved,
    /// Another default. A notice: files stay valid, and mean something else.
    DefaultChanged,
    /// Another type. A notice if every text that the old one took is one of the new: whole numbers to wider types (DOUBLE
    /// holds them up to 2^53), everything to STRING or PASSWORD, what has no comma to LIST. Breaking otherwise, and where a
    /// PASSWORD would be shown.
    TypeChanged,
    /// Null was valid and is not any more. Breaking: a JSON file may say it.
    NullRefused,
    /// Numbers that were valid are outside of the range. Breaking.
    RangeNarrowed,
    /// Texts that were valid are none of the valid ones. Breaking.
    ValuesRemoved,
    /// A shorter list. Breaking.
    ListSizeReduced,
    /// Something is asked that was not. Breaking, unless the type or another rule asked as much.
    ValidatorAdded,
    /// A rule that cannot be compared says something else. Breaking, to be on the safe side.
    ValidatorChanged,
    /// An old name is not read any more. Breaking.
    AliasDropped,
    /// Keys with a prefix are not taken any more. Breaking.
    OpenPrefixDropped,
    /// A list of names whose names have no keys any more. Breaking.
    NamedGroupDropped,
}

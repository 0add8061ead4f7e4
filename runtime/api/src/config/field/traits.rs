//! What a Rust type has to be able to do to be the type of a key.

use super::super::{
    types::{ConfigType, Invalid, Parsed},
    validators::{Bound, Validator},
};

/// A Rust type as the type of a key. The type carries what it can: `Option<_>` is null when the key is missing, a
/// [`Password`](crate::Password) is never shown, a [`Duration`](std::time::Duration) is a LONG in milliseconds, a
/// [`ByteSize`](super::ByteSize) one in bytes.
///
/// For an enum of plain names derive [`ConfigEnum`](macro@crate::ConfigEnum), for a type around one that has it derive
/// [`ConfigField`](macro@crate::ConfigField); for any other type of your own implement it by going through one that has it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a configuration key",
    label = "not a type of a configuration key",
    note = "use `bool`, `String`, `i16`, `i32`, `i64`, `f64`, `Duration`, `ByteSize`, `PathBuf`, `Url`, `Regex`, `Password`, `Option<_>`, a list (`Vec<_>`, `BTreeSet<_>`, `HashSet<_>`), an enum that derives `ConfigEnum`, or a type that derives `ConfigField`",
    note = "Kafka's numbers are signed: instead of an unsigned one use `i32` or `i64` with `#[config(range = 0..)]`"
)]
pub trait ConfigField: Sized {
    /// The key's type.
    const TYPE: ConfigType;
    /// Whether null is a value; validators then do not see it.
    const NULLABLE: bool = false;
    /// The default of a key that gives none. `None`: such a key is required.
    const DEFAULT: Option<fn() -> Parsed> = None;
    /// What every value of this type has to satisfy.
    const VALIDATOR: Option<&'static dyn Validator> = None;

    /// Takes the value out of a parsed and validated one of [`TYPE`](Self::TYPE).
    ///
    /// # Errors
    /// The value does not fit.
    fn from_parsed(value: &Parsed) -> Result<Self, Invalid>;

    /// The same with a value that nobody else needs: a text need not be copied.
    ///
    /// # Errors
    /// The value does not fit.
    fn from_owned(value: Parsed) -> Result<Self, Invalid> {
        Self::from_parsed(&value)
    }

    /// The inverse.
    fn to_parsed(&self) -> Parsed;
}

/// A type with an order that `#[config(range = ..)]` can limit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no range",
    label = "`range` is for numbers, durations and sizes",
    note = "use `non_empty`, `one_of = [..]` or `validate = path` for other types"
)]
pub trait Ranged: ConfigField {
    /// The type of the bounds.
    type Bound: Bound + 'static;
}

/// A type that can stand in a `Vec<_>` or in a set.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an element of a LIST",
    label = "not an element of a LIST",
    note = "use `String`, a number, `bool`, `PathBuf`, `Url`, `Regex`, an enum that derives `ConfigEnum`, or a type that derives `ConfigField`"
)]
pub trait ListElement: ConfigField {
    /// What a whole list of them has to satisfy.
    const LIST_VALIDATOR: Option<&'static dyn Validator> = None;
}

/// Null where the type has none. Any other mismatch would mean that a validation was not of this key.
pub(super) fn not_this(value: &Parsed) -> Invalid {
    Invalid::value(value, "entry must be non null")
}

//! The Rust types that a key can have.

use std::{path::PathBuf, time::Duration};

use super::{
    props::Password,
    types::{ConfigType, Invalid, Parsed},
    validators::{Bound, Range, Validator},
};

/// A Rust type as the type of a key. The type carries what it can: `Option<_>` is null when the key is missing, a
/// [`Password`] is never shown, a [`Duration`] is a LONG in milliseconds.
///
/// Implement it for a type of your own by going through one that has it; for an enum of plain names derive
/// [`ConfigEnum`](macro@crate::ConfigEnum).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a configuration key",
    label = "not a type of a configuration key",
    note = "use `bool`, `String`, `i16`, `i32`, `i64`, `f64`, `Duration`, `PathBuf`, `Password`, `Vec<_>`, `Option<_>`, or an enum that derives `ConfigEnum`",
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

    /// The inverse.
    fn to_parsed(&self) -> Parsed;
}

/// A type with an order that `#[config(range = ..)]` can limit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no range",
    label = "`range` is for numbers and durations",
    note = "use `non_empty`, `one_of = [..]` or `validate = path` for other types"
)]
pub trait Ranged: ConfigField {
    /// The type of the bounds.
    type Bound: Bound + 'static;
}

/// A type that can stand in a `Vec<_>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an element of a LIST",
    label = "not an element of a LIST",
    note = "use `String`, a number, `bool`, `PathBuf`, or an enum that derives `ConfigEnum`"
)]
pub trait ListElement: ConfigField {
    /// What a whole list of them has to satisfy.
    const LIST_VALIDATOR: Option<&'static dyn Validator> = None;
}

fn null() -> Parsed {
    Parsed::Null
}

/// Null where the type has none. Any other mismatch would mean that a validation was not of this key.
fn not_this(value: &Parsed) -> Invalid {
    Invalid::value(value, "entry must be non null")
}

// Not recommended, here and below: the notes of the traits name these types better than a list of impls.
macro_rules! plain {
    ($($type:ty, $variant:ident, $bound:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl ConfigField for $type {
            const TYPE: ConfigType = ConfigType::$variant;

            fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
                match value {
                    Parsed::$variant(value) => Ok(value.clone()),
                    other => Err(not_this(other)),
                }
            }

            fn to_parsed(&self) -> Parsed {
                Parsed::$variant(self.clone())
            }
        }

        plain!($bound $type);
    )*};
    (number $type:ty) => {
        #[diagnostic::do_not_recommend]
        impl Ranged for $type {
            type Bound = $type;
        }

        #[diagnostic::do_not_recommend]
        impl ListElement for $type {}
    };
    (element $type:ty) => {
        #[diagnostic::do_not_recommend]
        impl ListElement for $type {}
    };
    (single $type:ty) => {};
}

plain! {
    bool, Boolean, element;
    String, String, element;
    i16, Short, number;
    i32, Int, number;
    i64, Long, number;
    f64, Double, number;
    Password, Password, single;
}

#[diagnostic::do_not_recommend]
impl ConfigField for Duration {
    const TYPE: ConfigType = ConfigType::Long;
    const VALIDATOR: Option<&'static dyn Validator> = Some(&Range { min: Some(Self::ZERO), max: None });

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        match value {
            Parsed::Long(ms) => {
                u64::try_from(*ms).map(Self::from_millis).map_err(|_| Invalid::value(value, "Value must be at least 0"))
            }
            other => Err(not_this(other)),
        }
    }

    fn to_parsed(&self) -> Parsed {
        Bound::to_parsed(*self)
    }
}

#[diagnostic::do_not_recommend]
impl Ranged for Duration {
    type Bound = Self;
}

#[diagnostic::do_not_recommend]
impl ConfigField for PathBuf {
    const TYPE: ConfigType = ConfigType::String;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        String::from_parsed(value).map(Self::from)
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::String(self.display().to_string())
    }
}

#[diagnostic::do_not_recommend]
impl ListElement for PathBuf {}

impl<T: ConfigField> ConfigField for Option<T> {
    const TYPE: ConfigType = T::TYPE;
    const NULLABLE: bool = true;
    const DEFAULT: Option<fn() -> Parsed> = Some(null);
    const VALIDATOR: Option<&'static dyn Validator> = T::VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        if value.is_null() { Ok(None) } else { T::from_parsed(value).map(Some) }
    }

    fn to_parsed(&self) -> Parsed {
        self.as_ref().map_or(Parsed::Null, T::to_parsed)
    }
}

impl<T: Ranged> Ranged for Option<T> {
    type Bound = T::Bound;
}

/// A LIST has no quoting: an element that holds a comma, or blanks around it, does not survive being written back.
impl<T: ListElement> ConfigField for Vec<T> {
    const TYPE: ConfigType = ConfigType::List;
    const VALIDATOR: Option<&'static dyn Validator> = T::LIST_VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        let Parsed::List(elements) = value else { return Err(not_this(value)) };
        elements.iter().map(|element| T::from_parsed(&T::TYPE.parse(&Parsed::String(element.clone()))?)).collect()
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::List(self.iter().filter_map(|element| element.to_parsed().to_text()).collect())
    }
}

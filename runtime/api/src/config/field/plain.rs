//! Kafka's own types, durations, and keys that may be null.

use std::time::Duration;

use super::{
    super::{
        props::Password,
        types::{ConfigType, Invalid, Parsed},
        validators::{Bound, Range, Validator},
    },
    ConfigField, ListElement, Ranged,
    traits::not_this,
};

fn null() -> Parsed {
    Parsed::Null
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

            fn from_owned(value: Parsed) -> Result<Self, Invalid> {
                match value {
                    Parsed::$variant(value) => Ok(value),
                    other => Err(not_this(&other)),
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

impl<T: ConfigField> ConfigField for Option<T> {
    const TYPE: ConfigType = T::TYPE;
    const NULLABLE: bool = true;
    const DEFAULT: Option<fn() -> Parsed> = Some(null);
    const VALIDATOR: Option<&'static dyn Validator> = T::VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        if value.is_null() { Ok(None) } else { T::from_parsed(value).map(Some) }
    }

    fn from_owned(value: Parsed) -> Result<Self, Invalid> {
        if value.is_null() { Ok(None) } else { T::from_owned(value).map(Some) }
    }

    fn to_parsed(&self) -> Parsed {
        self.as_ref().map_or(Parsed::Null, T::to_parsed)
    }
}

impl<T: Ranged> Ranged for Option<T> {
    type Bound = T::Bound;
}

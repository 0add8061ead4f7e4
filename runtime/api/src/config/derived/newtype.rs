//! `#[derive(ConfigField)]`: a type around the value of a key is whatever the value's type is.

use std::{fmt, marker::PhantomData};

use super::{
    super::{
        field::{ConfigField, ListElement, Ranged},
        types::{Invalid, Parsed},
        validators::{Bound, Constraint, Validator},
    },
    rules::All,
};

/// A type around the value of a key.
pub trait Newtype: ConfigField + 'static {
    /// The value's type.
    type Inner;

    /// Whether it asks more of the value than the value's type does.
    const RULES: bool;

    /// The value with the type around it.
    fn wrap(inner: Self::Inner) -> Self;
}

/// A value's type where the derive asks for what it may lack. With a lifetime in it that is a question, and not a claim that
/// has to hold.
#[derive(Debug)]
pub struct Held<'a, T>(PhantomData<&'a T>);

/// A type around a value that has a range has one too. Not for every [`Newtype`] at once: the message about a type without a
/// range would then be about newtypes.
#[diagnostic::on_unimplemented(
    message = "`{T}` has no range",
    label = "`range` is for numbers and durations",
    note = "use `non_empty`, `one_of = [..]` or `validate = path` for other types"
)]
pub trait HeldRange<T> {
    /// The type of the bounds.
    type Bound: Bound + 'static;
}

#[diagnostic::do_not_recommend]
impl<T: Ranged> HeldRange<T> for Held<'_, T> {
    type Bound = T::Bound;
}

#[diagnostic::do_not_recommend]
impl<N: Newtype<Inner: ListElement>> ListElement for N {
    const LIST_VALIDATOR: Option<&'static dyn Validator> = if N::RULES {
        Some(&All(&[N::Inner::LIST_VALIDATOR, Some(&Each::<N>(PhantomData))]))
    } else {
        N::Inner::LIST_VALIDATOR
    };
}

/// What a newtype asks, of every element of a LIST.
struct Each<N>(PhantomData<fn() -> N>);

impl<N: Newtype> Validator for Each<N> {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let (Parsed::List(elements), Some(validator)) = (value, N::VALIDATOR) else { return Ok(()) };
        elements
            .iter()
            .try_for_each(|element| validator.ensure_valid(name, &N::TYPE.parse(&Parsed::String(element.clone()))?))
    }

    fn describe(&self) -> String {
        N::VALIDATOR.map(Validator::describe).unwrap_or_default()
    }

    fn constraint(&self) -> Constraint {
        N::VALIDATOR.map_or(Constraint::Other(String::new()), Validator::constraint)
    }
}

impl<N> fmt::Debug for Each<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each")
    }
}

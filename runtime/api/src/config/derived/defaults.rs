//! `default`: what may be written for a value.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{BuildHasher, Hash},
    path::PathBuf,
    sync::Arc,
};

use super::{
    super::{props::Password, types::Parsed},
    key::Key,
    newtype::Newtype,
};

/// `default` without a value.
#[must_use]
pub fn bare<T: Default>() -> T {
    T::default()
}

/// `default = [..]`.
#[must_use]
pub fn list<T: ListDefault, const N: usize>(elements: [T::Element; N]) -> T {
    T::list(elements.into())
}

/// A type that an array stands for in `default = [..]`.
#[diagnostic::on_unimplemented(
    message = "an array cannot be the default of a `{Self}`",
    label = "not a `{Self}`",
    note = "write the default in the field's own type: `default = 100`, `default = Duration::from_secs(5)`, `default = Mode::Fast`"
)]
pub trait ListDefault {
    /// The type of the elements.
    type Element;

    /// The elements as a value.
    fn list(elements: Vec<Self::Element>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T> ListDefault for Vec<T> {
    type Element = T;

    fn list(elements: Vec<T>) -> Self {
        elements
    }
}

#[diagnostic::do_not_recommend]
impl<T: Ord> ListDefault for BTreeSet<T> {
    type Element = T;

    fn list(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Eq + Hash, S: BuildHasher + Default> ListDefault for HashSet<T, S> {
    type Element = T;

    fn list(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ListDefault> ListDefault for Option<T> {
    type Element = T::Element;

    fn list(elements: Vec<T::Element>) -> Self {
        Some(T::list(elements))
    }
}

#[diagnostic::do_not_recommend]
impl<N: Newtype<Inner: ListDefault>> ListDefault for N {
    type Element = <N::Inner as ListDefault>::Element;

    fn list(elements: Vec<Self::Element>) -> Self {
        N::wrap(N::Inner::list(elements))
    }
}

/// A type that a bare text stands for in `default = ".."`. A text that is no value of the type is refused as a given one is.
#[diagnostic::on_unimplemented(
    message = "a text cannot be the default of a `{Self}`",
    label = "not a `{Self}`",
    note = "write the default in the field's own type: `default = 100`, `default = Duration::from_secs(5)`, `default = Mode::Fast`"
)]
pub trait TextDefault {
    /// The text as a value.
    #[must_use]
    fn parsed(text: &str) -> Parsed {
        Parsed::String(text.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl TextDefault for String {}

#[diagnostic::do_not_recommend]
impl TextDefault for PathBuf {}

#[diagnostic::do_not_recommend]
impl TextDefault for Arc<str> {}

#[diagnostic::do_not_recommend]
impl TextDefault for Box<str> {}

#[cfg(feature = "url")]
#[diagnostic::do_not_recommend]
impl TextDefault for url::Url {}

#[cfg(feature = "regex")]
#[diagnostic::do_not_recommend]
impl TextDefault for fancy_regex::Regex {}

#[diagnostic::do_not_recommend]
impl TextDefault for Password {
    fn parsed(text: &str) -> Parsed {
        Parsed::Password(text.into())
    }
}

#[diagnostic::do_not_recommend]
impl<T: TextDefault> TextDefault for Option<T> {
    fn parsed(text: &str) -> Parsed {
        T::parsed(text)
    }
}

#[diagnostic::do_not_recommend]
impl<N: Newtype<Inner: TextDefault>> TextDefault for N {
    fn parsed(text: &str) -> Parsed {
        N::Inner::parsed(text)
    }
}

/// A list whose elements are made from texts.
#[diagnostic::on_unimplemented(
    message = "texts cannot be the default of a `{Self}`",
    label = "not a `{Self}`",
    note = "write the default in the field's own type: `default = 100`, `default = Duration::from_secs(5)`, `default = [Mode::Fast]`"
)]
pub trait TextsDefault {
    /// The texts as a value.
    #[must_use]
    fn parsed(texts: &[&str]) -> Parsed {
        Parsed::List(texts.iter().map(|text| (*text).to_owned()).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<T: TextDefault> TextsDefault for Vec<T> {}

#[diagnostic::do_not_recommend]
impl<T: TextDefault + Ord> TextsDefault for BTreeSet<T> {
    fn parsed(texts: &[&str]) -> Parsed {
        Parsed::List(texts.iter().copied().collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<T: TextDefault + Eq + Hash, S: BuildHasher> TextsDefault for HashSet<T, S> {
    fn parsed(texts: &[&str]) -> Parsed {
        Parsed::List(texts.iter().copied().collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<T: TextsDefault> TextsDefault for Option<T> {
    fn parsed(texts: &[&str]) -> Parsed {
        T::parsed(texts)
    }
}

#[diagnostic::do_not_recommend]
impl<N: Newtype<Inner: TextsDefault>> TextsDefault for N {
    fn parsed(texts: &[&str]) -> Parsed {
        N::Inner::parsed(texts)
    }
}

impl<T> Key<T> {
    /// `default = value`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a default of the wrong type is then reported where it stands")]
    pub fn default(self, value: T) -> Parsed {
        self.give(&value)
    }

    /// `default = "text"`.
    #[must_use]
    pub fn text(self, text: &str) -> Parsed
    where
        T: TextDefault,
    {
        T::parsed(text)
    }

    /// `default = ["text"]`.
    #[must_use]
    pub fn texts(self, texts: &[&str]) -> Parsed
    where
        T: TextsDefault,
    {
        T::parsed(texts)
    }
}

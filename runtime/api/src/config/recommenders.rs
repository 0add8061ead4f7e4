//! Recommenders for the common cases.

use std::{borrow::Cow, collections::BTreeMap, fmt, marker::PhantomData};

use super::{field::ConfigField, key::Recommender, types::Parsed, validators::Constraint};

/// What the recommenders see of the other keys: their parsed values, by name.
type Values = BTreeMap<String, Parsed>;

/// Shows the key only while another key has a value (connect-utils' `visibleIf`). Proposes nothing.
///
/// ```
/// use kconnect::config::VisibleIf;
///
/// static TRUSTSTORE: VisibleIf = VisibleIf::new("ssl.enabled", "true");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleIf {
    /// The other key.
    pub key: Cow<'static, str>,
    /// The text of the value that it has to have: `true`, `42`, `a,b`. A password has none.
    pub value: Cow<'static, str>,
}

impl VisibleIf {
    /// For a derived key.
    #[must_use]
    pub const fn new(key: &'static str, value: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), value: Cow::Borrowed(value) }
    }
}

impl Recommender for VisibleIf {
    fn valid_values(&self, _name: &str, _parsed: &Values) -> Result<Vec<Parsed>, String> {
        Ok(Vec::new())
    }

    fn visible(&self, _name: &str, parsed: &Values) -> Result<bool, String> {
        let text =
            parsed.get(&*self.key).filter(|value| !matches!(value, Parsed::Password(_))).and_then(Parsed::to_text);
        Ok(text.is_some_and(|text| text == self.value))
    }
}

/// Proposes some texts, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValidValues(pub &'static [&'static str]);

impl Recommender for ValidValues {
    fn valid_values(&self, _name: &str, _parsed: &Values) -> Result<Vec<Parsed>, String> {
        Ok(self.0.iter().map(|text| Parsed::String((*text).to_owned())).collect())
    }

    fn visible(&self, _name: &str, _parsed: &Values) -> Result<bool, String> {
        Ok(true)
    }
}

/// Proposes the names of an enum that derives [`ConfigEnum`](macro@crate::ConfigEnum) (connect-utils' `enumValues`).
pub struct EnumValues<T> {
    excluded: &'static [&'static str],
    of: PhantomData<fn() -> T>,
}

impl<T: ConfigField> EnumValues<T> {
    /// All names.
    #[must_use]
    pub const fn new() -> Self {
        Self::excluding(&[])
    }

    /// All names but some.
    #[must_use]
    pub const fn excluding(names: &'static [&'static str]) -> Self {
        Self { excluded: names, of: PhantomData }
    }
}

impl<T: ConfigField> Default for EnumValues<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for EnumValues<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnumValues").field("excluded", &self.excluded).finish_non_exhaustive()
    }
}

impl<T: ConfigField> Recommender for EnumValues<T> {
    fn valid_values(&self, _name: &str, _parsed: &Values) -> Result<Vec<Parsed>, String> {
        let values = match T::VALIDATOR.map(super::Validator::constraint) {
            Some(Constraint::OneOf { values, .. }) => values,
            _ => Vec::new(),
        };
        let kept = values.into_iter().filter(|value| !self.excluded.contains(&&**value));
        Ok(kept.map(Parsed::String).collect())
    }

    fn visible(&self, _name: &str, _parsed: &Values) -> Result<bool, String> {
        Ok(true)
    }
}

/// Proposes every character set that [`ValidCharset`](super::ValidCharset) knows (connect-utils' `charset`).
#[cfg(feature = "charset")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charsets;

#[cfg(feature = "charset")]
impl Recommender for Charsets {
    fn valid_values(&self, name: &str, parsed: &Values) -> Result<Vec<Parsed>, String> {
        ValidValues(super::CHARSETS).valid_values(name, parsed)
    }

    fn visible(&self, _name: &str, _parsed: &Values) -> Result<bool, String> {
        Ok(true)
    }
}

/// The values of one recommender and the visibility of another.
///
/// ```
/// use kconnect::config::{Both, ValidValues, VisibleIf};
///
/// static MECHANISM: Both<ValidValues, VisibleIf> =
///     Both { values: ValidValues(&["PLAIN", "SCRAM-SHA-512"]), visible: VisibleIf::new("sasl.enabled", "true") };
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Both<V, S> {
    /// Gives the values.
    pub values: V,
    /// Says whether the key is visible.
    pub visible: S,
}

impl<V: Recommender, S: Recommender> Recommender for Both<V, S> {
    fn valid_values(&self, name: &str, parsed: &Values) -> Result<Vec<Parsed>, String> {
        self.values.valid_values(name, parsed)
    }

    fn visible(&self, name: &str, parsed: &Values) -> Result<bool, String> {
        self.visible.visible(name, parsed)
    }
}

/// A recommender of two closures, which get the key's name and every parsed value.
///
/// ```
/// use kconnect::config::{Parsed, Recommend};
///
/// let topics = Recommend::with(
///     |_name, _parsed| Ok(vec![Parsed::String("kafka".to_owned())]),
///     |_name, parsed| Ok(parsed.get("topics.regex").is_none_or(Parsed::is_null)),
/// );
/// ```
#[derive(Clone, Copy)]
pub struct Recommend<V, S> {
    values: V,
    visible: S,
}

impl<V, S> Recommend<V, S>
where
    V: Fn(&str, &Values) -> Result<Vec<Parsed>, String> + Send + Sync,
    S: Fn(&str, &Values) -> Result<bool, String> + Send + Sync,
{
    /// `values` proposes, `visible` says whether a form shows the key. An error of either is shown at the key.
    pub const fn with(values: V, visible: S) -> Self {
        Self { values, visible }
    }
}

impl<V, S> fmt::Debug for Recommend<V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recommend").finish_non_exhaustive()
    }
}

impl<V, S> Recommender for Recommend<V, S>
where
    V: Fn(&str, &Values) -> Result<Vec<Parsed>, String> + Send + Sync,
    S: Fn(&str, &Values) -> Result<bool, String> + Send + Sync,
{
    fn valid_values(&self, name: &str, parsed: &Values) -> Result<Vec<Parsed>, String> {
        (self.values)(name, parsed)
    }

    fn visible(&self, name: &str, parsed: &Values) -> Result<bool, String> {
        (self.visible)(name, parsed)
    }
}

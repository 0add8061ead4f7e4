//! What a validator is.

use std::{fmt, sync::Arc};

use super::super::types::{Invalid, Parsed};

/// Checks a parsed value (`ConfigDef.Validator`). Runs on the default too, and on null after a value that does not parse.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a validator",
    label = "does not implement `Validator`",
    note = "implement `kconnect::config::Validator`, or give a function: `validate = path`"
)]
pub trait Validator: Send + Sync {
    /// Says whether the value may be used.
    ///
    /// # Errors
    /// What is wrong with it.
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid>;

    /// The valid values in a few words, for the documentation; empty if there is nothing to say.
    fn describe(&self) -> String;

    /// The same for machines: for JSON Schema, and for the question whether a change refuses what was valid before.
    fn constraint(&self) -> Constraint {
        Constraint::Other(self.describe())
    }

    /// Whether a configuration that is used loses duplicates in a list before this looks at it, as Kafka does for
    /// `ValidList`. A validation reports them all the same.
    fn removes_duplicates(&self) -> bool {
        false
    }
}

/// A validator that is somewhere else: static, or shared.
macro_rules! borrowed {
    ($type:ty) => {
        impl Validator for $type {
            fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
                (**self).ensure_valid(name, value)
            }

            fn describe(&self) -> String {
                (**self).describe()
            }

            fn constraint(&self) -> Constraint {
                (**self).constraint()
            }

            fn removes_duplicates(&self) -> bool {
                (**self).removes_duplicates()
            }
        }
    };
}

borrowed!(&'static dyn Validator);
borrowed!(Arc<dyn Validator>);

/// What a validator asks, as far as a machine can compare it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Constraint {
    /// A number between two bounds, both included.
    Range {
        /// The smallest valid number.
        min: Option<Parsed>,
        /// The largest valid number.
        max: Option<Parsed>,
    },
    /// One of some texts; of a LIST, every element.
    OneOf {
        /// The valid texts.
        values: Vec<String>,
        /// Whether upper and lower case are the same.
        case_insensitive: bool,
    },
    /// Anything but null.
    NonNull,
    /// Anything but an empty text or list.
    NonEmpty,
    /// A list of at most so many elements.
    ListSize(usize),
    /// A regular expression that the text has to match as a whole.
    Pattern(String),
    /// All of these.
    All(Vec<Constraint>),
    /// Something else, in words; empty if there are none.
    Other(String),
}

impl fmt::Debug for dyn Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}

/// A validator of a derived key, which is static, or of one made at run time.
#[derive(Clone, Debug)]
pub(in crate::config) enum Rule {
    Static(&'static dyn Validator),
    Shared(Arc<dyn Validator>),
}

impl Rule {
    pub(in crate::config) fn get(&self) -> &dyn Validator {
        match self {
            Self::Static(validator) => *validator,
            Self::Shared(validator) => &**validator,
        }
    }
}

//! Sizes.

use std::fmt;

use super::{
    super::{
        types::{ConfigType, Invalid, Parsed},
        validators::{Bound, Range, Validator},
    },
    ConfigField, Ranged,
    traits::not_this,
};

/// A number of bytes: the type of keys such as `batch.size`, a LONG that is not negative.
///
/// ```
/// use kconnect::config::ByteSize;
///
/// let size = ByteSize::mebibytes(5);
/// assert_eq!(size.as_u64(), 5_242_880);
/// assert_eq!(size.to_string(), "5 mebibytes");
/// assert!(size > ByteSize::kibibytes(64));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSize(u64);

impl ByteSize {
    /// A number of bytes.
    #[must_use]
    pub const fn bytes(count: u64) -> Self {
        Self(count)
    }

    /// Units of 1024 bytes.
    #[must_use]
    pub const fn kibibytes(count: u64) -> Self {
        Self(count.saturating_mul(1 << 10))
    }

    /// Units of 1024 kibibytes.
    #[must_use]
    pub const fn mebibytes(count: u64) -> Self {
        Self(count.saturating_mul(1 << 20))
    }

    /// Units of 1024 mebibytes.
    #[must_use]
    pub const fn gibibytes(count: u64) -> Self {
        Self(count.saturating_mul(1 << 30))
    }

    /// The number of bytes.
    #[must_use]
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The number of bytes, for what lies in memory; at most what this machine can address.
    #[must_use]
    pub fn as_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// In the largest unit of which it is a multiple: `1 mebibyte`, `1000 bytes`.
impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 5] = ["byte", "kibibyte", "mebibyte", "gibibyte", "tebibyte"];
        let (mut count, mut unit) = (self.0, UNITS[0]);
        for larger in UNITS.into_iter().skip(1) {
            if count == 0 || count % 1024 != 0 {
                break;
            }
            (count, unit) = (count / 1024, larger);
        }
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

#[diagnostic::do_not_recommend]
impl ConfigField for ByteSize {
    const TYPE: ConfigType = ConfigType::Long;
    const VALIDATOR: Option<&'static dyn Validator> = Some(&Range { min: Some(Self(0)), max: None });

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        match value {
            Parsed::Long(bytes) => {
                u64::try_from(*bytes).map(Self).map_err(|_| Invalid::value(value, "Value must be at least 0"))
            }
            other => Err(not_this(other)),
        }
    }

    fn to_parsed(&self) -> Parsed {
        Bound::to_parsed(*self)
    }
}

/// In bytes, as the key is.
impl Bound for ByteSize {
    fn to_parsed(self) -> Parsed {
        Parsed::Long(i64::try_from(self.0).unwrap_or(i64::MAX))
    }
}

#[diagnostic::do_not_recommend]
impl Ranged for ByteSize {
    type Bound = Self;
}

//! The units of numbers since 1970.

use std::borrow::Cow;

/// The unit of a number (`java.util.concurrent.TimeUnit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
}

/// Their names, in the order of Kafka's message.
pub(super) static UNITS: [Cow<'static, str>; 4] = [
    Cow::Borrowed("nanoseconds"),
    Cow::Borrowed("microseconds"),
    Cow::Borrowed("milliseconds"),
    Cow::Borrowed("seconds"),
];

impl Unit {
    /// The unit of that name, which is one of [`UNITS`].
    pub(super) fn of(name: &str) -> Self {
        match name {
            "nanoseconds" => Self::Nanoseconds,
            "microseconds" => Self::Microseconds,
            "seconds" => Self::Seconds,
            _ => Self::Milliseconds,
        }
    }

    /// Milliseconds, cut off towards 1970; what is too large is the largest number, as in Java.
    pub(super) fn to_ms(self, number: i64) -> i64 {
        match self {
            Self::Nanoseconds => number / 1_000_000,
            Self::Microseconds => number / 1_000,
            Self::Milliseconds => number,
            Self::Seconds => number.saturating_mul(1_000),
        }
    }

    /// The number of milliseconds in this unit, in the same way.
    pub(super) fn of_ms(self, ms: i64) -> i64 {
        match self {
            Self::Nanoseconds => ms.saturating_mul(1_000_000),
            Self::Microseconds => ms.saturating_mul(1_000),
            Self::Milliseconds => ms,
            Self::Seconds => ms / 1_000,
        }
    }
}

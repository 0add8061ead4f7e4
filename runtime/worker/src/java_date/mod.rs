//! Java's patterns of dates and times (`java.text.SimpleDateFormat`), as Kafka Connect's configurations have them.
//!
//! In UTC, as Kafka's transformations use them, and with the names of English. Reading is as lenient as Java's: a 30th of
//! February is the 1st or 2nd of March, and what follows the last field does not matter. Dates before the 15th of October
//! 1582 are those of the Julian calendar, as in Java. What a pattern means only in one country, such as the weeks of a
//! year, is refused with the reason.

mod calendar;
mod fields;
mod format;
mod names;
mod number;
mod parse;
mod pattern;
mod zone;

pub(crate) use pattern::{InvalidPattern, SimpleDateFormat};

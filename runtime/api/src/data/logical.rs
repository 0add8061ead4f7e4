//! Connect's logical types.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{DataException, Schema, SchemaBuilder, SchemaType, Value};
use crate::config::java::ascii_digit;

/// The names of the logical types' schemas.
pub(crate) const DATE: &str = "org.apache.kafka.connect.data.Date";
pub(crate) const TIME: &str = "org.apache.kafka.connect.data.Time";
pub(crate) const TIMESTAMP: &str = "org.apache.kafka.connect.data.Timestamp";
pub(crate) const DECIMAL: &str = "org.apache.kafka.connect.data.Decimal";

/// The parameter of a decimal's schema.
const SCALE: &str = "scale";

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The instant, if the schema has that name.
fn instant_of(schema: &Schema, name: &str, simple: &str, value: &Value) -> Result<i64, DataException> {
    named(schema, name, simple)?;
    value.instant().ok_or_else(|| not_a(value, "java.util.Date"))
}

fn named(schema: &Schema, name: &str, simple: &str) -> Result<(), DataException> {
    if schema.name() == Some(name) {
        return Ok(());
    }
    let message = format!("Requested conversion of {simple} object but the schema does not match.");
    Err(DataException::data(message))
}

/// What Java ends in a `ClassCastException`.
fn not_a(value: &Value, class: &str) -> DataException {
    DataException::data(format!("class {} cannot be cast to class {class}", value.java_class()))
}

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point in time that many milliseconds after (or before) 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// The name of its schema.
    pub const LOGICAL_NAME: &str = TIMESTAMP;

    /// A schema of timestamps.
    pub fn builder() -> SchemaBuilder {
        SchemaBuilder::new(SchemaType::Int64).name(TIMESTAMP).version(1)
    }

    /// The INT64 that stands for the value (Kafka's `Timestamp.fromLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a timestamp, or the value no `java.util.Date`.
    pub fn from_logical(schema: &Schema, value: &Value) -> Result<i64, DataException> {
        instant_of(schema, TIMESTAMP, "Timestamp", value)
    }

    /// The value that an INT64 stands for (Kafka's `Timestamp.toLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a timestamp.
    pub fn to_logical(schema: &Schema, ms: i64) -> Result<Value, DataException> {
        named(schema, TIMESTAMP, "Timestamp")?;
        Ok(Value::Timestamp(ms))
    }

    /// The present.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }
}

impl From<SystemTime> for Timestamp {
    /// Cuts off what is shorter than a millisecond, towards the past.
    fn from(time: SystemTime) -> Self {
        let ms = |since: Duration| i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => {
                let before = before.duration();
                -ms(before) - i64::from(before.subsec_nanos() % 1_000_000 != 0)
            }
        })
    }
}

/// A day, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The name of its schema.
    pub const LOGICAL_NAME: &str = DATE;

    /// A schema of days.
    pub fn builder() -> SchemaBuilder {
        SchemaBuilder::new(SchemaType::Int32).name(DATE).version(1)
    }

    /// The INT32 that stands for the value (Kafka's `Date.fromLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a day, or the value not midnight of one.
    pub fn from_logical(schema: &Schema, value: &Value) -> Result<i32, DataException> {
        let ms = instant_of(schema, DATE, "Date", value)?;
        if ms % DAY_MS != 0 {
            let message = "Kafka Connect Date type should not have any time fields set to non-zero values.";
            return Err(DataException::data(message));
        }
        let days = ms / DAY_MS;
        // Java lets a day far away turn into another one.
        i32::try_from(days).map_err(|_| DataException::data(format!("the day {days} is not one of the INT32 days")))
    }

    /// The value that an INT32 stands for (Kafka's `Date.toLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a day.
    pub fn to_logical(schema: &Schema, days: i32) -> Result<Value, DataException> {
        named(schema, DATE, "Date")?;
        Ok(Value::Date(days))
    }

    /// The day that many days after (or before) 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn as_days(self) -> i32 {
        self.0
    }
}

/// A time of day, in milliseconds since midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i32);

impl Time {
    /// Milliseconds of a day.
    const DAY: i32 = 86_400_000;

    /// The name of its schema.
    pub const LOGICAL_NAME: &str = TIME;

    /// A schema of times of day.
    pub fn builder() -> SchemaBuilder {
        SchemaBuilder::new(SchemaType::Int32).name(TIME).version(1)
    }

    /// The INT32 that stands for the value (Kafka's `Time.fromLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a time of day, or the value not on 1970-01-01.
    pub fn from_logical(schema: &Schema, value: &Value) -> Result<i32, DataException> {
        let ms = instant_of(schema, TIME, "Time", value)?;
        let time = i32::try_from(ms).ok().and_then(Self::from_ms);
        time.map(Self::as_ms).ok_or_else(|| {
            DataException::data("Kafka Connect Time type should not have any date fields set to non-zero values.")
        })
    }

    /// The value that an INT32 stands for (Kafka's `Time.toLogical`).
    ///
    /// # Errors
    /// When the schema is not that of a time of day, or the number not one.
    pub fn to_logical(schema: &Schema, ms: i32) -> Result<Value, DataException> {
        // Kafka names the other type here.
        named(schema, TIME, "Date")?;
        let time = Self::from_ms(ms).ok_or_else(|| {
            DataException::data("Time values must use number of milliseconds greater than 0 and less than 86400000")
        })?;
        Ok(Value::Time(time.as_ms()))
    }

    /// The time of day that many milliseconds after midnight; `None` unless it is from 0 to 86 400 000, as Kafka's `Time`
    /// has it.
    #[must_use]
    pub const fn from_ms(ms: i32) -> Option<Self> {
        if ms >= 0 && ms <= Self::DAY { Some(Self(ms)) } else { None }
    }

    /// Milliseconds since midnight.
    #[must_use]
    pub const fn as_ms(self) -> i32 {
        self.0
    }
}

/// A decimal number with `SCALE` digits behind the point: `unscaled × 10^-SCALE`.
///
/// ```
/// # use kconnect::Decimal;
/// assert_eq!(Decimal::<2>::from_unscaled(-5).to_string(), "-0.05");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const SCALE: i32>(i128);

impl<const SCALE: i32> Decimal<SCALE> {
    /// `unscaled × 10^-SCALE`.
    #[must_use]
    pub const fn from_unscaled(unscaled: i128) -> Self {
        Self(unscaled)
    }

    /// The number times `10^SCALE`.
    #[must_use]
    pub const fn unscaled(self) -> i128 {
        self.0
    }
}

/// Decimals whose scale is known at run time only, of any number of digits: [`Value::Decimal`].
impl Decimal<0> {
    /// The name of a decimal's schema.
    pub const LOGICAL_NAME: &str = DECIMAL;

    /// A schema of decimals with that many digits behind the point.
    ///
    /// ```
    /// # use kconnect::{Decimal, data::Schema};
    /// assert_eq!(Decimal::builder(2).build().unwrap(), Schema::decimal(2));
    /// ```
    pub fn builder(scale: i32) -> SchemaBuilder {
        let builder = SchemaBuilder::new(SchemaType::Bytes).name(DECIMAL);
        builder.parameter(SCALE, scale.to_string()).version(1)
    }

    /// The BYTES that stand for the value (Kafka's `Decimal.fromLogical`).
    ///
    /// # Errors
    /// When the schema has no scale or another one than the value, or the value is no decimal.
    pub fn from_logical(schema: &Schema, value: &Value) -> Result<Vec<u8>, DataException> {
        let Value::Decimal(unscaled, scale) = value else { return Err(not_a(value, "java.math.BigDecimal")) };
        let of_schema = scale_of(schema)?;
        if *scale != of_schema {
            return Err(DataException::data(format!(
                "Decimal value has mismatching scale for given Decimal schema. Schema has scale {of_schema}, value has \
                 scale {scale}."
            )));
        }
        Ok(unscaled.clone())
    }

    /// The value that BYTES stand for (Kafka's `Decimal.toLogical`).
    ///
    /// # Errors
    /// When the schema has no scale, or there are no bytes.
    pub fn to_logical(schema: &Schema, bytes: &[u8]) -> Result<Value, DataException> {
        let scale = scale_of(schema)?;
        if bytes.is_empty() {
            return Err(DataException::data("Zero length BigInteger"));
        }
        Ok(Value::Decimal(minimal(bytes).to_vec(), scale))
    }
}

/// The scale of a decimal's schema.
fn scale_of(schema: &Schema) -> Result<i32, DataException> {
    let scale = schema.parameter(SCALE);
    let scale = scale.ok_or_else(|| DataException::data("Invalid Decimal schema: scale parameter not found."))?;
    let parsed: Result<i32, _> =
        scale.chars().map(|char| ascii_digit(char).unwrap_or(char)).collect::<String>().parse();
    parsed.map_err(|_| {
        let cause = DataException::data(format!("For input string: \"{scale}\""));
        DataException::data("Invalid scale parameter found in Decimal schema: ").caused_by(cause)
    })
}

/// Two's complement without the leading bytes that say nothing.
fn minimal(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first()
        && let Some(second) = tail.first()
        && ((*first == 0 && second & 0x80 == 0) || (*first == 0xff && second & 0x80 != 0))
    {
        rest = tail;
    }
    rest
}

impl<const SCALE: i32> fmt::Display for Decimal<SCALE> {
    /// As Java's `BigDecimal.toPlainString`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_decimal(self.0, SCALE))
    }
}

/// An unscaled number with its point set.
pub(crate) fn plain_decimal(unscaled: i128, scale: i32) -> String {
    let digits = unscaled.unsigned_abs().to_string();
    let sign = if unscaled < 0 { "-" } else { "" };
    let Ok(scale) = usize::try_from(scale) else {
        let zeros = if unscaled == 0 { 0 } else { usize::try_from(scale.unsigned_abs()).unwrap_or(0) };
        return format!("{sign}{digits}{}", "0".repeat(zeros));
    };
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

/// The shortest big-endian two's complement of a number, at least one byte; Java's `BigInteger.toByteArray`.
///
/// Gives all sixteen bytes and how many of them to leave out, so that nothing is allocated.
pub(crate) fn twos_complement(number: i128) -> ([u8; 16], usize) {
    // A redundant leading byte repeats the sign of the next one: eight further bits equal to the sign bit.
    let sign_bits = if number < 0 { number.leading_ones() } else { number.leading_zeros() };
    let redundant = sign_bits.saturating_sub(1) / 8;
    (number.to_be_bytes(), usize::try_from(redundant).unwrap_or(0))
}

/// The number of a big-endian two's complement; `None` if it is empty or does not fit.
pub(crate) fn from_twos_complement(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { 0xff };
    let mut wide = [sign; 16];
    let skipped = bytes.len().saturating_sub(16);
    let (redundant, kept) = bytes.split_at(skipped);
    let lost = redundant.iter().any(|byte| *byte != sign) || (skipped > 0 && (kept.first()? ^ sign) & 0x80 != 0);
    if lost {
        return None;
    }
    wide.get_mut(16 - kept.len()..)?.copy_from_slice(kept);
    Some(i128::from_be_bytes(wide))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_as_few_bytes_as_its_sign_allows() {
        for (number, bytes) in [
            (0_i128, vec![0]),
            (127, vec![0x7f]),
            (128, vec![0, 0x80]),
            (-1, vec![0xff]),
            (-128, vec![0x80]),
            (-129, vec![0xff, 0x7f]),
            (i128::MAX, i128::MAX.to_be_bytes().to_vec()),
            (i128::MIN, i128::MIN.to_be_bytes().to_vec()),
        ] {
            let (wide, skip) = twos_complement(number);
            assert_eq!(wide[skip..], bytes, "{number}");
            assert_eq!(from_twos_complement(&bytes), Some(number));
        }
    }

    #[test]
    fn redundant_sign_bytes_are_read_and_a_number_of_129_bits_is_refused() {
        let long = [vec![0xff; 4], (-5_i128).to_be_bytes().to_vec()].concat();
        assert_eq!(from_twos_complement(&long), Some(-5));
        let wide = [vec![0], i128::MIN.to_be_bytes().to_vec()].concat();
        assert_eq!(from_twos_complement(&wide), None);
        assert_eq!(from_twos_complement(&[]), None);
    }

    #[test]
    fn a_decimal_prints_its_point_where_the_scale_says() {
        assert_eq!(Decimal::<2>::from_unscaled(156).to_string(), "1.56");
        assert_eq!(Decimal::<2>::from_unscaled(-5).to_string(), "-0.05");
        assert_eq!(Decimal::<0>::from_unscaled(7).to_string(), "7");
        assert_eq!(Decimal::<-2>::from_unscaled(7).to_string(), "700");
        assert_eq!(Decimal::<3>::from_unscaled(0).to_string(), "0.000");
    }

    #[test]
    fn a_time_before_1970_is_cut_towards_the_past() {
        let before = UNIX_EPOCH - Duration::from_micros(1_500);
        assert_eq!(Timestamp::from(before), Timestamp::from_ms(-2));
    }
}

//! Values in other forms: Kafka's `Values`.

mod convert;
mod header;
mod infer;
mod merge;
mod number;
mod parse;
mod temporal;
mod text;
mod token;

use super::{DataException, Schema, SchemaAndValue, Struct, Value};

pub use header::SimpleHeaderConverter;
pub(crate) use header::decoded;

/// Turns values into other types, into text, and text into values (Kafka's `Values`).
///
/// What it does is what Kafka's class does in 4.3, oddities included, with UTC as the zone of the JVM: a header that was
/// written by a Java connector is read here as it is there.
///
/// ```
/// use kconnect::data::{Schema, Value, Values};
///
/// let parsed = Values::parse_string("[1, 2, 32768]").unwrap();
/// assert_eq!(parsed.value, [1, 2, 32_768].into());
/// assert_eq!(parsed.schema.unwrap().value_schema(), Some(Schema::int32()));
///
/// assert_eq!(Values::convert_to_long(None, &"12".into()), Ok(Some(12)));
/// assert_eq!(Values::convert_to_string(None, &parsed.value).as_deref(), Some("[1,2,32768]"));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Values;

impl Values {
    /// What a text says, with the narrowest type that holds it (`Values.parseString`).
    ///
    /// `null`, `true` and `false`; numbers, as INT8 up to INT64, FLOAT32, FLOAT64 or Decimal; dates, times and timestamps in
    /// ISO 8601 with `Z`; arrays in brackets and maps in braces, strings in them in quotes. Whatever else there is, is a STRING.
    ///
    /// Kafka's oddities are kept: what stands behind a leading number is left out (`1,2` is 1), a fraction becomes a FLOAT32
    /// whatever it loses by that, a day or a month too large counts on, and quotes around a text that is not in an array or
    /// a map are a part of it. In one thing it is stricter: what nests deeper than 200 times is a string.
    ///
    /// `None` for `null`, as Kafka has it.
    #[must_use]
    pub fn parse_string(text: &str) -> Option<SchemaAndValue> {
        parse::parse(text)
    }

    /// The text of a value (`Values.convertToString`), which [`parse_string`](Self::parse_string) reads; `None` for null.
    ///
    /// Strings and bytes, the latter in base64, have quotes only in an array, a map or a struct. The instant of a date, a
    /// time or a timestamp decides how it looks: a time before 1970-01-02, a date if it is midnight, else a timestamp.
    #[must_use]
    pub fn convert_to_string(_schema: Option<&Schema>, value: &Value) -> Option<String> {
        (*value != Value::Null).then(|| text::text(value))
    }

    /// A BOOLEAN; a number other than 0 is true; `None` for null.
    ///
    /// # Errors
    /// When the value is neither, and no text of either.
    pub fn convert_to_boolean(schema: Option<&Schema>, value: &Value) -> Result<Option<bool>, DataException> {
        convert::unless_null(value, |value| convert::boolean(schema, value))
    }

    /// An INT8; `None` for null. As in Java, what does not fit loses its higher bits, and a fraction is cut off.
    ///
    /// # Errors
    /// When the value is no number, no text of one, and nothing that a number stands for in that schema.
    pub fn convert_to_byte(schema: Option<&Schema>, value: &Value) -> Result<Option<i8>, DataException> {
        convert::unless_null(value, |value| number::as_i64(value, schema).map(number::low_i8))
    }

    /// An INT16; as [`convert_to_byte`](Self::convert_to_byte).
    ///
    /// # Errors
    /// As [`convert_to_byte`](Self::convert_to_byte).
    pub fn convert_to_short(schema: Option<&Schema>, value: &Value) -> Result<Option<i16>, DataException> {
        convert::unless_null(value, |value| number::as_i64(value, schema).map(number::low_i16))
    }

    /// An INT32; as [`convert_to_byte`](Self::convert_to_byte).
    ///
    /// # Errors
    /// As [`convert_to_byte`](Self::convert_to_byte).
    pub fn convert_to_integer(schema: Option<&Schema>, value: &Value) -> Result<Option<i32>, DataException> {
        convert::unless_null(value, |value| number::as_i64(value, schema).map(number::low_i32))
    }

    /// An INT64; as [`convert_to_byte`](Self::convert_to_byte).
    ///
    /// # Errors
    /// As [`convert_to_byte`](Self::convert_to_byte).
    pub fn convert_to_long(schema: Option<&Schema>, value: &Value) -> Result<Option<i64>, DataException> {
        convert::unless_null(value, |value| number::as_i64(value, schema))
    }

    /// A FLOAT32, the nearest; `None` for null.
    ///
    /// # Errors
    /// As [`convert_to_byte`](Self::convert_to_byte).
    pub fn convert_to_float(schema: Option<&Schema>, value: &Value) -> Result<Option<f32>, DataException> {
        convert::unless_null(value, |value| match value {
            Value::Float32(float) => Ok(*float),
            other => number::as_f64(other, schema).map(number::narrow),
        })
    }

    /// A FLOAT64, the nearest; `None` for null.
    ///
    /// # Errors
    /// As [`convert_to_byte`](Self::convert_to_byte).
    pub fn convert_to_double(schema: Option<&Schema>, value: &Value) -> Result<Option<f64>, DataException> {
        convert::unless_null(value, |value| number::as_f64(value, schema))
    }

    /// An ARRAY: one, or a text of one.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_list(_schema: Option<&Schema>, value: &Value) -> Result<Vec<Value>, DataException> {
        convert::list(&convert::LIST_OF_STRINGS, value)
    }

    /// A MAP: one, or a text of one.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_map(_schema: Option<&Schema>, value: &Value) -> Result<Vec<(Value, Value)>, DataException> {
        convert::map(&convert::MAP_OF_STRINGS, value)
    }

    /// A STRUCT, which cannot be made from anything else.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_struct(_schema: Option<&Schema>, value: &Value) -> Result<Struct, DataException> {
        convert::structure(&convert::EMPTY_STRUCT, value)
    }

    /// A time of day: one, the time of a timestamp, milliseconds, or a text of these.
    ///
    /// Without a schema, or with that of a time, a date or a timestamp stays the instant that it is.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_time(schema: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
        convert::time(&Schema::time(), schema, convert::required(value)?)
    }

    /// A day: one, the day of a timestamp, a number of days, or a text of these.
    ///
    /// Without a schema, or with that of a day, a time or a timestamp stays the instant that it is.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_date(schema: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
        convert::date(&Schema::date(), schema, convert::required(value)?)
    }

    /// A timestamp: one, midnight of a day, a time on 1970-01-01, milliseconds, or a text of these.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_timestamp(schema: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
        convert::timestamp(&Schema::timestamp(), schema, convert::required(value)?)
    }

    /// A decimal: one, with its own scale; bytes, with that scale; a number or a text of one, with the scale it is written in.
    ///
    /// # Errors
    /// For all else, null included.
    pub fn convert_to_decimal(_schema: Option<&Schema>, value: &Value, scale: i32) -> Result<Value, DataException> {
        convert::decimal(&Schema::decimal(scale), convert::required(value)?)
    }

    /// The schema that a value has by itself (`Values.inferSchema`); `None` if it could be several: dates, decimals, what is
    /// empty, and arrays and maps of values of several types.
    ///
    /// # Errors
    /// `type cannot be null` if there is nothing but null in an array or a map, in which Kafka fails.
    pub fn infer_schema(value: &Value) -> Result<Option<Schema>, DataException> {
        infer::schema(value)
    }

    /// A text as it stands between quotes (`Values.escape`).
    #[must_use]
    pub fn escape(text: &str) -> String {
        text::escape(text)
    }

    /// The pieces into which [`parse_string`](Self::parse_string) cuts a text.
    #[must_use]
    pub fn tokens(text: &str) -> Vec<&str> {
        let mut tokens = token::Tokens::new(text);
        std::iter::from_fn(|| tokens.has_next().then(|| tokens.next())).collect()
    }
}

//! The parser and what can be configured about it.

use std::{collections::HashMap, fmt, sync::Arc};

use super::{
    ParseError,
    pattern::{InvalidPattern, Pattern},
};
use crate::{
    Result,
    data::{ReadData, Schema, SchemaType, Value},
};

/// Turns text and JSON into values of a schema.
///
/// ```
/// use kconnect::{ConnectSchema, Date, Decimal, Timestamp, parser::Parser};
///
/// /// An order.
/// #[derive(ConnectSchema, Debug, PartialEq)]
/// #[connect(namespace = "com.example")]
/// struct Order {
///     /// Its number.
///     id: i64,
///     /// What it costs.
///     price: Decimal<2>,
///     /// When it was made.
///     made: Timestamp,
///     /// When it is due.
///     due: Option<Date>,
/// }
///
/// # fn main() -> kconnect::Result<()> {
/// let parser = Parser::builder().date_format("dd.MM.yyyy").zone("Europe/Berlin").build()?;
/// let json = r#"{"id": "17", "price": 9.5, "made": "2026-11-22T10:00:00", "due": "24.12.2026"}"#;
/// let order: Order = parser.json(json)?;
/// assert_eq!(order.price, Decimal::from_unscaled(950));
/// assert_eq!(order.made, Timestamp::from_ms(1_795_338_000_000));
///
/// let error = parser.json::<Order>(r#"{"id": 17, "price": "9,50", "made": 0}"#).unwrap_err();
/// assert_eq!(error.to_string(), "$.price: `9,50` is not a Decimal with at most 2 digits behind the point");
/// # Ok(())
/// # }
/// ```
///
/// | schema | text | JSON |
/// | --- | --- | --- |
/// | INT8 … INT64 | an optional sign and digits | a number, or such a text |
/// | FLOAT32, FLOAT64 | as Rust reads it, `NaN`, `Infinity` | a number, or such a text |
/// | BOOLEAN | `true` or `false`, in any case | the same without quotes |
/// | STRING | the text as it is | a text; a number or a boolean as it is written |
/// | BYTES | base64 | base64 |
/// | Decimal | digits with a point or an exponent, exactly | a number, digit for digit, or such a text |
/// | Date, Time, Timestamp | one of the configured formats | such a text; a number: days, milliseconds of the day, milliseconds since 1970 |
/// | ARRAY, MAP, STRUCT | JSON | JSON; a map whose keys are not strings may be a list of pairs |
///
/// An empty text is null where the schema is optional and no STRING. Blanks around anything but a STRING do not count. Members
/// that the schema does not have are left alone.
#[derive(Clone)]
pub struct Parser {
    pub(super) dates: Vec<Pattern>,
    pub(super) times: Vec<Pattern>,
    pub(super) timestamps: Vec<Pattern>,
    pub(super) zone: jiff::tz::TimeZone,
    pub(super) nulls: Vec<String>,
    pub(super) types: HashMap<Key, Arc<dyn TypeParser>>,
}

/// What a [`TypeParser`] is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Named(String),
    Plain(SchemaType),
}

/// Parses one type in a way of its own.
pub trait TypeParser: Send + Sync {
    /// The value of a text.
    ///
    /// # Errors
    /// What was expected, as it completes "`…` is not": `a postal code of five digits`.
    fn parse(&self, schema: &Schema, text: &str) -> Result<Value, String>;
}

impl<F: Fn(&Schema, &str) -> Result<Value, String> + Send + Sync> TypeParser for F {
    fn parse(&self, schema: &Schema, text: &str) -> Result<Value, String> {
        self(schema, text)
    }
}

impl fmt::Debug for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser")
            .field("dates", &self.dates)
            .field("times", &self.times)
            .field("timestamps", &self.timestamps)
            .field("types", &self.types.keys())
            .finish_non_exhaustive()
    }
}

impl Default for Parser {
    /// ISO 8601 with and without a zone, and the forms of SQL; UTC where a text has no zone.
    fn default() -> Self {
        match Self::builder().build() {
            Ok(parser) => parser,
            Err(error) => unreachable!("the formats that stand below are valid: {error}"),
        }
    }
}

impl Parser {
    /// A parser to be configured.
    pub fn builder() -> ParserBuilder {
        ParserBuilder::default()
    }

    /// The data of a Rust type that a JSON text is.
    ///
    /// # Errors
    /// A data error with the place, the input and what was expected there.
    pub fn json<T: for<'de> ReadData<'de>>(&self, json: &str) -> Result<T> {
        self.json_as(&Schema::of(&T::TYPE, None), json)?.read()
    }

    /// The data of a Rust type that a plain text is.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn text<T: for<'de> ReadData<'de>>(&self, text: &str) -> Result<T> {
        self.text_as(&Schema::of(&T::TYPE, None), text)?.read()
    }

    /// A record whose fields are texts under their names: a row of CSV with its header, a form, a set of properties. What the
    /// schema does not have is left alone; the last of several texts for one field counts.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn fields<'a, T: for<'de> ReadData<'de>>(
        &self,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<T> {
        self.fields_as(&Schema::of(&T::TYPE, None), fields)?.read()
    }
}

/// Configures a [`Parser`].
#[derive(Clone, Default)]
#[must_use = "a builder makes nothing before `build`"]
pub struct ParserBuilder {
    dates: Vec<String>,
    times: Vec<String>,
    timestamps: Vec<String>,
    zone: Option<String>,
    nulls: Vec<String>,
    types: HashMap<Key, Arc<dyn TypeParser>>,
}

impl fmt::Debug for ParserBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParserBuilder").field("zone", &self.zone).finish_non_exhaustive()
    }
}

/// Tried in this order.
const DATES: [&str; 1] = ["yyyy-MM-dd"];
const TIMES: [&str; 3] = ["HH:mm:ss", "HH:mm:ss.SSS", "HH:mm"];
const TIMESTAMPS: [&str; 8] = [
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    "yyyy-MM-dd'T'HH:mm:ss.SSS",
    "yyyy-MM-dd'T'HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss.SSSXXX",
    "yyyy-MM-dd HH:mm:ssXXX",
    "yyyy-MM-dd HH:mm:ss.SSS",
    "yyyy-MM-dd HH:mm:ss",
];

impl ParserBuilder {
    /// A form of dates, as Java's `SimpleDateFormat` writes it: `dd.MM.yyyy`. The first call replaces the usual form, further
    /// ones add to it.
    pub fn date_format(mut self, pattern: impl Into<String>) -> Self {
        self.dates.push(pattern.into());
        self
    }

    /// A form of times of the day: `hh:mm a`. As [`date_format`](Self::date_format).
    pub fn time_format(mut self, pattern: impl Into<String>) -> Self {
        self.times.push(pattern.into());
        self
    }

    /// A form of timestamps: `EEE MMM dd HH:mm:ss Z yyyy`. As [`date_format`](Self::date_format).
    pub fn timestamp_format(mut self, pattern: impl Into<String>) -> Self {
        self.timestamps.push(pattern.into());
        self
    }

    /// The zone of timestamps whose text has none: `Europe/Berlin`, `UTC`. UTC without a call.
    pub fn zone(mut self, name: impl Into<String>) -> Self {
        self.zone = Some(name.into());
        self
    }

    /// A text that is null, such as `NULL` or `n/a`, where the schema is optional.
    pub fn null_text(mut self, text: impl Into<String>) -> Self {
        self.nulls.push(text.into());
        self
    }

    /// Parses all schemas of that name in another way: logical types of your own, or Kafka's.
    pub fn logical_type(mut self, name: impl Into<String>, parser: impl TypeParser + 'static) -> Self {
        self.types.insert(Key::Named(name.into()), Arc::new(parser));
        self
    }

    /// Parses all schemas of that type that have no name in another way.
    pub fn plain_type(mut self, ty: SchemaType, parser: impl TypeParser + 'static) -> Self {
        self.types.insert(Key::Plain(ty), Arc::new(parser));
        self
    }

    /// The parser.
    ///
    /// # Errors
    /// A format that is none, or asks for what cannot be done; a zone that nobody knows.
    pub fn build(self) -> Result<Parser, InvalidPattern> {
        let zone = match &self.zone {
            None => jiff::tz::TimeZone::UTC,
            Some(name) => jiff::tz::TimeZone::get(name).map_err(|_| InvalidPattern::zone(name))?,
        };
        Ok(Parser {
            dates: patterns(&self.dates, &DATES)?,
            times: patterns(&self.times, &TIMES)?,
            timestamps: patterns(&self.timestamps, &TIMESTAMPS)?,
            zone,
            nulls: self.nulls,
            types: self.types,
        })
    }
}

fn patterns(given: &[String], usual: &[&str]) -> Result<Vec<Pattern>, InvalidPattern> {
    if given.is_empty() {
        return usual.iter().map(|pattern| Pattern::parse(pattern)).collect();
    }
    given.iter().map(|pattern| Pattern::parse(pattern)).collect()
}

impl Parser {
    pub(super) fn custom(&self, schema: &Schema) -> Option<&dyn TypeParser> {
        let key = schema.name().map_or(Key::Plain(schema.schema_type()), |name| Key::Named(name.to_owned()));
        self.types.get(&key).map(|parser| &**parser)
    }

    /// What a text means by itself: null, or nothing in particular.
    pub(super) fn is_null(&self, schema: &Schema, text: &str) -> bool {
        let is_text = schema.schema_type() == SchemaType::String;
        schema.is_optional() && ((text.trim().is_empty() && !is_text) || self.nulls.iter().any(|null| null == text))
    }

    /// The value of a field that the input does not have.
    pub(super) fn absent(schema: &Schema) -> Result<Value, ParseError> {
        match schema.default_value() {
            Some(default) => Ok(default.into_owned()),
            None if schema.is_optional() => Ok(Value::Null),
            None => Err(ParseError::new("", "there, and it has no default")),
        }
    }
}

//! `TimestampConverter`: times in another form.

mod form;
mod units;

use std::{borrow::Cow, marker::PhantomData};

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, ValidString},
    data::{Schema, Struct, Value},
};

use form::{Form, TYPES};
use units::{UNITS, Unit};

use super::{
    Half, TransformException,
    exception::config_exception,
    half::class_of,
    keys::{RELEASE, REPLACE_NULL, kafka_config},
    requirements::{require_map_ref, require_struct_or_null},
    schemas::{SchemaCache, copy_basics, fields_of, or_default},
};
use crate::{
    config::kafka::{Default as D, KafkaKey},
    java_date::{InvalidPattern, SimpleDateFormat},
};

static FIELD: KafkaKey = KafkaKey::new(
    "field",
    T::String,
    I::High,
    "The field containing the timestamp, or empty if the entire value is a timestamp",
)
.or(D::String(""));
static TARGET: KafkaKey = KafkaKey::new(
    "target.type",
    T::String,
    I::High,
    "The desired timestamp representation: string, unix, Date, Time, or Timestamp",
)
.rule(&TARGETS);
static FORMAT: KafkaKey = KafkaKey::new("format", T::String, I::Medium, "A SimpleDateFormat-compatible format for the timestamp. Used to generate the output when type=string or used to parse the input if the input is a string.").or(D::String(""));
static PRECISION: KafkaKey = KafkaKey::new("unix.precision", T::String, I::Low, "The desired Unix precision for the timestamp: seconds, milliseconds, microseconds, or nanoseconds. Used to generate the output when type=unix or used to parse the input if the input is a Long.Note: This SMT will cause precision loss during conversions from, and to, values with sub-millisecond components.").or(D::String("milliseconds")).rule(&PRECISIONS);
static TARGETS: ValidString = ValidString { values: Cow::Borrowed(&TYPES) };
static PRECISIONS: ValidString = ValidString { values: Cow::Borrowed(&UNITS) };

const PURPOSE: &str = "converting timestamp formats";

kafka_config! {
    /// The configuration of [`TimestampConverter`].
    TimestampConverterConfig {
        /// The field with the time; empty for the whole half.
        field: String = FIELD;
        /// `string`, `unix`, `Date`, `Time` or `Timestamp`.
        target_type: String = TARGET;
        /// The pattern of texts.
        format: String = FORMAT;
        /// The unit of numbers.
        unix_precision: String = PRECISION;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Turns times from one form into another: texts, numbers since 1970, and Connect's own types (Kafka's
/// `TimestampConverter`).
///
/// | Key | |
/// | --- | --- |
/// | `field` | The field with the time, of a struct or a map; without it, the whole half is one. |
/// | `target.type` | `string`, `unix`, `Date`, `Time` or `Timestamp`. |
/// | `format` | The pattern of texts, as of Java's `SimpleDateFormat`; in UTC, and in English. |
/// | `unix.precision` | The unit of numbers: `seconds`, `milliseconds`, `microseconds` or `nanoseconds`. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// The form that a time has is that of its schema; without one it is seen from the value. Texts are read as leniently as
/// Java does: a 30th of February is the 1st or 2nd of March. A pattern that means something else in every country, such
/// as `YYYY`, is refused with the reason; so is a text with the name of a zone other than UTC and GMT.
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("target.type", "Timestamp"), ("format", "EEE MMM dd HH:mm:ss Z yyyy")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let class = "org.apache.kafka.connect.transforms.TimestampConverter$Value";
/// let converter = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value: "Thu Jan 01 00:00:01 +0000 1970".into() },
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// assert_eq!(converter.apply(record)?.unwrap().value.value, Value::Timestamp(1_000));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TimestampConverter<H> {
    field: String,
    target: Form,
    format: Option<SimpleDateFormat>,
    unit: Unit,
    replace_null: bool,
    converted: SchemaCache<Schema>,
    half: PhantomData<fn() -> H>,
}

impl<H: Half> Transformation for TimestampConverter<H> {
    const CLASS: &'static str = class_of!(H, "TimestampConverter");
    const VERSION: &'static str = RELEASE;
    type Config = TimestampConverterConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let pattern = &config.format;
        let target = Form::of(&config.target_type);
        let format = if pattern.trim().is_empty() {
            if target == Form::Text {
                let message = "TimestampConverter requires format option to be specified when using string timestamps";
                return Err(config_exception(message));
            }
            None
        } else {
            Some(SimpleDateFormat::new(pattern).map_err(|invalid| {
                let requires = format!(
                    "TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: {pattern}"
                );
                match invalid {
                    // Kafka hands over the exception as if it were the value.
                    InvalidPattern::Illegal(why) => {
                        let exception = format!("java.lang.IllegalArgumentException: {why}");
                        config_exception(format!("Invalid value {exception} for configuration {requires}"))
                    }
                    InvalidPattern::Unsupported(why) => config_exception(format!("{requires}: {why}")),
                }
            })?)
        };
        Ok(Self {
            field: config.field,
            target,
            format,
            unit: Unit::of(&config.unix_precision),
            replace_null: config.replace_null_with_default,
            converted: SchemaCache::new(),
            half: PhantomData,
        })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get(&record);
        let converted = match &half.schema {
            Some(schema) if self.field.is_empty() => SchemaAndValue {
                // Kafka looks at the schema of a null too.
                value: self.convert(&half.value, Some(Form::of_schema(schema)?))?,
                schema: Some(self.target.schema(schema.is_optional())),
            },
            Some(schema) => self.with_schema(schema, &half.value)?,
            None => SchemaAndValue { schema: None, value: self.schemaless(&half.value)? },
        };
        *H::get_mut(&mut record) = converted;
        Ok(Some(record))
    }
}

impl<H: Half> TimestampConverter<H> {
    fn with_schema(&self, schema: &Schema, value: &Value) -> Result<SchemaAndValue> {
        let whole = require_struct_or_null(value, PURPOSE)?;
        let updated = self.converted.get_or_make(schema, || self.converted_schema(schema))?;
        let value = whole.map_or(Ok(Value::Null), |whole| self.converted_struct(whole, updated.clone()))?;
        Ok(SchemaAndValue { schema: Some(updated), value })
    }

    fn converted_schema(&self, schema: &Schema) -> Result<Schema> {
        let basics = fields_of(schema)?.fold(copy_basics(schema), |made, field| {
            let of_field = field.schema();
            let is_it = field.name() == self.field;
            made.field(field.name(), if is_it { self.target.schema(of_field.is_optional()) } else { of_field.clone() })
        });
        let made = if schema.is_optional() { basics.optional() } else { basics };
        let Some(default) = schema.default_value() else { return Ok(made.build()?) };
        // The default is a struct of the schema that it is a default of.
        let Value::Struct(default) = &*default else { return Ok(made.build()?) };
        let default = self.converted_struct(default, made.clone().build()?)?;
        Ok(made.default_value(default).build()?)
    }

    fn converted_struct(&self, whole: &Struct, updated: Schema) -> Result<Value> {
        let mut made = Struct::new(updated)?;
        for (field, value) in whole.schema().fields().zip(whole.values()) {
            let schema = field.schema();
            let value = or_default(value.clone(), schema, self.replace_null);
            let value =
                if field.name() == self.field { self.convert(&value, Some(Form::of_schema(schema)?))? } else { value };
            made.put(field.name(), value)?;
        }
        Ok(made.into())
    }

    fn schemaless(&self, value: &Value) -> Result<Value> {
        if *value == Value::Null || self.field.is_empty() {
            return self.convert(value, None);
        }
        let mut entries = require_map_ref(value, PURPOSE)?.to_vec();
        let is_it = |(key, _): &&mut (Value, Value)| matches!(key, Value::String(key) if *key == self.field);
        if let Some((_, value)) = entries.iter_mut().find(is_it) {
            *value = self.convert(value, None)?;
        } else {
            entries.push((self.field.as_str().into(), Value::Null));
        }
        Ok(Value::Map(entries))
    }

    /// The time in the form that is wanted; its own is seen from the value, if it is not known.
    fn convert(&self, value: &Value, form: Option<Form>) -> Result<Value> {
        if *value == Value::Null {
            return Ok(Value::Null);
        }
        let form = match form {
            Some(form) => form,
            None => Form::of_value(value)?,
        };
        let instant = self.read(value, form)?;
        self.write(instant)
    }

    fn read(&self, value: &Value, form: Form) -> Result<i64> {
        let class = value.java_class();
        let but_found = |expected: &str| TransformException::data(format!("{expected}, but found class {class}"));
        match (form, value) {
            (Form::Text, Value::String(text)) => {
                let Some(format) = &self.format else {
                    let message =
                        "TimestampConverter requires format option to be specified when using string timestamps";
                    return Err(TransformException::null_pointer(message).into());
                };
                let refused = || {
                    let pattern = format.pattern();
                    TransformException::data(format!(
                        "Could not parse timestamp: value ({text}) does not match pattern ({pattern})"
                    ))
                };
                Ok(format.parse(text).ok_or_else(refused)?)
            }
            (Form::Text, _) => Err(but_found("Expected string timestamp to be a String").into()),
            (Form::Unix, Value::Int64(number)) => Ok(self.unit.to_ms(*number)),
            (Form::Unix, _) => Err(but_found("Expected Unix timestamp to be a Long").into()),
            (Form::Date | Form::Time | Form::Timestamp, value) => {
                let expected = || but_found(&format!("Expected {} to be a java.util.Date", form.name()));
                Ok(value.instant().ok_or_else(expected)?)
            }
        }
    }

    fn write(&self, instant: i64) -> Result<Value> {
        Ok(match (self.target, &self.format) {
            (Form::Text, Some(format)) => format.format(instant).into(),
            (Form::Text, None) => unreachable!("a text has a format"),
            (Form::Unix, _) => self.unit.of_ms(instant).into(),
            (Form::Timestamp, _) => Value::Timestamp(instant),
            (Form::Date, _) => Value::Date(form::day_of(instant)?),
            (Form::Time, _) => Value::Time(form::time_of(instant)),
        })
    }
}

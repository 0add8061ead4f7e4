//! `MaskField`: nothing, or something else, instead of what a field holds.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Result, Transformation,
    config::{ConfigType as T, Importance as I, NonDuplicateList, NonEmptyString},
    data::{Struct, Value, Values},
};

use super::{
    Half, TransformException,
    half::class_of,
    keys::{REPLACE_NULL, kafka_config},
    maps::{self, java_order},
    requirements::{into_struct, require_map},
    schemas::or_default,
};
use crate::config::kafka::{Default as D, KafkaKey};

const PURPOSE: &str = "mask fields";

static FIELDS: KafkaKey = KafkaKey::new("fields", T::List, I::High, "Names of fields to mask.").rule(&NOT_EMPTY);
static NOT_EMPTY: NonDuplicateList = NonDuplicateList::any(false, false);
static REPLACEMENT: KafkaKey = KafkaKey::new(
    "replacement",
    T::String,
    I::Low,
    "Custom value replacement, that will be applied to all 'fields' values (numeric or non-empty string values only).",
)
.or(D::Null)
.rule(&NonEmptyString);

kafka_config! {
    /// The configuration of [`MaskField`].
    MaskFieldConfig {
        /// The fields.
        fields: Vec<String> = FIELDS;
        /// What they hold afterwards; nothing of their type if there is none.
        replacement: Option<String> = REPLACEMENT;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Hides what fields hold: behind 0, `false`, an empty text, array or map, or behind a value of your own (Kafka's
/// `MaskField`).
///
/// | Key | |
/// | --- | --- |
/// | `fields` | The fields. One that is not in a map without a schema is added as null. |
/// | `replacement` | What numbers and texts become instead. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// Null stays null. Bytes and structs cannot be masked, and neither can a tombstone: they are errors.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("fields", "mail"), ("replacement", "hidden")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let class = "org.apache.kafka.connect.transforms.MaskField$Value";
/// let mask = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let value = Value::Map(vec![("id".into(), 7.into()), ("mail".into(), "a@example.com".into())]);
/// let record = ConnectRecord {
///     topic: "users".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(mask.apply(record)?.unwrap().value.value.to_string(), "{id=7, mail=hidden}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct MaskField<H> {
    fields: Vec<String>,
    replacement: Option<Replacement>,
    replace_null: bool,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for MaskField<H> {
    const CLASS: &'static str = class_of!(H, "MaskField");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = MaskFieldConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let fields = java_order(config.fields, |field| field);
        let replacement = config.replacement.map(Replacement);
        Ok(Self { fields, replacement, replace_null: config.replace_null_with_default, half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        let value = std::mem::replace(&mut half.value, Value::Null);
        half.value = if half.schema.is_some() {
            let of = into_struct(value, PURPOSE)?;
            let schema = of.schema().clone();
            let mut masked = Struct::new(schema.clone())?;
            for (field, value) in schema.fields().zip(of.into_values()) {
                let value = or_default(value, field.schema(), self.replace_null);
                let hidden = self.fields.iter().any(|name| name == field.name());
                masked.put(field.name(), if hidden { self.masked(value)? } else { value })?;
            }
            masked.into()
        } else {
            let mut entries = require_map(value, PURPOSE)?;
            for field in &self.fields {
                let masked = self.masked(maps::take(&mut entries, field))?;
                maps::put(&mut entries, field, masked);
            }
            Value::Map(entries)
        };
        Ok(Some(record))
    }
}

impl<H> MaskField<H> {
    fn masked(&self, value: Value) -> Result<Value> {
        match (&self.replacement, value) {
            (_, Value::Null) => Ok(Value::Null),
            (None, value) => Ok(empty(&value)?),
            (Some(replacement), value) => replacement.instead_of(&value),
        }
    }
}

/// What is left of a value when nothing is.
fn empty(value: &Value) -> Result<Value, TransformException> {
    Ok(match value {
        Value::Boolean(_) => false.into(),
        Value::Int8(_) => 0_i8.into(),
        Value::Int16(_) => 0_i16.into(),
        Value::Int32(_) => 0_i32.into(),
        Value::Int64(_) => 0_i64.into(),
        Value::Float32(_) => 0.0_f32.into(),
        Value::Float64(_) => 0.0_f64.into(),
        Value::Decimal(..) => Value::Decimal(vec![0], 0),
        Value::Date(_) => Value::Date(0),
        Value::Time(_) => Value::Time(0),
        Value::Timestamp(_) => Value::Timestamp(0),
        Value::String(_) => "".into(),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Map(_) => Value::Map(Vec::new()),
        other => {
            let class = other.java_class();
            return Err(TransformException::data(format!("Cannot mask value of type: class {class}")));
        }
    })
}

/// What stands there instead.
struct Replacement(String);

impl Replacement {
    /// The replacement as a value of the same type.
    fn instead_of(&self, value: &Value) -> Result<Value> {
        let text = Value::from(self.0.as_str());
        Ok(match value {
            Value::Int8(_) => Values::convert_to_byte(None, &text)?.into(),
            Value::Int16(_) => Values::convert_to_short(None, &text)?.into(),
            Value::Int32(_) => Values::convert_to_integer(None, &text)?.into(),
            Value::Int64(_) => Values::convert_to_long(None, &text)?.into(),
            Value::Float32(_) => Values::convert_to_float(None, &text)?.into(),
            Value::Float64(_) => Values::convert_to_double(None, &text)?.into(),
            Value::String(_) => text,
            Value::Decimal(..) => Values::convert_to_decimal(None, &text, 0).map_err(|_| {
                let message = format!("Unable to convert {} (class java.lang.String) to number", self.0);
                TransformException::data(message)
            })?,
            other => {
                let class = other.java_class();
                let message = format!("Cannot mask value of type class {class} with custom replacement.");
                return Err(TransformException::data(message).into());
            }
        })
    }
}

/// It may be what nobody should see.
impl std::fmt::Debug for Replacement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Replacement")
    }
}

//! `HeaderFrom`: fields that become headers.

use std::{borrow::Cow, marker::PhantomData};

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, NonEmptyList, ValidString},
    data::{Schema, Struct, Value},
};

use super::{
    Half, TransformException,
    exception::config_exception,
    half::class_of,
    keys::{RELEASE, REPLACE_NULL, kafka_config},
    requirements::{require_map_ref, require_struct},
    schemas::{SchemaCache, copy_basics, or_default},
};
use crate::config::kafka::KafkaKey;

static FIELDS: KafkaKey = KafkaKey::new(
    "fields",
    T::List,
    I::High,
    "Field names in the record whose values are to be copied or moved to headers.",
)
.rule(&NonEmptyList);
static HEADERS: KafkaKey = KafkaKey::new(
    "headers",
    T::List,
    I::High,
    "Header names, in the same order as the field names listed in the fields configuration property.",
)
.rule(&NonEmptyList);
static OPERATION: KafkaKey = KafkaKey::new("operation", T::String, I::High, "Either <code>move</code> if the fields are to be moved to the headers (removed from the key/value), or <code>copy</code> if the fields are to be copied to the headers (retained in the key/value).").rule(&OPERATIONS);
static OPERATIONS: ValidString = ValidString { values: Cow::Borrowed(&[Cow::Borrowed("move"), Cow::Borrowed(COPY)]) };

const COPY: &str = "copy";

kafka_config! {
    /// The configuration of [`HeaderFrom`].
    HeaderFromConfig {
        /// The fields.
        fields: Vec<String> = FIELDS;
        /// The name of each one's header.
        headers: Vec<String> = HEADERS;
        /// `move` or `copy`.
        operation: String = OPERATION;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Moves or copies fields of a struct or a map into headers (Kafka's `HeaderFrom`).
///
/// | Key | |
/// | --- | --- |
/// | `fields` | The fields. With a schema each has to be there; in a map a missing one is null. |
/// | `headers` | The names of the headers, one for each field. |
/// | `operation` | `move` or `copy`. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("fields", "lang"), ("headers", "language"), ("operation", "move")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let class = "org.apache.kafka.connect.transforms.HeaderFrom$Value";
/// let header_from = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
/// let value = Value::Map(vec![("id".into(), 7.into()), ("lang".into(), "en".into())]);
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value },
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// let record = header_from.apply(record)?.unwrap();
/// assert_eq!(record.value.value, Value::Map(vec![("id".into(), 7.into())]));
/// assert_eq!(record.headers.last("language").map(|header| &header.value), Some(&"en".into()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct HeaderFrom<H> {
    /// Each field with the name of its header.
    pairs: Vec<(String, String)>,
    /// Whether the fields stay.
    copies: bool,
    replace_null: bool,
    purpose: String,
    moved: SchemaCache<Schema>,
    half: PhantomData<fn() -> H>,
}

impl<H: Half> Transformation for HeaderFrom<H> {
    const CLASS: &'static str = class_of!(H, "HeaderFrom");
    const VERSION: &'static str = RELEASE;
    type Config = HeaderFromConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        if config.fields.len() != config.headers.len() {
            let message = "'fields' config must have the same number of elements as 'headers' config.";
            return Err(config_exception(message));
        }
        Ok(Self {
            pairs: config.fields.into_iter().zip(config.headers).collect(),
            copies: config.operation == COPY,
            replace_null: config.replace_null_with_default,
            purpose: format!("header {}", config.operation),
            moved: SchemaCache::new(),
            half: PhantomData,
        })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get(&record);
        let (headers, rest) = match &half.schema {
            Some(schema) => self.of_struct(schema, &half.value)?,
            None => self.of_map(&half.value)?,
        };
        if let Some(rest) = rest {
            *H::get_mut(&mut record) = rest;
        }
        for (name, header) in headers {
            record.headers.add(name, header);
        }
        Ok(Some(record))
    }
}

/// The new headers, and what is left if fields were moved.
type Split<'a> = (Vec<(&'a str, SchemaAndValue)>, Option<SchemaAndValue>);

impl<H: Half> HeaderFrom<H> {
    fn of_struct(&self, schema: &Schema, value: &Value) -> Result<Split<'_>> {
        let whole = require_struct(value, &self.purpose)?;
        let rest = if self.copies { None } else { Some(self.without_moved(schema, whole)?) };
        let mut headers = Vec::new();
        for (field, header) in &self.pairs {
            // Java knows no better than that it has nothing there.
            let known = schema.field(field).ok_or_else(|| {
                TransformException::null_pointer(format!("Field {field} does not exist in the schema of the record"))
            })?;
            let value = whole.get_without_default(field)?.clone();
            let value = or_default(value, known.schema(), self.replace_null);
            headers.push((header.as_str(), SchemaAndValue { schema: Some(known.schema().clone()), value }));
        }
        Ok((headers, rest))
    }

    fn without_moved(&self, schema: &Schema, whole: &Struct) -> Result<SchemaAndValue> {
        let made = self.moved.get_or_make(schema, || {
            let stays = |name: &str| !self.pairs.iter().any(|(field, _)| field == name);
            let fields = schema.fields().filter(|field| stays(field.name()));
            fields.fold(copy_basics(schema), |rest, field| rest.field(field.name(), field.schema().clone())).build()
        })?;
        let mut rest = Struct::new(made.clone())?;
        for field in made.fields() {
            let value = whole.get_without_default(field.name())?.clone();
            rest.put(field.name(), or_default(value, field.schema(), self.replace_null))?;
        }
        Ok(SchemaAndValue::new(made, rest))
    }

    fn of_map(&self, value: &Value) -> Result<Split<'_>> {
        let entries = require_map_ref(value, &self.purpose)?;
        let is = |key: &Value, field: &String| matches!(key, Value::String(key) if key == field);
        let header = |(field, header): &'_ (String, String)| {
            let found = entries.iter().find(|(key, _)| is(key, field)).map(|(_, value)| value.clone());
            (header.clone(), SchemaAndValue { schema: None, value: found.unwrap_or(Value::Null) })
        };
        let headers: Vec<_> = self.pairs.iter().map(|pair| (pair.1.as_str(), header(pair).1)).collect();
        if self.copies {
            return Ok((headers, None));
        }
        let stays = |key: &Value| !self.pairs.iter().any(|(field, _)| is(key, field));
        let rest = entries.iter().filter(|(key, _)| stays(key)).cloned().collect();
        Ok((headers, Some(SchemaAndValue { schema: None, value: Value::Map(rest) })))
    }
}

//! `Flatten`: the fields of structs in structs as fields at the root.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Error, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I},
    data::{DataException, Schema, SchemaBuilder, SchemaType, Struct, Value},
};

use super::{
    Half, TransformException,
    half::class_of,
    keys::kafka_config,
    maps::{Entries, entry_name},
    requirements::{into_struct, require_map},
    schemas::{SchemaCache, copy_basics, copy_basics_to, fields_of, or_default},
};
use crate::config::kafka::{Default as D, KafkaKey};

const PURPOSE: &str = "flattening";

/// How deep structs and maps may lie in each other: a schema may contain itself.
const DEEPEST: usize = 200;

static DELIMITER: KafkaKey = KafkaKey::new(
    "delimiter",
    T::String,
    I::Medium,
    "Delimiter to insert between field names from the input record when generating field names for the output record",
)
.or(D::String("."));

kafka_config! {
    /// The configuration of [`Flatten`].
    FlattenConfig {
        /// What stands between the names; `null` if it is null, as in Java.
        delimiter: Option<String> = DELIMITER;
    }
}

/// Takes the fields of structs in structs, or maps in maps, to the root, named by their way there (Kafka's `Flatten`).
///
/// | Key | |
/// | --- | --- |
/// | `delimiter` | What stands between the names on the way; `.` if not said. |
///
/// Arrays stay as they are. What lies in something optional becomes optional, and the default of a struct becomes that of its
/// fields. A map with a schema cannot be taken apart. A null value stays as it is, schema included.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("delimiter".to_owned(), "_".into())]);
/// let class = "org.apache.kafka.connect.transforms.Flatten$Value";
/// let flatten = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let user = Value::Map(vec![("id".into(), 7.into())]);
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value: Value::Map(vec![("user".into(), user)]) },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(flatten.apply(record)?.unwrap().value.value.to_string(), "{user_id=7}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Flatten<H> {
    delimiter: String,
    updated: SchemaCache<Schema>,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for Flatten<H> {
    const CLASS: &'static str = class_of!(H, "Flatten");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = FlattenConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let delimiter = config.delimiter.unwrap_or_else(|| "null".to_owned());
        Ok(Self { delimiter, updated: SchemaCache::new(), half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        if half.value == Value::Null {
            return Ok(Some(record));
        }
        let value = std::mem::replace(&mut half.value, Value::Null);
        *half = match &half.schema {
            None => {
                let mut flat = Entries::default();
                self.add_entries(&mut flat, "", require_map(value, PURPOSE)?, 0)?;
                SchemaAndValue { schema: None, value: flat.finish() }
            }
            Some(schema) => {
                let of = into_struct(value, PURPOSE)?;
                let updated = self.updated.get_or_make(schema, || self.updated_schema(schema))?;
                let mut flat = Struct::new(updated.clone())?;
                self.put_fields(&mut flat, "", of)?;
                SchemaAndValue::new(updated, flat)
            }
        };
        Ok(Some(record))
    }
}

impl<H> Flatten<H> {
    fn name(&self, prefix: &str, name: &str) -> String {
        if prefix.is_empty() { name.to_owned() } else { format!("{prefix}{}{name}", self.delimiter) }
    }

    fn add_entries(
        &self,
        flat: &mut Entries,
        prefix: &str,
        entries: Vec<(Value, Value)>,
        depth: usize,
    ) -> Result<(), TransformException> {
        not_too_deep(prefix, depth)?;
        for (key, value) in entries {
            // Below a prefix Java makes a text of null too.
            let name = match entry_name(&key)? {
                None if prefix.is_empty() => None,
                name => Some(self.name(prefix, name.unwrap_or("null"))),
            };
            match value {
                Value::Map(entries) => {
                    let null = || TransformException::null_pointer("a map in a map needs a key that is not null");
                    self.add_entries(flat, &name.ok_or_else(null)?, entries, depth + 1)?;
                }
                // What can be more than one logical type has none without a schema.
                Value::Date(_) | Value::Time(_) | Value::Timestamp(_) | Value::Decimal(..) => {
                    let class = value.java_class();
                    return Err(TransformException::data(format!(
                        "Flatten transformation was passed a value of type class {class} which is not supported by \
                         Connect's data API"
                    )));
                }
                Value::Struct(_) => {
                    return Err(unsupported(
                        &format!("class {}", value.java_class()),
                        "without",
                        name.as_deref().unwrap_or("null"),
                    ));
                }
                value => flat.put(name, value),
            }
        }
        Ok(())
    }

    fn updated_schema(&self, schema: &Schema) -> Result<Schema> {
        let flat = copy_basics_to(schema, SchemaBuilder::structure());
        let default = schema.default_value();
        let default = default_struct(default.as_deref());
        Ok(self.add_fields(flat, "", (schema, 0), schema.is_optional(), default)?.build()?)
    }

    /// Adds what a schema, at that depth, consists of; `default` is that of the struct, `optional` whether it may be null.
    fn add_fields(
        &self,
        mut flat: SchemaBuilder,
        prefix: &str,
        (schema, depth): (&Schema, usize),
        optional: bool,
        default: Option<&Struct>,
    ) -> Result<SchemaBuilder> {
        not_too_deep(prefix, depth)?;
        for field in fields_of(schema)? {
            let name = self.name(prefix, field.name());
            let inner = field.schema();
            let optional = optional || inner.is_optional();
            let own = inner.default_value().map(std::borrow::Cow::into_owned);
            let of_parent = || default.map(|default| default.get(field.name())).transpose();
            let default = match own {
                Some(own) => Some(own),
                None => of_parent()?.filter(|default| *default != Value::Null),
            };
            flat = match inner.schema_type() {
                SchemaType::Struct => {
                    self.add_fields(flat, &name, (inner, depth + 1), optional, default_struct(default.as_ref()))?
                }
                SchemaType::Map => return Err(unsupported("MAP", "with", &name).into()),
                _ => flat.field(name, converted(inner, optional, default)?),
            };
        }
        Ok(flat)
    }

    fn put_fields(&self, flat: &mut Struct, prefix: &str, of: Struct) -> Result<(), Error> {
        let schema = of.schema().clone();
        for (field, value) in schema.fields().zip(of.into_values()) {
            let name = self.name(prefix, field.name());
            match (field.schema().schema_type(), value) {
                // A struct's default is not put: its fields stay null.
                (SchemaType::Struct, Value::Null) => {}
                (SchemaType::Struct, value) => self.put_fields(flat, &name, into_struct(value, PURPOSE)?)?,
                (SchemaType::Map, _) => return Err(unsupported("MAP", "with", &name).into()),
                (_, value) => {
                    flat.put(&name, or_default(value, field.schema(), true))?;
                }
            }
        }
        Ok(())
    }
}

fn default_struct(default: Option<&Value>) -> Option<&Struct> {
    match default {
        Some(Value::Struct(of)) => Some(of),
        _ => None,
    }
}

fn converted(schema: &Schema, optional: bool, default: Option<Value>) -> Result<Schema, DataException> {
    let mut builder = copy_basics(schema);
    if optional {
        builder = builder.optional();
    }
    if let Some(default) = default {
        builder = builder.default_value(default);
    }
    builder.build()
}

/// Kafka's own ends in a `StackOverflowError`.
fn not_too_deep(name: &str, depth: usize) -> Result<(), TransformException> {
    if depth <= DEEPEST {
        return Ok(());
    }
    let field: String = name.chars().take(40).collect();
    Err(TransformException::data(format!(
        "Flatten transformation does not support what lies deeper than {DEEPEST} fields (for field {field}...)"
    )))
}

fn unsupported(what: &str, with: &str, name: &str) -> TransformException {
    TransformException::data(format!(
        "Flatten transformation does not support {what} for record {with} schemas (for field {name})."
    ))
}

#[cfg(test)]
mod tests {
    use kconnect::{ConnectSchema, Headers, Topic, data::ConnectType};

    use super::*;
    use crate::transforms::OfValue;

    /// A chapter.
    #[derive(Clone, ConnectSchema)]
    #[connect(namespace = "com.example")]
    struct Chapter {
        /// The one behind it.
        next: Option<Box<Chapter>>,
    }

    fn flattened(value: SchemaAndValue) -> Result<Option<ConnectRecord>> {
        let flatten = Flatten::<OfValue>::configure(FlattenConfig { delimiter: Some(".".to_owned()) })?;
        flatten.apply(ConnectRecord {
            topic: Topic::from("books"),
            kafka_partition: None,
            key: SchemaAndValue::NULL,
            value,
            timestamp_ms: None,
            headers: Headers::default(),
            origin: None,
        })
    }

    #[test]
    fn a_schema_that_contains_itself_is_refused() {
        let schema = Schema::of(&Chapter::TYPE, None);
        let value = Struct::new(schema.clone()).unwrap();
        let error = flattened(SchemaAndValue::new(schema, value)).unwrap_err();
        assert!(error.to_string().contains("deeper than 200 fields (for field next.next."), "{error}");
    }

    #[test]
    fn a_map_without_end_is_refused() {
        let mut value = Value::Map(Vec::new());
        for _ in 0..250 {
            value = Value::Map(vec![("in".into(), value)]);
        }
        let error = flattened(SchemaAndValue { schema: None, value }).unwrap_err();
        assert!(error.to_string().contains("deeper than 200 fields (for field in.in."), "{error}");
    }
}

//! `SetSchemaMetadata`: another name or version for a schema.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Result, Transformation,
    config::{ConfigType as T, Importance as I},
    data::{Schema, SchemaBuilder, Struct, Value},
};

use super::{
    Half, TransformException,
    exception::config_exception,
    half::class_of,
    keys::{REPLACE_NULL, kafka_config},
    requirements::require_schema,
    schemas::{SchemaCache, fields_of, or_default},
};
use crate::config::kafka::{Default as D, KafkaKey};

static NAME: KafkaKey = KafkaKey::new("schema.name", T::String, I::High, "Schema name to set.").or(D::Null);
static VERSION: KafkaKey = KafkaKey::new("schema.version", T::Int, I::High, "Schema version to set.").or(D::Null);

kafka_config! {
    /// The configuration of [`SetSchemaMetadata`].
    SetSchemaMetadataConfig {
        /// The new name; the schema's own if there is none.
        schema_name: Option<String> = NAME;
        /// The new version; the schema's own if there is none.
        schema_version: Option<i32> = VERSION;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Gives the schema of a struct another name, another version or both (Kafka's `SetSchemaMetadata`).
///
/// | Key | |
/// | --- | --- |
/// | `schema.name` | The name. |
/// | `schema.version` | The version. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// As with Kafka 4.3 only the schema of a struct can be changed; any other is an error. Null without a schema stays as it is.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, data::{Schema, SchemaBuilder, Struct}};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("schema.name".to_owned(), "com.example.Post".into())]);
/// let class = "org.apache.kafka.connect.transforms.SetSchemaMetadata$Value";
/// let set = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let schema = SchemaBuilder::structure().field("id", Schema::int64()).build()?;
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::new(schema.clone(), Struct::new(schema)?.put("id", 7_i64)?.clone()),
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// let changed = set.apply(record)?.unwrap().value.schema.unwrap();
/// assert_eq!(changed.name(), Some("com.example.Post"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SetSchemaMetadata<H> {
    name: Option<String>,
    version: Option<i32>,
    replace_null: bool,
    updated: SchemaCache<Schema>,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for SetSchemaMetadata<H> {
    const CLASS: &'static str = class_of!(H, "SetSchemaMetadata");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = SetSchemaMetadataConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let SetSchemaMetadataConfig { schema_name: name, schema_version: version, replace_null_with_default } = config;
        if name.is_none() && version.is_none() {
            return Err(config_exception("Neither schema name nor version configured"));
        }
        let updated = SchemaCache::new();
        Ok(Self { name, version, replace_null: replace_null_with_default, updated, half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        if half.schema.is_none() && half.value == Value::Null {
            return Ok(Some(record));
        }
        let schema = require_schema(half.schema.as_ref(), "updating schema metadata")?;
        let updated = self.updated.get_or_make(schema, || self.updated_schema(schema))?;
        half.value = match std::mem::replace(&mut half.value, Value::Null) {
            Value::Struct(of) => moved(of, &updated, self.replace_null)?.into(),
            other => other,
        };
        half.schema = Some(updated);
        Ok(Some(record))
    }
}

impl<H> SetSchemaMetadata<H> {
    fn updated_schema(&self, schema: &Schema) -> Result<Schema> {
        let mut builder = SchemaBuilder::structure().parameters(schema.parameters());
        for field in fields_of(schema)? {
            builder = builder.field(field.name(), field.schema().clone());
        }
        if schema.is_optional() {
            builder = builder.optional();
        }
        if let Some(name) = self.name.as_deref().or(schema.name()) {
            builder = builder.name(name);
        }
        if let Some(version) = self.version.or(schema.version()) {
            builder = builder.version(version);
        }
        if let Some(doc) = schema.doc() {
            builder = builder.doc(doc);
        }
        let updated = builder.clone().build()?;
        Ok(match schema.default_value().as_deref() {
            // The default is a struct of the schema too.
            Some(Value::Struct(default)) => builder.default_value(moved_default(default, &updated)?).build()?,
            _ => updated,
        })
    }
}

/// The same fields in a struct of another schema.
fn moved(of: Struct, schema: &Schema, replace_null: bool) -> Result<Struct> {
    let mut moved = Struct::new(schema.clone())?;
    let mut values = of.into_values().into_iter();
    for field in schema.fields() {
        let missing = || TransformException::data(format!("{} is not a valid field name", field.name()));
        let value = values.next().ok_or_else(missing)?;
        moved.put(field.name(), or_default(value, field.schema(), replace_null))?;
    }
    Ok(moved)
}

/// The same for a default, in which what is null was not put.
fn moved_default(default: &Struct, schema: &Schema) -> Result<Struct> {
    let mut moved = Struct::new(schema.clone())?;
    for (field, value) in schema.fields().zip(default.values()).filter(|(_, value)| **value != Value::Null) {
        moved.put(field.name(), value.clone())?;
    }
    Ok(moved)
}

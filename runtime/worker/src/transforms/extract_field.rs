//! `ExtractField`: one field instead of all.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I},
    data::Value,
};

use super::{
    FieldPath, FieldSyntaxVersion, Half, TransformException,
    exception::{config_exception, invalid_value},
    field_path::FIELD_SYNTAX_VERSION,
    half::class_of,
    keys::{REPLACE_NULL, kafka_config},
    requirements::{require_map_or_null, require_struct_or_null},
};
use crate::config::kafka::KafkaKey;

const PURPOSE: &str = "field extraction";

static FIELD: KafkaKey = KafkaKey::new("field", T::String, I::Medium, "Field name to extract.");

kafka_config! {
    /// The configuration of [`ExtractField`].
    ExtractFieldConfig {
        /// The field to extract.
        field: String = FIELD;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
        /// How the name is read; see [`FieldSyntaxVersion`].
        field_syntax_version: String = FIELD_SYNTAX_VERSION;
    }
}

/// One field of a struct or a map takes the place of the whole (Kafka's `ExtractField`).
///
/// | Key | |
/// | --- | --- |
/// | `field` | The field. With a schema it has to be there; a map without it gives null. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
/// | `field.syntax.version` | `V1`, or `V2` for fields in other fields: `user.name`. See [`FieldPath`]. |
///
/// Null stays null.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("field".to_owned(), "id".into())]);
/// let class = "org.apache.kafka.connect.transforms.ExtractField$Key";
/// let extract = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let key = Value::Map(vec![("id".into(), 7.into()), ("lang".into(), "en".into())]);
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue { schema: None, value: key },
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(extract.apply(record)?.unwrap().key.value, 7.into());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ExtractField<H> {
    path: FieldPath,
    /// As it was written, for messages.
    written: String,
    replace_null: bool,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for ExtractField<H> {
    const CLASS: &'static str = class_of!(H, "ExtractField");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = ExtractFieldConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let given = &config.field_syntax_version;
        let version = FieldSyntaxVersion::parse(given)
            .ok_or_else(|| invalid_value("field.syntax.version", given, "Unrecognized field syntax version"))?;
        let path = FieldPath::parse(&config.field, version).map_err(|error| config_exception(error.to_string()))?;
        Ok(Self { path, written: config.field, replace_null: config.replace_null_with_default, half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        *half = match &half.schema {
            None => {
                let entries = require_map_or_null(&half.value, PURPOSE)?;
                let value = entries.map(|entries| self.path.value_in_map(entries)).transpose()?;
                SchemaAndValue { schema: None, value: value.unwrap_or(Value::Null) }
            }
            Some(schema) => {
                let of = require_struct_or_null(&half.value, PURPOSE)?;
                let Some(schema) = self.path.schema_in(schema)? else {
                    let unknown = format!("Unknown field: {}", self.written);
                    return Err(TransformException::illegal_argument(unknown).into());
                };
                let value = of.map(|of| self.path.value_in(of, self.replace_null)).transpose()?;
                SchemaAndValue { schema: Some(schema), value: value.unwrap_or(Value::Null) }
            }
        };
        Ok(Some(record))
    }
}

//! `Cast`: fields, or everything, as another type.

mod convert;
mod number;
mod spec;

use std::{borrow::Cow, marker::PhantomData};

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, Invalid, Lambda, Parsed},
    data::{Schema, SchemaBuilder, SchemaType, Struct, Value},
};

use self::{convert::cast, spec::Spec};
use super::{
    Half, TransformException,
    half::class_of,
    keys::{Check, REPLACE_NULL, kafka_config},
    maps,
    requirements::{into_struct, require_map},
    schemas::{SchemaCache, copy_basics_to, fields_of, or_default},
};
use crate::config::kafka::KafkaKey;

const PURPOSE: &str = "cast types";

static SPEC: KafkaKey = KafkaKey::new("spec", T::List, I::High, "List of fields and the type to cast them to of the form field1:type,field2:type to cast fields of Maps or Structs. A single type to cast the entire value. Valid types are int8, int16, int32, int64, float32, float64, boolean, and string. Note that binary fields can only be cast to string.").rule(&VALID_SPEC);
static VALID_SPEC: Lambda<Check> = Lambda::with(
    |_, value| match value {
        Parsed::List(casts) if !casts.is_empty() => {
            Spec::parse(casts).map(|_| ()).map_err(|error| Invalid::whole(error.to_string()))
        }
        _ => Err(Invalid::whole("Must specify at least one field to cast.".to_owned())),
    },
    "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>",
);

kafka_config! {
    /// The configuration of [`Cast`].
    CastConfig {
        /// Fields and their types with a colon between them, or one type for everything.
        spec: Vec<String> = SPEC;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Turns fields, or the key or the value as a whole, into another type (Kafka's `Cast`).
///
/// | Key | |
/// | --- | --- |
/// | `spec` | Fields and types: `id:string,score:float64`; or one type for everything: `int64`. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// The types are `int8`, `int16`, `int32`, `int64`, `float32`, `float64`, `boolean` and `string`. Numbers and booleans become
/// any of them, and what is too large loses its higher bits; a text has to be a number that fits, and is `false` unless it says
/// `true`; a date or a time becomes a number as Connect stores it, or a text; bytes become a text in base64. Null stays null.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("spec".to_owned(), "id:string,score:int32".into())]);
/// let class = "org.apache.kafka.connect.transforms.Cast$Value";
/// let cast = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let value = Value::Map(vec![("id".into(), 7.into()), ("score".into(), 2.5.into())]);
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// let expected = Value::Map(vec![("id".into(), "7".into()), ("score".into(), 2.into())]);
/// assert_eq!(cast.apply(record)?.unwrap().value.value, expected);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Cast<H> {
    spec: Spec,
    replace_null: bool,
    updated: SchemaCache<Schema>,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for Cast<H> {
    const CLASS: &'static str = class_of!(H, "Cast");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = CastConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let spec = Spec::parse(&config.spec)?;
        let replace_null = config.replace_null_with_default;
        Ok(Self { spec, replace_null, updated: SchemaCache::new(), half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        if half.value == Value::Null {
            return Ok(Some(record));
        }
        let value = std::mem::replace(&mut half.value, Value::Null);
        *half = match &half.schema {
            None => SchemaAndValue { schema: None, value: self.without_schema(value)? },
            Some(schema) => {
                let updated = self.updated.get_or_make(schema, || self.updated_schema(schema))?;
                let value = self.with_schema(schema, &updated, value)?;
                SchemaAndValue { schema: Some(updated), value }
            }
        };
        Ok(Some(record))
    }
}

impl<H> Cast<H> {
    fn without_schema(&self, value: Value) -> Result<Value> {
        let fields = match &self.spec {
            Spec::Whole(ty) => return cast(None, value, *ty),
            Spec::Fields(fields) => fields,
        };
        let mut entries = require_map(value, PURPOSE)?;
        for (field, ty) in fields {
            let value = cast(None, maps::take(&mut entries, field), *ty)?;
            maps::put(&mut entries, field, value);
        }
        Ok(Value::Map(entries))
    }

    fn with_schema(&self, schema: &Schema, updated: &Schema, value: Value) -> Result<Value> {
        if let Spec::Whole(ty) = self.spec {
            return cast(Some(schema), value, ty);
        }
        let of = into_struct(value, PURPOSE)?;
        let schema = of.schema().clone();
        let mut converted = Struct::new(updated.clone())?;
        for (field, value) in schema.fields().zip(of.into_values()) {
            let value = or_default(value, field.schema(), self.replace_null);
            let value = match self.spec.of_field(field.name()) {
                Some(ty) => cast(Some(field.schema()), value, ty)?,
                None => value,
            };
            // Of a struct with another schema than the record says, as Kafka has it.
            let no_field = || TransformException::data("field cannot be null.");
            let name = updated.field(field.name()).ok_or_else(no_field)?.name();
            converted.put(name, value)?;
        }
        Ok(converted.into())
    }

    fn updated_schema(&self, schema: &Schema) -> Result<Schema> {
        let mut builder = match self.spec {
            Spec::Whole(ty) => copy_basics_to(schema, SchemaBuilder::new(ty)),
            Spec::Fields(_) => {
                let mut builder = copy_basics_to(schema, SchemaBuilder::structure());
                for field in fields_of(schema)? {
                    let schema = match self.spec.of_field(field.name()) {
                        Some(ty) => with_default(SchemaBuilder::new(ty), field.schema(), ty)?.build()?,
                        None => field.schema().clone(),
                    };
                    builder = builder.field(field.name(), schema);
                }
                builder
            }
        };
        let ty = if let Spec::Whole(ty) = self.spec { ty } else { SchemaType::Struct };
        builder = with_default(builder, schema, ty)?;
        Ok(builder.build()?)
    }
}

/// As optional as the schema, and with its default in the other type.
fn with_default(mut builder: SchemaBuilder, schema: &Schema, ty: SchemaType) -> Result<SchemaBuilder> {
    if schema.is_optional() {
        builder = builder.optional();
    }
    if let Some(default) = schema.default_value().map(Cow::into_owned) {
        builder = builder.default_value(cast(Some(schema), default, ty)?);
    }
    Ok(builder)
}

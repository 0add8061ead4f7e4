//! The schema that a value has by itself.

use crate::data::{DataException, Schema, SchemaBuilder, SchemaType, Value};

/// `Values.inferSchema`.
pub(super) fn schema(value: &Value) -> Result<Option<Schema>, DataException> {
    Ok(Some(match value {
        Value::String(_) => Schema::string(),
        Value::Boolean(_) => Schema::boolean(),
        Value::Int8(_) => Schema::int8(),
        Value::Int16(_) => Schema::int16(),
        Value::Int32(_) => Schema::int32(),
        Value::Int64(_) => Schema::int64(),
        Value::Float32(_) => Schema::float32(),
        Value::Float64(_) => Schema::float64(),
        Value::Bytes(_) => Schema::bytes(),
        Value::Struct(of) => of.schema().clone(),
        Value::Array(items) => {
            let mut of_items = Detector::default();
            for item in items {
                if !of_items.fits(item)? {
                    return Ok(None);
                }
            }
            if items.is_empty() {
                return Ok(None);
            }
            SchemaBuilder::array(of_items.schema()?).build()?
        }
        Value::Map(entries) => {
            let (mut keys, mut values) = (Detector::default(), Detector::default());
            for (key, value) in entries {
                if !keys.fits(key)? || !values.fits(value)? {
                    return Ok(None);
                }
            }
            if entries.is_empty() {
                return Ok(None);
            }
            SchemaBuilder::map(keys.schema()?, values.schema()?).build()?
        }
        _ => return Ok(None),
    }))
}

/// The type that several values have (`Values.SchemaDetector`).
#[derive(Default)]
struct Detector {
    known: Option<SchemaType>,
    optional: bool,
}

impl Detector {
    /// Whether the value has a schema, and one of the same type as those before.
    fn fits(&mut self, value: &Value) -> Result<bool, DataException> {
        if *value == Value::Null {
            self.optional = true;
            return Ok(true);
        }
        let Some(schema) = schema(value)? else { return Ok(false) };
        Ok(*self.known.get_or_insert(schema.schema_type()) == schema.schema_type())
    }

    /// A schema with nothing but that type.
    fn schema(&self) -> Result<Schema, DataException> {
        let builder = SchemaBuilder::new(self.known);
        if self.optional { builder.optional().build() } else { builder.build() }
    }
}

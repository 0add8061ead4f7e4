//! Whether a value fits a schema: Kafka's `ConnectSchema.validateValue`.

use super::{Schema, SchemaType};
use crate::data::{DataException, Value, logical};

impl Schema {
    /// Whether the value fits (Kafka's `ConnectSchema.validateValue`).
    ///
    /// A type takes its own variant of [`Value`] alone, nothing is widened; a schema with the name of a logical type takes
    /// the logical value alone. A STRUCT has to have an equal schema.
    ///
    /// # Errors
    /// Kafka's message about the first thing that does not.
    ///
    /// ```
    /// use kconnect::data::{Schema, Value};
    ///
    /// assert!(Schema::int64().validate(&Value::Int64(7)).is_ok());
    /// let exception = Schema::int64().validate(&Value::Int32(7)).unwrap_err();
    /// assert_eq!(exception.message(), "Invalid Java object for schema with type INT64: class java.lang.Integer for value");
    /// ```
    pub fn validate(&self, value: &Value) -> Result<(), DataException> {
        self.validate_at("value", value)
    }

    /// The same; `location` is how messages name the value, such as `field: "id"`.
    ///
    /// # Errors
    /// Kafka's message about the first thing that does not fit.
    pub fn validate_at(&self, location: &str, value: &Value) -> Result<(), DataException> {
        if *value == Value::Null {
            if self.is_optional() {
                return Ok(());
            }
            let ty = self.schema_type();
            return Err(DataException::data(format!(
                "Invalid value: null used for required {location}, schema type: {ty}"
            )));
        }
        if !self.takes(value) {
            let name = self.name().map_or_else(String::new, |name| format!(" \"{name}\""));
            return Err(DataException::data(format!(
                "Invalid Java object for schema{name} with type {}: class {} for {location}",
                self.schema_type(),
                value.java_class()
            )));
        }
        match (self.schema_type(), value) {
            (SchemaType::Struct, Value::Struct(of)) => {
                if of.schema() != self {
                    return Err(DataException::data("Struct schemas do not match."));
                }
                of.validate()
            }
            (SchemaType::Array, Value::Array(items)) => {
                let location = format!("element of array {location}");
                let schema = defined(self.value_schema(), &location)?;
                items.iter().try_for_each(|item| schema.validate_at(&location, item))
            }
            (SchemaType::Map, Value::Map(entries)) => {
                let (of_keys, of_values) = (format!("key of map {location}"), format!("value of map {location}"));
                let keys = defined(self.key_schema(), &of_keys)?;
                let values = defined(self.value_schema(), &of_values)?;
                entries.iter().try_for_each(|(key, value)| {
                    keys.validate_at(&of_keys, key)?;
                    values.validate_at(&of_values, value)
                })
            }
            // A logical name on an array, a map or a struct: what Java ends in a ClassCastException.
            (SchemaType::Array | SchemaType::Map | SchemaType::Struct, other) => {
                let (class, ty) = (other.java_class(), self.schema_type());
                Err(DataException::data(format!("class {class} cannot be cast to the type {ty} for {location}")))
            }
            _ => Ok(()),
        }
    }

    /// Whether the value is of a class that Kafka expects: the logical type's if the name is that of one.
    fn takes(&self, value: &Value) -> bool {
        match self.name() {
            Some(logical::DECIMAL) => matches!(value, Value::Decimal(..)),
            Some(logical::DATE | logical::TIME | logical::TIMESTAMP) => value.instant().is_some(),
            _ => matches!(
                (self.schema_type(), value),
                (SchemaType::Int8, Value::Int8(_))
                    | (SchemaType::Int16, Value::Int16(_))
                    | (SchemaType::Int32, Value::Int32(_))
                    | (SchemaType::Int64, Value::Int64(_))
                    | (SchemaType::Float32, Value::Float32(_))
                    | (SchemaType::Float64, Value::Float64(_))
                    | (SchemaType::Boolean, Value::Boolean(_))
                    | (SchemaType::String, Value::String(_))
                    | (SchemaType::Bytes, Value::Bytes(_))
                    | (SchemaType::Array, Value::Array(_))
                    | (SchemaType::Map, Value::Map(_))
                    | (SchemaType::Struct, Value::Struct(_))
            ),
        }
    }
}

fn defined(schema: Option<Schema>, location: &str) -> Result<Schema, DataException> {
    schema.ok_or_else(|| DataException::data(format!("No schema defined for {location}")))
}

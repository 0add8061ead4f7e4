//! A STRUCT's value.

use std::fmt;

use super::{DataException, Field, Schema, SchemaType, Value};

/// The fields of a STRUCT with their schema (Kafka's `Struct`).
///
/// A value is checked when it is [`put`](Self::put); whether all required fields have one, by [`validate`](Self::validate).
///
/// ```
/// use kconnect::data::{DataException, Schema, SchemaBuilder, Struct};
///
/// # fn main() -> Result<(), DataException> {
/// let schema = SchemaBuilder::structure()
///     .field("id", Schema::int64())
///     .field("lang", SchemaBuilder::new(kconnect::data::SchemaType::String).default_value("en").build()?)
///     .build()?;
/// let mut post = Struct::new(schema)?;
/// post.put("id", 7_i64)?;
/// post.validate()?;
/// assert_eq!(post.get_int64("id")?, Some(7));
/// assert_eq!(post.get("lang")?, "en".into());
/// assert_eq!(post.get_string("lang")?, None);
/// assert_eq!(post.to_string(), "Struct{id=7}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    schema: Schema,
    /// In the schema's order; what was not put is null.
    values: Vec<Value>,
}

/// The typed getters: Kafka's, which do not look at a default.
macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident: $variant:ident -> $ty:ty, |$value:ident| $get:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// `None` where the field is null, whatever its default.
        ///
        /// # Errors
        /// When there is no such field, or it is of another type: `Field 'x' is not of type …`
        pub fn $name(&self, field: &str) -> Result<Option<$ty>, DataException> {
            match self.of_type(field, SchemaType::$variant)? {
                Value::Null => Ok(None),
                Value::$variant($value) => Ok(Some($get)),
                other => Err(cannot_be_cast(other, SchemaType::$variant)),
            }
        }
    )*};
}

impl Struct {
    /// A struct without values.
    ///
    /// # Errors
    /// `Not a struct schema: …`
    pub fn new(schema: Schema) -> Result<Self, DataException> {
        if schema.schema_type() != SchemaType::Struct {
            return Err(DataException::data(format!("Not a struct schema: {schema}")));
        }
        let values = vec![Value::Null; schema.fields().len()];
        Ok(Self { schema, values })
    }

    /// One whose values are known to fit: as many as fields, in their order.
    pub(crate) fn from_parts(schema: Schema, values: Vec<Value>) -> Self {
        Self { schema, values }
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The values in the schema's order, without defaults.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The values, moved out.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// Puts a value into a field.
    ///
    /// # Errors
    /// When there is no such field, or the value does not fit it: null too, if the field is required, has it a default or
    /// not.
    pub fn put(&mut self, field: &str, value: impl Into<Value>) -> Result<&mut Self, DataException> {
        let value = value.into();
        let found = self.lookup(field)?;
        let index = found.index();
        validate(&found, &value)?;
        if let Some(slot) = self.values.get_mut(index) {
            *slot = value;
        }
        Ok(self)
    }

    /// A field's value; its schema's default if it is null.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn get(&self, field: &str) -> Result<Value, DataException> {
        let found = self.lookup(field)?;
        Ok(self.get_at(&found))
    }

    /// The same for a field that is known.
    fn get_at(&self, field: &Field<'_>) -> Value {
        match self.values.get(field.index()) {
            None | Some(Value::Null) => {
                field.schema().default_value().map_or(Value::Null, std::borrow::Cow::into_owned)
            }
            Some(value) => value.clone(),
        }
    }

    /// All fields with their values, or their defaults where they are null.
    pub(crate) fn with_defaults(&self) -> impl Iterator<Item = (Field<'_>, Value)> {
        self.schema.fields().map(|field| {
            let value = self.get_at(&field);
            (field, value)
        })
    }

    /// A field's value as it was put.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn get_without_default(&self, field: &str) -> Result<&Value, DataException> {
        let index = self.lookup(field)?.index();
        Ok(self.values.get(index).unwrap_or(&Value::Null))
    }

    getters! {
        /// An INT8 field.
        get_int8: Int8 -> i8, |value| *value;
        /// An INT16 field.
        get_int16: Int16 -> i16, |value| *value;
        /// A FLOAT32 field.
        get_float32: Float32 -> f32, |value| *value;
        /// A FLOAT64 field.
        get_float64: Float64 -> f64, |value| *value;
        /// A BOOLEAN field.
        get_boolean: Boolean -> bool, |value| *value;
        /// A STRING field.
        get_string: String -> &str, |value| value;
        /// An ARRAY field.
        get_array: Array -> &[Value], |value| value;
        /// A MAP field.
        get_map: Map -> &[(Value, Value)], |value| value;
        /// A STRUCT field.
        get_struct: Struct -> &Struct, |value| value;
        /// An INT32 field. That of a logical type holds no INT32 but a date or a time: an error, as the cast is in Java.
        get_int32: Int32 -> i32, |value| *value;
        /// An INT64 field. That of a logical type holds no INT64 but a timestamp: an error, as the cast is in Java.
        get_int64: Int64 -> i64, |value| *value;
        /// A BYTES field. That of a logical type holds no bytes but a decimal: an error, as the cast is in Java.
        get_bytes: Bytes -> &[u8], |value| value;
    }

    /// Whether every field fits: what is null has to be optional or have a default.
    ///
    /// # Errors
    /// Kafka's message about the first field that does not.
    pub fn validate(&self) -> Result<(), DataException> {
        self.schema.fields().zip(&self.values).try_for_each(|(field, value)| {
            let schema = field.schema();
            if *value == Value::Null && (schema.is_optional() || schema.default_value().is_some()) {
                return Ok(());
            }
            validate(&field, value)
        })
    }

    fn lookup(&self, field: &str) -> Result<Field<'_>, DataException> {
        self.schema.field(field).ok_or_else(|| DataException::data(format!("{field} is not a valid field name")))
    }

    fn of_type(&self, field: &str, ty: SchemaType) -> Result<&Value, DataException> {
        let found = self.lookup(field)?;
        if found.schema().schema_type() != ty {
            return Err(DataException::data(format!("Field '{field}' is not of type {ty}")));
        }
        Ok(self.values.get(found.index()).unwrap_or(&Value::Null))
    }
}

/// Of the values alone: equal structs have equal schemas as well.
impl std::hash::Hash for Struct {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.values.hash(state);
    }
}

fn validate(field: &Field<'_>, value: &Value) -> Result<(), DataException> {
    field.schema().validate_at(&format!("field: \"{}\"", field.name()), value)
}

fn cannot_be_cast(value: &Value, ty: SchemaType) -> DataException {
    DataException::data(format!("class {} cannot be cast to the type {ty}", value.java_class()))
}

/// As Kafka prints it: `Struct{a=1,b=x}`, without what is null.
impl fmt::Display for Struct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "Struct{";
        for (field, value) in self.schema.fields().zip(&self.values).filter(|(_, value)| **value != Value::Null) {
            write!(f, "{separator}{}={value}", field.name())?;
            separator = ",";
        }
        f.write_str(if separator == "," { "}" } else { "Struct{}" })
    }
}

//! Records of one schema in another.

use indexmap::IndexMap;

use super::{BigDecimal, DataException, Schema, SchemaType, Struct, Value};

/// Turns a record of one schema into a record of another one that is compatible (Kafka's `SchemaProjector`).
///
/// Names and parameters have to be equal, numbers may become wider ones, fields that the target does not have are left out,
/// and fields that the source does not have need a default or be optional. What is optional in the source and required in the
/// target needs a default there, even for a record that is not null.
///
/// ```
/// use kconnect::data::{DataException, Schema, SchemaBuilder, SchemaProjector, Struct};
///
/// # fn main() -> Result<(), DataException> {
/// let old = SchemaBuilder::structure().field("id", Schema::int32()).build()?;
/// let lang = SchemaBuilder::new(kconnect::data::SchemaType::String).default_value("en").build()?;
/// let new = SchemaBuilder::structure().field("id", Schema::int64()).field("lang", lang).build()?;
///
/// let mut record = Struct::new(old.clone())?;
/// record.put("id", 7)?;
/// let projected = SchemaProjector::project(&old, &record.into(), &new)?;
/// assert_eq!(projected.to_string(), "Struct{id=7,lang=en}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SchemaProjector;

impl SchemaProjector {
    /// The record, which has the schema `source`, as one of the schema `target`.
    ///
    /// # Errors
    /// When the schemas are not compatible, or the record does not have the one it should: Kafka's message, and about a field
    /// `Error projecting …` with it as the cause.
    pub fn project(source: &Schema, record: &Value, target: &Schema) -> Result<Value, DataException> {
        check(source, target)?;
        let narrowed = source.is_optional() && !target.is_optional();
        match (record, target.default_value()) {
            (_, None) if narrowed => Err(DataException::projector(
                "Writer schema is optional, however, target schema does not provide a default value.",
            )),
            (Value::Null, Some(default)) if narrowed => Ok(default.into_owned()),
            (Value::Null, _) => Ok(Value::Null),
            (record, _) => project(source, record, target),
        }
    }
}

/// Whether a record may fit at all.
fn check(source: &Schema, target: &Schema) -> Result<(), DataException> {
    let (from, to) = (source.schema_type(), target.schema_type());
    if from != to && !promotable(from, to) {
        let message = format!("Schema type mismatch. source type: {from} and target type: {to}");
        return Err(DataException::projector(message));
    }
    if source.name() != target.name() {
        let (from, to) = (source.name().unwrap_or("null"), target.name().unwrap_or("null"));
        let message = format!("Schema name mismatch. source name: {from} and target name: {to}");
        return Err(DataException::projector(message));
    }
    if !source.same_parameters(target) {
        let (from, to) = (parameters(source), parameters(target));
        let message = format!("Schema parameters not equal. source parameters: {from} and target parameters: {to}");
        return Err(DataException::projector(message));
    }
    Ok(())
}

/// As Java prints a map.
fn parameters(schema: &Schema) -> String {
    if schema.parameters().len() == 0 {
        return "null".to_owned();
    }
    let parameters: Vec<_> = schema.parameters().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{{{}}}", parameters.join(", "))
}

/// Numbers, from the narrowest.
const NUMBERS: [SchemaType; 6] = [
    SchemaType::Int8,
    SchemaType::Int16,
    SchemaType::Int32,
    SchemaType::Int64,
    SchemaType::Float32,
    SchemaType::Float64,
];

fn promotable(from: SchemaType, to: SchemaType) -> bool {
    let width = |ty| NUMBERS.into_iter().position(|number| number == ty);
    matches!((width(from), width(to)), (Some(from), Some(to)) if from <= to)
}

/// A record that is not null.
fn project(source: &Schema, record: &Value, target: &Schema) -> Result<Value, DataException> {
    match (target.schema_type(), record) {
        (SchemaType::Struct, Value::Struct(record)) => project_struct(source, record, target),
        (SchemaType::Array, Value::Array(items)) => {
            let (from, to) = (source.value_schema(), target.value_schema());
            let items = items.iter().map(|item| project_child(from.as_ref(), item, to.as_ref()));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        (SchemaType::Map, Value::Map(entries)) => project_map(source, entries, target),
        (ty @ (SchemaType::Struct | SchemaType::Array | SchemaType::Map), other) => {
            Err(DataException::projector(format!("class {} cannot be cast to the type {ty}", other.java_class())))
        }
        (ty, number) if promotable(source.schema_type(), ty) => Ok(promoted(number, ty)),
        (_, other) => Ok(other.clone()),
    }
}

fn project_struct(source: &Schema, record: &Struct, target: &Schema) -> Result<Value, DataException> {
    let mut projected = Struct::new(target.clone())?;
    for field in target.fields() {
        let (name, schema) = (field.name(), field.schema());
        if let Some(of_source) = source.field(name) {
            let value = record.get(name)?;
            let value = SchemaProjector::project(of_source.schema(), &value, schema)
                .map_err(|cause| DataException::projector(format!("Error projecting {name}")).caused_by(cause))?;
            projected.put(name, value)?;
        } else if schema.is_optional() {
            // Null, whatever its default.
        } else if let Some(default) = schema.default_value() {
            projected.put(name, default.into_owned())?;
        } else {
            let message = format!("Required field `{name}` is missing from source schema: {source}");
            return Err(DataException::projector(message));
        }
    }
    Ok(projected.into())
}

fn project_map(source: &Schema, entries: &[(Value, Value)], target: &Schema) -> Result<Value, DataException> {
    let (from_key, to_key) = (source.key_schema(), target.key_schema());
    let (from_value, to_value) = (source.value_schema(), target.value_schema());
    // Keys that become equal are one.
    let mut projected = IndexMap::new();
    for (key, value) in entries {
        let key = project_child(from_key.as_ref(), key, to_key.as_ref())?;
        projected.insert(key, project_child(from_value.as_ref(), value, to_value.as_ref())?);
    }
    Ok(Value::Map(projected.into_iter().collect()))
}

/// What is in an array or a map. There has to be a schema for it, where Kafka ends in a `NullPointerException`.
fn project_child(source: Option<&Schema>, record: &Value, target: Option<&Schema>) -> Result<Value, DataException> {
    match (source, target) {
        (Some(source), Some(target)) => SchemaProjector::project(source, record, target),
        _ => Err(DataException::projector("no schema is defined for what is in the array or the map")),
    }
}

/// The number in a type that is as wide or wider; what is no number stays.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what `Number.byteValue` and its like are in Java"
)]
fn promoted(number: &Value, ty: SchemaType) -> Value {
    // A record may hold another number than its schema says. Java goes to the small ones by way of an INT32.
    let (whole, int, float, double) = match number {
        Value::Int8(number) => (i64::from(*number), i32::from(*number), f32::from(*number), f64::from(*number)),
        Value::Int16(number) => (i64::from(*number), i32::from(*number), f32::from(*number), f64::from(*number)),
        Value::Int32(number) => (i64::from(*number), *number, *number as f32, f64::from(*number)),
        Value::Int64(number) => (*number, *number as i32, *number as f32, *number as f64),
        Value::Float32(number) => (*number as i64, *number as i32, *number, f64::from(*number)),
        Value::Float64(number) => (*number as i64, *number as i32, *number as f32, *number),
        Value::Decimal(unscaled, scale) => {
            let decimal = BigDecimal::new(unscaled, *scale);
            let whole = decimal.to_i64_wrapping();
            (whole, whole as i32, decimal.to_f32(), decimal.to_f64())
        }
        other => return other.clone(),
    };
    match ty {
        SchemaType::Int8 => Value::Int8(int as i8),
        SchemaType::Int16 => Value::Int16(int as i16),
        SchemaType::Int32 => Value::Int32(int),
        SchemaType::Int64 => Value::Int64(whole),
        SchemaType::Float32 => Value::Float32(float),
        _ => Value::Float64(double),
    }
}

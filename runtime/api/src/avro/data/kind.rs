//! What a Connect schema is for Avro.

use super::names::{ENUM, FIXED_SIZE, GENERALIZED_ENUM, GENERALIZED_UNION, UNION, VARIANT};
use crate::{
    Error, Result,
    avro::{Kind, Schema as Avro},
    data::{Schema, SchemaType},
};

/// A STRUCT that stands for a union.
pub(super) fn is_union(schema: &Schema) -> bool {
    schema.name() == Some(UNION) || schema.parameter(GENERALIZED_UNION).is_some()
}

/// A STRING that stands for an enum.
pub(super) fn is_enum(schema: &Schema) -> bool {
    schema.schema_type() == SchemaType::String
        && (schema.parameter(ENUM).is_some() || schema.parameter(GENERALIZED_ENUM).is_some())
}

/// BYTES of a fixed size.
pub(super) fn is_fixed(schema: &Schema) -> bool {
    schema.schema_type() == SchemaType::Bytes && schema.name().is_some() && schema.parameter(FIXED_SIZE).is_some()
}

/// Semi-structured data.
pub(super) fn is_variant(schema: &Schema) -> bool {
    schema.name() == Some(VARIANT) && schema.schema_type() == SchemaType::Struct
}

/// A MAP that is Avro's map; others are arrays of entries.
pub(super) fn is_string_map(schema: &Schema, optional_keys: bool) -> bool {
    schema
        .key_schema()
        .is_some_and(|keys| keys.schema_type() == SchemaType::String && (!keys.is_optional() || optional_keys))
}

/// A parameter that is a number.
pub(super) fn number(schema: &Schema, key: &str) -> Result<Option<i32>> {
    let Some(text) = schema.parameter(key) else { return Ok(None) };
    let number =
        text.parse().map_err(|_| Error::fatal(format!("the parameter {key} of {schema} is no number: {text}")))?;
    Ok(Some(number))
}

/// The same schema, not optional.
pub(super) fn required(schema: &Schema) -> Schema {
    match schema.to_builder().required().build() {
        Ok(required) if schema.is_optional() => required,
        _ => schema.clone(),
    }
}

/// Null or that; a default that is not null wants its own branch first.
pub(super) fn optional_of(some: Avro, schema: &Schema) -> Avro {
    let null = Kind::Null.into();
    Kind::Union(if schema.default_value().is_some() { vec![some, null] } else { vec![null, some] }).into()
}

//! Connect's values as Avro binary.

use std::collections::HashMap;

use super::{
    kind::{is_string_map, is_union},
    logical,
    names::DECIMAL,
    registered::Registered,
};
use crate::{
    Error, Result,
    avro::{AvroDataConfig, AvroWriter, Kind, Schema as Avro},
    data::{DataException, DataWriter, Schema, SchemaType, Struct, Value},
};

/// Writes a value along its schema in Connect and the one in Avro that was made from it.
pub(super) fn write(
    config: &AvroDataConfig,
    avro: &Registered,
    schema: &Schema,
    value: &Value,
    out: &mut Vec<u8>,
) -> Result<()> {
    let names = if avro.has_references() { names(avro.schema()) } else { HashMap::new() };
    Encoder { config, names, out }.value(schema, avro.schema(), value, false)
}

/// The named types of a schema.
pub(super) fn names(avro: &Avro) -> HashMap<&str, &Avro> {
    let mut names = HashMap::new();
    avro.walk(&mut |node| {
        if let (Some(name), false) = (node.name(), matches!(node.kind, Kind::Reference(_))) {
            names.insert(name, node);
        }
    });
    names
}

struct Encoder<'a, 'o> {
    config: &'a AvroDataConfig,
    names: HashMap<&'a str, &'a Avro>,
    out: &'o mut Vec<u8>,
}

fn refused<T>(message: impl Into<String>) -> Result<T> {
    Err(DataException::data(message).into())
}

impl<'a> Encoder<'a, '_> {
    fn resolved(&self, avro: &'a Avro) -> &'a Avro {
        match &avro.kind {
            Kind::Reference(name) => self.names.get(name.as_str()).copied().unwrap_or(avro),
            _ => avro,
        }
    }

    /// `default`: the value came from a schema, whose STRUCTs know less about themselves.
    fn value(&mut self, schema: &Schema, avro: &'a Avro, value: &Value, default: bool) -> Result<()> {
        let avro = self.resolved(avro);
        if *value == Value::Null {
            let null = match &avro.kind {
                Kind::Union(branches) => branches.iter().position(|branch| matches!(branch.kind, Kind::Null)),
                _ => None,
            };
            return match null {
                Some(branch) if schema.is_optional() => self.index(branch),
                _ => refused("Found null value for non-optional schema"),
            };
        }
        let value = &*logical::encoded(schema, value)?;
        match &avro.kind {
            Kind::Union(branches) if is_union(schema) => self.union(schema, branches, value, default),
            Kind::Union(branches) => {
                let some = branches.iter().enumerate().find(|(_, branch)| !matches!(branch.kind, Kind::Null));
                let Some((index, some)) = some else { return mismatch(schema, value) };
                self.index(index)?;
                let some = self.resolved(some);
                self.present(schema, some, value, default)
            }
            _ => self.present(schema, avro, value, default),
        }
    }

    /// A STRUCT that stands for a union: the first of its fields that is set.
    fn union(&mut self, schema: &Schema, branches: &'a [Avro], value: &Value, default: bool) -> Result<()> {
        let fields = structure(schema, value, default)?;
        for (field, value) in schema.fields().zip(fields.values()) {
            let own = field.schema().default_value().filter(|_| !self.config.ignore_default_for_nullables);
            let (value, default) = match own.as_deref() {
                Some(own) if *value == Value::Null => (own, true),
                _ => (value, default),
            };
            if *value == Value::Null {
                continue;
            }
            let others = branches.iter().enumerate().filter(|(_, branch)| !matches!(branch.kind, Kind::Null));
            let Some((index, branch)) = others.into_iter().nth(field.index()) else { break };
            self.index(index)?;
            let value = &*logical::encoded(field.schema(), value)?;
            let branch = self.resolved(branch);
            return self.present(field.schema(), branch, value, default);
        }
        let null = branches.iter().position(|branch| matches!(branch.kind, Kind::Null));
        match null {
            Some(branch) => self.index(branch),
            None => refused("Found null value for non-optional schema"),
        }
    }

    /// A value that is not null, its branch of a union written.
    fn present(&mut self, schema: &Schema, avro: &'a Avro, value: &Value, default: bool) -> Result<()> {
        let mut out = AvroWriter::new(self.out);
        match (schema.schema_type(), value) {
            (SchemaType::Int8, Value::Int8(number)) => out.int8(*number),
            (SchemaType::Int16, Value::Int16(number)) => out.int16(*number),
            (SchemaType::Int32, Value::Int32(number)) => out.int32(*number),
            (SchemaType::Int64, Value::Int64(number)) => out.int64(*number),
            (SchemaType::Float32, Value::Float32(number)) => out.float32(*number),
            (SchemaType::Float64, Value::Float64(number)) => out.float64(*number),
            (SchemaType::Boolean, Value::Boolean(boolean)) => out.boolean(*boolean),
            (SchemaType::String, Value::String(text)) => match &avro.kind {
                Kind::Enum(of) => match of.symbols.iter().position(|symbol| symbol == text) {
                    Some(index) => self.index(index),
                    None => refused(format!("`{text}` is no symbol of `{}`: {}", of.name, of.symbols.join(", "))),
                },
                _ => out.string(text),
            },
            (SchemaType::Bytes, Value::Bytes(bytes)) => match &avro.kind {
                Kind::Fixed(fixed) => self.fixed(schema, bytes, &fixed.name, fixed.size),
                _ => out.bytes(bytes),
            },
            (SchemaType::Array, Value::Array(items)) => {
                let (Some(of), Kind::Array(avro_items)) = (schema.value_schema(), &avro.kind) else {
                    return mismatch(schema, value);
                };
                out.begin_array(items.len())?;
                for item in items {
                    self.value(&of, avro_items, item, default)?;
                }
                self.out.push(0);
                Ok(())
            }
            (SchemaType::Map, Value::Map(entries)) => self.map(schema, avro, entries, default, value),
            (SchemaType::Struct, Value::Struct(_)) => self.record(schema, avro, value, default),
            _ => mismatch(schema, value),
        }
    }

    fn map(
        &mut self,
        schema: &Schema,
        avro: &'a Avro,
        entries: &[(Value, Value)],
        default: bool,
        value: &Value,
    ) -> Result<()> {
        let (Some(keys), Some(values)) = (schema.key_schema(), schema.value_schema()) else {
            return mismatch(schema, value);
        };
        AvroWriter::new(self.out).begin_array(entries.len())?;
        match &avro.kind {
            Kind::Map(avro_values) if is_string_map(schema, self.config.allow_optional_map_keys) => {
                for (key, value) in entries {
                    match key {
                        Value::String(key) => AvroWriter::new(self.out).string(key)?,
                        Value::Null => {
                            return refused(
                                "a map's key is null, which Avro's maps do not have; leave allow.optional.map.keys out",
                            );
                        }
                        _ => return mismatch(schema, &Value::Map(Vec::new())),
                    }
                    self.value(&values, avro_values, value, default)?;
                }
            }
            Kind::Array(entry) => {
                let Kind::Record(record) = &self.resolved(entry).kind else { return mismatch(schema, value) };
                let [avro_key, avro_value] = record.fields.as_slice() else { return mismatch(schema, value) };
                for (key, value) in entries {
                    self.value(&keys, &avro_key.schema, key, default)?;
                    self.value(&values, &avro_value.schema, value, default)?;
                }
            }
            _ => return mismatch(schema, value),
        }
        self.out.push(0);
        Ok(())
    }

    fn record(&mut self, schema: &Schema, avro: &'a Avro, value: &Value, default: bool) -> Result<()> {
        let fields = structure(schema, value, default)?;
        let Kind::Record(record) = &avro.kind else { return mismatch(schema, value) };
        if record.fields.len() != fields.values().len() {
            return refused("Mismatching struct schema");
        }
        for ((field, value), avro) in schema.fields().zip(fields.values()).zip(&record.fields) {
            match field.schema().default_value() {
                Some(own) if *value == Value::Null && !self.config.ignore_default_for_nullables => {
                    self.value(field.schema(), &avro.schema, &own, true)?;
                }
                _ => self.value(field.schema(), &avro.schema, value, default)?,
            }
        }
        Ok(())
    }

    fn fixed(&mut self, schema: &Schema, bytes: &[u8], name: &str, size: usize) -> Result<()> {
        if schema.name().is_some_and(|name| name.eq_ignore_ascii_case(DECIMAL)) {
            let Some(missing) = size.checked_sub(bytes.len()) else {
                let len = bytes.len();
                return refused(format!("Unscaled value byte array length {len} is greater than fixed size {size}"));
            };
            let sign = if bytes.first().is_some_and(|first| *first >= 0x80) { 0xff } else { 0 };
            self.out.resize(self.out.len() + missing, sign);
        } else if bytes.len() != size {
            return refused(format!("the fixed `{name}` has {size} bytes, the value {}", bytes.len()));
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn index(&mut self, index: usize) -> Result<()> {
        AvroWriter::new(self.out).int64(i64::try_from(index).map_err(Error::data)?)
    }
}

fn mismatch<T>(schema: &Schema, value: &Value) -> Result<T> {
    refused(format!("Invalid type for {}: class {}", schema.schema_type(), value.java_class()))
}

/// The fields of a STRUCT of that very schema.
fn structure<'v>(schema: &Schema, value: &'v Value, default: bool) -> Result<&'v Struct> {
    let Value::Struct(fields) = value else { return mismatch(schema, value) };
    if fields.schema() == schema || (default && fields.values().len() == schema.fields().len()) {
        Ok(fields)
    } else {
        refused("Mismatching struct schema")
    }
}

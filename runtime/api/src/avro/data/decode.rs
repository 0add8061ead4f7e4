//! Avro binary as Connect's values.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    anything::{self, items_of},
    encode::names,
    logical,
    to_schema::{UnionForm, is_entry, union_form},
};
use crate::{
    Error, Result,
    avro::{AvroDataConfig, Kind, Schema as Avro, input::Input},
    data::{DataException, Schema, SchemaType, Struct, Value},
};

/// Reads the one value that `bytes` are. Without a schema they are the record that can hold anything. Beside Avro's schema
/// stands whether it has references.
pub(super) fn read(
    config: &AvroDataConfig,
    (avro, references): (&Avro, bool),
    schema: Option<&Schema>,
    bytes: &[u8],
) -> Result<Value> {
    let mut input = Input::new(bytes);
    let value = match schema {
        None => anything::read(&mut input)?,
        Some(schema) => {
            let names = if references { names(avro) } else { HashMap::new() };
            Decoder { config, names }.value(schema, avro, &mut input)?
        }
    };
    input.finish()?;
    Ok(value)
}

struct Decoder<'a> {
    config: &'a AvroDataConfig,
    names: HashMap<&'a str, &'a Avro>,
}

impl<'a> Decoder<'a> {
    fn resolved(&self, avro: &'a Avro) -> &'a Avro {
        match &avro.kind {
            Kind::Reference(name) => self.names.get(name.as_str()).copied().unwrap_or(avro),
            _ => avro,
        }
    }

    fn value(&self, schema: &Schema, avro: &'a Avro, input: &mut Input<'_>) -> Result<Value> {
        let avro = self.resolved(avro);
        let Kind::Union(branches) = &avro.kind else { return self.present(schema, avro, input) };
        let index = input.branch(branches.len())?;
        let Some(branch) = branches.get(index) else { return Ok(Value::Null) };
        if matches!(branch.kind, Kind::Null) {
            if !schema.is_optional() {
                return Err(DataException::data("Found null value for non-optional schema").into());
            }
            return Ok(Value::Null);
        }
        if union_form(self.config, branches) != UnionForm::Struct {
            return self.value(schema, branch, input);
        }
        let before = branches.iter().take(index).filter(|branch| !matches!(branch.kind, Kind::Null)).count();
        let Some(field) = schema.field_at(before) else {
            return Err(DataException::data("Did not find matching union field for data").into());
        };
        let value = self.value(field.schema(), branch, input)?;
        let mut values = vec![Value::Null; schema.fields().len()];
        if let Some(slot) = values.get_mut(before) {
            *slot = value;
        }
        Ok(Value::Struct(Struct::from_parts(schema.clone(), values)))
    }

    fn present(&self, schema: &Schema, avro: &'a Avro, input: &mut Input<'_>) -> Result<Value> {
        let value = match (&avro.kind, schema.schema_type()) {
            (Kind::Int, SchemaType::Int8) => Value::Int8(input.narrow()?),
            (Kind::Int, SchemaType::Int16) => Value::Int16(input.narrow()?),
            (Kind::Int, _) => Value::Int32(input.narrow()?),
            (Kind::Long, _) => Value::Int64(input.long()?),
            (Kind::Float, _) => Value::Float32(input.float()?),
            (Kind::Double, _) => Value::Float64(input.double()?),
            (Kind::Boolean, _) => Value::Boolean(input.boolean()?),
            (Kind::String, _) => Value::String(input.string()?.to_owned()),
            (Kind::Bytes, _) => Value::Bytes(input.bytes()?.to_vec()),
            (Kind::Fixed(fixed), _) => Value::Bytes(input.fixed(fixed.size)?.to_vec()),
            (Kind::Enum(of), _) => {
                let index = input.symbol(of.symbols.len())?;
                Value::String(of.symbols.get(index).cloned().unwrap_or_default())
            }
            (Kind::Array(items), _) => self.array(schema, items, input)?,
            (Kind::Map(values), _) => {
                let of = below(schema.value_schema(), schema)?;
                let mut entries = IndexMap::new();
                items_of(input, |input| {
                    let key = input.string()?.to_owned();
                    entries.insert(key, self.value(&of, values, input)?);
                    Ok(())
                })?;
                Value::Map(entries.into_iter().map(|(key, value)| (Value::String(key), value)).collect())
            }
            (Kind::Record(record), _) => {
                if record.fields.len() != schema.fields().len() {
                    return Err(mismatch(schema));
                }
                input.enter()?;
                let mut fields = Vec::with_capacity(record.fields.len());
                for (field, avro) in schema.fields().zip(&record.fields) {
                    fields.push(self.value(field.schema(), &avro.schema, input)?);
                }
                input.leave();
                Value::Struct(Struct::from_parts(schema.clone(), fields))
            }
            (Kind::Null | Kind::Union(_) | Kind::Reference(_), _) => return Err(mismatch(schema)),
        };
        Ok(logical::decoded(schema, value)?)
    }

    fn array(&self, schema: &Schema, items: &'a Avro, input: &mut Input<'_>) -> Result<Value> {
        let items = self.resolved(items);
        let of = below(schema.value_schema(), schema)?;
        if let (SchemaType::Map, true, Kind::Record(record)) = (schema.schema_type(), is_entry(items), &items.kind) {
            let keys = below(schema.key_schema(), schema)?;
            let find = |name: &str| record.fields.iter().position(|field| field.name == name);
            let (Some(key), Some(_)) = (find("key"), find("value")) else { return Err(mismatch(schema)) };
            let [first, second] = record.fields.as_slice() else { return Err(mismatch(schema)) };
            let mut entries = Vec::new();
            items_of(input, |input| {
                input.enter()?;
                entries.push(if key == 0 {
                    (self.value(&keys, &first.schema, input)?, self.value(&of, &second.schema, input)?)
                } else {
                    let value = self.value(&of, &first.schema, input)?;
                    (self.value(&keys, &second.schema, input)?, value)
                });
                input.leave();
                Ok(())
            })?;
            return Ok(Value::Map(entries));
        }
        let mut values = Vec::new();
        items_of(input, |input| {
            values.push(self.value(&of, items, input)?);
            Ok(())
        })?;
        Ok(Value::Array(values))
    }
}

fn below(schema: Option<Schema>, of: &Schema) -> Result<Schema> {
    schema.ok_or_else(|| mismatch(of))
}

fn mismatch(schema: &Schema) -> Error {
    DataException::data(format!("the Avro schema is not the one that {schema} was made from")).into()
}

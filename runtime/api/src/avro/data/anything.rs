//! Data without a schema.

use std::sync::{Arc, OnceLock};

use super::{names::ANYTHING, registered::Registered};
use crate::avro::AvroWriter;
use crate::{
    Error, Result,
    avro::{Schema as Avro, input::Input},
    data::{DataException, DataWriter, Value},
};

/// The record that can hold any value: one of its fields is set.
pub(super) fn anything() -> &'static Avro {
    registered().schema()
}

/// The same with its text.
pub(super) fn registered() -> &'static Arc<Registered> {
    const TEXT: &str = r#"{"type":"record","name":"Anything","namespace":"io.confluent.connect.avro","fields":[
        {"name":"boolean","type":["null","boolean"],"default":null},
        {"name":"bytes","type":["null","bytes"],"default":null},
        {"name":"double","type":["null","double"],"default":null},
        {"name":"float","type":["null","float"],"default":null},
        {"name":"int","type":["null","int"],"default":null},
        {"name":"long","type":["null","long"],"default":null},
        {"name":"string","type":["null","string"],"default":null},
        {"name":"array","type":["null",{"type":"array","items":"Anything"}],"default":null},
        {"name":"map","type":["null",{"type":"array","items":{"type":"record","name":"MapEntry","fields":[
            {"name":"key","type":"Anything"},{"name":"value","type":"Anything"}]}}],"default":null}]}"#;
    static SCHEMA: OnceLock<Arc<Registered>> = OnceLock::new();
    SCHEMA.get_or_init(|| match TEXT.parse() {
        Ok(schema) => Arc::new(Registered::new(schema)),
        Err(error) => unreachable!("the schema of data without one: {error}"),
    })
}

/// Whether it is that record.
pub(super) fn is_anything(schema: &Avro) -> bool {
    schema.name() == Some(ANYTHING) && schema == anything()
}

/// How many fields the record has.
const FIELDS: usize = 9;

/// Writes a value as that record.
pub(super) fn write(value: &Value, out: &mut Vec<u8>) -> Result<()> {
    let place = match value {
        Value::Null => FIELDS,
        Value::Boolean(_) => 0,
        Value::Float64(_) => 2,
        Value::Float32(_) => 3,
        Value::Int8(_) | Value::Int16(_) | Value::Int32(_) => 4,
        Value::Int64(_) => 5,
        Value::String(_) => 6,
        Value::Array(_) => 7,
        Value::Map(_) => 8,
        other => {
            let class = other.java_class();
            return Err(DataException::data(format!("Unknown Java type for schemaless data: class {class}")).into());
        }
    };
    for field in 0..FIELDS {
        if field != place {
            out.push(0);
            continue;
        }
        out.push(2);
        match value {
            Value::Boolean(boolean) => AvroWriter::new(out).boolean(*boolean)?,
            Value::Float64(number) => AvroWriter::new(out).float64(*number)?,
            Value::Float32(number) => AvroWriter::new(out).float32(*number)?,
            Value::Int8(number) => AvroWriter::new(out).int8(*number)?,
            Value::Int16(number) => AvroWriter::new(out).int16(*number)?,
            Value::Int32(number) => AvroWriter::new(out).int32(*number)?,
            Value::Int64(number) => AvroWriter::new(out).int64(*number)?,
            Value::String(text) => AvroWriter::new(out).string(text)?,
            Value::Array(items) => {
                AvroWriter::new(out).begin_array(items.len())?;
                for item in items {
                    write(item, out)?;
                }
                out.push(0);
            }
            Value::Map(entries) => {
                AvroWriter::new(out).begin_array(entries.len())?;
                for (key, value) in entries {
                    write(key, out)?;
                    write(value, out)?;
                }
                out.push(0);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads a value of that record: the first of its fields that is set.
pub(super) fn read(input: &mut Input<'_>) -> Result<Value, Error> {
    let mut found = Value::Null;
    input.enter()?;
    for field in 0..FIELDS {
        if input.branch(2)? == 0 {
            continue;
        }
        let value = match field {
            0 => Value::Boolean(input.boolean()?),
            1 => Value::Bytes(input.bytes()?.to_vec()),
            2 => Value::Float64(input.double()?),
            3 => Value::Float32(input.float()?),
            4 => Value::Int32(input.narrow()?),
            5 => Value::Int64(input.long()?),
            6 => Value::String(input.string()?.to_owned()),
            7 => {
                let mut items = Vec::new();
                items_of(input, |input| {
                    items.push(read(input)?);
                    Ok(())
                })?;
                Value::Array(items)
            }
            _ => {
                let mut entries = Vec::new();
                items_of(input, |input| {
                    entries.push((read(input)?, read(input)?));
                    Ok(())
                })?;
                Value::Map(entries)
            }
        };
        if found == Value::Null {
            found = value;
        }
    }
    input.leave();
    Ok(found)
}

/// Calls `item` for each item of an array or map.
pub(super) fn items_of<'de>(
    input: &mut Input<'de>,
    mut item: impl FnMut(&mut Input<'de>) -> Result<(), Error>,
) -> Result<(), Error> {
    loop {
        match input.block()? {
            0 => return Ok(()),
            count => {
                for _ in 0..count {
                    item(input)?;
                }
            }
        }
    }
}

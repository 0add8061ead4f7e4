//! Avro binary of any schema, as JSON for people.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::{
    input::Input,
    tree::{Kind, Schema},
};
use crate::{Error, Result};

/// Reads one value that was written with `schema`, whatever it is, as JSON.
///
/// Records keep the order of their fields. A union is the value of its branch, without a tag. Bytes are strings of the
/// characters U+0000 to U+00FF, as in Avro's own JSON. Logical types are the numbers or bytes that stand for them. A
/// number that JSON does not have is a string.
///
/// # Errors
/// A data error if the bytes are not one value of the schema, a fatal one if the schema uses a name that it does not
/// define.
pub fn to_json(schema: &Schema, bytes: &[u8]) -> Result<Json> {
    let mut names = HashMap::new();
    schema.walk(&mut |node| {
        if let (Some(name), false) = (node.name(), matches!(node.kind, Kind::Reference(_))) {
            names.insert(name, node);
        }
    });
    let mut input = Input::new(bytes);
    let json = value(schema, &names, &mut input)?;
    input.finish()?;
    Ok(json)
}

fn value(schema: &Schema, names: &HashMap<&str, &Schema>, input: &mut Input<'_>) -> Result<Json> {
    input.nest()?;
    let json = value_below(schema, names, input)?;
    input.unnest();
    Ok(json)
}

fn value_below(schema: &Schema, names: &HashMap<&str, &Schema>, input: &mut Input<'_>) -> Result<Json> {
    let before = input.at();
    let json = match &schema.kind {
        Kind::Null => Json::Null,
        Kind::Boolean => input.boolean()?.into(),
        Kind::Int => input.narrow::<i32>()?.into(),
        Kind::Long => input.long()?.into(),
        Kind::Float => {
            let float = input.float()?;
            // The shortest digits of the float, not those of the double next to it.
            number(float.to_string().parse().unwrap_or(f64::from(float)))
        }
        Kind::Double => number(input.double()?),
        Kind::Bytes => latin(input.bytes()?),
        Kind::Fixed(fixed) => latin(input.fixed(fixed.size)?),
        Kind::String => input.string()?.into(),
        Kind::Enum(symbols) => {
            let index = input.symbol(symbols.symbols.len())?;
            symbols.symbols.get(index).map_or(Json::Null, |symbol| symbol.as_str().into())
        }
        Kind::Array(items) => {
            let mut array = Vec::new();
            loop {
                match input.block()? {
                    0 => break array.into(),
                    count => {
                        for _ in 0..count {
                            array.push(value(items, names, input)?);
                        }
                    }
                }
            }
        }
        Kind::Map(values) => {
            let mut object = Map::new();
            loop {
                match input.block()? {
                    0 => break object.into(),
                    count => {
                        for _ in 0..count {
                            let key = input.string()?.to_owned();
                            object.insert(key, value(values, names, input)?);
                        }
                    }
                }
            }
        }
        Kind::Union(branches) => {
            let index = input.branch(branches.len())?;
            branches.get(index).map_or(Ok(Json::Null), |branch| value(branch, names, input))?
        }
        Kind::Record(record) => {
            input.enter()?;
            let mut object = Map::new();
            for field in &record.fields {
                object.insert(field.name.clone(), value(&field.schema, names, input)?);
            }
            input.leave();
            object.into()
        }
        Kind::Reference(name) => match names.get(name.as_str()) {
            Some(definition) => value(definition, names, input)?,
            None => return Err(Error::fatal(format!("the schema uses `{name}`, which it does not define"))),
        },
    };
    if input.at() == before {
        // Records of no width in one another grow without an end, and without input.
        input.free()?;
    }
    Ok(json)
}

fn latin(bytes: &[u8]) -> Json {
    bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()
}

fn number(number: f64) -> Json {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Json::Number)
}

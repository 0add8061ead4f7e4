//! The vectors' notation of Connect's schemas and values that every converter shares.

use kconnect::{
    Struct, Value,
    avro::AvroDataConfig,
    config::{Prop, Props},
    data::{Schema, SchemaBuilder, SchemaType},
};
use serde_json::{Map, Value as Json, json};

use crate::formats::outcome::{Outcome, array, object, only, skipped, text};

const KNOWN: [&str; 10] =
    ["type", "optional", "name", "version", "doc", "parameters", "default", "fields", "keySchema", "valueSchema"];

/// Confluent's options, from those that are not at their default.
pub(crate) fn config(row: &Json) -> Outcome<AvroDataConfig> {
    let mut props = Props::new();
    for (key, value) in object("config", &row["config"])? {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !AvroDataConfig::KEYS.contains(&key.as_str()) {
            return skipped(format!("no option is called `{key}`"));
        }
        props.insert(key.clone(), Prop::from(value));
    }
    AvroDataConfig::from_props(&props).or_else(|problems| skipped(problems.join("; ")))
}

/// A schema; `null` is none.
pub(crate) fn schema(notation: &Json) -> Outcome<Option<Schema>> {
    if notation.is_null() { Ok(None) } else { some_schema(notation).map(Some) }
}

/// A schema that is there.
pub(crate) fn some_schema(notation: &Json) -> Outcome<Schema> {
    only("a schema", notation, &KNOWN)?;
    let word = text("type", &notation["type"])?;
    let Some(ty) = SchemaType::ALL.into_iter().find(|ty| ty.as_str() == word) else {
        return skipped(format!("no schema has the type {word}"));
    };
    let mut builder = match ty {
        SchemaType::Array => SchemaBuilder::array(some_schema(&notation["valueSchema"])?),
        SchemaType::Map => {
            SchemaBuilder::map(some_schema(&notation["keySchema"])?, some_schema(&notation["valueSchema"])?)
        }
        other => SchemaBuilder::new(other),
    };
    if notation["optional"] == true {
        builder = builder.optional();
    }
    if let Some(name) = notation["name"].as_str() {
        builder = builder.name(name);
    }
    if let Some(version) = notation["version"].as_i64() {
        builder = builder.version(version.try_into().unwrap());
    }
    if let Some(doc) = notation["doc"].as_str() {
        builder = builder.doc(doc);
    }
    if !notation["parameters"].is_null() {
        for (key, value) in object("parameters", &notation["parameters"])? {
            builder = builder.parameter(key, text("a parameter", value)?);
        }
    }
    if ty == SchemaType::Struct {
        for field in array("fields", &notation["fields"])? {
            only("a field", field, &["name", "schema"])?;
            builder = builder.field(text("name", &field["name"])?, some_schema(&field["schema"])?);
        }
    }
    let mut schema = built(builder)?;
    if !notation["default"].is_null() {
        let default = value(Some(&schema), &notation["default"])?;
        schema = built(schema.to_builder().default_value(default))?;
    }
    Ok(schema)
}

fn built(builder: SchemaBuilder) -> Outcome<Schema> {
    builder.build().or_else(|exception| skipped(format!("no schema: {exception}")))
}

/// A value of the schema; without one it is tagged, as `{"int": 1}`.
pub(crate) fn value(schema: Option<&Schema>, notation: &Json) -> Outcome<Value> {
    let Some(schema) = schema else { return tagged(notation) };
    if notation.is_null() {
        return Ok(Value::Null);
    }
    let unreadable = || skipped(format!("{notation} is no notation of a value of {schema}"));
    let whole = || notation.as_i64().map_or_else(unreadable_number, Ok);
    Ok(match (schema.schema_type(), schema.name()) {
        (SchemaType::Int32, Some("org.apache.kafka.connect.data.Date")) => Value::Date(narrow(whole()?)?),
        (SchemaType::Int32, Some("org.apache.kafka.connect.data.Time")) => Value::Time(narrow(whole()?)?),
        (SchemaType::Int64, Some("org.apache.kafka.connect.data.Timestamp")) => Value::Timestamp(whole()?),
        (SchemaType::Bytes, Some("org.apache.kafka.connect.data.Decimal")) => {
            only("a decimal", notation, &["unscaled", "scale"])?;
            let own = schema.parameter("scale").and_then(|scale| scale.parse().ok());
            let scale = match notation["scale"].as_i64() {
                Some(scale) => narrow(scale)?,
                None => own.unwrap_or(0),
            };
            Value::Decimal(twos_complement(text("unscaled", &notation["unscaled"])?)?, scale)
        }
        (SchemaType::Int8, _) => Value::Int8(narrow(whole()?)?),
        (SchemaType::Int16, _) => Value::Int16(narrow(whole()?)?),
        (SchemaType::Int32, _) => Value::Int32(narrow(whole()?)?),
        (SchemaType::Int64, _) => Value::Int64(whole()?),
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the notation is of a float")]
        (SchemaType::Float32, _) => Value::Float32(float(notation)? as f32),
        (SchemaType::Float64, _) => Value::Float64(float(notation)?),
        (SchemaType::Boolean, _) => match notation.as_bool() {
            Some(boolean) => Value::Boolean(boolean),
            None => return unreadable(),
        },
        (SchemaType::String, _) => Value::String(text("a string", notation)?.to_owned()),
        (SchemaType::Bytes, _) => {
            only("bytes", notation, &["hex"])?;
            Value::Bytes(hex(text("hex", &notation["hex"])?))
        }
        (SchemaType::Array, _) => {
            let of = schema.value_schema();
            Value::Array(
                array("an array", notation)?.iter().map(|item| value(of.as_ref(), item)).collect::<Outcome<_>>()?,
            )
        }
        (SchemaType::Map, _) => {
            let (keys, values) = (schema.key_schema(), schema.value_schema());
            let entries: Vec<(Json, &Json)> = match notation {
                Json::Object(entries) => entries.iter().map(|(key, value)| (json!(key), value)).collect(),
                pairs => array("a map", pairs)?.iter().map(|pair| (pair[0].clone(), &pair[1])).collect(),
            };
            let entry = |(key, of): (Json, &Json)| Ok((value(keys.as_ref(), &key)?, value(values.as_ref(), of)?));
            Value::Map(entries.into_iter().map(entry).collect::<Outcome<_>>()?)
        }
        (SchemaType::Struct, _) => {
            let mut fields = Struct::new(schema.clone()).unwrap();
            for (name, of) in object("a struct", notation)? {
                let Some(field) = schema.field(name) else { return skipped(format!("{schema} has no field `{name}`")) };
                if let Err(exception) = fields.put(name, value(Some(field.schema()), of)?) {
                    return skipped(format!("no value of {schema}: {exception}"));
                }
            }
            Value::Struct(fields)
        }
    })
}

fn unreadable_number<T>() -> Outcome<T> {
    skipped("a value is no whole number of 64 bits")
}

fn narrow<T: TryFrom<i64>>(number: i64) -> Outcome<T> {
    T::try_from(number).or_else(|_| unreadable_number())
}

fn float(notation: &Json) -> Outcome<f64> {
    let text = notation.as_str().map_or_else(|| notation.to_string(), str::to_owned);
    // Rust reads Python's `nan`, `inf` and `-inf` as well.
    text.parse().or_else(|_| skipped(format!("{text} is no number")))
}

fn tagged(notation: &Json) -> Outcome<Value> {
    if notation.is_null() {
        return Ok(Value::Null);
    }
    let members = object("a value without a schema", notation)?;
    let Some((tag, content)) = members.iter().next().filter(|_| members.len() == 1) else {
        return skipped(format!("{notation} has not one tag"));
    };
    let ty = match tag.as_str() {
        "int" => SchemaType::Int32,
        "long" => SchemaType::Int64,
        "float" => SchemaType::Float32,
        "double" => SchemaType::Float64,
        "boolean" => SchemaType::Boolean,
        "string" => SchemaType::String,
        "bytes" => return Ok(Value::Bytes(hex(text("bytes", content)?))),
        "array" => {
            return Ok(Value::Array(array("array", content)?.iter().map(tagged).collect::<Outcome<_>>()?));
        }
        "map" => {
            let entry = |pair: &Json| Ok((tagged(&pair[0])?, tagged(&pair[1])?));
            return Ok(Value::Map(array("map", content)?.iter().map(entry).collect::<Outcome<_>>()?));
        }
        other => return skipped(format!("no value without a schema has the tag `{other}`")),
    };
    value(Some(&Schema::required(ty)), content)
}

/// A schema in the notation, one way only to write each: to be compared as text.
pub(crate) fn schema_text(schema: Option<&Schema>) -> String {
    schema.map_or(Json::Null, schema_json).to_string()
}

fn schema_json(schema: &Schema) -> Json {
    let mut notation = Map::new();
    let mut add = |key: &str, value: Json| drop(notation.insert(key.to_owned(), value));
    add("type", schema.schema_type().as_str().into());
    add("optional", schema.is_optional().into());
    add("name", schema.name().into());
    add("version", schema.version().into());
    add("doc", schema.doc().into());
    let parameters: Vec<Json> = schema.parameters().map(|(key, value)| json!([key, value])).collect();
    add("parameters", parameters.into());
    add("default", schema.default_value().map_or(Json::Null, |default| value_json(&default)));
    let field =
        |field: kconnect::data::Field<'_>| json!({ "name": field.name(), "schema": schema_json(field.schema()) });
    add("fields", schema.fields().map(field).collect());
    add("keySchema", schema.key_schema().as_ref().map_or(Json::Null, schema_json));
    add("valueSchema", schema.value_schema().as_ref().map_or(Json::Null, schema_json));
    notation.into()
}

/// A value, one way only to write each: to be compared.
pub(crate) fn value_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Array(items) => items.iter().map(value_json).collect(),
        Value::Map(entries) => entries.iter().map(|(key, value)| json!([value_json(key), value_json(value)])).collect(),
        Value::Struct(of) => {
            let fields = of.schema().fields().zip(of.values());
            fields.map(|(field, value)| json!([field.name(), value_json(value)])).collect()
        }
        // Java's `Byte` and `Integer` print alike, and so do `-0.0` and its like: the variant tells them apart.
        other => format!("{other:?}").into(),
    }
}

/// Bytes from pairs of digits.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// Pairs of digits from bytes.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect()
}

/// The shortest big-endian two's complement of a number of any size.
fn twos_complement(number: &str) -> Outcome<Vec<u8>> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let mut bytes = vec![0_u8];
    for digit in digits.chars() {
        let Some(digit) = digit.to_digit(10) else { return skipped(format!("{number} is no whole number")) };
        let mut carry = digit;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 10;
            *byte = u8::try_from(carry & 0xff).unwrap();
            carry >>= 8;
        }
        while carry > 0 {
            bytes.insert(0, u8::try_from(carry & 0xff).unwrap());
            carry >>= 8;
        }
    }
    bytes.insert(0, 0);
    if number.starts_with('-') {
        let mut carry = true;
        for byte in bytes.iter_mut().rev() {
            let (sum, over) = (!*byte).overflowing_add(u8::from(carry));
            *byte = sum;
            carry = over;
        }
    }
    while bytes.len() > 1 && ((bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xff && bytes[1] >= 0x80)) {
        bytes.remove(0);
    }
    Ok(bytes)
}

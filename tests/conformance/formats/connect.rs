//! The notations of Connect's files: schemas, typed values and errors of the data model.
//!
//! Both notations are read into kconnect's [`Schema`] and [`Value`] and written from them. What came is compared in its
//! notation: numbers by type, decimals by unscaled value and scale, dates as instants, maps as sets, structs without their
//! defaults.

use std::error::Error as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bigdecimal::BigDecimal;
use kconnect::{
    Error, ErrorKind,
    data::{DataException, DataExceptionClass, Schema, SchemaBuilder, SchemaType, Struct, Value},
};
use serde_json::{Map, Value as Json, json};

use crate::formats::outcome::{Finding, Outcome, array, differs, object, only, same, skipped, text};

const DATE: &str = "org.apache.kafka.connect.data.Date";
const TIME: &str = "org.apache.kafka.connect.data.Time";
const TIMESTAMP: &str = "org.apache.kafka.connect.data.Timestamp";
const DECIMAL: &str = "org.apache.kafka.connect.data.Decimal";

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A schema; `null` is none.
pub(crate) fn schema(json: &Json) -> Outcome<Option<Schema>> {
    match json {
        Json::Null => Ok(None),
        Json::String(short) => Ok(Some(built(shorthand(short)?)?)),
        Json::Object(_) => Ok(Some(described(json)?)),
        other => skipped(format!("{other} is not in the notation of schemas")),
    }
}

/// A schema that is there.
pub(crate) fn some_schema(json: &Json) -> Outcome<Schema> {
    schema(json)?.map_or_else(|| skipped("a schema is needed here"), Ok)
}

/// The type of that name, in small letters.
pub(crate) fn schema_type(name: &str) -> Outcome<SchemaType> {
    let found = SchemaType::ALL.into_iter().find(|ty| ty.as_str().to_lowercase() == name);
    found.map_or_else(|| skipped(format!("no schema has the type `{name}`")), Ok)
}

/// `int8`, `string?`, `Date`, `Decimal(2)?`.
fn shorthand(short: &str) -> Outcome<SchemaBuilder> {
    let (name, optional) = short.strip_suffix('?').map_or((short, false), |name| (name, true));
    let logical = |ty, name: &str| SchemaBuilder::new(ty).name(name).version(1);
    let scale = name.strip_prefix("Decimal(").and_then(|rest| rest.strip_suffix(')'));
    let builder = match (name, scale) {
        (_, Some(scale)) => logical(SchemaType::Bytes, DECIMAL).parameter("scale", scale),
        ("Date", _) => logical(SchemaType::Int32, DATE),
        ("Time", _) => logical(SchemaType::Int32, TIME),
        ("Timestamp", _) => logical(SchemaType::Int64, TIMESTAMP),
        (name, _) => SchemaBuilder::new(schema_type(name)?),
    };
    Ok(if optional { builder.optional() } else { builder })
}

fn described(json: &Json) -> Outcome<Schema> {
    let known = "type logical optional name version doc params default items keys values fields";
    only("the schema", json, &known.split(' ').collect::<Vec<_>>())?;
    let mut builder = match json.get("logical") {
        Some(logical) => shorthand(text("logical", logical)?)?,
        None => of_type(json)?,
    };
    match json["optional"].as_bool() {
        Some(true) => builder = builder.optional(),
        Some(false) => {}
        None if json["optional"].is_null() => {}
        None => return unreadable(json),
    }
    if !json["name"].is_null() {
        builder = builder.name(text("name", &json["name"])?);
    }
    if !json["version"].is_null() {
        builder = builder.version(integer(&json["version"])?);
    }
    if !json["doc"].is_null() {
        builder = builder.doc(text("doc", &json["doc"])?);
    }
    if !json["params"].is_null() {
        for (key, value) in object("params", &json["params"])? {
            builder = builder.parameter(key, text("a parameter", value)?);
        }
    }
    if !json["default"].is_null() {
        let so_far = built(builder.clone())?;
        builder = builder.default_value(value(&json["default"], Some(&so_far))?);
    }
    built(builder)
}

fn of_type(json: &Json) -> Outcome<SchemaBuilder> {
    let ty = schema_type(text("type", &json["type"])?)?;
    let mut builder = SchemaBuilder::new(ty);
    if let Some(items) = schema(&json["items"])? {
        builder = builder.value_schema(items);
    }
    if let Some(keys) = schema(&json["keys"])? {
        builder = builder.key_schema(keys);
    }
    if let Some(values) = schema(&json["values"])? {
        builder = builder.value_schema(values);
    }
    if !json["fields"].is_null() {
        for field in array("fields", &json["fields"])? {
            let [name, schema] = array("a field", field)? else { return unreadable(field) };
            builder = builder.field(text("the field's name", name)?, some_schema(schema)?);
        }
    }
    Ok(builder)
}

fn built(builder: SchemaBuilder) -> Outcome<Schema> {
    builder.build().or_else(|exception| skipped(format!("the row has a schema that cannot be built: {exception}")))
}

/// A typed value. Dates become the variant of the schema, where they are one; structs take the schema, or have their own.
///
/// An object of a Java class that has no schema becomes a decimal, which as little fits a plain schema as it does, and has
/// as little a schema by itself; [`Refusal::of_opaque`] gives the message its class.
pub(crate) fn value(json: &Json, schema: Option<&Schema>) -> Outcome<Value> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    let (tag, content, own) = tagged(json)?;
    Ok(match tag {
        "bool" => Value::Boolean(content.as_bool().map_or_else(|| unreadable(json), Ok)?),
        "i8" => Value::Int8(integer(content)?),
        "i16" => Value::Int16(integer(content)?),
        "i32" => Value::Int32(integer(content)?),
        "i64" => Value::Int64(integer(content)?),
        "f32" => Value::Float32(narrow(float(content)?)),
        "f64" => Value::Float64(float(content)?),
        "str" => Value::String(text("str", content)?.to_owned()),
        "bytes" => Value::Bytes(bytes(content)?),
        "decimal" => {
            let (unscaled, scale) = decimal(content)?;
            Value::Decimal(unscaled, scale)
        }
        "date" => instant(integer(content)?, schema.and_then(Schema::name)),
        "list" => {
            let items = schema.and_then(Schema::value_schema);
            let elements = array("list", content)?.iter().map(|element| value(element, items.as_ref()));
            Value::Array(elements.collect::<Outcome<_>>()?)
        }
        "map" => {
            let (keys, values) = (schema.and_then(Schema::key_schema), schema.and_then(Schema::value_schema));
            let entries = array("map", content)?.iter().map(|entry| match array("an entry", entry)? {
                [key, of_key] => Ok((value(key, keys.as_ref())?, value(of_key, values.as_ref())?)),
                _ => unreadable(entry),
            });
            Value::Map(entries.collect::<Outcome<_>>()?)
        }
        "struct" => {
            let own = own.map(some_schema).transpose()?;
            let Some(schema) = own.as_ref().or(schema) else { return skipped("a struct without a schema") };
            structure(content, schema)?
        }
        "opaque" => {
            text("opaque", content)?;
            Value::Decimal(vec![0], 0)
        }
        other => return skipped(format!("no value of the data model has the tag `{other}`")),
    })
}

fn structure(content: &Json, schema: &Schema) -> Outcome<Value> {
    let fits = |exception: DataException| Finding::Skipped(format!("a struct that cannot be: {exception}"));
    let mut structure = Struct::new(schema.clone()).map_err(fits)?;
    for (name, content) in object("struct", content)? {
        let field = schema.field(name).map(|field| field.schema().clone());
        let value = value(content, field.as_ref())?;
        // What is null was not put.
        if value != Value::Null || field.is_none() {
            structure.put(name, value).map_err(fits)?;
        }
    }
    Ok(Value::Struct(structure))
}

/// A `java.util.Date`.
fn instant(ms: i64, logical: Option<&str>) -> Value {
    let days = if ms % DAY == 0 { i32::try_from(ms / DAY).ok() } else { None };
    let of_day = if (0..=DAY).contains(&ms) { i32::try_from(ms).ok() } else { None };
    match (logical, days, of_day) {
        (Some(DATE), Some(days), _) => Value::Date(days),
        (Some(TIME), _, Some(of_day)) => Value::Time(of_day),
        _ => Value::Timestamp(ms),
    }
}

/// The tag, what it marks, and the schema of a struct.
fn tagged(json: &Json) -> Outcome<(&str, &Json, Option<&Json>)> {
    let members = object("a value", json)?;
    let own = members.get("schema").filter(|_| members.contains_key("struct"));
    match members.iter().filter(|(name, _)| own.is_none() || *name != "schema").collect::<Vec<_>>()[..] {
        [(tag, content)] => Ok((tag, content, own)),
        _ => unreadable(json),
    }
}

fn integer<T: TryFrom<i64>>(json: &Json) -> Outcome<T> {
    json.as_i64().and_then(|long| long.try_into().ok()).map_or_else(|| unreadable(json), Ok)
}

fn float(json: &Json) -> Outcome<f64> {
    match json.as_str() {
        Some("NaN") => Ok(f64::NAN),
        Some("Infinity") => Ok(f64::INFINITY),
        Some("-Infinity") => Ok(f64::NEG_INFINITY),
        _ => json.as_f64().map_or_else(|| unreadable(json), Ok),
    }
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the notation is of a float")]
fn narrow(wide: f64) -> f32 {
    wide as f32
}

fn bytes(json: &Json) -> Outcome<Vec<u8>> {
    BASE64_STANDARD.decode(text("bytes", json)?).or_else(|_| unreadable(json))
}

/// The unscaled value and the scale.
fn decimal(json: &Json) -> Outcome<(Vec<u8>, i32)> {
    let decimal: Result<BigDecimal, _> = text("decimal", json)?.parse();
    let Ok(decimal) = decimal else { return unreadable(json) };
    let (unscaled, scale) = decimal.into_bigint_and_scale();
    scale.try_into().map_or_else(|_| unreadable(json), |scale| Ok((unscaled.to_signed_bytes_be(), scale)))
}

fn unreadable<T>(json: &Json) -> Outcome<T> {
    skipped(format!("{json} is not in the notation of typed values"))
}

/// The notation of a schema, with all of its attributes that are set.
pub(crate) fn schema_notation(schema: Option<&Schema>) -> Json {
    let Some(schema) = schema else { return Json::Null };
    let mut notation = Map::new();
    notation.insert("type".into(), schema.schema_type().as_str().to_lowercase().into());
    if schema.is_optional() {
        notation.insert("optional".into(), true.into());
    }
    if let Some(name) = schema.name() {
        notation.insert("name".into(), name.into());
    }
    if let Some(version) = schema.version() {
        notation.insert("version".into(), version.into());
    }
    if let Some(doc) = schema.doc() {
        notation.insert("doc".into(), doc.into());
    }
    if schema.parameters().len() > 0 {
        let parameters = schema.parameters().map(|(key, value)| (key.to_owned(), value.into()));
        notation.insert("params".into(), Json::Object(parameters.collect()));
    }
    if let Some(default) = schema.default_value() {
        notation.insert("default".into(), value_notation(&default));
    }
    match schema.schema_type() {
        SchemaType::Array => {
            notation.insert("items".into(), schema_notation(schema.value_schema().as_ref()));
        }
        SchemaType::Map => {
            notation.insert("keys".into(), schema_notation(schema.key_schema().as_ref()));
            notation.insert("values".into(), schema_notation(schema.value_schema().as_ref()));
        }
        SchemaType::Struct => {
            let fields = schema.fields().map(|field| json!([field.name(), schema_notation(Some(field.schema()))]));
            notation.insert("fields".into(), fields.collect());
        }
        _ => {}
    }
    Json::Object(notation)
}

/// The notation of a value, so that equal values have equal notations: a map sorted, a struct without what is null in it, a
/// decimal as `{"unscaled": base64, "scale": n}`.
pub(crate) fn value_notation(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(bool) => json!({"bool": bool}),
        Value::Int8(number) => json!({"i8": number}),
        Value::Int16(number) => json!({"i16": number}),
        Value::Int32(number) => json!({"i32": number}),
        Value::Int64(number) => json!({"i64": number}),
        Value::Float32(number) => json!({"f32": float_notation(f64::from(*number))}),
        Value::Float64(number) => json!({"f64": float_notation(*number)}),
        Value::String(text) => json!({"str": text}),
        Value::Bytes(bytes) => json!({"bytes": BASE64_STANDARD.encode(bytes)}),
        Value::Decimal(unscaled, scale) => decimal_notation(unscaled, *scale),
        Value::Date(days) => json!({"date": i64::from(*days) * DAY}),
        Value::Time(ms) => json!({"date": ms}),
        Value::Timestamp(ms) => json!({"date": ms}),
        Value::Array(items) => json!({"list": items.iter().map(value_notation).collect::<Vec<_>>()}),
        Value::Map(entries) => map_notation(
            entries.iter().map(|(key, value)| Json::Array(vec![value_notation(key), value_notation(value)])),
        ),
        Value::Struct(of) => {
            let fields = of.schema().fields().zip(of.values()).filter(|(_, value)| **value != Value::Null);
            let fields: Map<_, _> =
                fields.map(|(field, value)| (field.name().to_owned(), value_notation(value))).collect();
            json!({"struct": fields})
        }
        other => panic!("{other:?} is new"),
    }
}

fn float_notation(number: f64) -> Json {
    match number {
        number if number.is_nan() => "NaN".into(),
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        number => number.into(),
    }
}

fn decimal_notation(unscaled: &[u8], scale: i32) -> Json {
    json!({"decimal": {"unscaled": BASE64_STANDARD.encode(unscaled), "scale": scale}})
}

fn map_notation(entries: impl Iterator<Item = Json>) -> Json {
    let mut entries: Vec<Json> = entries.collect();
    entries.sort_by_key(Json::to_string);
    json!({"map": entries})
}

/// An expected value as [`value_notation`] would have it; a struct needs no schema for that.
fn normal(json: &Json) -> Outcome<Json> {
    if json.is_null() {
        return Ok(Json::Null);
    }
    let (tag, content, _) = tagged(json)?;
    Ok(match tag {
        "list" => json!({"list": array("list", content)?.iter().map(normal).collect::<Outcome<Vec<_>>>()?}),
        "map" => {
            let entries = array("map", content)?.iter().map(|entry| match array("an entry", entry)? {
                [key, value] => Ok(Json::Array(vec![normal(key)?, normal(value)?])),
                _ => unreadable(entry),
            });
            map_notation(entries.collect::<Outcome<Vec<_>>>()?.into_iter())
        }
        "struct" => {
            let fields = object("struct", content)?.iter().filter(|(_, value)| !value.is_null());
            let fields = fields.map(|(name, value)| Ok((name.clone(), normal(value)?)));
            json!({"struct": fields.collect::<Outcome<Map<_, _>>>()?})
        }
        _ => value_notation(&value(json, None)?),
    })
}

/// Holds if the value is the expected one.
pub(crate) fn same_value(came: &Value, expected: &Json) -> Outcome {
    if let Some((_, _, Some(own))) = (!expected.is_null()).then(|| tagged(expected)).transpose()? {
        let schema = if let Value::Struct(of) = came { Some(of.schema()) } else { None };
        same_schema(schema, own)?;
    }
    same("the value", &value_notation(came), &normal(expected)?)
}

/// Holds if the schema is the expected one, in all of its attributes.
pub(crate) fn same_schema(came: Option<&Schema>, expected: &Json) -> Outcome {
    same("the schema", &schema_notation(came), &schema_notation(schema(expected)?.as_ref()))
}

/// What was refused, as Java would throw it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The simple name of the exception's class.
    pub(crate) kind: String,
    /// Its message.
    pub(crate) message: String,
    /// The message of its cause.
    pub(crate) cause: Option<String>,
}

impl From<DataException> for Refusal {
    fn from(exception: DataException) -> Self {
        let kind = match exception.class() {
            DataExceptionClass::SchemaBuilder => "SchemaBuilderException",
            DataExceptionClass::SchemaProjector => "SchemaProjectorException",
            _ => "DataException",
        };
        let cause = exception.source().map(ToString::to_string);
        Self { kind: kind.to_owned(), message: exception.message().to_owned(), cause }
    }
}

impl From<Error> for Refusal {
    /// An error of data without a [`DataException`] in it is one.
    fn from(error: Error) -> Self {
        if let Some(exception) = error.cause().downcast_ref::<DataException>() {
            return exception.clone().into();
        }
        let kind = if error.kind() == ErrorKind::Data { "DataException" } else { "ConnectException" };
        let cause = error.source().map(ToString::to_string);
        Self { kind: kind.to_owned(), message: error.to_string(), cause }
    }
}

impl Refusal {
    /// The same if an object of that class was given where [`value`] has a decimal.
    pub(crate) fn of_opaque(self, given: &Json) -> Self {
        let Some(class) = opaque(given) else { return self };
        Self { message: self.message.replace("java.math.BigDecimal", class), ..self }
    }

    /// Holds if it is the expected one.
    pub(crate) fn expected(&self, expected: &Json) -> Outcome {
        only("the error", expected, &["kind", "message", "message_contains", "cause_message"])?;
        if let Some(kind) = expected.get("kind") {
            same("the kind", &self.kind, &text("kind", kind)?.to_owned())?;
        }
        if let Some(message) = expected.get("message") {
            same("the message", &self.message, &text("message", message)?.to_owned())?;
        }
        if let Some(part) = expected.get("message_contains") {
            let part = text("message_contains", part)?;
            if !self.message.contains(part) {
                return differs(format!("…{part:?}…"), format!("{:?}", self.message));
            }
        }
        match expected.get("cause_message") {
            Some(cause) => {
                same("the cause", &self.cause.as_deref().unwrap_or_default(), &text("cause_message", cause)?)
            }
            None => Ok(()),
        }
    }
}

/// The Java class of the first value in it that no schema has.
pub(crate) fn opaque(given: &Json) -> Option<&str> {
    match given {
        Json::Object(members) => match members.get("opaque").and_then(Json::as_str) {
            Some(class) => Some(class),
            None => members.values().find_map(opaque),
        },
        Json::Array(elements) => elements.iter().find_map(opaque),
        _ => None,
    }
}

/// What `expect` says of a result: `panic` is any refusal, `error` this one, and else `accepted` looks at the value.
pub(crate) fn result<T: std::fmt::Debug>(
    came: Result<T, impl Into<Refusal>>,
    expect: &Json,
    accepted: impl FnOnce(T, &Map<String, Json>) -> Outcome,
) -> Outcome {
    let members = object("expect", expect)?;
    match (came.map_err(Into::into), members.get("error")) {
        (Err(_), _) if members.contains_key("panic") => Ok(()),
        (Err(refusal), Some(error)) => {
            only("expect", expect, &["error"])?;
            refusal.expected(error)
        }
        (Err(refusal), None) => differs(expect, format!("refused: {refusal:?}")),
        (Ok(value), Some(_)) => differs(expect, format!("accepted: {value:?}")),
        (Ok(value), None) if members.contains_key("panic") => differs(expect, format!("accepted: {value:?}")),
        (Ok(value), None) => accepted(value, members),
    }
}

//! `schema-struct-validation`: `ConnectSchema`, `SchemaBuilder`, `Struct` and the logical types.

use kconnect::{
    Date, Decimal, Time, Timestamp,
    data::{DataException, Schema, SchemaBuilder, SchemaType, Struct, Value},
};
use serde_json::{Map, Value as Json};

use crate::formats::{
    connect::{self, Refusal, opaque, same_schema, same_value, schema_type, some_schema, value, value_notation},
    outcome::{Outcome, array, differs, object, only, same, skipped, text},
};

/// What an op came to.
type Came<T> = Result<T, Refusal>;

/// Runs a row.
pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("expect", expect, &["ok", "error", "panic", "result", "equal", "string", "value"])?;
    match text("op", &given["op"])? {
        "validateValue" => {
            only("given", given, &["op", "schema", "value", "field"])?;
            let schema = some_schema(&given["schema"])?;
            let value = unfit(&given["value"], &schema)?;
            let came = match given["field"].as_str() {
                Some(field) => schema.validate_at(&format!("field: \"{field}\""), &value),
                None => schema.validate(&value),
            };
            connect::result(came.map_err(|refused| Refusal::from(refused).of_opaque(given)), expect, |(), expected| {
                ok(expected)
            })
        }
        "struct" => {
            only("given", given, &["op", "schema", "ops"])?;
            let schema = some_schema(&given["schema"])?;
            connect::result(operate(schema, array("ops", &given["ops"])?)?, expect, |came, expected| {
                match expected.get("result") {
                    Some(result) => same_value(&came, result),
                    None => ok(expected),
                }
            })
        }
        "SchemaBuilder" => {
            only("given", given, &["op", "calls"])?;
            connect::result(build(array("calls", &given["calls"])?)?, expect, |schema: Schema, expected| match expected
                .get("value")
            {
                Some(expected) => same_schema(Some(&schema), expected),
                None => ok(expected),
            })
        }
        "schemaEquals" => {
            only("given", given, &["op", "a", "b"])?;
            let (a, b) = (some_schema(&given["a"])?, some_schema(&given["b"])?);
            same("b == a", &(b == a), &(a == b))?;
            same("equal", &Json::from(a == b), &expect["equal"])
        }
        "toString" => {
            only("given", given, &["op", "schema"])?;
            same("the string", &Json::from(some_schema(&given["schema"])?.to_string()), &expect["string"])
        }
        "fromLogical" => {
            only("given", given, &["op", "schema", "value"])?;
            let schema = some_schema(&given["schema"])?;
            let came = from_logical(&schema, &value(&given["value"], Some(&schema))?)?;
            connect::result(came, expect, |came, expected| same_value(&came, member(expected, "value")?))
        }
        "toLogical" => {
            only("given", given, &["op", "schema", "value"])?;
            let schema = some_schema(&given["schema"])?;
            let came = to_logical(&schema, &value(&given["value"], None)?)?;
            connect::result(came, expect, |came, expected| same_value(&came, member(expected, "value")?))
        }
        op @ ("fields" | "field" | "keySchema" | "valueSchema") => {
            only("given", given, &["op", "schema", "name"])?;
            let schema = some_schema(&given["schema"])?;
            connect::result(below(op, &schema, &given["name"])?, expect, |came, expected| {
                same("the notation", &came, member(expected, "value")?)
            })
        }
        other => skipped(format!("no such op: `{other}`")),
    }
}

fn member<'a>(expected: &'a Map<String, Json>, name: &str) -> Outcome<&'a Json> {
    expected.get(name).map_or_else(|| skipped(format!("nothing is expected of the `{name}`")), Ok)
}

fn ok(expected: &Map<String, Json>) -> Outcome {
    same("ok", &Some(&Json::Bool(true)), &expected.get("ok"))
}

/// A value, which is of no class that the schema takes if it is an opaque one.
fn unfit(json: &Json, schema: &Schema) -> Outcome<Value> {
    let value = value(json, Some(schema))?;
    match opaque(json) {
        Some(_) if schema.validate(&value).is_ok() => skipped("the schema takes what stands for an opaque object"),
        _ => Ok(value),
    }
}

fn operate(schema: Schema, ops: &[Json]) -> Outcome<Came<Value>> {
    let mut of = match Struct::new(schema) {
        Ok(of) => of,
        Err(exception) => return Ok(Err(exception.into())),
    };
    let mut last = Ok(Value::Null);
    for op in ops {
        let op = array("an op", op)?;
        let argument = |index: usize| op.get(index).map_or_else(|| skipped(format!("{op:?} says too little")), Ok);
        let name = text("an op", argument(0)?)?;
        if op.len() > if name == "put" { 3 } else { 2 } {
            return skipped(format!("{op:?} says too much"));
        }
        let field = || text("a field", argument(1)?);
        last = match name {
            "put" => {
                let of_field = of.schema().field(field()?).map(|field| field.schema().clone());
                let value = value(argument(2)?, of_field.as_ref())?;
                of.put(field()?, value).map(|_| Value::Null).map_err(|refused| Refusal::from(refused).of_opaque(&op[2]))
            }
            "validate" => of.validate().map(|()| Value::Null).map_err(Into::into),
            "get" => of.get(field()?).map_err(Into::into),
            "getWithoutDefault" => of.get_without_default(field()?).cloned().map_err(Into::into),
            "toString" => Ok(of.to_string().into()),
            name => getter(&of, name, field()?)?.map_err(Into::into),
        };
        if last.is_err() {
            break;
        }
    }
    Ok(last)
}

fn getter(of: &Struct, name: &str, field: &str) -> Outcome<Result<Value, DataException>> {
    Ok(match name {
        "getInt8" => of.get_int8(field).map(Value::from),
        "getInt16" => of.get_int16(field).map(Value::from),
        "getInt32" => of.get_int32(field).map(Value::from),
        "getInt64" => of.get_int64(field).map(Value::from),
        "getFloat32" => of.get_float32(field).map(Value::from),
        "getFloat64" => of.get_float64(field).map(Value::from),
        "getBoolean" => of.get_boolean(field).map(Value::from),
        "getString" => of.get_string(field).map(Value::from),
        "getBytes" => of.get_bytes(field).map(Value::from),
        "getArray" => of.get_array(field).map(|items| items.map(<[Value]>::to_vec).into()),
        "getMap" => of.get_map(field).map(|entries| entries.map(<[(Value, Value)]>::to_vec).into()),
        "getStruct" => of.get_struct(field).map(|of| of.cloned().into()),
        other => return skipped(format!("a struct has no op `{other}`")),
    })
}

fn build(calls: &[Json]) -> Outcome<Came<Schema>> {
    let Some((first, others)) = calls.split_first() else { return skipped("no call at all") };
    let mut builder = begin(array("a call", first)?)?;
    for call in others {
        builder = proceed(builder, array("a call", call)?)?;
    }
    Ok(builder.build().map_err(Into::into))
}

fn begin(call: &[Json]) -> Outcome<SchemaBuilder> {
    Ok(match call {
        [Json::String(name)] if name == "struct" => SchemaBuilder::structure(),
        [Json::String(name)] if name == "bool" => SchemaBuilder::new(SchemaType::Boolean),
        [Json::String(name)] => SchemaBuilder::new(schema_type(name)?),
        [name, Json::Null] if name == "type" => SchemaBuilder::new(None),
        [name, Json::String(ty)] if name == "type" => SchemaBuilder::new(schema_type(&ty.to_lowercase())?),
        [name, items] if name == "array" => SchemaBuilder::array(connect::schema(items)?),
        [name, keys, values] if name == "map" => SchemaBuilder::map(connect::schema(keys)?, connect::schema(values)?),
        other => return skipped(format!("no builder begins with {other:?}")),
    })
}

fn proceed(builder: SchemaBuilder, call: &[Json]) -> Outcome<SchemaBuilder> {
    let [name, arguments @ ..] = call else { return skipped("a call without a name") };
    Ok(match (text("a call", name)?, arguments) {
        ("optional", []) => builder.optional(),
        ("required", []) => builder.required(),
        ("name", [name]) => builder.name(text("the name", name)?),
        ("doc", [doc]) => builder.doc(text("the doc", doc)?),
        ("version", [version]) => match version.as_i64().and_then(|version| version.try_into().ok()) {
            Some(version) => builder.version(version),
            None => return skipped(format!("{version} is no version")),
        },
        ("parameter", [key, value]) => builder.parameter(text("a key", key)?, text("a value", value)?),
        ("parameters", [parameters]) => {
            let mut all = Vec::new();
            for (key, value) in object("the parameters", parameters)? {
                all.push((key, text("a parameter", value)?));
            }
            builder.parameters(all)
        }
        ("defaultValue", [default]) => {
            let so_far = builder.clone().build().ok();
            builder.default_value(value(default, so_far.as_ref())?)
        }
        ("field", [Json::Null, schema]) => builder.field("", connect::schema(schema)?),
        ("field", [name, schema]) => builder.field(text("a field", name)?, connect::schema(schema)?),
        (other, _) => return skipped(format!("a builder has no call `{other}` with these arguments: {call:?}")),
    })
}

/// The class whose method is meant is that of the name, or else that of the type.
fn logical(schema: &Schema) -> Outcome<&'static str> {
    Ok(match (schema.name(), schema.schema_type()) {
        (Some(Time::LOGICAL_NAME), _) => "Time",
        (Some(Date::LOGICAL_NAME), _) | (_, SchemaType::Int32) => "Date",
        (Some(Timestamp::LOGICAL_NAME), _) | (_, SchemaType::Int64) => "Timestamp",
        (Some(Decimal::LOGICAL_NAME), _) | (_, SchemaType::Bytes) => "Decimal",
        (_, other) => return skipped(format!("no logical type is a {other}")),
    })
}

fn from_logical(schema: &Schema, value: &Value) -> Outcome<Came<Value>> {
    let came = match logical(schema)? {
        "Time" => Time::from_logical(schema, value).map(Value::from),
        "Date" => Date::from_logical(schema, value).map(Value::from),
        "Timestamp" => Timestamp::from_logical(schema, value).map(Value::from),
        _ => Decimal::from_logical(schema, value).map(Value::from),
    };
    Ok(came.map_err(Into::into))
}

fn to_logical(schema: &Schema, value: &Value) -> Outcome<Came<Value>> {
    let came = match (logical(schema)?, value) {
        ("Time", Value::Int32(ms)) => Time::to_logical(schema, *ms),
        ("Date", Value::Int32(days)) => Date::to_logical(schema, *days),
        ("Timestamp", Value::Int64(ms)) => Timestamp::to_logical(schema, *ms),
        ("Decimal", Value::Bytes(bytes)) => Decimal::to_logical(schema, bytes),
        (logical, other) => return skipped(format!("a {logical} is not made from {other:?}")),
    };
    Ok(came.map_err(Into::into))
}

/// What is below a schema, in its notation; of another type there is nothing, which Kafka says with an exception.
fn below(op: &str, schema: &Schema, name: &Json) -> Outcome<Came<Json>> {
    let nothing = |message: &str| {
        let kind = "DataException".to_owned();
        Ok(Err(Refusal { kind, message: message.to_owned(), cause: None }))
    };
    let ty = schema.schema_type();
    match op {
        "fields" if ty == SchemaType::Struct => {
            let fields = schema
                .fields()
                .map(|field| Json::from(vec![field.name().into(), connect::schema_notation(Some(field.schema()))]));
            Ok(Ok(fields.collect()))
        }
        "fields" if schema.fields().len() == 0 => nothing("Cannot list fields on non-struct type"),
        "field" if ty == SchemaType::Struct => {
            let field = schema.field(text("the name", name)?);
            Ok(Ok(connect::schema_notation(field.as_ref().map(kconnect::data::Field::schema))))
        }
        "field" if schema.field("").is_none() => nothing("Cannot look up fields on non-struct type"),
        "keySchema" if ty == SchemaType::Map => Ok(Ok(connect::schema_notation(schema.key_schema().as_ref()))),
        "keySchema" if schema.key_schema().is_none() => nothing("Cannot look up key schema on non-map type"),
        "valueSchema" if !ty.is_primitive() && ty != SchemaType::Struct => {
            Ok(Ok(connect::schema_notation(schema.value_schema().as_ref())))
        }
        "valueSchema" if schema.value_schema().is_none() => {
            nothing("Cannot look up value schema on non-array and non-map type")
        }
        _ => differs("nothing", value_notation(&Value::Null)),
    }
}

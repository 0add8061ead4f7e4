//! `simple-converters`: strings, bytes, booleans and numbers.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use kconnect::converters::{
    BooleanConverter, ByteArrayConverter, Converter, DoubleConverter, FloatConverter, IntegerConverter, LongConverter,
    ShortConverter, StringConverter,
};
use serde_json::Value;

use crate::formats::{
    connect::{Refusal, result, same_schema, same_value, schema, value},
    outcome::{Outcome, only, same, skipped, text},
};

pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["converter", "op", "config", "schema", "value", "bytes"])?;
    only("expect", expect, &["bytes", "schema", "value", "error", "panic"])?;
    only("config", &given["config"], &[])?;
    let converter = converter(text("converter", &given["converter"])?)?;
    match text("op", &given["op"])? {
        "fromConnectData" => {
            let schema = schema(&given["schema"])?;
            let value = value(&given["value"], schema.as_ref())?;
            let came = converter.from_connect_data(schema.as_ref(), &value);
            let came = came.map_err(|exception| Refusal::from(exception).of_opaque(&given["value"]));
            result(came, expect, |came, expected| same("the bytes", &came, &bytes(&expected["bytes"])?))
        }
        "toConnectData" => {
            let came = converter.to_connect_data(bytes(&given["bytes"])?.as_deref());
            result(came, expect, |came, expected| {
                same_schema(came.schema.as_ref(), &expected["schema"])?;
                same_value(&came.value, &expected["value"])
            })
        }
        other => skipped(format!("nothing here runs the op `{other}`")),
    }
}

/// The converter of that name, with or without package and `Converter`.
fn converter(name: &str) -> Outcome<Box<dyn Converter>> {
    let simple = name.rsplit('.').next().unwrap_or(name);
    Ok(match simple.strip_suffix("Converter").unwrap_or(simple) {
        "String" => Box::new(StringConverter),
        "ByteArray" => Box::new(ByteArrayConverter),
        "Boolean" => Box::new(BooleanConverter),
        "Short" => Box::new(ShortConverter::new()),
        "Integer" => Box::new(IntegerConverter::new()),
        "Long" => Box::new(LongConverter::new()),
        "Float" => Box::new(FloatConverter::new()),
        "Double" => Box::new(DoubleConverter::new()),
        _ => return skipped(format!("there is no `{name}` here")),
    })
}

fn bytes(json: &Value) -> Outcome<Option<Vec<u8>>> {
    if json.is_null() {
        return Ok(None);
    }
    let decoded = BASE64_STANDARD.decode(text("bytes", json)?);
    decoded.map(Some).or_else(|error| skipped(format!("{json} is not base64: {error}")))
}

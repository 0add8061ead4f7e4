//! `values-convert`: the conversions of `Values`, its tokens, and `SimpleHeaderConverter`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use kconnect::data::{DataException, Schema, SimpleHeaderConverter, Value, Values};
use serde_json::Value as Json;

use crate::formats::{
    connect::{Refusal, result, same_schema, same_value, schema, value},
    outcome::{Outcome, array, only, same, skipped, text, texts},
    values_parse::parsed,
};

/// Runs a row.
pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    let op = text("op", &given["op"])?;
    match op {
        "escape" => {
            only("given", given, &["op", "input"])?;
            only("expect", expect, &["string"])?;
            let escaped = Values::escape(text("input", &given["input"])?);
            same("the string", &escaped.as_str(), &text("string", &expect["string"])?)
        }
        "tokenize" => {
            only("given", given, &["op", "input"])?;
            only("expect", expect, &["tokens"])?;
            array("tokens", &expect["tokens"])?;
            let tokens: Vec<_> =
                Values::tokens(text("input", &given["input"])?).into_iter().map(str::to_owned).collect();
            same("the tokens", &tokens, &texts("tokens", &expect["tokens"])?)
        }
        "inferSchema" => {
            only("given", given, &["op", "value"])?;
            only("expect", expect, &["schema", "error", "panic"])?;
            result(Values::infer_schema(&value(&given["value"], None)?), expect, |came, expected| {
                expected.get("schema").map_or_else(|| skipped("no schema"), |schema| same_schema(came.as_ref(), schema))
            })
        }
        "SimpleHeaderConverter.toConnectHeader" => {
            only("given", given, &["op", "bytes"])?;
            let came = SimpleHeaderConverter::to_connect_header(bytes(&given["bytes"])?.as_deref());
            parsed(Some(came), expect)
        }
        "SimpleHeaderConverter.fromConnectHeader" => {
            only("given", given, &["op", "value", "schema"])?;
            only("expect", expect, &["bytes"])?;
            let schema = schema(&given["schema"])?;
            let value = value(&given["value"], schema.as_ref())?;
            let came = SimpleHeaderConverter::from_connect_header(schema.as_ref(), &value);
            same("the bytes", &came, &bytes(&expect["bytes"])?)
        }
        _ => {
            only("given", given, &["op", "from_schema", "value", "scale"])?;
            only("expect", expect, &["value", "error", "panic"])?;
            let from = schema(&given["from_schema"])?;
            let value = value(&given["value"], from.as_ref())?;
            let came = convert(op, from.as_ref(), &value, &given["scale"])?;
            let came = came.map_err(|refused| Refusal::from(refused).of_opaque(given));
            result(came, expect, |came, expected| match expected.get("value") {
                Some(Json::String(text)) => same("the text", &came, &text.as_str().into()),
                Some(expected) => same_value(&came, expected),
                None => skipped("no value"),
            })
        }
    }
}

fn bytes(json: &Json) -> Outcome<Option<Vec<u8>>> {
    let Some(encoded) = (!json.is_null()).then(|| text("bytes", json)).transpose()? else { return Ok(None) };
    BASE64_STANDARD
        .decode(encoded)
        .map_or_else(|_| skipped(format!("{encoded} is not in base64")), |bytes| Ok(Some(bytes)))
}

fn convert(op: &str, from: Option<&Schema>, value: &Value, scale: &Json) -> Outcome<Result<Value, DataException>> {
    if op != "convertToDecimal" && !scale.is_null() {
        return skipped(format!("`{op}` has no scale"));
    }
    Ok(match op {
        "convertToBoolean" => Values::convert_to_boolean(from, value).map(Value::from),
        "convertToByte" => Values::convert_to_byte(from, value).map(Value::from),
        "convertToShort" => Values::convert_to_short(from, value).map(Value::from),
        "convertToInteger" => Values::convert_to_integer(from, value).map(Value::from),
        "convertToLong" => Values::convert_to_long(from, value).map(Value::from),
        "convertToFloat" => Values::convert_to_float(from, value).map(Value::from),
        "convertToDouble" => Values::convert_to_double(from, value).map(Value::from),
        "convertToString" => Ok(Values::convert_to_string(from, value).into()),
        "convertToList" => Values::convert_to_list(from, value).map(Value::from),
        "convertToMap" => Values::convert_to_map(from, value).map(Value::from),
        "convertToStruct" => Values::convert_to_struct(from, value).map(Value::from),
        "convertToTime" => Values::convert_to_time(from, value),
        "convertToDate" => Values::convert_to_date(from, value),
        "convertToTimestamp" => Values::convert_to_timestamp(from, value),
        "convertToDecimal" => match scale.as_i64().and_then(|scale| scale.try_into().ok()) {
            Some(scale) => Values::convert_to_decimal(from, value, scale),
            None => return skipped(format!("{scale} is no scale")),
        },
        other => return skipped(format!("no such op: `{other}`")),
    })
}

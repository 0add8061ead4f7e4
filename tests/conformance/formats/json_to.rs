//! `json-converter-to-connect`: what JSON becomes.

use kconnect::json::{JsonConverter, JsonConverterConfig};
use serde_json::Value;

use crate::formats::{
    connect::{result, same_schema, same_value},
    outcome::{Outcome, object, only, same, skipped, text},
    value::props,
};

pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config", "json"])?;
    only("expect", expect, &["schema", "value", "error", "panic"])?;
    if !given["op"].is_null() {
        same("op", text("op", &given["op"])?, "toConnectData")?;
    }
    let converter = match converter(&given["config"])? {
        Ok(converter) => converter,
        Err(refused) => return skipped(format!("the configuration is refused: {refused}")),
    };
    let bytes = if given["json"].is_null() { None } else { Some(text("json", &given["json"])?.as_bytes()) };
    result(converter.to_connect_data(bytes), expect, |came, expected| {
        if let Some(schema) = expected.get("schema") {
            same_schema(came.schema.as_ref(), schema)?;
        }
        expected.get("value").map_or(Ok(()), |value| same_value(&came.value, value))
    })
}

/// A converter of values with that configuration, or why there is none.
pub(crate) fn converter(config: &Value) -> Outcome<Result<JsonConverter, String>> {
    let mut props = if config.is_null() { std::collections::BTreeMap::default() } else { props(config)? };
    props.entry("converter.type".to_owned()).or_insert_with(|| "value".into());
    let config = match JsonConverterConfig::from_props(&props) {
        Ok(config) => config,
        Err(problems) => return Ok(Err(problems.into_iter().next().unwrap_or_default())),
    };
    Ok(JsonConverter::new(config).map_err(|exception| exception.to_string()))
}

/// What `configure` says: nothing, or the first problem.
pub(crate) fn configure(config: &Value) -> Outcome<Result<(), String>> {
    object("config", config)?;
    Ok(match JsonConverterConfig::from_props(&props(config)?) {
        Ok(config) => JsonConverter::new(config).map(drop).map_err(|exception| exception.to_string()),
        Err(problems) => Err(problems.into_iter().next().unwrap_or_default()),
    })
}

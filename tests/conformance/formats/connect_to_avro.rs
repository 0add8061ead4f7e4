//! `connect-to-avro`: the Avro schema that `AvroData` makes of a Connect schema.

use kconnect::avro::AvroData;
use serde_json::Value as Json;

use crate::formats::{
    neutral::{config, schema},
    outcome::{Outcome, differs, only, same, text, texts},
};

/// Runs a row.
pub(crate) fn run(row: &Json) -> Outcome {
    const KNOWN: [&str; 12] = [
        "id",
        "source",
        "config",
        "connect",
        "avro",
        "avro_text",
        "error",
        "expected_literal_in_test",
        "note",
        "since",
        "dropped_field_defaults",
        "section",
    ];
    only("the row", row, &KNOWN)?;
    let data = AvroData::new(config(row)?);
    let connect = schema(&row["connect"])?;
    let came = match &connect {
        Some(connect) => data.from_connect_schema(connect),
        None => Ok(AvroData::anything().clone()),
    };
    if text("id", &row["id"])?.contains("COLLISION") {
        return collides(came);
    }
    if let Some(error) = row["error"].as_str() {
        return refused(came.map(|avro| avro.to_string()), error);
    }
    let avro = match came {
        Ok(avro) => avro,
        Err(error) => return differs(&row["avro_text"], error.chain()),
    };
    let came = avro.to_string();
    if let Some(expected) = row["avro_text"].as_str() {
        same("the text", came.as_str(), expected)?;
    }
    let json: Json = serde_json::from_str(&came).unwrap();
    if !row["avro"].is_null() {
        same("the schema", &json, &row["avro"])?;
    }
    if !row["dropped_field_defaults"].is_null() {
        for name in texts("dropped_field_defaults", &row["dropped_field_defaults"])? {
            let fields = json["fields"].as_array().unwrap();
            let field = fields.iter().find(|field| field["name"] == name.as_str());
            same("the default that is left out", &field.map(|field| &field["default"]), &Some(&Json::Null))?;
        }
    }
    Ok(())
}

/// Where `AvroData` writes a wrong schema the error names what there is two of.
fn collides(came: kconnect::Result<kconnect::avro::Schema>) -> Outcome {
    match came {
        Ok(avro) => differs("an error: one name, two types", avro),
        Err(error) if error.to_string().contains("two ") => Ok(()),
        Err(error) => differs("an error: one name, two types", error.chain()),
    }
}

/// Holds for an error with the expected message, given as `Class: message`.
pub(crate) fn refused(came: Result<String, kconnect::Error>, expected: &str) -> Outcome {
    let message = expected.split_once(": ").map_or(expected, |(_, message)| message);
    match came {
        Err(error) if error.chain().contains(message) => Ok(()),
        Err(error) => differs(format!("the error {message:?}"), error.chain()),
        Ok(came) => differs(format!("the error {message:?}"), came),
    }
}

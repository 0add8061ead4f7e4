//! `avro-to-connect`: the Connect schema that `AvroData` makes of an Avro schema.

use kconnect::avro::{AvroData, Schema};
use serde_json::Value as Json;

use crate::formats::{
    connect_to_avro::refused,
    neutral::{config, schema, schema_text},
    outcome::{Outcome, differs, only, same},
};

/// Runs a row.
pub(crate) fn run(row: &Json) -> Outcome {
    const KNOWN: [&str; 10] =
        ["id", "source", "config", "avro", "registry_version", "connect", "error", "note", "since", "section"];
    only("the row", row, &KNOWN)?;
    let data = AvroData::new(config(row)?);
    let version = row["registry_version"].as_i64().map(|version| version.try_into().unwrap());
    let came = row["avro"].to_string().parse::<Schema>().map_err(kconnect::Error::data);
    let came = came.and_then(|avro| data.to_connect_schema_of_version(&avro, version));
    if let Some(error) = row["error"].as_str() {
        return refused(came.map(|schema| schema_text(schema.as_ref())), error);
    }
    let expected = schema(&row["connect"])?;
    match came {
        Ok(came) => {
            same("the schema", &schema_text(came.as_ref()), &schema_text(expected.as_ref()))?;
            same("the equality of the schemas", &(came == expected), &true)
        }
        Err(error) => differs(&row["connect"], error.chain()),
    }
}

//! `wire`: the five bytes before a payload, the header that may stand for them, and the tombstone.

use kconnect::{
    Value,
    avro::{
        AvroData,
        wire::{self, SchemaId},
    },
    data::{Part, Schema, SchemaType},
};
use serde_json::Value as Json;

use crate::formats::{
    neutral::{hex, to_hex},
    outcome::{Outcome, differs, only, same, skipped, text},
};

/// Runs a row.
pub(crate) fn run(row: &Json) -> Outcome {
    match row["section"].as_str() {
        Some("magic0") => framed(row),
        Some("decode_errors") => unframed(row),
        Some("guid_header") => guid(row),
        Some("tombstone") => tombstone(row),
        other => skipped(format!("no rows are in {other:?}")),
    }
}

fn framed(row: &Json) -> Outcome {
    only("the row", row, &["id", "schema_id", "payload_hex", "wire_hex", "note", "section"])?;
    let id = u32::try_from(row["schema_id"].as_u64().unwrap()).unwrap();
    let payload = hex(text("payload_hex", &row["payload_hex"])?);
    let mut message = Vec::new();
    wire::frame(id, &payload, &mut message);
    same("the message", to_hex(&message).as_str(), text("wire_hex", &row["wire_hex"])?)?;
    same("the message taken apart", &wire::unframe(&message), &Ok((id, payload.as_slice())))
}

fn unframed(row: &Json) -> Outcome {
    only("the row", row, &["id", "hex", "error", "ok", "payload_hex", "schema_id", "note", "section"])?;
    let message = hex(text("hex", &row["hex"])?);
    let came = wire::unframe(&message);
    if row["ok"] == true {
        let payload = hex(text("payload_hex", &row["payload_hex"])?);
        return same("the payload", &came.map(|(_, payload)| payload), &Ok(payload.as_slice()));
    }
    let expected = text("error", &row["error"])?;
    // The vectors describe what Java has no message for.
    let words: &[&str] = match expected {
        "empty/too short" => &["an empty message"],
        "too short (need 5 bytes)" => &["too short"],
        message => &[message],
    };
    match came {
        Ok(came) => differs(expected, format!("{came:?}")),
        Err(error) if words.iter().all(|word| error.to_string().contains(word)) => Ok(()),
        Err(error) => differs(expected, error),
    }
}

fn guid(row: &Json) -> Outcome {
    only("the row", row, &["id", "note", "guid", "header_value_hex", "section"])?;
    let value = hex(text("header_value_hex", &row["header_value_hex"])?);
    let payload = [6, 1, 2, 3];
    let (id, rest) = wire::unframe_with_header(Some(&value), &payload).unwrap();
    same("the GUID", id.to_string().as_str(), text("guid", &row["guid"])?)?;
    same("the payload", rest, payload.as_slice())?;
    for (part, name) in [(Part::Key, "__key_schema_id"), (Part::Value, "__value_schema_id")] {
        same("the header", &id.header(part), &(name, value.clone()))?;
    }
    same("the header of an id", &SchemaId::from_header(&[0, 0, 0, 1, 2]), &Ok(SchemaId::Id(258)))
}

fn tombstone(row: &Json) -> Outcome {
    only("the row", row, &["id", "note", "section"])?;
    for schema in [None, Some(Schema::optional(SchemaType::Bytes)), Some(Schema::optional(SchemaType::Int32))] {
        let payload = AvroData::default().payload(schema.as_ref(), &Value::Null);
        same("the payload of null", &payload.map_err(|error| error.chain()), &Ok(None))?;
    }
    Ok(())
}

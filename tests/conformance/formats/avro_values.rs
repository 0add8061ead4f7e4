//! `connect-values`: the bytes of a value, with its schema in Connect, and back.

use kconnect::{
    Value,
    avro::{AvroData, Schema, wire},
};
use serde_json::Value as Json;

use crate::formats::{
    connect_to_avro::refused,
    neutral::{config, hex, schema, to_hex, value, value_json},
    outcome::{Outcome, differs, only, same, skipped, text},
};

/// Runs a row.
pub(crate) fn run(row: &Json) -> Outcome {
    match row["section"].as_str() {
        None => values(row),
        Some("logical_writer_crosscheck") => logical(row),
        Some(other) => skipped(format!("no rows are in `{other}`")),
    }
}

fn values(row: &Json) -> Outcome {
    const KNOWN: [&str; 13] = [
        "id",
        "source",
        "config",
        "connect",
        "value",
        "value_is_text",
        "avro",
        "avro_hex",
        "payload_hex",
        "wire_hex_schema_id_1",
        "verified_with",
        "note",
        "since",
    ];
    let known: Vec<&str> = KNOWN.into_iter().chain(["error"]).collect();
    only("the row", row, &known)?;
    let config = config(row)?;
    let data = AvroData::new(config);
    let connect = schema(&row["connect"])?;
    let given = value(connect.as_ref(), &row["value"])?;
    if let Some(error) = row["error"].as_str() {
        return refused(data.payload(connect.as_ref(), &given).map(|payload| format!("{payload:?}")), error);
    }
    let avro = match &connect {
        Some(connect) => data.from_connect_schema(connect),
        None => Ok(AvroData::anything().clone()),
    };
    let mut bytes = Vec::new();
    let (avro, payload) = match avro
        .and_then(|avro| data.from_connect_data(connect.as_ref(), &given, &mut bytes).map(|()| avro))
        .and_then(|avro| Ok((avro, data.payload(connect.as_ref(), &given)?)))
    {
        Ok(written) => written,
        Err(error) => return differs(&row["avro_hex"], error.chain()),
    };
    if !row["avro"].is_null() {
        same("the schema", &serde_json::from_str::<Json>(&avro.to_string()).unwrap(), &row["avro"])?;
    }
    if let Some(expected) = row["avro_hex"].as_str() {
        same("the bytes", to_hex(&bytes).as_str(), expected)?;
    }
    let expected = |key: &str| row[key].as_str().map(str::to_owned);
    if row.get("payload_hex").is_some() {
        same("the payload", &payload.as_deref().map(to_hex), &expected("payload_hex"))?;
    }
    let framed = payload.as_deref().map(|payload| {
        let mut out = Vec::new();
        wire::frame(1, payload, &mut out);
        out
    });
    if row.get("wire_hex_schema_id_1").is_some() {
        same("the message", &framed.as_deref().map(to_hex), &expected("wire_hex_schema_id_1"))?;
    }
    back(&data, &avro, &given, &bytes, payload.as_deref())
}

/// What was written is read again, and what was read is written again.
fn back(data: &AvroData, avro: &Schema, given: &Value, bytes: &[u8], payload: Option<&[u8]>) -> Outcome {
    let read = match data.to_connect_data(avro, bytes) {
        Ok(read) => read,
        Err(error) => return differs("what was written", error.chain()),
    };
    if let Some(payload) = payload {
        let of_payload = data.from_payload(avro, None, payload).map(|read| value_json(&read.value));
        same("what is read of the payload", &of_payload.map_err(|error| error.chain()), &Ok(value_json(&read.value)))?;
    }
    let mut again = Vec::new();
    if *given != Value::Null {
        let written = data.from_connect_data(read.schema.as_ref(), &read.value, &mut again);
        same("writing what was read", &written.map_err(|error| error.chain()), &Ok(()))?;
        same("the bytes of what was read", &to_hex(&again), &to_hex(bytes))?;
    }
    // A default may stand where there was a null.
    let nothing = value_json(given).to_string().contains("null");
    if nothing { Ok(()) } else { same("what is read", &value_json(&read.value), &value_json(given)) }
}

/// What the writer of another library wrote of its own decimals, dates and times.
fn logical(row: &Json) -> Outcome {
    only("the row", row, &["schema", "value", "hex", "section"])?;
    let avro: Schema = row["schema"].to_string().parse().unwrap();
    let bytes = hex(text("hex", &row["hex"])?);
    let data = AvroData::default();
    let read = match data.to_connect_data(&avro, &bytes) {
        Ok(read) => read,
        Err(error) => return differs(&row["value"], error.chain()),
    };
    let expected = text("value", &row["value"])?;
    let came = match &read.value {
        Value::Decimal(unscaled, scale) => decimal(unscaled, *scale),
        Value::Date(days) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            epoch.checked_add(jiff::Span::new().days(*days)).unwrap().to_string()
        }
        Value::Time(ms) => {
            let midnight = jiff::civil::time(0, 0, 0, 0);
            midnight.checked_add(jiff::Span::new().milliseconds(*ms)).unwrap().to_string()
        }
        Value::Timestamp(ms) => jiff::Timestamp::from_millisecond(*ms).unwrap().to_string(),
        other => value_json(other).to_string(),
    };
    same("the value", came.as_str(), expected)?;
    let mut again = Vec::new();
    let written = data.from_connect_data(read.schema.as_ref(), &read.value, &mut again);
    same("writing what was read", &written.map_err(|error| error.chain()), &Ok(()))?;
    same("the bytes", &to_hex(&again), &to_hex(&bytes))
}

fn decimal(unscaled: &[u8], scale: i32) -> String {
    let mut number = if unscaled[0] >= 0x80 { -1_i128 } else { 0 };
    for byte in unscaled {
        number = number << 8 | i128::from(*byte);
    }
    let scale = usize::try_from(scale).unwrap();
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

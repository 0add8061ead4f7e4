//! `canonical/1`: a schema's text, its Parsing Canonical Form and the fingerprints of that.

use kconnect::avro::Schema;
use serde_json::Value;

use crate::formats::outcome::{Outcome, differs, only, same, skipped, text};

/// Runs one row.
pub(crate) fn run(row: &Value) -> Outcome {
    only(
        "the row",
        row,
        &[
            "id",
            "avro_text",
            "canonical",
            "crc64_avro_hex_le",
            "sha256",
            "md5",
            "verified_with",
            "since",
            "note",
            "source",
        ],
    )?;
    let given = text("avro_text", &row["avro_text"])?;
    let schema: Schema = match given.parse() {
        Ok(schema) => schema,
        Err(error) => return differs("a schema", error),
    };
    expect("canonical form", row, "canonical", &schema.canonical_form())?;
    expect("CRC-64-AVRO", row, "crc64_avro_hex_le", &hex(&schema.fingerprint_crc64().to_le_bytes()))?;
    expect("SHA-256", row, "sha256", &hex(&schema.fingerprint_sha256()))?;
    expect("MD5", row, "md5", &hex(&schema.fingerprint_md5()))
}

fn expect(what: &str, row: &Value, key: &str, came: &str) -> Outcome {
    if row[key].is_null() {
        skipped(format!("the row has no `{key}`"))
    } else {
        same(what, came, text(key, &row[key])?)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

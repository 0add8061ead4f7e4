//! A consumer that is not ours: Confluent's Python client, with its own Avro decoder, in a process of its own.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::{Result, failure::Context, paths, python};

/// A record as Confluent's client decodes it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Decoded {
    /// The key.
    pub key: Value,
    /// The value; null is a tombstone.
    pub value: Value,
    /// The partition that it lies in.
    pub partition: i32,
    /// Its offset in the partition.
    pub offset: i64,
    /// Milliseconds since 1970.
    pub timestamp: Option<i64>,
    /// Names and values, in their order.
    pub headers: Vec<(String, Option<String>)>,
}

/// Waits until so many records could be read from the start of a topic, and returns them decoded: within a partition in
/// order.
///
/// Dates and times are shown as the numbers that they are on the wire, a timestamp in milliseconds, a date in days;
/// bytes as base64, decimals as text.
///
/// # Errors
/// If there are fewer after `limit`, or if a record cannot be decoded; with the client's own words.
pub fn avro(bootstrap: &str, registry: &str, topic: &str, count: usize, limit: Duration) -> Result<Vec<Decoded>> {
    let script = paths::tests().join("e2e").join("decode.py");
    let (count, seconds) = (count.to_string(), limit.as_secs_f64().to_string());
    // The script watches the time itself, and tells what it had when it was over.
    let outer = limit + Duration::from_mins(1);
    let lines = python::run(&script, &[bootstrap, registry, topic, &count, &seconds], outer)?;
    let decode = |line: &str| serde_json::from_str(line).doing(|| format!("reading `{line}` of decode.py"));
    lines.lines().map(decode).collect()
}

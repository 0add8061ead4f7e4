//! The notation of records: `{"kind", "topic", "partition", "key_schema", "key", "value_schema", "value", "timestamp",
//! "headers": [{"key", "schema", "value"}], "kafka_offset"}`.

use kconnect::{ConnectRecord, Headers, Origin, SchemaAndValue, TimestampType, TopicPartition};
use serde_json::Value as Json;

use crate::formats::{
    connect::{same_schema, same_value, schema, value},
    outcome::{Outcome, array, differs, object, only, same, skipped, text},
};

const KNOWN: [&str; 10] = [
    "kind",
    "topic",
    "partition",
    "key_schema",
    "key",
    "value_schema",
    "value",
    "timestamp",
    "headers",
    "kafka_offset",
];

/// A record. One of a sink stands at `kafka_offset`, which is 0 if not said.
pub(crate) fn record(json: &Json) -> Outcome<ConnectRecord> {
    only("the record", json, &KNOWN)?;
    let topic = text("topic", &json["topic"])?;
    let kafka_partition = optional("partition", &json["partition"])?;
    let origin = match text("kind", &json["kind"])? {
        "source" => None,
        "sink" => Some(Origin {
            partition: TopicPartition { topic: topic.into(), partition: kafka_partition.unwrap_or_default() },
            offset: optional("kafka_offset", &json["kafka_offset"])?.unwrap_or_default(),
            timestamp_type: TimestampType::CreateTime,
        }),
        other => return skipped(format!("no record is of the kind `{other}`")),
    };
    if origin.is_none() && !json["kafka_offset"].is_null() {
        return skipped("a source's record has no offset in Kafka");
    }
    Ok(ConnectRecord {
        topic: topic.into(),
        kafka_partition,
        key: half(&json["key_schema"], &json["key"])?,
        value: half(&json["value_schema"], &json["value"])?,
        timestamp_ms: optional("timestamp", &json["timestamp"])?,
        headers: headers(&json["headers"])?,
        origin,
    })
}

fn optional<T: TryFrom<i64>>(what: &str, json: &Json) -> Outcome<Option<T>> {
    if json.is_null() {
        return Ok(None);
    }
    match json.as_i64().and_then(|number| number.try_into().ok()) {
        Some(number) => Ok(Some(number)),
        None => skipped(format!("`{what}` is no such number: {json}")),
    }
}

fn half(of_schema: &Json, of_value: &Json) -> Outcome<SchemaAndValue> {
    let schema = schema(of_schema)?;
    let value = value(of_value, schema.as_ref())?;
    Ok(SchemaAndValue { schema, value })
}

fn headers(json: &Json) -> Outcome<Headers> {
    let mut headers = Headers::default();
    if json.is_null() {
        return Ok(headers);
    }
    for header in array("headers", json)? {
        only("the header", header, &["key", "schema", "value"])?;
        headers.add(text("key", &header["key"])?, half(&header["schema"], &header["value"])?);
    }
    Ok(headers)
}

/// Holds if the record has the expected attributes, and whatever others.
pub(crate) fn same_record(came: &ConnectRecord, expected: &Json) -> Outcome {
    only("the expected record", expected, &KNOWN)?;
    if expected.as_object().is_some_and(serde_json::Map::is_empty) {
        return skipped("nothing is expected of the record");
    }
    for (name, expected) in object("the expected record", expected)? {
        match name.as_str() {
            "kind" => same("kind", if came.origin.is_some() { "sink" } else { "source" }, text("kind", expected)?)?,
            "topic" => same("topic", &*came.topic, text("topic", expected)?)?,
            "partition" => same("partition", &came.kafka_partition, &optional("partition", expected)?)?,
            "key_schema" => same_schema(came.key.schema.as_ref(), expected)?,
            "key" => same_value(&came.key.value, expected)?,
            "value_schema" => same_schema(came.value.schema.as_ref(), expected)?,
            "value" => same_value(&came.value.value, expected)?,
            "timestamp" => same("timestamp", &came.timestamp_ms, &optional("timestamp", expected)?)?,
            "headers" => same_headers(&came.headers, array("headers", expected)?)?,
            _ => {
                let offset = came.origin.as_ref().map(|origin| origin.offset);
                same("offset", &offset, &optional("kafka_offset", expected)?)?;
            }
        }
    }
    Ok(())
}

fn same_headers(came: &Headers, expected: &[Json]) -> Outcome {
    if came.len() != expected.len() {
        return differs(format!("{} headers", expected.len()), format!("{came:?}"));
    }
    for ((name, came), expected) in came.iter().zip(expected) {
        only("the header", expected, &["key", "schema", "value"])?;
        same("the header", name, text("key", &expected["key"])?)?;
        same_schema(came.schema.as_ref(), &expected["schema"])?;
        same_value(&came.value, &expected["value"])?;
    }
    Ok(())
}

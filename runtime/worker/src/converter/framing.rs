//! What surrounds the bytes of records that write themselves.

use std::sync::Arc;

use super::{avro::WireSchema, json::JsonFraming};

/// What surrounds the encoding of one part of one kind of record.
pub(crate) enum Framing {
    /// A zero byte and the schema's id in four, big-endian, then Avro binary.
    Avro(Arc<WireSchema>),
    /// The JSON payload, alone or behind what precedes it in the envelope with the schema.
    Json(JsonFraming),
    /// The text alone.
    Text,
    /// Bytes as they are, or a number's.
    Raw,
    /// The part is written by the converter, value by value: its schema is known at run time only.
    Dynamic,
}

//! What a transformation asks of a record: Kafka's `Requirements`, message for message.
//!
//! `purpose` is what the transformation does, as its messages say it: `field extraction`.

use kconnect::{
    ConnectRecord, Origin,
    data::{Schema, Struct, Value},
};

use super::TransformException;

type Result<T> = std::result::Result<T, TransformException>;

/// A schema that is there.
pub(super) fn require_schema<'a>(schema: Option<&'a Schema>, purpose: &str) -> Result<&'a Schema> {
    schema.ok_or_else(|| TransformException::data(format!("Schema required for [{purpose}]")))
}

/// A map.
pub(super) fn require_map(value: Value, purpose: &str) -> Result<Vec<(Value, Value)>> {
    match value {
        Value::Map(entries) => Ok(entries),
        other => Err(no_map(&other, purpose)),
    }
}

/// A map that is looked at only.
pub(super) fn require_map_ref<'a>(value: &'a Value, purpose: &str) -> Result<&'a [(Value, Value)]> {
    match value {
        Value::Map(entries) => Ok(entries),
        other => Err(no_map(other, purpose)),
    }
}

/// A map or null.
pub(super) fn require_map_or_null<'a>(value: &'a Value, purpose: &str) -> Result<Option<&'a [(Value, Value)]>> {
    if *value == Value::Null { Ok(None) } else { require_map_ref(value, purpose).map(Some) }
}

/// A struct.
pub(super) fn require_struct<'a>(value: &'a Value, purpose: &str) -> Result<&'a Struct> {
    match value {
        Value::Struct(of) => Ok(of),
        other => {
            let found = other.java_class();
            Err(TransformException::data(format!("Only Struct objects supported for [{purpose}], found: {found}")))
        }
    }
}

/// A struct to be taken apart.
pub(super) fn into_struct(value: Value, purpose: &str) -> Result<Struct> {
    match value {
        Value::Struct(of) => Ok(of),
        other => require_struct(&other, purpose).cloned(),
    }
}

/// A struct or null.
pub(super) fn require_struct_or_null<'a>(value: &'a Value, purpose: &str) -> Result<Option<&'a Struct>> {
    if *value == Value::Null { Ok(None) } else { require_struct(value, purpose).map(Some) }
}

/// A record that comes from Kafka.
pub(super) fn require_sink_record<'a>(record: &'a ConnectRecord, purpose: &str) -> Result<&'a Origin> {
    record.origin.as_ref().ok_or_else(|| {
        let found = "org.apache.kafka.connect.source.SourceRecord";
        TransformException::data(format!("Only SinkRecord supported for [{purpose}], found: {found}"))
    })
}

fn no_map(value: &Value, purpose: &str) -> TransformException {
    let found = value.java_class();
    TransformException::data(format!("Only Map objects supported in absence of schema for [{purpose}], found: {found}"))
}

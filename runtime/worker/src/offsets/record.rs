//! The records of an offsets topic, made and read.

use std::sync::OnceLock;

use kconnect::{
    Value,
    json::{JsonConverter, JsonConverterConfig},
};

use super::{OffsetError, entry};
use crate::validate::java_map;

/// The record that stores an offset, byte for byte as Kafka Connect writes it (`OffsetStorageWriter.doFlush`): the key
/// `["connector",{partition}]`, and the offset as the value, both as JSON without schemas.
///
/// Fields of a partition or an offset are in the order in which a Java `HashMap` lists them.
///
/// # Examples
/// ```
/// use kconnect::Value;
/// use kconnect_worker::offsets::OffsetRecord;
///
/// let map = |name: &str, value| Value::Map(vec![(Value::String(name.to_owned()), value)]);
/// let partition = map("filename", Value::String("test.txt".to_owned()));
/// let record = OffsetRecord::new("file-source", &partition, &map("position", Value::Int64(3)))?;
/// assert_eq!(record.key, br#"["file-source",{"filename":"test.txt"}]"#);
/// assert_eq!(record.value.as_deref(), Some(br#"{"position":3}"#.as_slice()));
/// # Ok::<(), kconnect_worker::offsets::OffsetError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OffsetRecord {
    /// The record's key.
    pub key: Vec<u8>,
    /// The record's value; `None`, a tombstone, when there is no offset.
    pub value: Option<Vec<u8>>,
}

impl OffsetRecord {
    /// The record for a source partition and its offset: maps with texts as keys and primitive values, or null.
    ///
    /// # Errors
    /// [`OffsetError::Format`] for anything else, in Kafka's words (`OffsetUtils.validateFormat`).
    pub fn new(connector: &str, partition: &Value, offset: &Value) -> Result<Self, OffsetError> {
        let (partition, offset) = (validated(partition)?, validated(offset)?);
        let key = json(&Value::Array(vec![Value::String(connector.to_owned()), partition]))?;
        Ok(Self { key: key.unwrap_or_default(), value: json(&offset)? })
    }
}

/// Whose offset a record's key is about, and of which source partition (`OffsetUtils.processPartitionKey`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OffsetKey {
    /// The connector's name.
    pub connector: String,
    /// The source partition as JSON; `None` for null.
    pub partition: Option<serde_json::Map<String, serde_json::Value>>,
}

impl OffsetKey {
    /// Reads the key of a record.
    ///
    /// # Errors
    /// [`OffsetError::Format`]: what is wrong with it. Kafka Connect ignores such records, with a warning.
    pub fn parse(key: &[u8]) -> Result<Self, OffsetError> {
        entry::parse_key(key).map(|(connector, partition)| Self { connector, partition })
    }
}

fn json(value: &Value) -> Result<Option<Vec<u8>>, OffsetError> {
    static CONVERTER: OnceLock<Option<JsonConverter>> = OnceLock::new();
    let made = || {
        let config = JsonConverterConfig { schemas_enable: false, ..JsonConverterConfig::default() };
        JsonConverter::new(config).ok()
    };
    let Some(converter) = CONVERTER.get_or_init(made) else { return Ok(None) };
    converter.from_connect_data(None, value).map_err(|error| OffsetError::Format(error.to_string()))
}

/// The value in the order of a Java map.
fn validated(value: &Value) -> Result<Value, OffsetError> {
    let entries = match value {
        Value::Null => return Ok(Value::Null),
        Value::Map(entries) => entries,
        _ => return Err(OffsetError::Format("Offsets must be specified as a Map".to_owned())),
    };
    let mut named = Vec::new();
    for (name, value) in entries {
        let Value::String(name) = name else {
            return Err(OffsetError::Format("Offsets may only use String keys".to_owned()));
        };
        let found = match value {
            Value::Array(_) => "ARRAY",
            Value::Map(_) => "MAP",
            Value::Struct(_) => "STRUCT",
            Value::Decimal(..) => "class java.math.BigDecimal",
            Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => "class java.util.Date",
            _ => {
                named.push((name.clone(), value.clone()));
                continue;
            }
        };
        return Err(entry::not_primitive(name, found));
    }
    java_map::sort(&mut named, |(name, _)| name);
    Ok(Value::Map(named.into_iter().map(|(name, value)| (Value::String(name), value)).collect()))
}

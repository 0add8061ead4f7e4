//! Keys and values of stored offsets: `["connector",{partition}]` and `{offset}` as schemaless JSON.

use serde_json::{Map, Value};

use super::OffsetError;

/// What two keys have in common when they mean the same partition, whatever the order of their fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PartitionId(String);

impl PartitionId {
    /// The identity of `partition`, which is JSON text, within a connector.
    pub(super) fn new(connector: &str, partition: &str) -> Result<Self, OffsetError> {
        let partition = flat(partition)?;
        Ok(Self::of(connector, &partition))
    }

    /// The identity of a stored key; `None` for keys of something else, which are kept and never looked at.
    pub(super) fn of_stored(key: &[u8]) -> Option<Self> {
        let (connector, partition) = parse_key(key).ok()?;
        Some(Self::of(&connector, &partition.map_or(Value::Null, Value::Object)))
    }

    fn of(connector: &str, partition: &Value) -> Self {
        let mut text = Value::from(connector).to_string();
        if let Value::Object(fields) = partition {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            for (name, value) in fields {
                text.push(',');
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                text.push_str(&value.to_string());
            }
        } else {
            text.push_str(",null");
        }
        Self(text)
    }
}

/// The connector and the partition of a stored key, `None` for the partition null; or what is wrong with it, in Kafka's
/// words.
pub(super) fn parse_key(key: &[u8]) -> Result<(String, Option<Map<String, Value>>), OffsetError> {
    let wrong = |what: String| Err(OffsetError::Format(what));
    let Ok(json) = serde_json::from_slice::<Value>(key) else {
        return wrong(
            "Ignoring offset partition key since it cannot be read by the converter: it is no JSON".to_owned(),
        );
    };
    let Value::Array(parts) = json else {
        return wrong(format!(
            "Ignoring offset partition key with an unexpected format. Expected type: java.util.List, actual type: {}",
            java_class(&json)
        ));
    };
    let [connector, partition] = <[Value; 2]>::try_from(parts).map_err(|parts| {
        OffsetError::Format(format!(
            "Ignoring offset partition key with an unexpected number of elements. Expected: 2, actual: {}",
            parts.len()
        ))
    })?;
    let Value::String(connector) = connector else {
        return wrong(format!(
            "Ignoring offset partition key with an unexpected format for the first element in the partition key list. \
             Expected type: java.lang.String, actual type: {}",
            java_class(&connector)
        ));
    };
    match partition {
        Value::Object(partition) => Ok((connector, Some(partition))),
        Value::Null => Ok((connector, None)),
        other => wrong(format!(
            "Ignoring offset partition key with an unexpected format for the second element in the partition key list. \
             Expected type: java.util.Map, actual type: {}",
            java_class(&other)
        )),
    }
}

/// What Java reads the JSON as.
fn java_class(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "java.lang.Boolean",
        Value::Number(number) if number.is_f64() => "java.lang.Double",
        Value::Number(_) => "java.lang.Long",
        Value::String(_) => "java.lang.String",
        Value::Array(_) => "java.util.ArrayList",
        Value::Object(_) => "java.util.HashMap",
    }
}

/// Kafka's words for a field that is no primitive.
pub(super) fn not_primitive(name: &str, found: &str) -> OffsetError {
    OffsetError::Format(format!(
        "Offsets may only contain primitive types as values, but field {name} contains {found}"
    ))
}

/// The bytes under which a partition is stored when nothing is stored for it yet.
pub(super) fn key(connector: &str, partition: &str) -> Vec<u8> {
    format!("[{},{partition}]", Value::from(connector)).into_bytes()
}

/// The bytes of an offset; `None`, a tombstone, for `null`.
pub(super) fn value(offset: &str) -> Result<Option<Vec<u8>>, OffsetError> {
    Ok(match flat(offset)? {
        Value::Null => None,
        _ => Some(offset.as_bytes().to_vec()),
    })
}

/// Kafka's rule for partitions and offsets, in its words (`OffsetUtils.validateFormat`).
fn flat(text: &str) -> Result<Value, OffsetError> {
    let data = serde_json::from_str::<Value>(text).map_err(|error| OffsetError::Format(error.to_string()))?;
    let fields = match &data {
        Value::Null => return Ok(data),
        Value::Object(fields) => fields,
        _ => return Err(OffsetError::Format("Offsets must be specified as a Map".to_owned())),
    };
    for (name, value) in fields {
        let found = match value {
            Value::Array(_) => "ARRAY",
            Value::Object(_) => "MAP",
            _ => continue,
        };
        return Err(not_primitive(name, found));
    }
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_fields_makes_no_difference() {
        let ours = PartitionId::new("c", r#"{"a":1,"b":"x"}"#).unwrap();
        assert_eq!(PartitionId::of_stored(br#"["c", {"b": "x", "a": 1}]"#), Some(ours.clone()));
        assert_ne!(PartitionId::of_stored(br#"["c",{"a":"1","b":"x"}]"#), Some(ours.clone()));
        assert_ne!(PartitionId::of_stored(br#"["d",{"a":1,"b":"x"}]"#), Some(ours));
    }

    #[test]
    fn keys_are_kafkas() {
        assert_eq!(key("a\"b", r#"{"f":"C:\\x"}"#), br#"["a\"b",{"f":"C:\\x"}]"#);
        assert_eq!(key("c", "null"), br#"["c",null]"#);
    }

    #[test]
    fn a_null_offset_is_a_tombstone() {
        assert_eq!(value("null").unwrap(), None);
        assert_eq!(value("{}").unwrap(), Some(b"{}".to_vec()));
    }

    #[test]
    fn nested_data_is_refused_in_kafkas_words() {
        let text = |json: &str| value(json).unwrap_err().to_string();
        assert_eq!(
            text(r#"{"a":[1]}"#),
            "Offsets may only contain primitive types as values, but field a contains ARRAY"
        );
        assert_eq!(text(r#"{"a":{}}"#), "Offsets may only contain primitive types as values, but field a contains MAP");
        assert_eq!(text("1"), "Offsets must be specified as a Map");
    }
}

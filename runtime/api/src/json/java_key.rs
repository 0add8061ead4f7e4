//! When two values are one key of a Java map.

use crate::data::Value;

/// What two values have in common if, and only if, they are equal in Java; `None` for what is equal to itself alone: an array
/// of bytes, or a list or map with one in it.
pub(crate) fn java_key(value: &Value) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    write(value, &mut key).then_some(key)
}

fn write(value: &Value, key: &mut Vec<u8>) -> bool {
    let mut tagged = |tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend_from_slice(&bytes.len().to_le_bytes());
        key.extend_from_slice(bytes);
        true
    };
    match value {
        Value::Null => tagged(0, &[]),
        Value::Boolean(value) => tagged(1, &[u8::from(*value)]),
        Value::Int8(value) => tagged(2, &value.to_le_bytes()),
        Value::Int16(value) => tagged(3, &value.to_le_bytes()),
        Value::Int32(value) => tagged(4, &value.to_le_bytes()),
        Value::Int64(value) => tagged(5, &value.to_le_bytes()),
        // As `Float.equals`: NaN is itself, and the zeros are two.
        Value::Float32(value) => tagged(6, &if value.is_nan() { f32::NAN } else { *value }.to_bits().to_le_bytes()),
        Value::Float64(value) => tagged(7, &if value.is_nan() { f64::NAN } else { *value }.to_bits().to_le_bytes()),
        Value::String(value) => tagged(8, value.as_bytes()),
        Value::Bytes(_) => false,
        Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => {
            tagged(9, &value.instant().unwrap_or_default().to_le_bytes())
        }
        Value::Decimal(unscaled, scale) => tagged(10, unscaled) && tagged(11, &scale.to_le_bytes()),
        Value::Array(items) => tagged(12, &items.len().to_le_bytes()) && items.iter().all(|item| write(item, key)),
        Value::Map(entries) => {
            let mut sorted = Vec::with_capacity(entries.len());
            for (name, value) in entries {
                let mut entry = Vec::new();
                if !write(name, &mut entry) || !write(value, &mut entry) {
                    return false;
                }
                sorted.push(entry);
            }
            sorted.sort_unstable();
            tagged(13, &sorted.concat())
        }
        Value::Struct(of) => {
            tagged(14, &of.values().len().to_le_bytes());
            of.values().iter().all(|value| match value {
                // `Struct.equals` looks into arrays of bytes.
                Value::Bytes(bytes) => {
                    key.push(15);
                    key.extend_from_slice(&bytes.len().to_le_bytes());
                    key.extend_from_slice(bytes);
                    true
                }
                other => write(other, key),
            })
        }
    }
}

//! Values at run time.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher},
};

use super::{
    DataWriter, Date, Decimal, Null, Schema, Struct, Time, Timestamp, Type, ValueWriter, WriteData,
    logical::{DAY_MS, twos_complement},
};
use crate::Error;

/// A value of any type. Its schema stands beside it, not in it.
///
/// Equality is Java's `equals`: NaN equals NaN and `0.0` does not equal `-0.0`, the order of a map does not matter, a decimal is
/// its unscaled number and its scale, and what is a `java.util.Date` there ([`Date`](Value::Date), [`Time`](Value::Time),
/// [`Timestamp`](Value::Timestamp)) is an instant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value {
    /// Null.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// INT8.
    Int8(i8),
    /// INT16.
    Int16(i16),
    /// INT32.
    Int32(i32),
    /// INT64.
    Int64(i64),
    /// FLOAT32.
    Float32(f32),
    /// FLOAT64.
    Float64(f64),
    /// STRING.
    String(String),
    /// BYTES.
    Bytes(Vec<u8>),
    /// Date: days since 1970-01-01.
    Date(i32),
    /// Time: milliseconds since midnight.
    Time(i32),
    /// Timestamp: milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// Decimal: the unscaled number in big-endian two's complement, and how many digits stand behind the point.
    Decimal(Vec<u8>, i32),
    /// ARRAY.
    Array(Vec<Value>),
    /// MAP, in the order it was written.
    Map(Vec<(Value, Value)>),
    /// STRUCT, with its schema.
    Struct(Struct),
}

impl Value {
    /// The run-time value of a static one.
    pub fn of<T: WriteData + ?Sized>(data: &T) -> Self {
        let mut writer = ValueWriter::new(Schema::of(&T::TYPE, None));
        let Ok(()) = data.write(&mut writer);
        writer.finish()
    }

    /// The instant of a date, a time or a timestamp, which are all `java.util.Date` in Kafka: milliseconds since
    /// 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn instant(&self) -> Option<i64> {
        match self {
            Self::Date(days) => Some(i64::from(*days) * DAY_MS),
            Self::Time(ms) => Some(i64::from(*ms)),
            Self::Timestamp(ms) => Some(*ms),
            _ => None,
        }
    }

    /// The name of the Java class that Kafka has for such a value, as its messages name it.
    #[must_use]
    pub fn java_class(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "java.lang.Boolean",
            Self::Int8(_) => "java.lang.Byte",
            Self::Int16(_) => "java.lang.Short",
            Self::Int32(_) => "java.lang.Integer",
            Self::Int64(_) => "java.lang.Long",
            Self::Float32(_) => "java.lang.Float",
            Self::Float64(_) => "java.lang.Double",
            Self::String(_) => "java.lang.String",
            Self::Bytes(_) => "[B",
            Self::Date(_) | Self::Time(_) | Self::Timestamp(_) => "java.util.Date",
            Self::Decimal(..) => "java.math.BigDecimal",
            Self::Array(_) => "java.util.ArrayList",
            Self::Map(_) => "java.util.LinkedHashMap",
            Self::Struct(_) => "org.apache.kafka.connect.data.Struct",
        }
    }

    /// Writes the value with the schema that stands beside it.
    ///
    /// # Errors
    /// The writer's, and a data error when the value does not have that type.
    pub fn write_as<W: DataWriter<Error: From<Error>>>(&self, ty: &Type, writer: &mut W) -> Result<(), W::Error> {
        match (self, ty) {
            (Self::Null, Type::Optional(_)) => writer.optional(false, Null::First),
            (some, Type::Optional(inner)) => {
                writer.optional(true, Null::First)?;
                some.write_as(inner, writer)
            }
            (Self::Boolean(value), Type::Boolean) => writer.boolean(*value),
            (Self::Int8(value), Type::Int8) => writer.int8(*value),
            (Self::Int16(value), Type::Int16) => writer.int16(*value),
            (Self::Int32(value), Type::Int32) => writer.int32(*value),
            (Self::Int64(value), Type::Int64) => writer.int64(*value),
            (Self::Float32(value), Type::Float32) => writer.float32(*value),
            (Self::Float64(value), Type::Float64) => writer.float64(*value),
            (Self::String(value), Type::String) => writer.string(value),
            (Self::String(value), Type::Enum { node, .. }) => {
                match node.symbols.iter().position(|known| known == value) {
                    Some(index) => writer.symbol(index, node),
                    None => Err(Error::data(format!("`{value}` is not a symbol of `{}`", node.name)).into()),
                }
            }
            (Self::Bytes(value), Type::Bytes) => writer.bytes(value),
            (Self::Date(days), Type::Date) => writer.date(*days),
            (Self::Time(ms), Type::Time) => writer.time(*ms),
            (Self::Timestamp(ms), Type::Timestamp) => writer.timestamp(*ms),
            (Self::Decimal(unscaled, of), Type::Decimal { scale }) if of == scale => writer.decimal(unscaled, *scale),
            (Self::Array(items), Type::Array(of)) => {
                writer.begin_array(items.len())?;
                for item in items {
                    writer.item()?;
                    item.write_as(of, writer)?;
                }
                writer.end_array()
            }
            (Self::Map(entries), Type::Map(keys, values)) => {
                writer.begin_map(keys, entries.len())?;
                for (key, value) in entries {
                    writer.item()?;
                    key.write_as(keys, writer)?;
                    writer.item()?;
                    value.write_as(values, writer)?;
                }
                writer.end_map()
            }
            (Self::Struct(of), Type::Struct { node, .. }) if of.values().len() == node().fields.len() => {
                let (node, values) = (node(), of.values());
                writer.begin_struct(node)?;
                for (index, (field, value)) in node.fields.iter().zip(values).enumerate() {
                    writer.field(index)?;
                    match (value, &field.ty) {
                        (Self::Null, Type::Optional(_)) => writer.optional(false, field.null)?,
                        (some, Type::Optional(inner)) => {
                            writer.optional(true, field.null)?;
                            some.write_as(inner, writer)?;
                        }
                        (value, ty) => value.write_as(ty, writer)?,
                    }
                }
                writer.end_struct()
            }
            _ => Err(Error::data(format!("a value that is not of type {ty:?}")).into()),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Int8(a), Self::Int8(b)) => a == b,
            (Self::Int16(a), Self::Int16(b)) => a == b,
            (Self::Int32(a), Self::Int32(b)) => a == b,
            (Self::Int64(a), Self::Int64(b)) => a == b,
            (Self::Float32(a), Self::Float32(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Self::Float64(a), Self::Float64(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::Decimal(a, scale), Self::Decimal(b, of_b)) => a == b && scale == of_b,
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => same_entries(a, b),
            (Self::Struct(a), Self::Struct(b)) => a == b,
            _ => self.instant().is_some() && self.instant() == other.instant(),
        }
    }
}

impl Eq for Value {}

/// Whether both have the same entries, in whatever order.
fn same_entries(a: &[(Value, Value)], b: &[(Value, Value)]) -> bool {
    // Mostly the order is the same, and nothing has to be looked for.
    let same_set = || {
        let entries: HashSet<_> = a.iter().collect();
        b.iter().all(|entry| entries.contains(entry)) && entries == b.iter().collect()
    };
    a.len() == b.len() && (a == b || same_set())
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(instant) = self.instant() {
            return instant.hash(state);
        }
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Boolean(value) => value.hash(state),
            Self::Int8(value) => value.hash(state),
            Self::Int16(value) => value.hash(state),
            Self::Int32(value) => value.hash(state),
            Self::Int64(value) => value.hash(state),
            Self::Float32(value) => if value.is_nan() { f32::NAN } else { *value }.to_bits().hash(state),
            Self::Float64(value) => if value.is_nan() { f64::NAN } else { *value }.to_bits().hash(state),
            Self::String(value) => value.hash(state),
            Self::Bytes(value) => value.hash(state),
            Self::Decimal(unscaled, scale) => (unscaled, scale).hash(state),
            Self::Array(items) => items.hash(state),
            // In whatever order.
            Self::Map(entries) => {
                let hashes = entries.iter().map(|entry| BuildHasherDefault::<DefaultHasher>::default().hash_one(entry));
                hashes.fold(0, u64::wrapping_add).hash(state);
            }
            Self::Struct(of) => of.hash(state),
            Self::Null | Self::Date(_) | Self::Time(_) | Self::Timestamp(_) => {}
        }
    }
}

/// A value with its schema (Kafka's `SchemaAndValue`); without one if nothing is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaAndValue {
    /// The schema.
    pub schema: Option<Schema>,
    /// The value.
    pub value: Value,
}

impl SchemaAndValue {
    /// `SchemaAndValue.NULL`: no schema, no value.
    pub const NULL: Self = Self { schema: None, value: Value::Null };

    /// A value with a schema.
    #[must_use]
    pub fn new(schema: Schema, value: impl Into<Value>) -> Self {
        Self { schema: Some(schema), value: value.into() }
    }

    /// The schema and the value of data of a Rust type; a configured `prefix` stands before the names of records and enums.
    pub fn of<T: WriteData + ?Sized>(data: &T, prefix: Option<&str>) -> Self {
        let schema = Schema::of(&T::TYPE, prefix);
        let mut writer = ValueWriter::new(schema.clone());
        let Ok(()) = data.write(&mut writer);
        Self { schema: Some(schema), value: writer.finish() }
    }
}

macro_rules! from {
    ($($ty:ty: $variant:ident;)*) => {$(
        impl From<$ty> for Value {
            fn from(value: $ty) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}
from! {
    bool: Boolean;
    i8: Int8;
    i16: Int16;
    i32: Int32;
    i64: Int64;
    f32: Float32;
    f64: Float64;
    String: String;
    &str: String;
    Vec<u8>: Bytes;
    &[u8]: Bytes;
    Vec<Value>: Array;
    Vec<(Value, Value)>: Map;
    Struct: Struct;
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date.as_days())
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Time(time.as_ms())
    }
}

impl From<Timestamp> for Value {
    fn from(timestamp: Timestamp) -> Self {
        Self::Timestamp(timestamp.as_ms())
    }
}

impl<const SCALE: i32> From<Decimal<SCALE>> for Value {
    fn from(decimal: Decimal<SCALE>) -> Self {
        let (bytes, redundant) = twos_complement(decimal.unscaled());
        Self::Decimal(bytes.into_iter().skip(redundant).collect(), SCALE)
    }
}

/// `None` is null.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// An ARRAY.
impl<T: Into<Value>, const LEN: usize> From<[T; LEN]> for Value {
    fn from(items: [T; LEN]) -> Self {
        items.into_iter().collect()
    }
}

/// An ARRAY.
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

/// A MAP.
impl<K: Into<Value>, V: Into<Value>> From<BTreeMap<K, V>> for Value {
    fn from(entries: BTreeMap<K, V>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// A MAP.
impl<K: Into<Value>, V: Into<Value>, S> From<HashMap<K, V, S>> for Value {
    fn from(entries: HashMap<K, V, S>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_nested_value_comes_out_as_it_went_in_with_map_keys_sorted() {
        let data = HashMap::from([("b".to_owned(), vec![Some(1_i64), None]), ("a".to_owned(), vec![])]);
        let value = Value::of(&data);
        let expected = [
            (Value::String("a".into()), Value::Array(vec![])),
            (Value::String("b".into()), Value::Array(vec![Value::Int64(1), Value::Null])),
        ];
        assert!(matches!(value, Value::Map(entries) if entries == expected));
    }

    fn hash(value: &Value) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
    }

    #[test]
    fn values_are_equal_as_they_are_in_java() {
        let entry = |key: &str, value: f64| (Value::from(key), Value::from(value));
        for (a, b) in [
            (Value::from(f64::NAN), Value::from(-f64::NAN)),
            (Value::Date(1), Value::Timestamp(86_400_000)),
            (Value::Time(5), Value::Timestamp(5)),
            (vec![entry("a", 1.0), entry("b", 2.0)].into(), vec![entry("b", 2.0), entry("a", 1.0)].into()),
        ] {
            assert_eq!(a, b);
            assert_eq!(hash(&a), hash(&b), "{a:?}");
        }
        for (a, b) in [
            (Value::from(0.0_f64), Value::from(-0.0_f64)),
            (Value::from(1), Value::from(1_i64)),
            (Value::Timestamp(1), Value::Int64(1)),
            (Value::Decimal(vec![10], 1), Value::Decimal(vec![100], 2)),
            (vec![entry("a", 1.0), entry("a", 1.0)].into(), vec![entry("a", 1.0), entry("b", 2.0)].into()),
            (Value::Null, Value::Boolean(false)),
        ] {
            assert_ne!(a, b);
            assert_ne!(b, a);
        }
    }
}

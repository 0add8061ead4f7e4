//! Run-time values: defaults today, whatever is known only at run time tomorrow.

use std::convert::Infallible;

use super::{DataWriter, Null, StructNode, Type, WriteData};
use crate::Error;

/// A value of any type. Its schema stands beside it, not in it.
#[derive(Clone, Debug, PartialEq)]
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
    /// STRUCT: the fields' values, in the schema's order.
    Struct(Vec<Value>),
}

impl Value {
    /// The run-time value of a static one.
    pub fn of<T: WriteData + ?Sized>(data: &T) -> Self {
        let mut writer = ValueWriter { open: Vec::new(), done: Self::Null };
        let Ok(()) = data.write(&mut writer);
        writer.done
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
            (Self::String(value), Type::Enum { node, .. }) => match node().symbols.iter().find(|known| *known == value)
            {
                Some(symbol) => writer.symbol(symbol),
                None => Err(Error::data(format!("`{value}` is not a symbol of `{}`", node().name)).into()),
            },
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
            (Self::Struct(values), Type::Struct { node, .. }) if values.len() == node().fields.len() => {
                let node = node();
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
}

/// Builds a [`Value`].
struct ValueWriter {
    open: Vec<Open>,
    done: Value,
}

enum Open {
    Array(Vec<Value>),
    Map(Vec<(Value, Value)>, Option<Value>),
    Struct(Vec<Value>),
}

#[expect(clippy::unnecessary_wraps, reason = "what every method of the trait returns")]
impl ValueWriter {
    fn put(&mut self, value: Value) -> Result<(), Infallible> {
        match self.open.last_mut() {
            None => self.done = value,
            Some(Open::Array(items) | Open::Struct(items)) => items.push(value),
            Some(Open::Map(entries, key)) => match key.take() {
                None => *key = Some(value),
                Some(key) => entries.push((key, value)),
            },
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Infallible> {
        match self.open.pop() {
            Some(Open::Array(items)) => self.put(Value::Array(items)),
            Some(Open::Map(entries, _)) => self.put(Value::Map(entries)),
            Some(Open::Struct(fields)) => self.put(Value::Struct(fields)),
            None => Ok(()),
        }
    }
}

impl DataWriter for ValueWriter {
    type Error = Infallible;

    fn boolean(&mut self, value: bool) -> Result<(), Infallible> {
        self.put(Value::Boolean(value))
    }

    fn int8(&mut self, value: i8) -> Result<(), Infallible> {
        self.put(Value::Int8(value))
    }

    fn int16(&mut self, value: i16) -> Result<(), Infallible> {
        self.put(Value::Int16(value))
    }

    fn int32(&mut self, value: i32) -> Result<(), Infallible> {
        self.put(Value::Int32(value))
    }

    fn int64(&mut self, value: i64) -> Result<(), Infallible> {
        self.put(Value::Int64(value))
    }

    fn float32(&mut self, value: f32) -> Result<(), Infallible> {
        self.put(Value::Float32(value))
    }

    fn float64(&mut self, value: f64) -> Result<(), Infallible> {
        self.put(Value::Float64(value))
    }

    fn string(&mut self, value: &str) -> Result<(), Infallible> {
        self.put(Value::String(value.to_owned()))
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Infallible> {
        self.put(Value::Bytes(value.to_owned()))
    }

    fn date(&mut self, days: i32) -> Result<(), Infallible> {
        self.put(Value::Date(days))
    }

    fn time(&mut self, ms: i32) -> Result<(), Infallible> {
        self.put(Value::Time(ms))
    }

    fn timestamp(&mut self, ms: i64) -> Result<(), Infallible> {
        self.put(Value::Timestamp(ms))
    }

    fn decimal(&mut self, unscaled: &[u8], scale: i32) -> Result<(), Infallible> {
        self.put(Value::Decimal(unscaled.to_owned(), scale))
    }

    fn optional(&mut self, some: bool, _null: Null) -> Result<(), Infallible> {
        if some { Ok(()) } else { self.put(Value::Null) }
    }

    fn begin_array(&mut self, len: usize) -> Result<(), Infallible> {
        self.open.push(Open::Array(Vec::with_capacity(len)));
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Infallible> {
        self.close()
    }

    fn begin_map(&mut self, _key: &Type, len: usize) -> Result<(), Infallible> {
        self.open.push(Open::Map(Vec::with_capacity(len), None));
        Ok(())
    }

    fn end_map(&mut self) -> Result<(), Infallible> {
        self.close()
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Infallible> {
        self.open.push(Open::Struct(Vec::with_capacity(node.fields.len())));
        Ok(())
    }

    fn field(&mut self, _index: usize) -> Result<(), Infallible> {
        Ok(())
    }

    fn end_struct(&mut self) -> Result<(), Infallible> {
        self.close()
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
        let expected = Value::Map(vec![
            (Value::String("a".into()), Value::Array(vec![])),
            (Value::String("b".into()), Value::Array(vec![Value::Int64(1), Value::Null])),
        ]);
        assert_eq!(value, expected);
    }
}

//! `ShortConverter`, `IntegerConverter`, `LongConverter`, `FloatConverter` and `DoubleConverter`.

use std::{fmt, marker::PhantomData};

use super::{Converter, optional};
use crate::data::{DataException, Schema, SchemaAndValue, SchemaType, Value};

/// INT16 in two bytes (`org.apache.kafka.connect.converters.ShortConverter`).
pub type ShortConverter = NumberConverter<i16>;
/// INT32 in four bytes (`org.apache.kafka.connect.converters.IntegerConverter`).
pub type IntegerConverter = NumberConverter<i32>;
/// INT64 in eight bytes (`org.apache.kafka.connect.converters.LongConverter`).
pub type LongConverter = NumberConverter<i64>;
/// FLOAT32 in four bytes (`org.apache.kafka.connect.converters.FloatConverter`).
pub type FloatConverter = NumberConverter<f32>;
/// FLOAT64 in eight bytes (`org.apache.kafka.connect.converters.DoubleConverter`).
pub type DoubleConverter = NumberConverter<f64>;

/// Numbers of one type, big-endian (`org.apache.kafka.connect.converters.NumberConverter`). The schema is not looked at.
#[derive(Clone, Copy, Default)]
pub struct NumberConverter<N>(PhantomData<N>);

impl<N> NumberConverter<N> {
    /// A converter.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<N: Number> fmt::Debug for NumberConverter<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NumberConverter({})", N::NAME)
    }
}

/// A number that a [`NumberConverter`] converts.
pub trait Number: Copy + Send + Sync {
    /// Kafka's name of it in messages.
    const NAME: &'static str;
    /// Its type.
    const TYPE: SchemaType;
    /// Its Java class, without the package.
    const CLASS: &'static str;
    /// What Kafka says about bytes of another number.
    const SIZE: &'static str;

    /// The number, if the value is one of this type.
    fn of(value: &Value) -> Option<Self>;
    /// The value.
    fn into_value(self) -> Value;
    /// Its bytes, big-endian.
    fn to_bytes(self) -> Vec<u8>;
    /// The number of that many bytes, big-endian.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($ty:ty: $variant:ident, $name:literal, $class:literal, $size:literal;)*) => {$(
        impl Number for $ty {
            const NAME: &'static str = $name;
            const TYPE: SchemaType = SchemaType::$variant;
            const CLASS: &'static str = $class;
            const SIZE: &'static str = $size;

            fn of(value: &Value) -> Option<Self> {
                if let Value::$variant(number) = value { Some(*number) } else { None }
            }

            fn into_value(self) -> Value {
                Value::$variant(self)
            }

            fn to_bytes(self) -> Vec<u8> {
                self.to_be_bytes().to_vec()
            }

            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self::from_be_bytes)
            }
        }
    )*};
}
numbers! {
    i16: Int16, "short", "Short", "Size of data received by ShortDeserializer is not 2";
    i32: Int32, "integer", "Integer", "Size of data received by IntegerDeserializer is not 4";
    i64: Int64, "long", "Long", "Size of data received by LongDeserializer is not 8";
    f32: Float32, "float", "Float", "Size of data received by Deserializer is not 4";
    f64: Float64, "double", "Double", "Size of data received by Deserializer is not 8";
}

impl<N: Number> Converter for NumberConverter<N> {
    fn from_connect_data(&self, _schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        if let Value::Null = value {
            return Ok(None);
        }
        N::of(value).map(|number| Some(number.to_bytes())).ok_or_else(|| {
            let (name, class, expected) = (N::NAME, value.java_class(), N::CLASS);
            let cause = format!("class {class} cannot be cast to class java.lang.{expected}");
            DataException::data(format!("Failed to serialize to {name} (was class {class}): "))
                .caused_by(DataException::data(cause))
        })
    }

    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        let number = bytes.map(|bytes| {
            N::from_bytes(bytes).ok_or_else(|| {
                DataException::data(format!("Failed to deserialize {}: ", N::NAME))
                    .caused_by(DataException::data(N::SIZE))
            })
        });
        Ok(optional(N::TYPE, number.transpose()?.map(N::into_value)))
    }
}

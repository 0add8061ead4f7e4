//! Text and bytes as they are, read as a type.

use std::borrow::Cow;

use crate::{
    data::{DataReader, Null, StructNode, UnionNode},
    error::Error,
};

/// Reads a type from what converters without a schema give: from text strings and enums, from bytes nothing but bytes.
pub(super) enum ScalarReader<'de> {
    Text(&'de str),
    Bytes(&'de [u8]),
}

impl ScalarReader<'_> {
    #[cold]
    fn refuse<T>(&self, expected: &str) -> Result<T, Error> {
        let (converter, found) = match self {
            Self::Text(_) => ("StringConverter", "a STRING"),
            Self::Bytes(_) => ("ByteArrayConverter", "BYTES"),
        };
        Err(Error::data(format!("what the {converter} reads is {found}, and the sink takes {expected} here")))
    }
}

macro_rules! refused {
    ($($method:ident -> $ty:ty: $expected:literal;)*) => {$(
        fn $method(&mut self) -> Result<$ty, Error> {
            self.refuse($expected)
        }
    )*};
}

impl<'de> DataReader<'de> for ScalarReader<'de> {
    type Error = Error;

    const IN_ORDER: bool = true;

    refused! {
        boolean -> bool: "a BOOLEAN";
        int8 -> i8: "an INT8";
        int16 -> i16: "an INT16";
        int32 -> i32: "an INT32";
        int64 -> i64: "an INT64";
        float32 -> f32: "a FLOAT32";
        float64 -> f64: "a FLOAT64";
        date -> i32: "a Date";
        time -> i32: "a Time";
        timestamp -> i64: "a Timestamp";
        begin_array -> (): "an ARRAY";
        begin_map -> (): "a MAP";
        next_item -> bool: "an ARRAY or a MAP";
        next_field -> Option<usize>: "a STRUCT";
        end_struct -> (): "a STRUCT";
        end_union -> (): "a union";
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        match self {
            Self::Text(text) => Ok(Cow::Borrowed(text)),
            Self::Bytes(_) => self.refuse("a STRING"),
        }
    }

    fn bytes(&mut self) -> Result<Cow<'de, [u8]>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Text(_) => self.refuse("BYTES"),
        }
    }

    fn decimal(&mut self, _scale: i32) -> Result<Cow<'de, [u8]>, Error> {
        self.refuse("a Decimal")
    }

    fn optional(&mut self, _null: Null) -> Result<bool, Error> {
        Ok(true)
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Error> {
        self.refuse(&format!("the STRUCT `{}`", node.name))
    }

    fn begin_union(&mut self, node: &'static UnionNode, _nullable: bool) -> Result<Option<usize>, Error> {
        self.refuse(&format!("the union `{}`", node.name))
    }
}

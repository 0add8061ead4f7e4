//! Values as their own bytes.

use crate::{
    data::{DataWriter, Null, StructNode, Type, UnionNode},
    error::Error,
};

/// Appends bytes as they are, a boolean as one byte, and a number in its own, big-endian: what `ByteArrayConverter` and its
/// siblings write. Nothing else has such a form.
pub(super) struct RawWriter<'a>(pub(super) &'a mut Vec<u8>);

fn refused() -> Error {
    Error::data("only bytes, a boolean or a number are their own bytes; use the Avro or the JSON converter")
}

impl DataWriter for RawWriter<'_> {
    type Error = Error;

    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        self.bytes(&[u8::from(value)])
    }

    fn int8(&mut self, _value: i8) -> Result<(), Error> {
        Err(refused())
    }

    fn int16(&mut self, value: i16) -> Result<(), Error> {
        self.bytes(&value.to_be_bytes())
    }

    fn int32(&mut self, value: i32) -> Result<(), Error> {
        self.bytes(&value.to_be_bytes())
    }

    fn int64(&mut self, value: i64) -> Result<(), Error> {
        self.bytes(&value.to_be_bytes())
    }

    fn float32(&mut self, value: f32) -> Result<(), Error> {
        self.bytes(&value.to_be_bytes())
    }

    fn float64(&mut self, value: f64) -> Result<(), Error> {
        self.bytes(&value.to_be_bytes())
    }

    fn string(&mut self, _value: &str) -> Result<(), Error> {
        Err(refused())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        self.0.extend_from_slice(value);
        Ok(())
    }

    fn date(&mut self, _days: i32) -> Result<(), Error> {
        Err(refused())
    }

    fn time(&mut self, _ms: i32) -> Result<(), Error> {
        Err(refused())
    }

    fn timestamp(&mut self, _ms: i64) -> Result<(), Error> {
        Err(refused())
    }

    fn decimal(&mut self, _unscaled: &[u8], _scale: i32) -> Result<(), Error> {
        Err(refused())
    }

    fn optional(&mut self, _some: bool, _null: Null) -> Result<(), Error> {
        Err(refused())
    }

    fn begin_array(&mut self, _len: usize) -> Result<(), Error> {
        Err(refused())
    }

    fn end_array(&mut self) -> Result<(), Error> {
        Err(refused())
    }

    fn begin_map(&mut self, _key: &Type, _len: usize) -> Result<(), Error> {
        Err(refused())
    }

    fn end_map(&mut self) -> Result<(), Error> {
        Err(refused())
    }

    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<(), Error> {
        Err(refused())
    }

    fn field(&mut self, _index: usize) -> Result<(), Error> {
        Err(refused())
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        Err(refused())
    }

    fn begin_union(&mut self, _branch: usize, _node: &'static UnionNode, _nullable: bool) -> Result<(), Error> {
        Err(refused())
    }

    fn end_union(&mut self) -> Result<(), Error> {
        Err(refused())
    }
}

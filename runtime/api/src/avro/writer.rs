//! Avro binary, written straight from the traversal.

use crate::{
    Error,
    data::{DataWriter, Null, StructNode, Type},
};

/// Writes a value as Avro binary of the schema that [`Schema::of`](super::Schema::of) gives for its type.
///
/// Nothing but the value itself: what stands before it on the wire (Confluent's five bytes) is the caller's. So is
/// Confluent's exception for a record half that is nothing but BYTES: those follow the five bytes as they are, without
/// the length that this writer puts first.
///
/// A `None` is always written as null, also where the field has another default: it is the reader of data *without* the
/// field who takes the default. (Java's converter cannot tell the two apart and writes the default.)
#[derive(Debug)]
pub struct AvroWriter<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> AvroWriter<'a> {
    /// Appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    fn varint(&mut self, number: i64) {
        let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while rest >= 0x80 {
            let [low, ..] = rest.to_le_bytes();
            self.out.push(low | 0x80);
            rest >>= 7;
        }
        let [low, ..] = rest.to_le_bytes();
        self.out.push(low);
    }

    fn length(&mut self, len: usize) -> Result<(), Error> {
        self.varint(i64::try_from(len).map_err(Error::data)?);
        Ok(())
    }

    /// One block with all elements; an empty array or map has none.
    fn block(&mut self, len: usize) -> Result<(), Error> {
        if len > 0 { self.length(len) } else { Ok(()) }
    }
}

impl DataWriter for AvroWriter<'_> {
    type Error = Error;

    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        self.out.push(value.into());
        Ok(())
    }

    fn int8(&mut self, value: i8) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int16(&mut self, value: i16) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int32(&mut self, value: i32) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int64(&mut self, value: i64) -> Result<(), Error> {
        self.varint(value);
        Ok(())
    }

    fn float32(&mut self, value: f32) -> Result<(), Error> {
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn float64(&mut self, value: f64) -> Result<(), Error> {
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn string(&mut self, value: &str) -> Result<(), Error> {
        self.bytes(value.as_bytes())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        self.length(value.len())?;
        self.out.extend_from_slice(value);
        Ok(())
    }

    fn optional(&mut self, some: bool, null: Null) -> Result<(), Error> {
        // The index of the branch, 0 or 1, zigzag.
        self.out.push(if some == (null == Null::First) { 2 } else { 0 });
        Ok(())
    }

    fn begin_array(&mut self, len: usize) -> Result<(), Error> {
        self.block(len)
    }

    fn end_array(&mut self) -> Result<(), Error> {
        self.out.push(0);
        Ok(())
    }

    /// A map with other keys than strings is an array of entries in Avro: the bytes are the same.
    fn begin_map(&mut self, _key: &Type, len: usize) -> Result<(), Error> {
        self.block(len)
    }

    fn end_map(&mut self) -> Result<(), Error> {
        self.out.push(0);
        Ok(())
    }

    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<(), Error> {
        Ok(())
    }

    fn field(&mut self, _index: usize) -> Result<(), Error> {
        Ok(())
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

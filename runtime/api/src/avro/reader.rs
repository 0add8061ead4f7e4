//! Avro binary, read straight into structs.

use std::borrow::Cow;

use super::input::Input;
use crate::{
    Error,
    data::{DataReader, Null, ReadData, StructNode},
};

/// Reads a value from Avro binary that was written with the type's own schema.
///
/// The input may be anything: what does not fit is a data error, and no length in it is believed before its bytes are
/// there.
#[derive(Debug)]
pub struct AvroReader<'de> {
    input: Input<'de>,
    /// How many items are left in the blocks of the arrays and maps that are open.
    blocks: Vec<usize>,
}

impl<'de> AvroReader<'de> {
    /// Reads from `bytes`, which begin with the value.
    #[must_use]
    pub fn new(bytes: &'de [u8]) -> Self {
        Self { input: Input::new(bytes), blocks: Vec::new() }
    }

    /// Reads the one value that `bytes` are.
    ///
    /// # Errors
    /// A data error if they are anything else.
    pub fn read<T: ReadData<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
        let mut reader = Self::new(bytes);
        let value = T::read(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A data error if bytes are left.
    pub fn finish(self) -> Result<(), Error> {
        self.input.finish()
    }
}

impl<'de> DataReader<'de> for AvroReader<'de> {
    type Error = Error;

    const IN_ORDER: bool = true;

    fn boolean(&mut self) -> Result<bool, Error> {
        self.input.boolean()
    }

    fn int8(&mut self) -> Result<i8, Error> {
        self.input.narrow()
    }

    fn int16(&mut self) -> Result<i16, Error> {
        self.input.narrow()
    }

    fn int32(&mut self) -> Result<i32, Error> {
        self.input.narrow()
    }

    fn int64(&mut self) -> Result<i64, Error> {
        self.input.long()
    }

    fn float32(&mut self) -> Result<f32, Error> {
        self.input.float()
    }

    fn float64(&mut self) -> Result<f64, Error> {
        self.input.double()
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        self.input.string().map(Cow::Borrowed)
    }

    fn bytes(&mut self) -> Result<Cow<'de, [u8]>, Error> {
        self.input.bytes().map(Cow::Borrowed)
    }

    fn optional(&mut self, null: Null) -> Result<bool, Error> {
        let second = self.input.branch(2)? == 1;
        Ok(second == (null == Null::First))
    }

    fn begin_array(&mut self) -> Result<(), Error> {
        self.blocks.push(0);
        Ok(())
    }

    fn begin_map(&mut self) -> Result<(), Error> {
        self.begin_array()
    }

    fn next_item(&mut self) -> Result<bool, Error> {
        let Some(left) = self.blocks.last_mut() else { return Ok(false) };
        if *left == 0 {
            *left = self.input.block()?;
            if *left == 0 {
                self.blocks.pop();
                return Ok(false);
            }
        }
        *left -= 1;
        Ok(true)
    }

    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<(), Error> {
        self.input.enter()
    }

    fn next_field(&mut self) -> Result<Option<usize>, Error> {
        Ok(None)
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        self.input.leave();
        Ok(())
    }
}

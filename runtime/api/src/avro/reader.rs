//! Avro binary, read straight into structs.

use std::borrow::Cow;

use super::input::Input;
use crate::{
    Error,
    data::{DataReader, Null, ReadData, StructNode, UnionNode},
};

/// Reads a value from Avro binary that was written with the type's own schema.
///
/// The input may be anything: what does not fit is a data error, and no length in it is believed before its bytes are
/// there. What was written with another schema, or with options that change the form, is read with a
/// [`Plan`](super::Plan).
///
/// ```
/// use kconnect::avro::AvroReader;
///
/// let read: Vec<Option<i32>> = AvroReader::read(&[4, 2, 14, 0, 0])?;
/// assert_eq!(read, [Some(7), None]);
/// assert_eq!(
///     AvroReader::read::<String>(&[6, b'a']).unwrap_err().to_string(),
///     "not the Avro of this schema: the input ends in the middle of a value, at byte 1"
/// );
/// # Ok::<(), kconnect::Error>(())
/// ```
#[derive(Debug)]
pub struct AvroReader<'de> {
    input: Input<'de>,
    /// How many items are left in the block of the innermost array or map.
    left: usize,
    /// The same of those around it, and of what is around them: without one in another there are none.
    outer: Vec<usize>,
    open: usize,
}

impl<'de> AvroReader<'de> {
    /// Reads from `bytes`, which begin with the value.
    #[must_use]
    pub fn new(bytes: &'de [u8]) -> Self {
        Self { input: Input::new(bytes), left: 0, outer: Vec::new(), open: 0 }
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

    #[inline]
    fn boolean(&mut self) -> Result<bool, Error> {
        self.input.boolean()
    }

    #[inline]
    fn int8(&mut self) -> Result<i8, Error> {
        self.input.narrow()
    }

    #[inline]
    fn int16(&mut self) -> Result<i16, Error> {
        self.input.narrow()
    }

    #[inline]
    fn int32(&mut self) -> Result<i32, Error> {
        self.input.narrow()
    }

    #[inline]
    fn int64(&mut self) -> Result<i64, Error> {
        self.input.long()
    }

    #[inline]
    fn float32(&mut self) -> Result<f32, Error> {
        self.input.float()
    }

    #[inline]
    fn float64(&mut self) -> Result<f64, Error> {
        self.input.double()
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        self.input.string().map(Cow::Borrowed)
    }

    #[inline]
    fn bytes(&mut self) -> Result<Cow<'de, [u8]>, Error> {
        self.input.bytes().map(Cow::Borrowed)
    }

    #[inline]
    fn optional(&mut self, null: Null) -> Result<bool, Error> {
        let second = self.input.second()?;
        Ok(second == (null == Null::First))
    }

    #[inline]
    fn begin_array(&mut self) -> Result<(), Error> {
        if self.open > 0 {
            self.outer.push(self.left);
        }
        self.open += 1;
        self.left = 0;
        Ok(())
    }

    #[inline]
    fn begin_map(&mut self) -> Result<(), Error> {
        self.begin_array()
    }

    #[inline]
    fn next_item(&mut self) -> Result<bool, Error> {
        if self.left == 0 {
            self.left = self.input.block()?;
            if self.left == 0 {
                self.open -= 1;
                self.left = self.outer.pop().unwrap_or_default();
                return Ok(false);
            }
        }
        self.left -= 1;
        Ok(true)
    }

    #[inline]
    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<(), Error> {
        self.input.enter()
    }

    #[inline]
    fn next_field(&mut self) -> Result<Option<usize>, Error> {
        Ok(None)
    }

    #[inline]
    fn end_struct(&mut self) -> Result<(), Error> {
        self.input.leave();
        Ok(())
    }

    #[inline]
    fn begin_union(&mut self, node: &'static UnionNode, nullable: bool) -> Result<Option<usize>, Error> {
        let branch = self.input.branch(node.branches.len() + usize::from(nullable))?;
        Ok(if nullable { branch.checked_sub(1) } else { Some(branch) })
    }

    #[inline]
    fn end_union(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

//! Avro's binary words, read from bytes that may be anything.

use std::{error::Error as StdError, fmt};

use crate::Error;

/// Why bytes are not the Avro that they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// How many bytes were read before.
    pub at: usize,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    End,
    VarintTooLong,
    IntTooLarge,
    Boolean,
    NotUtf8,
    Length,
    Branch,
    Symbol,
    Items,
    Depth,
    Rest,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            What::End => "the input ends in the middle of a value",
            What::VarintTooLong => "an integer of more than 64 bits",
            What::IntTooLarge => "an integer that is too large for its type",
            What::Boolean => "a boolean that is neither 0 nor 1",
            What::NotUtf8 => "a string that is not UTF-8",
            What::Length => "a negative length",
            What::Branch => "a union branch that the schema does not have",
            What::Symbol => "an enum symbol that the schema does not have",
            What::Items => "an array or map that claims more items than the input can hold",
            What::Depth => "more than 128 records in one another",
            What::Rest => "further bytes after the value",
        };
        write!(f, "not the Avro of this schema: {what}, at byte {}", self.at)
    }
}

impl StdError for Malformed {}

/// How many records may stand in one another: recursion must not reach the end of the stack.
const DEPTH: usize = 128;

/// How many items of no width (nulls, empty records) an input may claim in all; others take a byte each.
const FREE_ITEMS: usize = 1_024;

/// A cursor over the bytes.
#[derive(Debug)]
pub(super) struct Input<'de> {
    rest: &'de [u8],
    len: usize,
    /// How many more items arrays and maps may have.
    items: usize,
    depth: usize,
}

impl<'de> Input<'de> {
    pub(super) fn new(bytes: &'de [u8]) -> Self {
        Self { rest: bytes, len: bytes.len(), items: bytes.len().saturating_add(FREE_ITEMS), depth: 0 }
    }

    #[cold]
    pub(super) fn malformed(&self, what: What) -> Error {
        Error::data(Malformed { at: self.len - self.rest.len(), what })
    }

    fn take(&mut self, len: usize) -> Result<&'de [u8], Error> {
        let Some((taken, rest)) = self.rest.split_at_checked(len) else { return Err(self.malformed(What::End)) };
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let Some((taken, rest)) = self.rest.split_first_chunk() else { return Err(self.malformed(What::End)) };
        self.rest = rest;
        Ok(*taken)
    }

    pub(super) fn boolean(&mut self) -> Result<bool, Error> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(self.malformed(What::Boolean)),
        }
    }

    pub(super) fn long(&mut self) -> Result<i64, Error> {
        let mut zigzag = 0_u64;
        for shift in (0..70).step_by(7) {
            let [byte] = self.array()?;
            let low = u64::from(byte & 0x7f);
            if shift == 63 && low > 1 {
                break;
            }
            zigzag |= low << shift;
            if byte & 0x80 == 0 {
                return Ok((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed());
            }
        }
        Err(self.malformed(What::VarintTooLong))
    }

    /// An integer of a smaller type.
    pub(super) fn narrow<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let long = self.long()?;
        T::try_from(long).map_err(|_| self.malformed(What::IntTooLarge))
    }

    pub(super) fn float(&mut self) -> Result<f32, Error> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    pub(super) fn double(&mut self) -> Result<f64, Error> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    pub(super) fn bytes(&mut self) -> Result<&'de [u8], Error> {
        let len = self.long()?;
        let len = usize::try_from(len).map_err(|_| self.malformed(What::Length))?;
        self.take(len)
    }

    pub(super) fn fixed(&mut self, len: usize) -> Result<&'de [u8], Error> {
        self.take(len)
    }

    pub(super) fn string(&mut self) -> Result<&'de str, Error> {
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|_| self.malformed(What::NotUtf8))
    }

    /// Which of that many branches of a union.
    pub(super) fn branch(&mut self, branches: usize) -> Result<usize, Error> {
        self.index(branches, What::Branch)
    }

    /// Which of that many symbols of an enum.
    pub(super) fn symbol(&mut self, symbols: usize) -> Result<usize, Error> {
        self.index(symbols, What::Symbol)
    }

    fn index(&mut self, len: usize, what: What) -> Result<usize, Error> {
        let index = self.long()?;
        usize::try_from(index).ok().filter(|index| *index < len).ok_or_else(|| self.malformed(what))
    }

    /// How many items the next block of an array or map has; 0 ends it.
    pub(super) fn block(&mut self) -> Result<usize, Error> {
        let mut count = self.long()?;
        if count < 0 {
            // The block's size in bytes, for readers that skip it.
            self.long()?;
            count = count.checked_neg().ok_or_else(|| self.malformed(What::Items))?;
        }
        let count = usize::try_from(count).map_err(|_| self.malformed(What::Items))?;
        self.items = self.items.checked_sub(count).ok_or_else(|| self.malformed(What::Items))?;
        Ok(count)
    }

    pub(super) fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH { Err(self.malformed(What::Depth)) } else { Ok(()) }
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Nothing must be left.
    pub(super) fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed(What::Rest)) }
    }
}

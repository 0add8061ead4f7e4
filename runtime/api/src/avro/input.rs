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
    Levels,
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
            What::Levels => "a value of more than 512 levels",
            What::Rest => "further bytes after the value",
        };
        write!(f, "not the Avro of this schema: {what}, at byte {}", self.at)
    }
}

impl StdError for Malformed {}

/// How many records may stand in one another: recursion must not reach the end of the stack.
const DEPTH: usize = 128;

/// How many levels a value may have of which only the schema, which may be anybody's, says what it is: arrays and maps in one
/// another take of the stack, too.
const LEVELS: usize = 512;

/// How many items of no width (nulls, empty records) an input may claim in all; others take a byte each.
const FREE_ITEMS: usize = 1_024;

/// The same of all values of no width together, for a reader that builds something for each: nulls that no union names, empty
/// records.
const FREE_VALUES: usize = 65_536;

/// A cursor over the bytes.
#[derive(Debug)]
pub(super) struct Input<'de> {
    rest: &'de [u8],
    len: usize,
    /// How many more items arrays and maps may have.
    items: usize,
    depth: usize,
    levels: usize,
    free: usize,
}

impl<'de> Input<'de> {
    pub(super) fn new(bytes: &'de [u8]) -> Self {
        Self {
            rest: bytes,
            len: bytes.len(),
            items: bytes.len().saturating_add(FREE_ITEMS),
            depth: 0,
            levels: 0,
            free: bytes.len().saturating_mul(4).saturating_add(FREE_VALUES),
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn malformed(&self, what: What) -> Error {
        Error::data(Malformed { at: self.at(), what })
    }

    #[inline]
    fn take(&mut self, len: usize) -> Result<&'de [u8], Error> {
        let Some((taken, rest)) = self.rest.split_at_checked(len) else { return Err(self.malformed(What::End)) };
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let Some((taken, rest)) = self.rest.split_first_chunk() else { return Err(self.malformed(What::End)) };
        self.rest = rest;
        Ok(*taken)
    }

    #[inline]
    pub(super) fn boolean(&mut self) -> Result<bool, Error> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(self.malformed(What::Boolean)),
        }
    }

    #[inline]
    pub(super) fn long(&mut self) -> Result<i64, Error> {
        match self.rest {
            // Most numbers are lengths, counts and branches: of one byte.
            [byte, rest @ ..] if *byte < 0x80 => {
                self.rest = rest;
                Ok(unzigzag(u64::from(*byte)))
            }
            _ => self.long_of_many_bytes(),
        }
    }

    fn long_of_many_bytes(&mut self) -> Result<i64, Error> {
        let mut zigzag = 0_u64;
        let mut shift = 0;
        for (byte, at) in self.rest.iter().zip(1_usize..=10) {
            let low = u64::from(byte & 0x7f);
            zigzag |= low << shift;
            if *byte < 0x80 {
                self.rest = self.rest.get(at..).unwrap_or_default();
                let too_long = shift == 63 && low > 1;
                return if too_long { Err(self.malformed(What::VarintTooLong)) } else { Ok(unzigzag(zigzag)) };
            }
            shift += 7;
        }
        let rest = self.rest.get(10..);
        self.rest = rest.unwrap_or_default();
        Err(self.malformed(if rest.is_some() { What::VarintTooLong } else { What::End }))
    }

    /// An integer of a smaller type.
    #[inline]
    pub(super) fn narrow<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let long = self.long()?;
        T::try_from(long).map_err(|_| self.malformed(What::IntTooLarge))
    }

    #[inline]
    pub(super) fn float(&mut self) -> Result<f32, Error> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    #[inline]
    pub(super) fn double(&mut self) -> Result<f64, Error> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    #[inline]
    pub(super) fn bytes(&mut self) -> Result<&'de [u8], Error> {
        let len = self.long()?;
        let len = usize::try_from(len).map_err(|_| self.malformed(What::Length))?;
        self.take(len)
    }

    #[inline]
    pub(super) fn fixed(&mut self, len: usize) -> Result<&'de [u8], Error> {
        self.take(len)
    }

    #[inline]
    pub(super) fn string(&mut self) -> Result<&'de str, Error> {
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|_| self.malformed(What::NotUtf8))
    }

    /// Which of that many branches of a union.
    #[inline]
    pub(super) fn branch(&mut self, branches: usize) -> Result<usize, Error> {
        self.index(branches, What::Branch)
    }

    /// Which of two branches: whether it is the second.
    #[inline]
    pub(super) fn second(&mut self) -> Result<bool, Error> {
        match self.rest {
            [0, rest @ ..] => {
                self.rest = rest;
                Ok(false)
            }
            [2, rest @ ..] => {
                self.rest = rest;
                Ok(true)
            }
            _ => self.branch(2).map(|branch| branch == 1),
        }
    }

    /// Which of that many symbols of an enum.
    #[inline]
    pub(super) fn symbol(&mut self, symbols: usize) -> Result<usize, Error> {
        self.index(symbols, What::Symbol)
    }

    #[inline]
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
        self.items(count)
    }

    fn items(&mut self, count: i64) -> Result<usize, Error> {
        let count = usize::try_from(count).map_err(|_| self.malformed(What::Items))?;
        self.items = self.items.checked_sub(count).ok_or_else(|| self.malformed(What::Items))?;
        Ok(count)
    }

    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH { Err(self.malformed(What::Depth)) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// How many bytes have been read.
    pub(super) fn at(&self) -> usize {
        self.len - self.rest.len()
    }

    /// A value of no width, where the schema alone says how many there are.
    pub(super) fn free(&mut self) -> Result<(), Error> {
        self.free = self.free.checked_sub(1).ok_or_else(|| self.malformed(What::Items))?;
        Ok(())
    }

    /// A level of a value that is read along its schema, not into a type.
    pub(super) fn nest(&mut self) -> Result<(), Error> {
        self.levels += 1;
        if self.levels > LEVELS { Err(self.malformed(What::Levels)) } else { Ok(()) }
    }

    pub(super) fn unnest(&mut self) {
        self.levels -= 1;
    }

    /// As [`block`](Self::block), for a reader that wants none of it: blocks with their size in bytes are passed over.
    pub(super) fn unsized_block(&mut self) -> Result<Option<usize>, Error> {
        loop {
            let count = self.long()?;
            if count < 0 {
                self.bytes()?;
                continue;
            }
            return self.items(count).map(|count| (count > 0).then_some(count));
        }
    }

    /// Nothing must be left.
    pub(super) fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed(What::Rest)) }
    }
}

#[inline]
fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

//! Avro binary, written straight from the traversal.

use super::data::AvroForm;
use crate::{
    Error,
    data::{DataWriter, EnumNode, Null, StructNode, Type, UnionNode},
};

/// Writes a value as Avro binary of the schema that [`Schema::of`](super::Schema::of) gives for its type.
///
/// Nothing but the value itself: what stands before it on the wire (Confluent's five bytes) is the caller's. So is
/// Confluent's exception for a record half that is nothing but BYTES: those follow the five bytes as they are, without
/// the length that this writer puts first.
///
/// A `None` is always written as null, also where the field has another default: it is the reader of data *without* the
/// field who takes the default. (Java's converter cannot tell the two apart and writes the default.)
///
/// ```
/// use kconnect::{avro::AvroWriter, data::WriteData};
///
/// let mut out = Vec::new();
/// vec!["a".to_owned()].write(&mut AvroWriter::new(&mut out))?;
/// // A block of one element, a string of one byte; the end.
/// assert_eq!(out, [2, 2, b'a', 0]);
/// # Ok::<(), kconnect::Error>(())
/// ```
#[derive(Debug)]
pub struct AvroWriter<'a, const FORMED: bool = false> {
    out: &'a mut Vec<u8>,
    /// Looked at only if `FORMED`: the others pay nothing for what the options may ask.
    form: AvroForm,
    /// Whether what is open is a map of Avro's own, and its next item a key.
    open: Vec<Option<bool>>,
    /// Whether a key of such a map comes now.
    key: bool,
}

impl<'a> AvroWriter<'a> {
    /// Appends to `out`.
    #[inline]
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, form: AvroForm::default(), open: Vec::new(), key: false }
    }
}

impl<'a> AvroWriter<'a, true> {
    /// Appends to `out` in the form that a converter's options ask for.
    pub fn with_form(out: &'a mut Vec<u8>, form: AvroForm) -> Self {
        Self { out, form, open: Vec::new(), key: false }
    }
}

impl<const FORMED: bool> AvroWriter<'_, FORMED> {
    #[inline]
    fn varint(&mut self, number: i64) {
        self.unsigned(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    #[inline]
    fn unsigned(&mut self, number: u64) {
        let [low, ..] = number.to_le_bytes();
        if number < 0x80 {
            self.out.push(low);
        } else {
            self.many(number);
        }
    }

    /// A number of several bytes, put together before it is appended: one look at the buffer's room instead of ten.
    fn many(&mut self, mut number: u64) {
        let mut bytes = [0; 10];
        let mut len = 0;
        for slot in &mut bytes {
            let [low, ..] = number.to_le_bytes();
            len += 1;
            if number < 0x80 {
                *slot = low;
                break;
            }
            *slot = low | 0x80;
            number >>= 7;
        }
        self.out.extend_from_slice(bytes.get(..len).unwrap_or_default());
    }

    /// No length has the highest bit of its 64, so that doubling it, which is its zigzag, is safe.
    #[inline]
    fn length(&mut self, len: usize) -> Result<(), Error> {
        self.unsigned(u64::try_from(len).map_err(Error::data)? << 1);
        Ok(())
    }

    /// Whether a map with such keys is Avro's own, and not an array of entries.
    fn has_string_keys(&self, key: &Type) -> bool {
        match key {
            Type::String | Type::Enum { .. } => true,
            Type::Optional(key) => self.form.optional_map_keys && self.has_string_keys(key),
            _ => false,
        }
    }

    /// One block with all elements; an empty array or map has none.
    #[inline]
    fn block(&mut self, len: usize) -> Result<(), Error> {
        if len > 0 { self.length(len) } else { Ok(()) }
    }
}

impl<const FORMED: bool> DataWriter for AvroWriter<'_, FORMED> {
    type Error = Error;

    #[inline]
    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        self.out.push(value.into());
        Ok(())
    }

    #[inline]
    fn int8(&mut self, value: i8) -> Result<(), Error> {
        self.int64(value.into())
    }

    #[inline]
    fn int16(&mut self, value: i16) -> Result<(), Error> {
        self.int64(value.into())
    }

    #[inline]
    fn int32(&mut self, value: i32) -> Result<(), Error> {
        self.int64(value.into())
    }

    #[inline]
    fn int64(&mut self, value: i64) -> Result<(), Error> {
        self.varint(value);
        Ok(())
    }

    #[inline]
    fn float32(&mut self, value: f32) -> Result<(), Error> {
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    #[inline]
    fn float64(&mut self, value: f64) -> Result<(), Error> {
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    #[inline]
    fn string(&mut self, value: &str) -> Result<(), Error> {
        self.bytes(value.as_bytes())
    }

    #[inline]
    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        self.length(value.len())?;
        self.out.extend_from_slice(value);
        Ok(())
    }

    #[inline]
    fn symbol(&mut self, index: usize, node: &'static EnumNode) -> Result<(), Error> {
        // The keys of Avro's maps are strings.
        if FORMED && self.form.enums && !self.key {
            return self.length(index);
        }
        self.string(node.symbols.get(index).copied().unwrap_or_default())
    }

    #[inline]
    fn item(&mut self) -> Result<(), Error> {
        if FORMED && let Some(Some(key)) = self.open.last_mut() {
            self.key = *key;
            *key = !*key;
        }
        Ok(())
    }

    #[inline]
    fn optional(&mut self, some: bool, null: Null) -> Result<(), Error> {
        if FORMED && self.key {
            const NULL: &str = "a map's key is null, which Avro's maps do not have; leave allow.optional.map.keys out";
            return if some { Ok(()) } else { Err(Error::data(NULL)) };
        }
        // The index of the branch, 0 or 1, zigzag.
        self.out.push(if some == (null == Null::First) { 2 } else { 0 });
        Ok(())
    }

    #[inline]
    fn begin_array(&mut self, len: usize) -> Result<(), Error> {
        if FORMED {
            self.open.push(None);
        }
        self.block(len)
    }

    #[inline]
    fn end_array(&mut self) -> Result<(), Error> {
        if FORMED {
            self.open.pop();
            self.key = false;
        }
        self.out.push(0);
        Ok(())
    }

    /// A map with other keys than strings is an array of entries in Avro: the bytes are the same.
    #[inline]
    fn begin_map(&mut self, key: &Type, len: usize) -> Result<(), Error> {
        if FORMED {
            self.open.push(self.has_string_keys(key).then_some(true));
        }
        self.block(len)
    }

    #[inline]
    fn end_map(&mut self) -> Result<(), Error> {
        self.end_array()
    }

    #[inline]
    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<(), Error> {
        if FORMED {
            self.key = false;
        }
        Ok(())
    }

    #[inline]
    fn field(&mut self, _index: usize) -> Result<(), Error> {
        Ok(())
    }

    #[inline]
    fn end_struct(&mut self) -> Result<(), Error> {
        Ok(())
    }

    #[inline]
    fn begin_union(&mut self, branch: usize, _node: &'static UnionNode, nullable: bool) -> Result<(), Error> {
        self.length(branch.saturating_add(usize::from(nullable)))
    }

    #[inline]
    fn end_union(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

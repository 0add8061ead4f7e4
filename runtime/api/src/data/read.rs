//! The reading traversal: a type asks a reader for what it is made of.
#![allow(
    clippy::missing_errors_doc,
    reason = "every method fails as its format says; the trait's documentation says so"
)]

use std::borrow::Cow;

use super::{ConnectType, EnumNode, FieldNode, Null, StructNode, UnionNode};
use crate::Error;

/// Takes a value out of a format.
///
/// Calls come as in [`DataWriter`](super::DataWriter), with `next_item` before each element and each entry of a map and
/// `map_value` between its key and its value, and with fields by index: a reader may give them in any order, leave out what
/// its input lacks, and skip what the type does not have. `next_item` ends an array or a map, `None` of `next_field` the
/// fields of a struct.
///
/// Every method fails when the input has something else there.
pub trait DataReader<'de> {
    /// What can go wrong.
    type Error: From<Error>;

    /// Every field of every struct comes, in order: [`next_field`](Self::next_field) is not asked, and the loop around it is
    /// left out at compile time.
    const IN_ORDER: bool;

    /// A BOOLEAN.
    fn boolean(&mut self) -> Result<bool, Self::Error>;
    /// An INT8.
    fn int8(&mut self) -> Result<i8, Self::Error>;
    /// An INT16.
    fn int16(&mut self) -> Result<i16, Self::Error>;
    /// An INT32.
    fn int32(&mut self) -> Result<i32, Self::Error>;
    /// An INT64.
    fn int64(&mut self) -> Result<i64, Self::Error>;
    /// A FLOAT32.
    fn float32(&mut self) -> Result<f32, Self::Error>;
    /// A FLOAT64.
    fn float64(&mut self) -> Result<f64, Self::Error>;
    /// A STRING.
    fn string(&mut self) -> Result<Cow<'de, str>, Self::Error>;
    /// BYTES.
    fn bytes(&mut self) -> Result<Cow<'de, [u8]>, Self::Error>;

    /// A Date: days since 1970-01-01.
    fn date(&mut self) -> Result<i32, Self::Error> {
        self.int32()
    }
    /// A Time: milliseconds since midnight.
    fn time(&mut self) -> Result<i32, Self::Error> {
        self.int32()
    }
    /// A Timestamp: milliseconds since 1970-01-01T00:00:00Z.
    fn timestamp(&mut self) -> Result<i64, Self::Error> {
        self.int64()
    }
    /// A Decimal: the unscaled number in big-endian two's complement.
    fn decimal(&mut self, scale: i32) -> Result<Cow<'de, [u8]>, Self::Error> {
        let _ = scale;
        self.bytes()
    }
    /// One of an enum's symbols: its index.
    fn symbol(&mut self, node: &'static EnumNode) -> Result<usize, Self::Error> {
        let found = self.string()?;
        node.find(&found)
            .ok_or_else(|| Error::data(format!("`{found}` is not one of {}", node.symbols.join(", "))).into())
    }

    /// Whether a value follows.
    fn optional(&mut self, null: Null) -> Result<bool, Self::Error>;
    /// An ARRAY follows.
    fn begin_array(&mut self) -> Result<(), Self::Error>;
    /// A MAP follows.
    fn begin_map(&mut self) -> Result<(), Self::Error>;
    /// Whether an element follows, or the key of an entry (its value then follows the key); `false` ends the array or map.
    fn next_item(&mut self) -> Result<bool, Self::Error>;
    /// The key of a map's entry is complete; its value follows.
    fn map_value(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    /// A STRUCT follows.
    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Self::Error>;
    /// Whether every field of the struct that has just begun comes, in order: then [`next_field`](Self::next_field) is not
    /// asked for it. Asked once a struct, and only without [`Self::IN_ORDER`].
    #[inline]
    fn in_order(&self) -> bool {
        Self::IN_ORDER
    }
    /// The next of the struct's fields that the input has; `None` after the last. Not asked if the fields come in order.
    fn next_field(&mut self) -> Result<Option<usize>, Self::Error>;
    /// The struct is complete.
    fn end_struct(&mut self) -> Result<(), Self::Error>;
    /// Which branch of a union follows; `None` for null, which only a union with `nullable` may be.
    fn begin_union(&mut self, node: &'static UnionNode, nullable: bool) -> Result<Option<usize>, Self::Error>;
    /// The union is complete. Not called after null.
    fn end_union(&mut self) -> Result<(), Self::Error>;
}

/// A value that can be read. Derived for structs and unit enums with `ConnectSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Connect schema",
    label = "no Connect schema",
    note = "what holds a reference can be written but not read: use `String`, `Vec<u8>` or a `Cow`",
    note = "derive `ConnectSchema` for a struct or an enum of your own",
    note = "Connect has no unsigned integers: use i16 for u8, i32 for u16, i64 for u32; for u64 an i64, a `Decimal<0>` or a `String`"
)]
pub trait ReadData<'de>: ConnectType + Sized {
    /// Reads a value.
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error>;

    /// Reads a struct's field. Only `Option` looks at where the null branch stands.
    #[inline]
    fn read_field<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Self, R::Error> {
        let _ = null;
        Self::read(reader)
    }

    /// Reads what an `Option` holds. Only a union does it in another way: null is one of its branches.
    #[doc(hidden)]
    #[inline]
    fn read_optional<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Option<Self>, R::Error> {
        if reader.optional(null)? { Self::read(reader).map(Some) } else { Ok(None) }
    }

    /// The value of a field that the input lacks and that has no default. Only `Option` has one.
    fn absent(node: &'static StructNode, field: &'static FieldNode) -> Result<Self, Error> {
        Err(Error::data(format!("field `{}` of `{}` is missing and has no default", field.name, node.name)))
    }
}

/// The value of the field with that index, which the input lacks. For derived code.
#[doc(hidden)]
pub fn absent<'de, T: ReadData<'de>, E: From<Error>>(node: &'static StructNode, index: usize) -> Result<T, E> {
    let absent = match node.fields.get(index) {
        Some(field) => T::absent(node, field),
        None => Err(Error::data(format!("`{}` has no field {index}", node.name))),
    };
    absent.map_err(E::from)
}

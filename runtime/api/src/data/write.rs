//! The writing traversal: a value tells a writer what it is made of, in the order of its schema.
#![allow(
    clippy::missing_errors_doc,
    reason = "every method fails as its format says; the trait's documentation says so"
)]

use super::{ConnectType, EnumNode, Null, StructNode, Type, UnionNode};

/// Puts a value into a format. One implementation a format; nothing is built in between.
///
/// Calls come in the order of the schema. A value is one scalar call, or `optional` (followed by the value if there is
/// one), or `begin_array`, an `item` before each element and `end_array`; or `begin_map`, an `item` before each key and
/// each value and `end_map`; or `begin_struct`, a `field` before each field's value and `end_struct`.
///
/// Every method fails as its format says: what a format cannot express is an error, never something else instead.
pub trait DataWriter {
    /// What can go wrong.
    type Error;

    /// A BOOLEAN.
    fn boolean(&mut self, value: bool) -> Result<(), Self::Error>;
    /// An INT8.
    fn int8(&mut self, value: i8) -> Result<(), Self::Error>;
    /// An INT16.
    fn int16(&mut self, value: i16) -> Result<(), Self::Error>;
    /// An INT32.
    fn int32(&mut self, value: i32) -> Result<(), Self::Error>;
    /// An INT64.
    fn int64(&mut self, value: i64) -> Result<(), Self::Error>;
    /// A FLOAT32.
    fn float32(&mut self, value: f32) -> Result<(), Self::Error>;
    /// A FLOAT64.
    fn float64(&mut self, value: f64) -> Result<(), Self::Error>;
    /// A STRING.
    fn string(&mut self, value: &str) -> Result<(), Self::Error>;
    /// BYTES.
    fn bytes(&mut self, value: &[u8]) -> Result<(), Self::Error>;

    /// A Date: days since 1970-01-01.
    fn date(&mut self, days: i32) -> Result<(), Self::Error> {
        self.int32(days)
    }
    /// A Time: milliseconds since midnight.
    fn time(&mut self, ms: i32) -> Result<(), Self::Error> {
        self.int32(ms)
    }
    /// A Timestamp: milliseconds since 1970-01-01T00:00:00Z.
    fn timestamp(&mut self, ms: i64) -> Result<(), Self::Error> {
        self.int64(ms)
    }
    /// A Decimal: the unscaled number in big-endian two's complement, as few bytes as it needs, but at least one.
    fn decimal(&mut self, unscaled: &[u8], scale: i32) -> Result<(), Self::Error> {
        let _ = scale;
        self.bytes(unscaled)
    }
    /// One of an enum's symbols, by its place among them.
    fn symbol(&mut self, index: usize, node: &'static EnumNode) -> Result<(), Self::Error> {
        self.string(node.symbols.get(index).copied().unwrap_or_default())
    }

    /// Whether a value follows. `null` says where the schema has the null branch.
    fn optional(&mut self, some: bool, null: Null) -> Result<(), Self::Error>;
    /// An ARRAY of that many elements follows.
    fn begin_array(&mut self, len: usize) -> Result<(), Self::Error>;
    /// The array is complete.
    fn end_array(&mut self) -> Result<(), Self::Error>;
    /// A MAP of that many entries follows, with keys of that type.
    fn begin_map(&mut self, key: &Type, len: usize) -> Result<(), Self::Error>;
    /// The map is complete.
    fn end_map(&mut self) -> Result<(), Self::Error>;
    /// An element, a map's key or a map's value follows.
    fn item(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    /// A STRUCT follows.
    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Self::Error>;
    /// The value of this field follows; every field comes, in order.
    fn field(&mut self, index: usize) -> Result<(), Self::Error>;
    /// The struct is complete.
    fn end_struct(&mut self) -> Result<(), Self::Error>;
    /// The value of that branch of a union follows. A union with `nullable` could have been null, which is one branch
    /// more, before the others; `optional` is not called for it unless it is null.
    fn begin_union(&mut self, branch: usize, node: &'static UnionNode, nullable: bool) -> Result<(), Self::Error>;
    /// The union is complete.
    fn end_union(&mut self) -> Result<(), Self::Error>;
}

/// A value that can be written. Derived for structs and unit enums with `ConnectSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Connect schema",
    label = "no Connect schema",
    note = "derive `ConnectSchema` for a struct or an enum of your own",
    note = "Connect has no unsigned integers: use i16 for u8, i32 for u16, i64 for u32; for u64 an i64, a `Decimal<0>` or a `String`"
)]
pub trait WriteData: ConnectType {
    /// The schema once more. Derived code names this trait alone, so that a type without a schema is one error, not two.
    #[doc(hidden)]
    const FIELD: Type = Self::TYPE;

    /// The branches, if the value is a union or holds one: the compiler compares them with a committed file.
    #[doc(hidden)]
    const UNION: Option<&'static UnionNode> = None;

    /// What a newtype adds to the parameters of a field of its type.
    #[doc(hidden)]
    const PARAMETERS: &'static [(&'static str, &'static str)] = &[];

    /// Writes the value.
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error>;

    /// Writes the value as a struct's field. Only `Option` looks at where the null branch stands.
    #[inline]
    fn write_field<W: DataWriter>(&self, writer: &mut W, null: Null) -> Result<(), W::Error> {
        let _ = null;
        self.write(writer)
    }

    /// Writes what is in an `Option`. Only a union does it in another way: null is one of its branches.
    #[doc(hidden)]
    #[inline]
    fn write_some<W: DataWriter>(&self, writer: &mut W, null: Null) -> Result<(), W::Error> {
        writer.optional(true, null)?;
        self.write(writer)
    }
}

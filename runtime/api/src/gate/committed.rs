//! What a committed schema says of a field.

use crate::data::Type;

/// The type of a field in a committed schema, as the derive read it.
#[derive(Clone, Copy, Debug)]
pub enum Committed {
    /// A scalar, a logical type included.
    Plain(Type),
    /// A union of null and one other type.
    Nullable(&'static Committed),
    /// An array of these.
    Array(&'static Committed),
    /// A map: keys, unless they are Avro's own, which are strings; values.
    Map(Option<&'static Committed>, &'static Committed),
    /// A record.
    Record {
        /// The full name.
        name: &'static str,
        /// Former full names.
        aliases: &'static [&'static str],
    },
    /// One of a fixed set.
    Enum {
        /// Whether it is an enum in Avro as well; Connect's are strings there.
        avro: bool,
        /// The values, in order.
        symbols: &'static [&'static str],
        /// Whether a reader takes one of them for one that it does not know.
        default: bool,
    },
    /// A fixed number of bytes.
    Fixed {
        /// The full name.
        name: &'static str,
        /// How many.
        size: u32,
    },
    /// One of several types, none of which is null.
    Union(&'static [Committed]),
}

//! What the options change about the bytes.

/// The options of [`AvroDataConfig`](super::AvroDataConfig) that change how a value is written, not only its schema: what
/// [`AvroWriter`](crate::avro::AvroWriter) and [`AvroReader`](crate::avro::AvroReader) have to know of them.
///
/// The default is Confluent's: enums are strings, and a map with optional keys is an array of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AvroForm {
    /// An enum is Avro's enum, not a string.
    pub(crate) enums: bool,
    /// A map with optional string keys is Avro's map, not an array of entries.
    pub(crate) optional_map_keys: bool,
}

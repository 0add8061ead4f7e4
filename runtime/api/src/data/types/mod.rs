//! Other people's types in Connect's data model: shared and borrowed data, and crates behind features.

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
mod borrowed;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
mod pointers;
mod slices;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(feature = "bigdecimal")]
pub use bigdecimal::Scaled;
#[doc(hidden)]
pub use borrowed::ReadBorrowed;

#[cfg(test)]
mod tests {
    /// The Avro binary of a value, for the tests of these types.
    #[cfg(any(feature = "bigdecimal", feature = "chrono", feature = "jiff", feature = "uuid"))]
    pub(super) fn written<T: crate::data::WriteData + ?Sized>(value: &T) -> Vec<u8> {
        let mut out = Vec::new();
        value.write(&mut crate::avro::AvroWriter::new(&mut out)).unwrap();
        out
    }
}

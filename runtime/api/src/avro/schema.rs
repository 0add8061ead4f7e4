//! Rust types as Avro schemas.

use super::{AvroData, tree::Schema};
use crate::{Result, data::Type};

impl Schema {
    /// The schema that Confluent's `AvroConverter` registers for a type when it is not configured otherwise; see
    /// [`AvroData::schema_of`] for its options.
    ///
    /// A configured `prefix` stands before the names of records and enums; the encoded bytes are the same with any prefix.
    ///
    /// # Errors
    /// What the schema language cannot say: two different records under one name, two maps with different keys that are
    /// not strings, a default that Avro has no form for.
    pub fn of(ty: &Type, prefix: Option<&str>) -> Result<Self> {
        AvroData::default().schema_of(ty, prefix)
    }
}

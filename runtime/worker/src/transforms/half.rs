//! Which half of a record a transformation works on: Kafka's classes `…$Key` and `…$Value`.

use std::fmt;

use kconnect::{ConnectRecord, Part, SchemaAndValue};

/// The half of a record that a transformation works on.
///
/// Kafka has two classes for it, such as `ExtractField$Key` and `ExtractField$Value`; here they are
/// [`ExtractField<OfKey>`](super::ExtractField) and [`ExtractField<OfValue>`](super::ExtractField).
pub trait Half: Clone + Copy + fmt::Debug + Send + Sync + 'static {
    /// Key or value.
    const PART: Part;

    /// That half of a record.
    #[must_use]
    fn get(record: &ConnectRecord) -> &SchemaAndValue {
        match Self::PART {
            Part::Key => &record.key,
            Part::Value => &record.value,
        }
    }

    /// That half of a record, to be replaced.
    #[must_use]
    fn get_mut(record: &mut ConnectRecord) -> &mut SchemaAndValue {
        match Self::PART {
            Part::Key => &mut record.key,
            Part::Value => &mut record.value,
        }
    }
}

/// Works on the key.
#[derive(Clone, Copy, Debug)]
pub struct OfKey;

/// Works on the value.
#[derive(Clone, Copy, Debug)]
pub struct OfValue;

impl Half for OfKey {
    const PART: Part = Part::Key;
}

impl Half for OfValue {
    const PART: Part = Part::Value;
}

/// The class of Kafka's transformation of that name for the half `H`.
macro_rules! class_of {
    ($half:ident, $name:literal) => {
        match <$half as $crate::transforms::Half>::PART {
            kconnect::Part::Key => concat!("org.apache.kafka.connect.transforms.", $name, "$Key"),
            kconnect::Part::Value => concat!("org.apache.kafka.connect.transforms.", $name, "$Value"),
        }
    };
}

pub(super) use class_of;

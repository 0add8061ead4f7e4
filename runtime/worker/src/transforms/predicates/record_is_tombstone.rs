//! `RecordIsTombstone`: records without a value.

use kconnect::{ConnectRecord, Predicate, Result, data::Value};

use crate::transforms::keys::{RELEASE, kafka_config};

kafka_config! {
    /// The configuration of [`RecordIsTombstone`]: no keys.
    RecordIsTombstoneConfig {}
}

/// Is for records whose value is null, whatever their schema says (Kafka's `RecordIsTombstone`).
#[derive(Debug)]
pub struct RecordIsTombstone;

impl Predicate for RecordIsTombstone {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone";
    const VERSION: &'static str = RELEASE;
    type Config = RecordIsTombstoneConfig;

    fn configure(_config: Self::Config) -> Result<Self> {
        Ok(Self)
    }

    fn test(&self, record: &ConnectRecord) -> Result<bool> {
        Ok(record.value.value == Value::Null)
    }
}

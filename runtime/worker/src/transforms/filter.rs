//! `Filter`: records that go.

use kconnect::{ConnectRecord, Result, Transformation};

use super::keys::{RELEASE, kafka_config};

kafka_config! {
    /// The configuration of [`Filter`]: no keys.
    FilterConfig {}
}

/// Drops every record (Kafka's `Filter`): those that its `predicate` is for, so it is of no use without one.
///
/// ```properties
/// transforms=dropDeleted
/// transforms.dropDeleted.type=org.apache.kafka.connect.transforms.Filter
/// transforms.dropDeleted.predicate=deleted
/// predicates=deleted
/// predicates.deleted.type=org.apache.kafka.connect.transforms.predicates.RecordIsTombstone
/// ```
///
/// Offsets go past a record that was dropped, as soon as those before it are done.
#[derive(Debug)]
pub struct Filter;

impl Transformation for Filter {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.Filter";
    const VERSION: &'static str = RELEASE;
    type Config = FilterConfig;

    fn configure(_config: Self::Config) -> Result<Self> {
        Ok(Self)
    }

    fn apply(&self, _record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        Ok(None)
    }
}

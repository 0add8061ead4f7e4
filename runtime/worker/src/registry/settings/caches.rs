//! What is remembered, and for how long.

use std::time::Duration;

use super::reader::Reader;

/// Bounds of the caches. `None` stands for "for ever", zero for "not at all".
#[derive(Debug, Clone)]
pub(in super::super) struct CacheSettings {
    /// How many answers of each kind are kept.
    pub(in super::super) size: usize,
    /// For how long whoever asks for a subject's latest version is told the same.
    pub(in super::super) latest: Option<Duration>,
    /// For how long records are written with what once was the latest version; Confluent's serializers have another
    /// default than its client.
    pub(in super::super) latest_id: Option<Duration>,
    /// How many "not there" are kept.
    pub(in super::super) missing_size: usize,
    /// For how long an id is not there.
    pub(in super::super) missing_id: Duration,
    /// For how long a version is not there.
    pub(in super::super) missing_version: Duration,
    /// For how long a schema is not under a subject.
    pub(in super::super) missing_schema: Duration,
}

impl CacheSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let size = reader.number("max.schemas.per.subject", 1000);
        let missing_size = reader.number("missing.cache.size", 10_000);
        let latest = reader.integer("latest.cache.ttl.sec");
        let ttl = |default| u64::try_from(latest.unwrap_or(default)).ok().map(Duration::from_secs);
        let mut seconds = |key| Duration::from_secs(reader.number(key, 0));
        Self {
            size: usize::try_from(size).unwrap_or(usize::MAX),
            latest: ttl(60),
            latest_id: ttl(-1),
            missing_size: usize::try_from(missing_size).unwrap_or(usize::MAX),
            missing_id: seconds("missing.id.cache.ttl.sec"),
            missing_version: seconds("missing.version.cache.ttl.sec"),
            missing_schema: seconds("missing.schema.cache.ttl.sec"),
        }
    }
}

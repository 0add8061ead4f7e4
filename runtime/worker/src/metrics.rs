//! What a task counts, under the names of Kafka Connect's source-task metrics.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// Counters of one source task. Reading them is cheap and may be done at any time.
#[derive(Debug, Default)]
pub struct SourceTaskMetrics {
    polled: AtomicU64,
    written: AtomicU64,
    tombstones: AtomicU64,
    bytes: AtomicU64,
    skipped: AtomicU64,
    filtered: AtomicU64,
    last_delivery_ms: AtomicU64,
    retries: AtomicU64,
}

/// A moment's reading of [`SourceTaskMetrics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceTaskReading {
    /// `source-record-poll-total`: records handed over by the task.
    pub source_record_poll_total: u64,
    /// `source-record-write-total`: records that Kafka acknowledged.
    pub source_record_write_total: u64,
    /// `source-record-active-count`: records handed over and neither acknowledged nor skipped.
    pub source_record_active_count: u64,
    /// `total-records-skipped`: records and inputs given up on under `errors.tolerance=all`.
    pub total_records_skipped: u64,
    /// Records that a transformation dropped.
    pub records_filtered: u64,
    /// How often the task was polled again after a retriable error. What was tried again for a record is in
    /// [`ErrorReading`](crate::errors::ErrorReading).
    pub total_retries: u64,
    /// When Kafka last acknowledged a record, in milliseconds since the epoch; 0 is never.
    pub last_delivery_timestamp: u64,
    /// Acknowledged records with a null value.
    pub tombstones: u64,
    /// Bytes of keys and values that Kafka acknowledged.
    pub bytes: u64,
}

impl SourceTaskMetrics {
    /// What the counters say now.
    #[must_use]
    pub fn read(&self) -> SourceTaskReading {
        // Outcomes are read before polls, so that the difference is never negative.
        let written = self.written.load(Ordering::Acquire);
        let skipped = self.skipped.load(Ordering::Acquire);
        let filtered = self.filtered.load(Ordering::Acquire);
        let polled = self.polled.load(Ordering::Acquire);
        SourceTaskReading {
            source_record_poll_total: polled,
            source_record_write_total: written,
            source_record_active_count: polled.saturating_sub(written + skipped + filtered),
            total_records_skipped: skipped,
            records_filtered: filtered,
            last_delivery_timestamp: self.last_delivery_ms.load(Ordering::Relaxed),
            total_retries: self.retries.load(Ordering::Relaxed),
            tombstones: self.tombstones.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn polled(&self) {
        self.polled.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn written(&self, bytes: u64, tombstone: bool) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.tombstones.fetch_add(u64::from(tombstone), Ordering::Relaxed);
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.last_delivery_ms.store(u64::try_from(since.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.written.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn filtered(&self) {
        self.filtered.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }
}

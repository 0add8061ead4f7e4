//! What a sink task counts, under the names of Kafka Connect's sink-task metrics.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Counters of one sink task. Reading them is cheap and may be done at any time.
#[derive(Debug, Default)]
pub struct SinkTaskMetrics {
    read: AtomicU64,
    sent: AtomicU64,
    partitions: AtomicU64,
    commits: AtomicU64,
    commits_skipped: AtomicU64,
    commits_failed: AtomicU64,
    puts: AtomicU64,
    put_micros: AtomicU64,
    put_micros_max: AtomicU64,
    redelivered: AtomicU64,
    held: Mutex<Held>,
}

/// What the task has and has not settled.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) records: u64,
    pub(super) bytes: u64,
    pub(super) lag_max: u64,
    pub(super) oldest: Option<Instant>,
}

/// A moment's reading of [`SinkTaskMetrics`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SinkTaskReading {
    /// `sink-record-read-total`: records read from Kafka, before transformations.
    pub sink_record_read_total: u64,
    /// `sink-record-send-total`: records given to the task, those that came again included.
    pub sink_record_send_total: u64,
    /// `sink-record-active-count`: records that were read and are not settled.
    pub sink_record_active_count: u64,
    /// `sink-record-lag-max`: by how many offsets what is settled is behind what was read, of the partition where that is
    /// most.
    pub sink_record_lag_max: u64,
    /// `partition-count`: partitions that the task has now.
    pub partition_count: u64,
    /// `offset-commit-seq-no` and `offset-commit-completion-total`: offset commits that Kafka took.
    pub offset_commit_completion_total: u64,
    /// `offset-commit-skip-total`: offset commits that came too late, or that Kafka did not answer in time.
    pub offset_commit_skip_total: u64,
    /// Offset commits that Kafka refused, or before which the task could not flush.
    pub offset_commit_failure_total: u64,
    /// How often `put` returned.
    pub put_total: u64,
    /// `put-batch-avg-time-ms`: how long `put` takes, in milliseconds.
    pub put_batch_avg_time_ms: f64,
    /// `put-batch-max-time-ms`: how long the longest `put` took, in milliseconds.
    pub put_batch_max_time_ms: f64,
    /// Records that were given to the task again: after a retry, a failed `put`, or a dropped receipt.
    pub redelivered_total: u64,
    /// Bytes of the records that are not settled, as the worker keeps them.
    pub unsettled_bytes: u64,
    /// How long the record has been with the task that has been there longest and is not settled.
    pub oldest_unsettled: Option<Duration>,
}

impl SinkTaskMetrics {
    /// What the counters say now.
    #[must_use]
    pub fn read(&self) -> SinkTaskReading {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let held = *self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let puts = load(&self.puts);
        let milliseconds = |micros| Duration::from_micros(micros).as_secs_f64() * 1000.0;
        SinkTaskReading {
            sink_record_read_total: load(&self.read),
            sink_record_send_total: load(&self.sent),
            sink_record_active_count: held.records,
            sink_record_lag_max: held.lag_max,
            partition_count: load(&self.partitions),
            offset_commit_completion_total: load(&self.commits),
            offset_commit_skip_total: load(&self.commits_skipped),
            offset_commit_failure_total: load(&self.commits_failed),
            put_total: puts,
            put_batch_avg_time_ms: milliseconds(load(&self.put_micros).checked_div(puts).unwrap_or(0)),
            put_batch_max_time_ms: milliseconds(load(&self.put_micros_max)),
            redelivered_total: load(&self.redelivered),
            unsettled_bytes: held.bytes,
            oldest_unsettled: held.oldest.map(|since| since.elapsed()),
        }
    }

    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(super) fn received(&self, records: usize) {
        add(&self.read, records);
    }

    pub(super) fn given(&self, records: usize) {
        add(&self.sent, records);
    }

    pub(super) fn again(&self, records: usize) {
        add(&self.redelivered, records);
    }

    pub(super) fn assigned(&self, partitions: usize) {
        self.partitions.store(u64::try_from(partitions).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn committed(&self) {
        add(&self.commits, 1);
    }

    pub(super) fn commit_skipped(&self) {
        add(&self.commits_skipped, 1);
    }

    pub(super) fn commit_failed(&self) {
        add(&self.commits_failed, 1);
    }

    pub(super) fn put(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.put_micros.fetch_add(micros, Ordering::Relaxed);
        self.put_micros_max.fetch_max(micros, Ordering::Relaxed);
        add(&self.puts, 1);
    }

    pub(super) fn holds(&self, held: Held) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }
}

fn add(counter: &AtomicU64, count: usize) {
    counter.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
}

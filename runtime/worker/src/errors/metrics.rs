//! What a task counts of its errors, under the names of Kafka Connect's task-error metrics.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

/// Counters of one task's errors. Reading them is cheap and may be done at any time.
#[derive(Debug, Default)]
pub struct ErrorMetrics {
    failures: AtomicU64,
    errors: AtomicU64,
    skipped: AtomicU64,
    retries: AtomicU64,
    logged: AtomicU64,
    dead_letter_requests: AtomicU64,
    dead_letter_failures: AtomicU64,
    last_error_ms: AtomicI64,
}

/// A moment's reading of [`ErrorMetrics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorReading {
    /// `total-record-failures`: attempts that failed, those that were repeated included.
    pub total_record_failures: u64,
    /// `total-record-errors`: records that could not be handled, whether or not that was tolerated.
    pub total_record_errors: u64,
    /// `total-records-skipped`: records that were given up on, as `errors.tolerance=all` says.
    pub total_records_skipped: u64,
    /// `total-retries`: attempts that were repetitions.
    pub total_retries: u64,
    /// `total-errors-logged`.
    pub total_errors_logged: u64,
    /// `deadletterqueue-produce-requests`: records on their way to the dead letter queue.
    pub deadletterqueue_produce_requests: u64,
    /// `deadletterqueue-produce-failures`: those of them that did not arrive.
    pub deadletterqueue_produce_failures: u64,
    /// `last-error-timestamp`: when a record last could not be handled, in milliseconds since the epoch; 0 is never.
    pub last_error_timestamp: i64,
}

impl ErrorMetrics {
    /// Counters at zero.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What the counters say now.
    #[must_use]
    pub fn read(&self) -> ErrorReading {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ErrorReading {
            total_record_failures: read(&self.failures),
            total_record_errors: read(&self.errors),
            total_records_skipped: read(&self.skipped),
            total_retries: read(&self.retries),
            total_errors_logged: read(&self.logged),
            deadletterqueue_produce_requests: read(&self.dead_letter_requests),
            deadletterqueue_produce_failures: read(&self.dead_letter_failures),
            last_error_timestamp: self.last_error_ms.load(Ordering::Relaxed),
        }
    }

    pub(super) fn failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn error(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn error_at(&self, epoch_ms: i64) {
        self.last_error_ms.store(epoch_ms, Ordering::Relaxed);
    }

    pub(super) fn skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn logged(&self) {
        self.logged.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dead_letter_requested(&self) {
        self.dead_letter_requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dead_letter_failed(&self) {
        self.dead_letter_failures.fetch_add(1, Ordering::Relaxed);
    }
}

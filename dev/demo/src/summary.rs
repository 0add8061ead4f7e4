//! What the demo ends with.

use std::{fmt, time::Duration};

use kconnect_worker::SourceTaskReading;

use crate::watch::Seen;

/// Counts of the worker beside counts of the reader.
pub(crate) struct Summary {
    acknowledged: u64,
    seen: Seen,
    took: Duration,
}

impl Summary {
    pub(crate) fn new(tasks: &[SourceTaskReading], seen: Seen, took: Duration) -> Self {
        let acknowledged = tasks.iter().map(|task| task.source_record_write_total).sum();
        Self { acknowledged, seen, took }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acknowledged, seen, took } = self;
        writeln!(f, "Summary")?;
        writeln!(f, "  records     {acknowledged} acknowledged by Kafka, {} read back and decoded", seen.records)?;
        writeln!(f, "  tombstones  {}", seen.tombstones)?;
        writeln!(f, "  bytes       {} of keys and values", seen.bytes)?;
        for (id, (subject, name)) in &seen.schemas {
            writeln!(f, "  schema {id:<4} {name}  (subject {subject})")?;
        }
        writeln!(f, "  seconds     {:.1}", took.as_secs_f64())?;
        write!(f, "\nFrom here to a real cluster: cargo run --release -- --help")
    }
}

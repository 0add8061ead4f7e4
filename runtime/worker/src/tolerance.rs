//! The `errors.*` keys: what happens to a record or an input that is unusable, and when a failure is tried again.

use std::time::Duration;

use kconnect::{Error, Result, config::Secrets};

use crate::source::Delivery;

/// The `errors.*` keys of a source connector.
#[derive(Clone, Debug)]
pub(crate) struct Tolerance {
    /// `errors.tolerance=all`.
    pub(crate) all: bool,
    /// `errors.log.enable`.
    pub(crate) log: bool,
    /// What must not be in any message.
    pub(crate) secrets: Secrets,
}

impl Tolerance {
    /// Skips the record, or fails the task with it.
    ///
    /// # Errors
    /// Fatal with `errors.tolerance=none`. The offset then stays where it is, so that a task that is started again
    /// meets the record again.
    pub(crate) fn give_up(&self, delivery: &Delivery, sequence: u64, error: &Error) -> Result<()> {
        let why = self.secrets.scrub(error.chain());
        if self.log {
            tracing::error!("Error encountered in task: {why}");
        }
        if self.all {
            delivery.skipped(sequence);
            return Ok(());
        }
        let error = Error::fatal(format!(
            "Tolerance exceeded in error handler: {why}; errors.tolerance=all skips such records, and \
             errors.log.enable=true logs each of them"
        ));
        delivery.forget(sequence);
        Err(error)
    }
}

/// `errors.retry.timeout` and `errors.retry.delay.max.ms` (KIP-298).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retries {
    /// How long the same operation is tried again; for ever without a limit.
    pub(crate) timeout: Option<Duration>,
    /// The longest pause between two attempts.
    pub(crate) delay_max: Duration,
}

impl Retries {
    /// Whether another attempt may begin so long after the first.
    pub(crate) fn allow(self, elapsed: Duration) -> bool {
        self.timeout.is_none_or(|timeout| elapsed <= timeout)
    }

    /// The pause after so many failures in a row: 300 ms, doubled with each.
    pub(crate) fn back_off(self, failures: u32) -> Duration {
        let doublings = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        Duration::from_millis(300).saturating_mul(doublings).min(self.delay_max)
    }
}

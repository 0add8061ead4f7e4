//! Time and chance, as retries need them.

use std::{
    fmt,
    sync::OnceLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use kconnect::host::Boxed;
use rand::Rng as _;
use tokio::time::Instant;

/// The clock and the dice of an [`ErrorHandler`](super::ErrorHandler).
pub trait Timing: Send + Sync {
    /// Time since some moment, the same for all calls.
    fn now(&self) -> Duration;
    /// Milliseconds since the epoch.
    fn epoch_ms(&self) -> i64;
    /// Resolves after `pause`.
    fn sleep(&self, pause: Duration) -> Boxed<'_, ()>;
    /// Any number below `limit`, which is not 0, each as likely as any other.
    fn below(&self, limit: u64) -> u64;
}

/// Tokio's clock and the thread's own dice.
#[derive(Default)]
pub struct SystemTiming;

impl fmt::Debug for SystemTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SystemTiming")
    }
}

impl Timing for SystemTiming {
    fn now(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    fn epoch_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn sleep(&self, pause: Duration) -> Boxed<'_, ()> {
        Box::pin(tokio::time::sleep(pause))
    }

    fn below(&self, limit: u64) -> u64 {
        rand::rng().random_range(0..limit)
    }
}

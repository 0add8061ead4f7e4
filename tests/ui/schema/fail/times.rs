//! Times of the standard library.

use std::time::{Duration, Instant, SystemTime};

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// When.
    at: SystemTime,
    /// How long.
    took: Option<Duration>,
    /// Since when.
    since: Instant,
}

fn main() {}

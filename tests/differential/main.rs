//! One job on two runtimes: the same properties files on this worker and on Kafka Connect's own.
//!
//! `sources` and `sinks` compare what arrives, byte by byte: keys, values, headers, dead letter queues, files. `offsets`
//! stops a source on one runtime and starts it on the other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

mod compare;
mod offsets;
mod runtime;
mod sinks;
mod sources;

//! The source, driven through the seam that workers use, against a stand-in for X on loopback.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

mod configuration;
mod posts;
mod reconnect;
mod refusals;
mod rules;
mod schemas;
mod stream;
mod suite;
mod support;

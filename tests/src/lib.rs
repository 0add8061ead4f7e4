//! The real systems that the tests run against, and what a test needs to watch them from outside.
//!
//! A broker, a registry, Confluent's Python client, Apache's command line tools and the workspace's own binaries are
//! fetched or built on first use, kept under `target/real/`, and shared by every test process of this checkout. Nothing
//! is skipped: what is missing on the machine fails the test with the line that installs it. `tests/README.md` tells
//! how it works.
//!
//! Everything here blocks, works inside an async test as well, and returns [`Result`], which shows its text as it is
//! when a test unwraps it or returns it.

mod blocking;
mod failure;
mod names;
mod tool;

pub mod avro;
pub mod binaries;
pub mod confluent;
pub mod connect;
pub mod console;
pub mod consume;
pub mod decode;
pub mod java;
pub mod kafka;
mod lock;
mod maven;
pub mod operator;
pub mod outside;
pub mod paths;
mod ports;
pub mod process;
pub mod proxy;
pub mod python;
pub mod registry;
mod service;

pub use failure::{Failure, Result};
pub use names::unique;

/// The examples of the repository's front page, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

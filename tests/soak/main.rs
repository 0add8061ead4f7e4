//! Very many small records from a source of numbers through real Kafka into a sink that counts them, in one worker whose
//! memory has to stay flat.
//!
//! ```sh
//! cargo test -p kconnect-tests --test soak -- --nocapture               # 300,000 records
//! KCONNECT_SOAK_RECORDS=50000000 cargo test --release -p kconnect-tests --test soak -- --nocapture
//! KCONNECT_SOAK_BREAK=source …   # a source that leaves one number out: it is found
//! KCONNECT_SOAK_BREAK=sink …     # a sink that keeps what it was given: its memory is found
//! ```
//!
//! The 50 million are a day of 580 records a second. Every number of every partition has to come, in order. What comes
//! twice is counted; without faults nothing should.
//!
//! Ten times in a run the sink rests until the source is a full window ahead, so that every queue between the two is full:
//! a queue without a bound shows in the memory. The window is a tenth of the run and at most a million records. It keeps
//! the source from running away: the broker deletes old segments, and must not delete what nobody has read.
//!
//! Memory is flat if the resident set of the worker's process in the last fifth of the run is at most 1.25 times the one in
//! the first fifth and 32 MiB; of both the peak. In 50 million records a single byte that stays behind from each is too
//! much. The resident set is read from `/proc`, so this needs Linux.
//!
//! The test binary is also the worker: `soak standalone worker.properties …`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

mod counter;
mod flow;
mod memory;
mod numbers;
mod stage;
mod watch;

use std::{env, num::NonZeroU64, process::ExitCode};

use kconnect_tests::{Failure, Result};
use kconnect_worker::Worker;

use crate::stage::{Broken, Stage};

/// As many as the suite has time for.
const RECORDS: u64 = 300_000;

fn main() -> ExitCode {
    if env::args().nth(1).is_some_and(|word| word == "standalone") {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        flow::show_progress(&env::var_os(stage::PROGRESS).unwrap());
        let worker = Worker::new().source::<numbers::Numbers>().sink::<counter::Counter>();
        return runtime.block_on(worker.run());
    }
    match soak() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn soak() -> Result {
    let records = match env::var("KCONNECT_SOAK_RECORDS") {
        Ok(text) => match text.parse::<NonZeroU64>() {
            Ok(records) => records.get(),
            Err(_) => return Err(Failure::new(format!("KCONNECT_SOAK_RECORDS is a number above 0, not `{text}`"))),
        },
        Err(_) => RECORDS,
    };
    let broken = match env::var("KCONNECT_SOAK_BREAK").as_deref() {
        Ok("source") => Some(Broken::Source),
        Ok("sink") => Some(Broken::Sink),
        Ok(other) => return Err(Failure::new(format!("KCONNECT_SOAK_BREAK is `source` or `sink`, not `{other}`"))),
        Err(_) => None,
    };
    println!("soak: {records} records");
    let mut stage = Stage::start(records, broken)?;
    let outcome = watch::watch(&mut stage, records);
    let stopped = stage.stop();
    outcome?;
    stopped
}

//! Looks at the worker until everything has come, and prints what it sees.

use std::{
    thread,
    time::{Duration, Instant},
};

use kconnect_tests::Result;

use crate::{
    flow::{LOOK, Progress},
    memory::{Bytes, Memory},
    stage::Stage,
};

const PRINT: Duration = Duration::from_secs(3);

/// When nothing has come for so long, nothing will.
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits for all records.
///
/// # Errors
/// A record is missing, none comes any more, or the memory grows.
pub(crate) fn watch(stage: &mut Stage, records: u64) -> Result {
    let (mut memory, mut resident) = (Memory::default(), Bytes::default());
    let mut progress = Progress::default();
    let mut printed = (Instant::now(), 0);
    let mut moved = Instant::now();
    // From the first record on: the start of the worker is no part of the rate.
    let mut begun = None;
    while progress.out < records && progress.missing == 0 {
        thread::sleep(LOOK);
        let before = progress;
        (progress, resident) = stage.look()?;
        memory.add(progress.out, records, resident);
        if progress != before {
            moved = Instant::now();
        }
        if begun.is_none() && progress.read > 0 {
            begun = Some(Instant::now());
            printed = (Instant::now(), 0);
        }
        let since = printed.0.elapsed();
        if since >= PRINT {
            let rate = rate(progress.out - printed.1, since);
            println!("in {:>10}  out {:>10}  {rate:>8}/s  resident {resident}", progress.read, progress.out);
            printed = (Instant::now(), progress.out);
        }
        if moved.elapsed() >= PATIENCE {
            break;
        }
    }
    let Progress { read, out, duplicated, missing } = progress;
    let took = begun.map(|begun| begun.elapsed()).unwrap_or_default();
    println!("in {read:>10}  out {out:>10}  {:>8}/s on the whole  resident {resident}", rate(out, took));
    // One that is missing ends the run; those behind it were not waited for.
    let lost = if missing > 0 { missing } else { records - out };
    println!("soak: {out} of {records} records, lost {lost}, duplicated {duplicated}");
    if missing > 0 {
        return Err(stage.failure(&format!("{missing} records were overtaken by later ones")));
    }
    if out < records {
        return Err(stage.failure(&format!("nothing has come for {PATIENCE:?}")));
    }
    println!("memory: {memory}");
    memory.verdict()
}

fn rate(records: u64, time: Duration) -> u128 {
    u128::from(records) * 1000 / time.as_millis().max(1)
}

//! Numbered records from a ledger source through real Kafka into a ledger sink, while things are killed, restarted, cut
//! and delayed. Afterwards every number has to be there, and every duplicate needs a reason.
//!
//! ```sh
//! cargo test -p kconnect-tests --test chaos -- --nocapture     # some three minutes
//! KCONNECT_CHAOS_RUNS=200 cargo test -p kconnect-tests --test chaos -- --nocapture
//! KCONNECT_CHAOS_SEED=7 …                                      # the same faults at the same moments
//! KCONNECT_CHAOS_FAULT=kill …                                  # that fault only
//! KCONNECT_CHAOS_BREAK=source …                                # a source, or a sink, that does lose records: it is found
//! ```
//!
//! The test binary is also the worker that it kills: `chaos standalone worker.properties …` runs the ledger connectors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

mod account;
mod faults;
mod ledger_sink;
mod ledger_source;
mod registry_front;
mod run;
mod stage;
mod table;

use std::{env, process::ExitCode};

use kconnect_tests::{Failure, Result};
use kconnect_worker::Worker;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use crate::{
    faults::Fault,
    run::{Broken, Plan},
    stage::Stage,
    table::Table,
};

/// As many as fit into some three minutes.
const RUNS: usize = 18;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if env::args().nth(1).is_some_and(|word| word == "standalone") {
        let worker = Worker::new().source::<ledger_source::LedgerSource>().sink::<ledger_sink::LedgerSink>();
        return runtime.block_on(worker.run());
    }
    // The registry's front runs beside; the rest blocks.
    let _entered = runtime.enter();
    match chaos() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn chaos() -> Result {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let runs = number("KCONNECT_CHAOS_RUNS").map_or(RUNS, |runs| usize::try_from(runs).unwrap_or(usize::MAX));
    let seed = number("KCONNECT_CHAOS_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    let only = match env::var("KCONNECT_CHAOS_FAULT") {
        Ok(name) => Some(Fault::named(&name).ok_or_else(|| Failure::new(format!("there is no fault {name}")))?),
        Err(_) => None,
    };
    let broken = match env::var("KCONNECT_CHAOS_BREAK").as_deref() {
        Ok("source") => Some(Broken::Source),
        Ok("sink") => Some(Broken::Sink),
        Ok(other) => return Err(Failure::new(format!("KCONNECT_CHAOS_BREAK is `source` or `sink`, not `{other}`"))),
        Err(_) => None,
    };
    println!("chaos: {runs} runs, KCONNECT_CHAOS_SEED={seed}");
    let mut stage = Stage::start()?;
    if broken.is_none() && only.is_none() {
        it_finds_what_is_lost(&mut stage, seed)?;
    }
    let mut table = Table::default();
    for index in 0..runs {
        // Each run has a seed of its own, so that one of them can be looked at alone.
        let mut rng = StdRng::seed_from_u64(seed.wrapping_add(u64::try_from(index).unwrap_or_default()));
        let main = only.unwrap_or_else(|| Fault::ALL[index % Fault::ALL.len()]);
        let plan = Plan::draw(main, broken, only.is_none(), &mut rng);
        let account = run::run(&mut stage, &plan, &mut rng)?;
        println!("run {:>3} of {runs}: {plan}: {account}", index + 1);
        table.add(&plan, &account);
    }
    println!("\n{table}");
    table.verdict()
}

/// Kills after which a connector that loses records has lost some: one alone may hit a moment at which nothing is owed.
const KILLS: u64 = 8;

/// A ledger that finds nothing to complain of proves nothing: these two connectors do lose records when they are killed.
fn it_finds_what_is_lost(stage: &mut Stage, seed: u64) -> Result {
    for broken in [Broken::Source, Broken::Sink] {
        let mut kills = 0..KILLS;
        let found = loop {
            let Some(kill) = kills.next() else { break false };
            let mut rng = StdRng::seed_from_u64(seed.wrapping_add(kill));
            let plan = Plan::draw(Fault::Kill, Some(broken), false, &mut rng);
            let account = run::run(stage, &plan, &mut rng)?;
            println!("control: a {broken:?} that commits too early: {account}");
            if account.lost() > 0 {
                break true;
            }
        };
        if !found {
            let message = format!(
                "a {broken:?} that commits too early was killed {KILLS} times and lost nothing: the ledger is blind"
            );
            return Err(Failure::new(message));
        }
    }
    Ok(())
}

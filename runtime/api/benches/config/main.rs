//! Parsing and validating a configuration of 40 keys, beside Kafka's own `ConfigDef` in a warm JVM.
//!
//! `cargo bench -p kconnect --bench config [-- --rounds 30]`
//!
//! Both sides get the same definition, that of [`settings::Settings`], and the same properties, and have to come to the
//! same values and messages first. Then the JVM runs every case for some seconds, until it is compiled, and the two take
//! turns: a round is some milliseconds of ours and as much of Kafka's, one case after the other, and gives one figure for
//! each, the mean of that time. Ratios are taken round by round. Without a JDK and Maven, ours alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers: what goes wrong ends it"
)]

mod cases;
mod definition;
mod jvm;
#[path = "../common/sample.rs"]
mod sample;
mod settings;

use std::{
    env,
    time::{Duration, Instant},
};

use cases::{CASES, Case, Inputs};
use jvm::Jvm;
use kconnect::ConfigDef;
use sample::Sample;
use settings::Settings;

const ROUNDS: usize = 30;

/// How long one side works on one case in one round.
const TURN: Duration = Duration::from_millis(50);

/// How long the JVM works on each case before anything counts.
const WARM_UP: Duration = Duration::from_secs(4);

fn main() {
    let rounds = rounds(env::args().skip(1));
    let inputs = Inputs::default();
    let start = Instant::now();
    let first = Settings::parse(&inputs.valid).expect("a valid configuration");
    let first_took = start.elapsed();
    drop(first);

    println!("{} keys, {} of them given; {rounds} rounds of {TURN:?}", inputs.keys(), inputs.valid.len());
    let mut jvm = Jvm::start(&inputs).map_err(|why| println!("without the JVM: {why}")).ok();
    if let Some(jvm) = &mut jvm {
        definition::compare(&inputs, jvm);
        println!("{}; every case ran {WARM_UP:?} before the first round", jvm.version());
        for case in CASES {
            eprintln!("warming up: {}", case.name);
            measure(case, &inputs, TURN);
            jvm.measure(case.name, WARM_UP);
        }
    }
    let mut results = CASES.map(|case| (case, Results::default()));
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        for (case, results) in &mut results {
            let ours = measure(*case, &inputs, TURN);
            results.ours.push(ours);
            if let Some(jvm) = &mut jvm {
                let theirs = jvm.measure(case.name, TURN);
                results.theirs.push(theirs);
                results.ratio.push(theirs / ours);
            }
        }
    }
    for (case, results) in &results {
        println!("\n{}", case.title);
        print("kconnect", "µs", &results.ours);
        if jvm.is_some() {
            print("Kafka, warm JVM", "µs", &results.theirs);
            print("kconnect is faster", "times", &results.ratio);
        }
    }
    println!("\nthe first struct of the process: kconnect {:.0} µs", micros(first_took));
    if let Some(jvm) = jvm {
        println!(
            "                                 Kafka {:.0} µs, its classes loaded and nothing compiled",
            jvm.first()
        );
    }
}

fn rounds(args: impl Iterator<Item = String>) -> usize {
    // Cargo itself adds `--bench`.
    let mut args = args.filter(|arg| arg != "--bench");
    match (args.next().as_deref(), args.next()) {
        (None, _) => ROUNDS,
        (Some("--rounds"), Some(rounds)) => rounds.parse().expect("a number of rounds"),
        _ => panic!("the only argument is --rounds N"),
    }
}

/// What one case came to.
#[derive(Debug, Default)]
struct Results {
    ours: Sample,
    theirs: Sample,
    ratio: Sample,
}

/// Microseconds that a case takes here, measured for about `limit`.
fn measure(case: Case, inputs: &Inputs, limit: Duration) -> f64 {
    let start = Instant::now();
    let mut count = 0_u32;
    loop {
        for _ in 0..100 {
            (case.work)(inputs);
        }
        count += 100;
        let taken = start.elapsed();
        if taken >= limit {
            return micros(taken) / f64::from(count);
        }
    }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn print(what: &str, unit: &str, sample: &Sample) {
    println!(
        "  {what:20} median {:8.2} {unit:5}  mean {:8.2}  min .. max {:8.2} .. {:.2}",
        sample.median(),
        sample.mean(),
        sample.min(),
        sample.max()
    );
}

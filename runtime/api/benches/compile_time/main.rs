//! How much compile time our derives add: `#[derive(ConfigDef)]` to a struct of 40 fields, beside clap's derive on the same
//! struct; `#[derive(ConnectSchema)]` to a record of 75 fields, beside serde's two.
//!
//! `cargo bench -p kconnect --bench compile_time [-- [--rounds 15] [--only config|record]]`
//!
//! Makes five small crates of each that hold the same struct: plain; with each derive; and with each derive and functions
//! that use it, so that what the derive leaves to be instantiated counts as well. Their dependencies are built beforehand,
//! each crate is then built again and again from scratch, in turns, and the figure is the one for this crate in the report
//! of `cargo build --timings`: rustc alone, in steps of 10 ms.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers: what goes wrong ends it"
)]

mod crates;
mod fields;
#[path = "../common/sample.rs"]
mod sample;
mod status;
mod timings;

use std::{env, path::Path};

use crates::{Crate, Kind, Subject, Workspace};
use sample::Sample;
use timings::Mode;

const ROUNDS: usize = 15;

fn main() {
    let (rounds, subjects) = arguments(env::args().skip(1));
    let workspace = Workspace::make(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time"));
    for subject in subjects {
        println!(
            "\na struct of {} fields, {rounds} builds each, `cargo … --timings`, incremental compilation off",
            subject.fields()
        );
        for mode in Mode::ALL {
            measure(subject, mode, rounds, &workspace);
        }
    }
}

fn measure(subject: Subject, mode: Mode, rounds: usize, workspace: &Workspace) {
    let crates = Kind::ALL.map(|kind| Crate { subject, kind });
    eprintln!("{}: building the dependencies", mode.command());
    for one in crates {
        timings::build(workspace, one, mode);
    }
    let mut samples = crates.map(|one| (one, Sample::default()));
    for round in 1..=rounds {
        eprintln!("{}: round {round} of {rounds}", mode.command());
        for (one, sample) in &mut samples {
            sample.push(timings::build(workspace, *one, mode));
        }
    }
    print(subject, mode, &samples);
}

fn arguments(args: impl Iterator<Item = String>) -> (usize, Vec<Subject>) {
    // Cargo itself adds `--bench`.
    let mut args = args.filter(|arg| arg != "--bench");
    let (mut rounds, mut subjects) = (ROUNDS, Subject::ALL.to_vec());
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next().as_deref()) {
            ("--rounds", Some(number)) => rounds = number.parse().expect("a number of rounds"),
            ("--only", Some("config")) => subjects = vec![Subject::Config],
            ("--only", Some("record")) => subjects = vec![Subject::Record],
            _ => panic!("the arguments are --rounds N and --only config|record"),
        }
    }
    (rounds, subjects)
}

/// Every crate, what it takes longer than the plain one, and how ours compares with theirs.
fn print(subject: Subject, mode: Mode, samples: &[(Crate, Sample)]) {
    let of = |wanted: Kind| &samples.iter().find(|(one, _)| one.kind == wanted).expect("every crate is measured").1;
    let plain = of(Kind::Plain);
    println!("\n{}", mode.command());
    println!("  {:34} {:>10} {:>10} {:>18} {:>9}", "ms", "median", "mean", "min .. max", "added");
    for (one, sample) in samples {
        let added = match one.kind {
            Kind::Plain => String::new(),
            _ => format!("{:.0}", sample.median() - plain.median()),
        };
        let range = format!("{:.0} .. {:.0}", sample.min(), sample.max());
        println!("  {:34} {:>10.0} {:>10.1} {range:>18} {added:>9}", one.title(), sample.median(), sample.mean());
    }
    let (our_name, their_name, used) = subject.names();
    let pairs = [(Kind::Ours, Kind::Theirs, "the derive alone"), (Kind::OursUsed, Kind::TheirsUsed, used)];
    for (ours, theirs, what) in pairs {
        let ratio = |of_sample: fn(&Sample) -> f64| {
            (of_sample(of(ours)) - of_sample(plain)) / (of_sample(of(theirs)) - of_sample(plain))
        };
        println!(
            "  {what}, {our_name} adds {:.2} times what {their_name} adds (the means: {:.2}, the minima: {:.2})",
            ratio(Sample::median),
            ratio(Sample::mean),
            ratio(Sample::min),
        );
    }
}

//! How much compile time `#[derive(ConfigDef)]` adds to a struct of 40 fields, beside clap's derive on the same struct.
//!
//! `cargo bench -p kconnect --bench compile_time [-- --rounds 15]`
//!
//! Makes five small crates that hold the same struct: plain; with each derive; and with each derive and one function that
//! parses, so that what the derive leaves to be instantiated counts as well. Their dependencies are built beforehand, each
//! crate is then built again and again from scratch, in turns, and the figure is the one for this crate in the report of
//! `cargo build --timings`: rustc alone, in steps of 10 ms.

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
mod timings;

use std::{env, path::Path};

use crates::{Crate, Workspace};
use sample::Sample;
use timings::Mode;

const ROUNDS: usize = 15;

fn main() {
    let rounds = rounds(env::args().skip(1));
    let workspace = Workspace::make(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time"));
    println!(
        "a struct of {} fields, {rounds} builds each, `cargo … --timings`, incremental compilation off",
        fields::all().count()
    );
    for mode in Mode::ALL {
        eprintln!("{}: building the dependencies", mode.command());
        for one in Crate::ALL {
            timings::build(&workspace, one, mode);
        }
        let mut samples = Crate::ALL.map(|one| (one, Sample::default()));
        for round in 1..=rounds {
            eprintln!("{}: round {round} of {rounds}", mode.command());
            for (one, sample) in &mut samples {
                sample.push(timings::build(&workspace, *one, mode));
            }
        }
        print(mode, &samples);
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

/// Every crate, what it takes longer than the plain one, and how that compares with clap.
fn print(mode: Mode, samples: &[(Crate, Sample)]) {
    let of = |wanted: Crate| &samples.iter().find(|(one, _)| *one == wanted).expect("every crate is measured").1;
    let plain = of(Crate::Plain);
    println!("\n{}", mode.command());
    println!("  {:34} {:>10} {:>10} {:>18} {:>9}", "ms", "median", "mean", "min .. max", "added");
    for (one, sample) in samples {
        let added = match one {
            Crate::Plain => String::new(),
            _ => format!("{:.0}", sample.median() - plain.median()),
        };
        let range = format!("{:.0} .. {:.0}", sample.min(), sample.max());
        println!("  {:34} {:>10.0} {:>10.1} {range:>18} {added:>9}", one.title(), sample.median(), sample.mean());
    }
    let pairs =
        [(Crate::Config, Crate::Clap, "the derive alone"), (Crate::ConfigUsed, Crate::ClapUsed, "with parsing")];
    for (ours, theirs, what) in pairs {
        let ratio = |of_sample: fn(&Sample) -> f64| {
            (of_sample(of(ours)) - of_sample(plain)) / (of_sample(of(theirs)) - of_sample(plain))
        };
        println!(
            "  {what}, ConfigDef adds {:.2} times what clap adds (the means: {:.2}, the minima: {:.2})",
            ratio(Sample::median),
            ratio(Sample::mean),
            ratio(Sample::min),
        );
    }
}

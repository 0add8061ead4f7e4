//! How often parsing and validating a configuration of 40 keys asks for memory: the cases of bench `config`, counted.
//!
//! `cargo bench -p kconnect --bench allocations`
//!
//! A program of its own: counting slows every allocation down.

#![allow(clippy::print_stdout, reason = "a program for developers")]

#[path = "config/cases.rs"]
mod cases;
#[path = "config/settings.rs"]
mod settings;

use cases::{CASES, Inputs};

fn main() {
    let inputs = Inputs::default();
    for case in CASES {
        // The definition is made once.
        (case.work)(&inputs);
        let counted = allocation_counter::measure(|| (case.work)(&inputs));
        println!(
            "{:8} {:4} allocations, {:6} bytes, {:6} at once: {}",
            case.name, counted.count_total, counted.bytes_total, counted.bytes_max, case.title
        );
    }
}

//! What the runner prints: a line for every file, every row that does not hold, and the sum.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use crate::formats::{
    files::File,
    outcome::{Finding, Outcome, Run},
};

/// The sums so far.
#[derive(Default)]
pub(crate) struct Report {
    /// Rows that hold.
    pub(crate) passed: usize,
    /// Rows that do not.
    pub(crate) failed: usize,
    /// Rows that cannot be run.
    pub(crate) skipped: usize,
}

impl Report {
    /// Runs a file and prints what came of it.
    pub(crate) fn add(&mut self, file: &File) {
        let name = &file.name;
        let (run, rows) = match (file.run, &file.rows) {
            (Some(run), Ok(rows)) => (run, rows),
            (None, rows) => {
                println!("{name}: skipped, no format of this name is known");
                self.skipped += rows.as_ref().map_or(1, |rows| rows.len().max(1));
                return;
            }
            (Some(_), Err(error)) => {
                println!("{name}: 0 passed, 1 failed\n  failed {name}: expected an array of rows\n    came {error}");
                self.failed += 1;
                return;
            }
        };
        let mut lines = Vec::new();
        let (mut passed, mut failed) = (0, 0);
        for (number, row) in rows.iter().enumerate() {
            let number = format!("row {number}");
            let id = row["id"].as_str().unwrap_or(&number);
            match run_one(run, row) {
                Ok(()) => passed += 1,
                Err(Finding::Differs { expected, came }) => {
                    failed += 1;
                    lines.push(format!("  failed {id}: expected {expected}\n    came {came}"));
                }
                Err(Finding::Skipped(reason)) => {
                    self.skipped += 1;
                    lines.push(format!("  skipped {id}: {reason}"));
                }
            }
        }
        println!("{name}: {passed} passed, {failed} failed");
        for line in lines {
            println!("{line}");
        }
        self.passed += passed;
        self.failed += failed;
    }

    /// Prints the sum.
    pub(crate) fn close(&self) {
        println!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped);
    }
}

/// A row that panics fails: a panic is no way to refuse an input.
fn run_one(run: Run, row: &Value) -> Outcome {
    let outcome = catch_unwind(AssertUnwindSafe(|| match run {
        Run::Given(run) => {
            crate::formats::outcome::only("the row", row, &["id", "src", "given", "expect", "note"])?;
            run(&row["given"], &row["expect"])
        }
        Run::Row(run) => run(row),
    }));
    outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        crate::formats::outcome::differs(&row["expect"], format!("a panic: {}", text.unwrap_or("without words")))
    })
}

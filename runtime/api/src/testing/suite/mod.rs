//! Runs a connector again and again, each time with another fault, and keeps a ledger.

mod ledger;
mod report;
mod sink;
mod source;

use std::fmt;

pub use report::{SuiteFailure, SuiteReport};
pub use sink::{Downstream, SinkSuite};
pub use source::{SourceSuite, Upstream};

/// What is done to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Nothing.
    None,
    /// The task's future is dropped where it waits for the n-th time, as when its worker is killed. What Kafka was given and
    /// had not acknowledged has arrived all the same, or not.
    Killed { at: usize, arrived: bool },
    /// The worker wants the task back when it begins its n-th wait through `until_stop`.
    Stopped { at: usize },
    /// The n-th call of the system behind the connector fails.
    Broken { at: usize },
    /// The partitions are taken from a sink's task, and given back, before its n-th batch.
    Revoked { at: usize },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("without any fault"),
            Self::Killed { at, arrived } => {
                let what = if *arrived { "arrived" } else { "was lost" };
                write!(f, "killed where it waits for the {at}. time; what was under way {what}")
            }
            Self::Stopped { at } => write!(f, "asked to stop at its {at}. wait"),
            Self::Broken { at } => write!(f, "with call {at} of the other system failing"),
            Self::Revoked { at } => write!(f, "with its partitions revoked before batch {at}"),
        }
    }
}

impl Fault {
    fn broken_at(self) -> usize {
        if let Self::Broken { at } = self { at } else { 0 }
    }

    fn killed_at(self) -> usize {
        if let Self::Killed { at, .. } = self { at } else { 0 }
    }

    fn stopped_at(self) -> usize {
        if let Self::Stopped { at } = self { at } else { 0 }
    }
}

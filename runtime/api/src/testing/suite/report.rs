//! What a suite found.

use std::fmt;

use super::Fault;

/// What a suite did, and that nothing was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuiteReport {
    /// How often the connector was run from the beginning to the end.
    pub runs: usize,
    /// How often its task was started again after a fault.
    pub restarts: usize,
    /// Records that came more than once, over all runs: after a fault that is allowed, without one it fails the suite.
    pub duplicated: usize,
}

impl fmt::Display for SuiteReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, restarts, duplicated } = self;
        write!(f, "{runs} runs, {restarts} restarts, 0 lost, {duplicated} duplicated")
    }
}

/// What a connector did wrong, and in which run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteFailure {
    run: String,
    problem: String,
}

impl SuiteFailure {
    pub(super) fn new(fault: Fault, problem: impl Into<String>) -> Self {
        Self { run: fault.to_string(), problem: problem.into() }
    }
}

impl fmt::Display for SuiteFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in the run {}: {}", self.run, self.problem)
    }
}

impl std::error::Error for SuiteFailure {}

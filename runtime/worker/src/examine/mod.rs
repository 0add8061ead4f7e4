//! Checks configurations, of the worker and of connectors, before anything of them runs: one way for the worker that runs
//! and for `kconnect validate`.

mod connector;
mod findings;
mod worker;

pub(crate) use connector::{Bench, ConnectorExamined, ConnectorKeys, ConnectorParts, connector};
pub(crate) use findings::{Finding, Findings, What};
pub(crate) use worker::{WorkerExamined, WorkerParts, worker};

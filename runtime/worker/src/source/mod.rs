//! Running source tasks.
//!
//! A task has a thread and a runtime of its own, as in Kafka Connect: one that blocks or panics harms nobody else.
//! Records go one way, `run` → `outbox` → producer; acknowledgements come back to `delivery`, from which `commit` takes
//! the offsets that may be committed.

mod backlog;
mod commit;
mod delivery;
mod outbox;
mod pipeline;
mod polling;
mod run;

pub(crate) use run::{SourceTaskSpec, run};

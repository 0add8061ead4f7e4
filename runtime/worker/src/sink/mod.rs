//! Running sink tasks.
//!
//! Records come one way: a consumer on a thread of its own → `inlet`, which converts and transforms → the task's `put`. What
//! became of each comes back through its receipt to the `desk` and its `ledger`, which keeps a raw copy until then and knows
//! how far each partition is settled: only that far offsets are committed. The loop around all that is in `turns`.

mod call;
mod commit;
mod desk;
mod inlet;
mod ledger;
mod metrics;
mod run;
mod settle;
mod spec;
mod topics;
mod track;
mod turns;

pub use metrics::{SinkTaskMetrics, SinkTaskReading};
pub(crate) use run::run;
pub(crate) use spec::SinkTaskSpec;
pub(crate) use topics::Topics;

//! The herder: what should run, and what does.
//!
//! It validates a configuration whole before anything of it runs, divides the work into tasks, starts them, watches over them,
//! and takes them down again. Everything about one connector happens one after the other; connectors do not wait for each
//! other, and none of their code runs on the threads of the worker itself.

mod change;
mod connector;
mod environment;
mod operations;
mod plan;
mod policy;
mod reload;
mod spec;
mod start;
mod tasks;
mod thread;
mod view;
mod written;

pub(crate) use operations::Herder;
pub use plan::RestartRequest;
pub use view::{ConnectorView, TaskMetrics, TaskView};

//! What happens when a record cannot be handled: retries, tolerance, the log, the dead letter queue.
//!
//! An [`ErrorHandler`] decides for one task as Kafka Connect 4.3 does, from the same `errors.*` keys ([`ErrorsConfig`]):
//! what may pass is tried again, what is tolerated is skipped, the rest fails the task, and whoever should hear of it
//! hears of it before that.

mod clients;
mod dead_letter;
mod handler;
mod log_reporter;
mod metrics;
mod original;
mod policy;
mod queue;
mod report;
mod stage;
mod thrown;
mod timing;

pub(crate) use clients::dead_letter_queue;
pub use dead_letter::DeadLetter;
pub use handler::ErrorHandler;
pub(crate) use handler::Failed;
pub use log_reporter::message as log_message;
pub use metrics::{ErrorMetrics, ErrorReading};
pub use original::{Consumed, Half, Input, Original, Sourced, SourcedHeaders};
pub use policy::{DeadLetterPolicy, ErrorsConfig, Policy, Retries, Tolerance};
pub(crate) use queue::DeadLetterQueue;
pub use report::{Failure, Report, Reporter};
pub use stage::Stage;
pub use thrown::Thrown;
pub use timing::{SystemTiming, Timing};

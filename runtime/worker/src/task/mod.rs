//! A running task of either kind, seen from its worker: orders, what the worker lends to it, the thread it has.
//!
//! A task's body is one future. It runs on a thread of its own, as in Kafka Connect, or on a runtime that light tasks share;
//! one that blocks or panics harms nobody else.

mod blocking;
mod control;
mod orders;
mod panic;
mod pulse;
mod thread;
mod threads;
mod unwound;

pub(crate) use control::{TaskControl, TaskHandle};
pub(crate) use orders::{Orders, Target};
pub(crate) use panic::panic_message;
pub(crate) use thread::TaskThread;
pub(crate) use threads::{Seat, Threads};
pub(crate) use unwound::{Panicked, unwound};

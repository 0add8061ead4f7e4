//! Starts a program, reads what it prints, sends it signals, and sees that it ends with the test.

mod child;
mod transcript;
mod watchdog;

pub use child::Process;

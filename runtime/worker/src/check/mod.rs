//! Checks configuration files without running or connecting to anything: every problem at once, each at its place.
//!
//! What is wrong is decided by the worker's own validation; here it is found again in the file.

mod advice;
mod checker;
mod document;
mod json_file;
mod judge;
mod kind;
mod message;
mod place;
mod problem;
mod properties_file;
mod render;
mod report;
mod secrets;
mod source;
mod values;
mod variables;

pub(crate) use checker::{Input, Options, check};
pub(crate) use kind::Kind;
pub(crate) use problem::{Code, Problem, Severity};
pub(crate) use render::Style;
pub(crate) use report::{File, Report};

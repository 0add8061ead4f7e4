//! A definition as a file in its project's repository, and what a change of it does to the files that users have.
//!
//! [`Definition::export`](super::Definition::export) writes the file, [`Exported::parse`] reads it, [`Exported::compare`] names
//! what has changed since; [`ChangeKind`] says which changes break what.

mod change;
mod compare;
mod domain;
mod exported;
mod rule;

pub use change::{Change, ChangeKind};
pub use exported::{Exported, ExportedError};

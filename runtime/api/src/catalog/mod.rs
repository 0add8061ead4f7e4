//! All schemas of a connector or a model, and what is done with them as files: written, compared, documented.

mod check;
mod collect;
mod docs;
mod files;
mod history;
mod strict;

pub use crate::avro::compat::Level;
pub use check::{Broken, CheckOptions, Checked, problems};
pub use collect::Catalog;
pub use files::Difference;
pub use history::{History, Revision};

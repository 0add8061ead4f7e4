//! Reading what was written with another schema: resolved once for a schema, then followed for each record.

mod build;
mod decoder;
mod names;
mod native;
mod program;
mod reader;
mod refusal;
mod same;
mod skip;
mod typed;

pub use decoder::Decoder;
pub use reader::PlannedReader;
pub use refusal::Unresolvable;
pub use typed::Plan;

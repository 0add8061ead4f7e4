//! Documentation made from a definition.
//!
//! HTML and reStructuredText are Kafka's to the byte, for pages that are made of both. The other formats show what Kafka has
//! no word for too: old names, open prefixes, named groups.

mod help;
mod html;
mod json_schema;
mod limits;
mod markdown;
mod order;
mod pattern;
mod properties;
mod rst;
mod text;
mod wrap;

pub use html::HtmlOptions;
pub(super) use order::ALIAS;
pub use text::{memory_units, time_units};

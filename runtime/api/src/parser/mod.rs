//! Text and JSON, turned into strongly typed values by a schema: the role of connect-utils' `Parser`.
//!
//! Sources bring dates as text, numbers in quotes and booleans as words; the record should have the types. A [`Parser`] does
//! it by the schema that is there anyway, that of a Rust type or one that is known only at run time.

mod configured;
mod json;
mod number;
mod parse_error;
mod pattern;
mod temporal;
mod text;

pub use configured::{Parser, ParserBuilder, TypeParser};
pub use parse_error::ParseError;
pub use pattern::InvalidPattern;

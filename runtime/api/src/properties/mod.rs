//! Java's `.properties` files, with the place of every key and value.

mod lines;
mod malformed;
mod parse;
mod position;

pub use malformed::Malformed;
pub use parse::{Entry, Properties, Span, Warning};
pub use position::Position;

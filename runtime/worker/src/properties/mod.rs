//! Configuration files as Kafka Connect reads them: Java `.properties` and JSON connector files, with positions.

mod connector_file;
mod lines;
mod malformed;
mod parse;

pub use connector_file::{ConnectorFile, FileError, InitialState};
pub use malformed::{Malformed, Position};
pub use parse::{Entry, Properties, Span, Warning};

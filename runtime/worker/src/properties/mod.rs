//! Configuration files as Kafka Connect reads them: Java `.properties` and JSON connector files, with positions.

mod connector_file;

pub use connector_file::{ConnectorFile, FileError, InitialState};
pub use kconnect::properties::{Entry, Malformed, Position, Properties, Span, Warning};

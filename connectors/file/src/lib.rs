//! The two connectors that Kafka ships as examples: lines of a file to a topic, and a topic to lines of a file.
//!
//! Class names, keys and offsets are those of `org.apache.kafka.connect.file`, so the same properties files run on either
//! runtime, and either takes over from where the other one was. They are also the smallest connectors to learn from:
//!
//! 1. `source`: a configuration, a connector, a task that polls
//! 2. `lines`: from bytes to lines; `input`: where the bytes come from
//! 3. `sink`: the same the other way round
//!
//! ```no_run
//! use kconnect::host::Source;
//! use kconnect_file::FileStreamSourceConnector;
//!
//! // What a worker is given.
//! let plugin = Source::<FileStreamSourceConnector>::new();
//! # let _ = plugin;
//! ```

mod input;
mod lines;
mod sink;
mod source;

pub use sink::{FileStreamSinkConfig, FileStreamSinkConnector, FileStreamSinkTask};
pub use source::{FileStreamSourceConfig, FileStreamSourceConnector, FileStreamSourceTask, Filename, Position};

//! Twitter (X) for Kafka Connect: posts that match keywords, as they are posted.
//!
//! The connector of the blog post that introduced Kafka Connect's API, with its class name, its keys and its records, on
//! the API that X serves today: the filtered stream of X API v2. It is the example to read before writing a connector of
//! one's own. In this order:
//!
//! 1. `config`: what an operator can say, as a struct
//! 2. `status`, `user`: what arrives in Kafka, as structs
//! 3. `source`: the connector and its task; `queue`: what lies between the task and the stream
//! 4. `convert`, `profile`, `value`: from a post of X to a record
//! 5. `stream`: keeps the connection; `ladder`: when to try again; `lines`: from bytes to lines; `rules`, `keyword`: what
//!    X is asked to deliver
//! 6. `client`, `http`, `error`: X's endpoints, and what can go wrong with them
//!
//! ```no_run
//! use kconnect::{SourceConnector as _, host::Source};
//! use kconnect_twitter::TwitterSourceConnector;
//!
//! // What a worker is given.
//! let plugin = Source::<TwitterSourceConnector>::new();
//! # let _ = (plugin, TwitterSourceConnector::CLASS);
//! ```

mod client;
mod config;
mod convert;
mod deletion;
mod error;
mod http;
mod json;
mod keyword;
mod ladder;
mod lines;
mod model;
mod problem;
mod profile;
mod queue;
mod rules;
mod source;
mod status;
mod stream;
mod user;
mod value;

pub use config::TwitterSourceConnectorConfig;
pub use deletion::{StatusDeletionNotice, StatusDeletionNoticeKey};
pub use error::ClientError;
pub use json::Id;
pub use problem::Problem;
pub use source::{Keywords, Newest, TwitterSourceConnector, TwitterSourceTask};
pub use status::{GeoLocation, Place, Status, StatusKey};
pub use user::User;

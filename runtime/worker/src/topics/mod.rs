//! Topics that a source connector has made: `topic.creation.*` (KIP-158).
//!
//! ```no_run
//! # async fn with(worker: kconnect::Props, connector: kconnect::Props) -> Result<(), Box<dyn std::error::Error>> {
//! use kconnect_worker::topics::{TopicCreation, TopicRules};
//!
//! if let Some(rules) = TopicRules::parse(&connector)? {
//!     let topics = TopicCreation::connect(rules, &worker, &connector)?;
//!     topics.ensure("orders").await?;
//! }
//! # Ok(())
//! # }
//! ```

mod creation;
mod group;
mod internal;
mod rules;

pub use creation::TopicCreation;
pub use group::TopicGroup;
pub(crate) use internal::{InternalClients, InternalTopic};
pub use rules::{InvalidRules, TopicRules};

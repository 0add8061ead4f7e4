//! A member of a consumer group: what a sink task reads through.
//!
//! A thread of its own polls the client all the time, so that the member stays in its group however long the task takes for
//! what it was given. Each partition has a queue; what the task is not ready for stays there, and the client stops
//! fetching. Partitions are taken away only after the task has said that it is done with them.

mod committer;
mod context;
mod handle;
mod inbox;
mod member;
mod message;
mod subscription;

pub(crate) use handle::Group;
pub(crate) use inbox::{Limits, Rebalance};
pub(crate) use message::Message;
pub(crate) use subscription::Subscription;

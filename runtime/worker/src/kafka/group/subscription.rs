//! What a member reads.

use std::sync::Arc;

/// Topics, by name or by what their names are like.
#[derive(Clone)]
pub(crate) enum Subscription {
    /// These.
    List(Vec<String>),
    /// Those that there are, now and later, whose names pass.
    Names(Arc<dyn Fn(&str) -> bool + Send + Sync>),
}

/// Kafka's own topics, which no pattern finds (`exclude.internal.topics`).
pub(super) const INTERNAL: [&str; 3] = ["__consumer_offsets", "__share_group_state", "__transaction_state"];

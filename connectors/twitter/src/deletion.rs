//! The records of a deleted post.
//!
//! The filtered stream of X API v2 reports no deletions, so nothing emits them at present; consumers of the topic
//! `kafka.delete.topic` that the classic connector filled can still be built on them.

use kconnect::ConnectSchema;

/// Key of the message about a deleted post.
#[derive(Clone, Debug, PartialEq, Eq, ConnectSchema)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
pub struct StatusDeletionNoticeKey {
    /// Id of the deleted post.
    pub status_id: i64,
}

/// Message about a deleted post.
#[derive(Clone, Debug, PartialEq, Eq, ConnectSchema)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
pub struct StatusDeletionNotice {
    /// Id of the deleted post.
    pub status_id: i64,
    /// Id of its author.
    pub user_id: i64,
}

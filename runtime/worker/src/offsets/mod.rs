//! Where source offsets are kept: Kafka Connect's own formats, so that either worker can take over from the other.

mod entry;
mod file;
mod java_map;
mod kafka;
mod known;
mod memory;
#[expect(clippy::module_inception, reason = "the type of that name is what the module is for")]
mod offsets;
mod record;
mod store;
mod worker;
mod writer;

pub use file::FileOffsetStore;
pub use kafka::KafkaOffsetStore;
pub use known::KnownOffsets;
pub use memory::MemoryOffsetStore;
pub use offsets::Offsets;
pub use record::{OffsetKey, OffsetRecord};
pub use store::{Change, OffsetStore, Pending, StoredOffset};
pub use writer::{Entries, FlushTimeout, Flushed, OffsetWriter};

pub use crate::submitted::{Committable, PartitionIndex, Submitted, Ticket};

use std::{io, path::PathBuf};

use crate::stores::StoreError;

/// What can go wrong with stored offsets.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OffsetError {
    /// The file cannot be read or written.
    #[error("could not {action} the offset file {}; check offset.storage.file.filename and its permissions", .path.display())]
    Io {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is something else, or damaged. It is left as it is.
    #[error(
        "{} is not an offset file of a standalone worker (byte {offset}: {problem}); it was left as it is: \
         restore it from a backup, or move it away to start without offsets",
        .path.display()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// Where reading ended.
        offset: usize,
        /// What stands there.
        problem: String,
    },
    /// A partition or offset that no Connect worker could store.
    #[error("{0}")]
    Format(String),
    /// The topic of the offsets cannot be read or written, or is none that offsets can be kept in.
    #[error(transparent)]
    Topic(#[from] StoreError),
}

impl From<OffsetError> for kconnect::Error {
    fn from(error: OffsetError) -> Self {
        match error {
            // A full disk may have room again at the next commit.
            OffsetError::Io { action: "write", .. } => Self::retriable(error),
            OffsetError::Io { .. } | OffsetError::Corrupt { .. } => Self::fatal(error),
            OffsetError::Format(_) => Self::data(error),
            OffsetError::Topic(cause) => cause.into(),
        }
    }
}

//! The queue between the reader of the stream and the task's `poll`: the blog's message queue, with a limit.
//!
//! It is limited in bytes, because that is what a slow Kafka would otherwise cost. When it is full the reader waits, and
//! X, whose own buffer fills up then, ends the stream in the end; so the queue should hold what a hiccup brings.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tracing::warn;

use crate::{error::ClientError, model::Matched};

/// A post as it came from the stream.
#[derive(Debug)]
pub(crate) struct Received {
    /// The line.
    pub(crate) raw: Bytes,
    /// What it says, or why it says nothing.
    pub(crate) post: Result<Box<Matched>, LineError>,
}

/// Why a line of the stream is no post.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LineError {
    #[error("the line is not a post of X API v2")]
    Malformed(#[from] serde_json::Error),
    #[error("the line is longer than {0} bytes")]
    TooLong(usize),
}

/// What passes through: a post with the room that it takes, or why there will be no more.
type Item = Result<(Received, Option<Room>), ClientError>;

/// Room in the queue, given back when dropped.
#[derive(Debug)]
pub(crate) struct Room(#[expect(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit);

/// The reader's end.
#[derive(Debug)]
pub(crate) struct Sender {
    items: mpsc::UnboundedSender<Item>,
    room: Arc<Semaphore>,
    budget: u32,
    full: bool,
}

/// The task's end.
#[derive(Debug)]
pub(crate) struct Receiver {
    items: mpsc::UnboundedReceiver<Item>,
    room: Arc<Semaphore>,
}

/// The task has dropped its end.
#[derive(Debug)]
pub(crate) struct Closed;

/// A queue for `budget` bytes of lines; a longer line fits when the queue is empty.
pub(crate) fn queue(budget: u32) -> (Sender, Receiver) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let room = Arc::new(Semaphore::new(usize::try_from(budget).unwrap_or(usize::MAX)));
    let receiver = Receiver { items: receiver, room: Arc::clone(&room) };
    (Sender { items: sender, room, budget, full: false }, receiver)
}

impl Sender {
    /// Waits for room for that many bytes. Cancel safe.
    pub(crate) async fn room(&mut self, bytes: usize) -> Result<Room, Closed> {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX).min(self.budget);
        let free = Arc::clone(&self.room).try_acquire_many_owned(bytes);
        if free.is_err() && !self.full {
            warn!("the queue is full: reading pauses until Kafka has taken some posts; X ends streams that lag behind");
        }
        self.full = free.is_err();
        let permit = match free {
            Ok(permit) => permit,
            Err(_) => Arc::clone(&self.room).acquire_many_owned(bytes).await.map_err(|_| Closed)?,
        };
        Ok(Room(permit))
    }

    /// Puts a post into the queue, into its room, or above the limit.
    pub(crate) fn put(&self, received: Received, room: Option<Room>) -> Result<(), Closed> {
        self.items.send(Ok((received, room))).map_err(|_| Closed)
    }

    /// Ends the queue with the reason, which the task meets after all posts before it.
    pub(crate) fn fail(self, error: ClientError) {
        // Nobody is there to be told when the task has gone.
        let _ = self.items.send(Err(error));
    }
}

impl Receiver {
    /// The next post; `None` when the reader has ended. Cancel safe.
    ///
    /// # Errors
    /// Why there will be no more.
    pub(crate) async fn recv(&mut self) -> Result<Option<Received>, ClientError> {
        self.items.recv().await.map(|item| item.map(|(received, _)| received)).transpose()
    }

    /// The next post, if there is one now.
    ///
    /// # Errors
    /// Why there will be no more.
    pub(crate) fn try_recv(&mut self) -> Result<Option<Received>, ClientError> {
        self.items.try_recv().ok().map(|item| item.map(|(received, _)| received)).transpose()
    }
}

impl Drop for Receiver {
    /// Wakes a sender that waits for room.
    fn drop(&mut self) {
        self.room.close();
    }
}

//! Whether a task lets go of its thread.
//!
//! A future that waits gives its thread back; one that blocks does not. So each piece of a task's work notes when it takes a
//! thread and when it returns it, and whoever looks from another thread sees how long it has been kept.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// Since when the pieces of a task's work have kept their threads.
#[derive(Clone)]
pub(crate) struct Pulse {
    epoch: Instant,
    pieces: Arc<Mutex<Vec<Weak<Piece>>>>,
}

/// Milliseconds after the epoch, and one; 0 while the piece waits.
#[derive(Default)]
struct Piece(AtomicU64);

impl Default for Pulse {
    fn default() -> Self {
        Self { epoch: Instant::now(), pieces: Arc::default() }
    }
}

impl Pulse {
    /// How long a piece of the task has kept a thread by now, the longest.
    pub(super) fn kept(&self) -> Option<Duration> {
        let pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let since = |piece: &Weak<Piece>| piece.upgrade()?.0.load(Ordering::Acquire).checked_sub(1);
        let first = pieces.iter().filter_map(since).min()?;
        Some(self.epoch.elapsed().saturating_sub(Duration::from_millis(first)))
    }

    /// The same future, whose use of its thread is noted.
    pub(super) fn watch<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        let piece = Arc::new(Piece::default());
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.retain(|piece| piece.strong_count() > 0);
        pieces.push(Arc::downgrade(&piece));
        Watched { epoch: self.epoch, piece, future: Box::pin(future) }
    }
}

struct Watched<F> {
    epoch: Instant,
    piece: Arc<Piece>,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let now = u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        self.piece.0.store(now, Ordering::Release);
        let kept = Kept(Arc::clone(&self.piece));
        let outcome = self.future.as_mut().poll(cx);
        drop(kept);
        outcome
    }
}

/// A thread that is kept, until this is dropped; a panic drops it too.
struct Kept(Arc<Piece>);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.0.store(0, Ordering::Release);
    }
}

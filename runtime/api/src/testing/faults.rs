//! Faults on demand: where a test strikes, counted from the start of a run.

use std::{
    fmt,
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

/// Makes the `n`th call of a fake system fail, once. A clone counts on with the others.
///
/// A fake asks before each operation, and answers as the real system does when it breaks down: with a status 500, a closed
/// connection, a timeout.
///
/// ```
/// use kconnect::testing::Faults;
///
/// let faults = Faults::at(2);
/// let answers: Vec<bool> = (0..3).map(|_| faults.call().is_ok()).collect();
/// assert_eq!(answers, [true, false, true]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Counting>);

#[derive(Debug, Default)]
struct Counting {
    at: usize,
    calls: AtomicUsize,
}

impl Faults {
    /// Nothing fails.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The `n`th call fails, counted from 1.
    #[must_use]
    pub fn at(n: usize) -> Self {
        Self(Arc::new(Counting { at: n, calls: AtomicUsize::new(0) }))
    }

    /// Counts a call.
    ///
    /// # Errors
    /// It is the one that fails.
    pub fn call(&self) -> Result<(), Broken> {
        let call = self.0.calls.fetch_add(1, Ordering::AcqRel) + 1;
        if call == self.0.at { Err(Broken { call }) } else { Ok(()) }
    }

    /// Whether the call that fails was made.
    #[must_use]
    pub fn struck(&self) -> bool {
        let calls = self.0.calls.load(Ordering::Acquire);
        self.0.at != 0 && calls >= self.0.at
    }
}

/// A call that fails because the test wants it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// Which call it is, counted from 1.
    pub call: usize,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call {} fails, as the test wants it", self.call)
    }
}

impl std::error::Error for Broken {}

/// Drops futures at the `n`th point where one of them waits.
#[derive(Debug)]
pub(super) struct Pendings {
    left: usize,
    struck: bool,
}

impl Pendings {
    /// At the `n`th, counted from 1; never with 0.
    pub(super) fn at(n: usize) -> Self {
        Self { left: n, struck: false }
    }

    /// Whether a future was dropped.
    pub(super) fn struck(&self) -> bool {
        self.struck
    }

    /// Awaits the future; `None` if it was dropped where it waited.
    pub(super) async fn run<F: Future>(&mut self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if self.left == 1 => {
                self.struck = true;
                self.left = 0;
                Poll::Ready(None)
            }
            Poll::Pending => {
                self.left = self.left.saturating_sub(1);
                Poll::Pending
            }
        })
        .await
    }
}

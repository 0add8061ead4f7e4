//! Runs a future to its end from a test that may be async itself.

use std::{panic, thread};

use crate::Result;

/// Waits for a future on a thread of its own: a runtime cannot be started on a thread that is inside one.
pub(crate) fn block_on<T: Send>(future: impl Future<Output = Result<T>> + Send) -> Result<T> {
    thread::scope(|scope| {
        let run = || tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future);
        scope.spawn(run).join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

//! Calls of a task's code, which may panic.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use kconnect::{Error, Result, config::Secrets};

use super::panic_message;

/// A panic of a task's code, as the cause of an error. Nothing is called on such a task any more.
#[derive(Debug, thiserror::Error)]
#[error("the task panicked: {0}")]
pub(crate) struct Panicked(String);

impl Panicked {
    /// Whether that is behind an error.
    pub(crate) fn is_behind(error: &Error) -> bool {
        error.cause().is::<Self>()
    }
}

/// What the task's code says, without secrets; a panic in it is a fatal error like any other.
///
/// # Errors
/// The code's, or a [`Panicked`].
pub(crate) async fn unwound<T>(future: impl Future<Output = Result<T>>, secrets: &Secrets) -> Result<T> {
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(result) => result.map_err(|error| secrets.scrub_error(error)),
        Err(panic) => Err(Error::fatal(Panicked(secrets.scrub(panic_message(&*panic))))),
    }
}

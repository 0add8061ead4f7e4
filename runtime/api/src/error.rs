//! Errors that say what the worker does about them.

use std::{error::Error as StdError, fmt, time::Duration};

/// What lies behind an [`Error`].
pub type Cause = Box<dyn StdError + Send + Sync>;

/// The result of anything that a worker may have to react to.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the worker does about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The same call may succeed later. The worker calls again, after the delay if one is given (Kafka Connect's
    /// `RetriableException`).
    Retriable {
        /// How long to wait; the worker's own back-off otherwise.
        after: Option<Duration>,
    },
    /// This record, and only this one, is unusable: it goes to `errors.tolerance` (Kafka Connect's `DataException`).
    Data,
    /// Nothing but a changed configuration or an operator helps: the task becomes FAILED (Kafka Connect's
    /// `ConnectException`).
    Fatal,
    /// The worker asked for the task back. Made only by the task's context, and kept whatever it is wrapped in.
    Stopping,
}

/// An error together with the decision what the worker does about it.
///
/// There is no `From` for foreign errors: someone has to say whether to retry. Say it on the spot with [`ResultExt`], or
/// once per connector with `impl From<ClientError> for kconnect::Error`.
///
/// ```
/// use kconnect::{ErrorKind, ResultExt};
///
/// fn parse(line: &str) -> kconnect::Result<u64> {
///     Ok(line.parse().data()?)
/// }
/// assert_eq!(parse("x").unwrap_err().kind(), ErrorKind::Data);
/// ```
pub struct Error {
    /// Behind a pointer: a codec returns a result for each field, and one word of it is cheap.
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    cause: Cause,
}

impl Error {
    /// An error after which the same call may succeed.
    pub fn retriable(cause: impl Into<Cause>) -> Self {
        Self::new(ErrorKind::Retriable { after: None }, cause.into())
    }

    /// An error of one record.
    pub fn data(cause: impl Into<Cause>) -> Self {
        Self::new(ErrorKind::Data, cause.into())
    }

    /// An error that only an operator can mend.
    pub fn fatal(cause: impl Into<Cause>) -> Self {
        Self::new(ErrorKind::Fatal, cause.into())
    }

    /// The worker wants the task back.
    pub(crate) fn stopping() -> Self {
        Self::of(ErrorKind::Stopping, "the worker asked the task to stop".into())
    }

    /// A cause that is, or was caused by, [`ErrorKind::Stopping`] keeps that kind.
    fn new(kind: ErrorKind, cause: Cause) -> Self {
        let mut next: Option<&(dyn StdError + 'static)> = Some(&*cause);
        let mut stopping = false;
        while let Some(error) = next {
            stopping |= error.downcast_ref::<Self>().is_some_and(|error| error.inner.kind == ErrorKind::Stopping);
            next = error.source();
        }
        Self::of(if stopping { ErrorKind::Stopping } else { kind }, cause)
    }

    fn of(kind: ErrorKind, cause: Cause) -> Self {
        Self { inner: Box::new(Inner { kind, cause }) }
    }

    /// Retriable, not before `delay` has passed. A stop request stays one.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        if self.inner.kind != ErrorKind::Stopping {
            self.inner.kind = ErrorKind::Retriable { after: Some(delay) };
        }
        self
    }

    /// What the worker does about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// What went wrong.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.inner.cause
    }

    /// The message followed by every cause's, separated by `: `; what a status or a log shows.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.inner.cause.to_string();
        let mut next = self.inner.cause.source();
        while let Some(cause) = next {
            let message = cause.to_string();
            // Many libraries repeat the cause in their own message; once is enough.
            if !text.ends_with(&message) {
                // Some of Kafka's messages end where their cause begins.
                text.push_str(if text.ends_with(": ") { "" } else { ": " });
                text.push_str(&message);
            }
            next = cause.source();
        }
        text
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.inner.kind).field("cause", &self.inner.cause).finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.cause.fmt(f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.cause.source()
    }
}

/// Decides on the spot what the worker does about a foreign error.
pub trait ResultExt<T> {
    /// The same call may succeed later.
    ///
    /// # Errors
    /// The same error, as [`ErrorKind::Retriable`].
    fn retriable(self) -> Result<T>;
    /// This record is unusable.
    ///
    /// # Errors
    /// The same error, as [`ErrorKind::Data`].
    fn data(self) -> Result<T>;
    /// Only an operator can mend it.
    ///
    /// # Errors
    /// The same error, as [`ErrorKind::Fatal`].
    fn fatal(self) -> Result<T>;
}

impl<T, E: Into<Cause>> ResultExt<T> for std::result::Result<T, E> {
    fn retriable(self) -> Result<T> {
        self.map_err(Error::retriable)
    }

    fn data(self) -> Result<T> {
        self.map_err(Error::data)
    }

    fn fatal(self) -> Result<T> {
        self.map_err(Error::fatal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_request_stays_one_whatever_it_is_wrapped_in() {
        let wrapped = Error::fatal(Error::retriable(Error::stopping()));
        assert_eq!(wrapped.kind(), ErrorKind::Stopping);
        assert_eq!(wrapped.retry_after(Duration::from_secs(1)).kind(), ErrorKind::Stopping);
    }

    #[test]
    fn a_stop_request_inside_a_foreign_error_stays_one() {
        #[derive(Debug)]
        struct Client(Error);
        impl fmt::Display for Client {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the client gave up")
            }
        }
        impl StdError for Client {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }
        assert_eq!(Error::fatal(Client(Error::stopping())).kind(), ErrorKind::Stopping);
        assert_eq!(Error::fatal(Client(Error::data("x"))).kind(), ErrorKind::Fatal);
    }

    #[test]
    fn the_chain_names_every_cause_once() {
        #[derive(Debug)]
        struct Outer(std::num::ParseIntError);
        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id is not a number")
            }
        }
        impl StdError for Outer {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }
        let error = Error::data(Outer("x".parse::<u8>().unwrap_err()));
        assert_eq!(error.chain(), "the id is not a number: invalid digit found in string");
    }
}

//! Secrets in texts of others.

use std::{fmt, sync::Arc};

use crate::{
    config::{
        props::{Prop, REMARKABLE},
        scrub::scrub,
    },
    error::{Error, ErrorKind},
};

/// The secrets of a configuration, to be taken out of whatever somebody says who was given them: errors of clients, lines
/// of a log. Where one stood, there stands the text that it came from, or `[hidden]`.
///
/// Texts of less than four bytes are left: they are in many words. Cloning is cheap, and `Debug` shows nothing.
///
/// ```
/// use kconnect::{Prop, config::Secrets};
///
/// let secrets = Secrets::of([&Prop::Secret("hunter2".to_owned())]);
/// assert_eq!(secrets.scrub("user hunter2 is unknown"), "user [hidden] is unknown");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Secrets(Arc<[Prop]>);

impl Secrets {
    /// The secrets among these values.
    pub fn of<'a>(props: impl IntoIterator<Item = &'a Prop>) -> Self {
        let remarkable = |prop: &&Prop| prop.is_secret() && prop.expose().is_some_and(|text| text.len() >= REMARKABLE);
        let mut secrets: Vec<Prop> = Vec::new();
        for prop in props.into_iter().filter(remarkable) {
            if !secrets.contains(prop) {
                secrets.push(prop.clone());
            }
        }
        Self(secrets.into())
    }

    /// These and those.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        Self::of(self.0.iter().chain(&*others.0))
    }

    /// The message without secrets.
    #[must_use]
    pub fn scrub(&self, message: impl Into<String>) -> String {
        let message = message.into();
        if self.0.is_empty() { message } else { scrub(&message, self.0.iter().flat_map(Prop::hidden)) }
    }

    /// The error without secrets, of the same kind; the same error if there are none in it.
    #[must_use]
    pub fn scrub_error(&self, error: Error) -> Error {
        let said = error.chain();
        let scrubbed = self.scrub(said.clone());
        if scrubbed == said {
            return error;
        }
        match error.kind() {
            ErrorKind::Stopping => error,
            ErrorKind::Retriable { after } => {
                let error = Error::retriable(scrubbed);
                after.into_iter().fold(error, Error::retry_after)
            }
            ErrorKind::Data => Error::data(scrubbed),
            ErrorKind::Fatal => Error::fatal(scrubbed),
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Secrets").field(&self.0.len()).finish()
    }
}

//! A call of the registry's API, whoever answers it.

use std::borrow::Cow;

use serde::Serialize;

use super::RegistryError;

/// What HTTP calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// A call that is not sent yet.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) path: Vec<Cow<'a, str>>,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<String>,
    /// Completes "the registry refused …".
    pub(super) what: String,
    /// The subject of the schema in the body.
    pub(super) subject: Option<&'a str>,
    /// Whether only newer servers, or Confluent's alone, know the path.
    pub(super) optional: bool,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    /// Who answered.
    pub(super) url: String,
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl<'a> Request<'a> {
    pub(super) fn new<const N: usize>(method: Method, path: [&'a str; N], what: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into_iter().map(Cow::Borrowed).collect(),
            query: Vec::new(),
            body: None,
            what: what.into(),
            subject: None,
            optional: false,
        }
    }

    pub(super) fn get<const N: usize>(path: [&'a str; N], what: impl Into<String>) -> Self {
        Self::new(Method::Get, path, what)
    }

    /// Adds a segment.
    pub(super) fn then(mut self, segment: impl Into<Cow<'a, str>>) -> Self {
        self.path.push(segment.into());
        self
    }

    /// Adds a parameter; registries take what is not there for false.
    pub(super) fn flag(self, name: &'static str, set: bool) -> Self {
        if set { self.with(name, Some("true")) } else { self }
    }

    /// Adds a parameter if it is given.
    pub(super) fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// Sets the body.
    pub(super) fn json(mut self, body: &impl Serialize) -> Result<Self, RegistryError> {
        let body = serde_json::to_string(body).map_err(|error| RegistryError::Setup(error.to_string()))?;
        self.body = Some(body);
        Ok(self)
    }

    /// Says that the body is a schema for this subject.
    pub(super) fn of(mut self, subject: &'a str) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Says that not every registry offers it.
    pub(super) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// # Errors
    /// [`RegistryError::Unnameable`] for what URLs have another meaning for.
    pub(super) fn check(&self) -> Result<(), RegistryError> {
        let unnameable = |segment: &&Cow<'_, str>| matches!(&***segment, "" | "." | "..");
        self.path.iter().find(unnameable).map_or(Ok(()), |segment| {
            let kind = if self.path.first().is_some_and(|first| first == "contexts") { "context" } else { "subject" };
            Err(RegistryError::Unnameable { kind, name: segment.clone().into_owned() })
        })
    }
}

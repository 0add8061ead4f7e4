//! `mock://scope`: a registry inside the process, for dev mode and tests.

mod compatibility;
mod config;
mod refusal;
mod route;
mod schemas;
mod state;
mod subjects;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use self::state::State;
use super::{
    request::{Method, Request},
    subject::QualifiedSubject,
};

/// Every scope of this process, made on first use and kept: what `mock://scope` means does not change while it runs.
static SCOPES: LazyLock<Mutex<HashMap<String, Arc<MockRegistry>>>> = LazyLock::new(Mutex::default);

/// A schema registry that lives in the process (Confluent's convention `schema.registry.url=mock://scope`).
///
/// All clients with the same scope share it. It answers the calls of Confluent's API as a server does, compatibility
/// checks at level `BACKWARD`, configuration, modes, contexts and deletions included. It knows Avro schemas only, keeps
/// what it is given in memory, and its global ids are its own.
#[derive(Debug, Default)]
pub struct MockRegistry {
    state: Mutex<State>,
}

/// A registered schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MockSchema {
    /// Its id, as in the records.
    pub id: u32,
    /// Its version within the subject, from 1.
    pub version: u32,
    /// Its Avro text, as it was registered.
    pub schema: Arc<str>,
}

impl MockRegistry {
    /// The registry behind `mock://scope`.
    #[must_use]
    pub fn scope(scope: &str) -> Arc<Self> {
        let mut scopes = SCOPES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(scopes.entry(scope.to_owned()).or_default())
    }

    /// The names of all subjects, sorted.
    #[must_use]
    pub fn subjects(&self) -> Vec<String> {
        self.state().names(|versions| versions.values().any(|entry| !entry.deleted))
    }

    /// The newest schema of a subject.
    #[must_use]
    pub fn latest(&self, subject: &str) -> Option<MockSchema> {
        let state = self.state();
        let subject = QualifiedSubject::parse(subject);
        let (version, id) = state.latest(&subject)?;
        let schema = state.stored(subject.context(), id)?.schema.schema.as_str().into();
        Some(MockSchema { id, version, schema })
    }

    /// The schema with this id in the default context.
    #[must_use]
    pub fn schema(&self, id: u32) -> Option<Arc<str>> {
        Some(self.state().stored(QualifiedSubject::DEFAULT_CONTEXT, id)?.schema.schema.as_str().into())
    }

    /// Answers a request as a server of Confluent's API does: status and body. Whoever wants to see it over HTTP puts
    /// a server before it.
    ///
    /// `path` is what stands behind the server's address, such as `/subjects/a%2Fb/versions?normalize=true`.
    #[must_use]
    pub fn answer(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let method = match method {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "DELETE" => Method::Delete,
            _ => return refusal::Refusal::no_such_path().answer(),
        };
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let path: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect();
        let query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        self.routed(method, &path, &query, body)
    }

    pub(super) fn respond(&self, request: &Request<'_>) -> (u16, String) {
        let path: Vec<_> = request.path.iter().map(|segment| &**segment).collect();
        let query: Vec<_> = request.query.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.routed(request.method, &path, &query, request.body.as_deref().unwrap_or_default())
    }

    fn routed(&self, method: Method, path: &[&str], query: &[(String, String)], body: &str) -> (u16, String) {
        let mut state = self.state();
        match route::route(&mut state, method, path, &route::Query(query), body) {
            Ok(answer) => (200, answer.to_string()),
            Err(refusal) => refusal.answer(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

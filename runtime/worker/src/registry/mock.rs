//! `mock://scope`: a registry inside the process, for dev mode and tests.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

/// Every scope of this process, made on first use and kept: what `mock://scope` means does not change while it runs.
static SCOPES: LazyLock<Mutex<HashMap<String, Arc<MockRegistry>>>> = LazyLock::new(Mutex::default);

/// A schema registry that lives in the process (Confluent's convention `schema.registry.url=mock://scope`).
///
/// All clients with the same scope share it. Ids count from one; a schema has the same id under every subject, and
/// registering it again changes nothing. Compatibility is not checked, as in Confluent's mock.
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

#[derive(Debug, Default)]
struct State {
    /// Text and parsed form; the id is the index plus one.
    schemas: Vec<(Arc<str>, Value)>,
    /// Ids in the order of versions.
    subjects: BTreeMap<String, Vec<u32>>,
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
        self.state().subjects.keys().cloned().collect()
    }

    /// The newest schema of a subject.
    #[must_use]
    pub fn latest(&self, subject: &str) -> Option<MockSchema> {
        let state = self.state();
        let ids = state.subjects.get(subject)?;
        state.version(ids, ids.len().checked_sub(1)?)
    }

    /// The schema with this id.
    #[must_use]
    pub fn schema(&self, id: u32) -> Option<Arc<str>> {
        self.state().text(id)
    }

    /// Registers a schema, or finds it; `Err` holds what is wrong with its JSON.
    pub(super) fn register(&self, subject: &str, schema: &str) -> Result<u32, serde_json::Error> {
        let parsed: Value = serde_json::from_str(schema)?;
        let mut state = self.state();
        let index = state.schemas.iter().position(|(_, known)| *known == parsed).unwrap_or_else(|| {
            state.schemas.push((schema.into(), parsed));
            state.schemas.len() - 1
        });
        let id = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let ids = state.subjects.entry(subject.to_owned()).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
        Ok(id)
    }

    /// The schema as it is registered under this subject.
    pub(super) fn lookup(&self, subject: &str, schema: &str) -> Option<MockSchema> {
        let parsed: Value = serde_json::from_str(schema).ok()?;
        let state = self.state();
        let ids = state.subjects.get(subject)?;
        (0..ids.len()).filter_map(|index| state.version(ids, index)).find(|found| {
            usize::try_from(found.id - 1)
                .ok()
                .and_then(|index| state.schemas.get(index))
                .is_some_and(|(_, known)| *known == parsed)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn text(&self, id: u32) -> Option<Arc<str>> {
        let index = usize::try_from(id.checked_sub(1)?).ok()?;
        self.schemas.get(index).map(|(text, _)| Arc::clone(text))
    }

    fn version(&self, ids: &[u32], index: usize) -> Option<MockSchema> {
        let id = *ids.get(index)?;
        Some(MockSchema { id, version: u32::try_from(index + 1).ok()?, schema: self.text(id)? })
    }
}

//! Schema ids for writing, asked for once each.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;

use super::{
    RegistryError,
    http::Http,
    mock::MockRegistry,
    settings::{Address, Ids, Settings},
};

/// A schema registry as a converter sees it. Cheap to share in an `Arc`; usable from any tokio runtime.
#[derive(Debug)]
pub(crate) struct SchemaRegistry {
    settings: Settings,
    backend: Backend,
    ids: Cache<(String, String), u32>,
}

#[derive(Debug)]
enum Backend {
    Http(Box<Http>),
    Mock(Arc<MockRegistry>),
}

/// A schema as a subject holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Registered {
    /// The id that records carry.
    pub(crate) id: u32,
    /// The version within the subject.
    pub(crate) version: u32,
}

impl SchemaRegistry {
    /// A client; nothing is sent yet.
    ///
    /// # Errors
    /// [`RegistryError::Setup`] for certificates that cannot be used.
    pub(crate) fn new(settings: Settings) -> Result<Self, RegistryError> {
        let backend = match &settings.address {
            Address::Http(_) => Backend::Http(Box::new(Http::new(&settings)?)),
            Address::Mock(scope) => Backend::Mock(MockRegistry::scope(scope)),
        };
        Ok(Self { settings, backend, ids: Cache::default() })
    }

    /// The subject of a schema in `topic`. `record` is the full name of a schema of type record, as strategies other than
    /// the default need it.
    ///
    /// # Errors
    /// [`RegistryError::NoRecordName`], in Confluent's words.
    pub(crate) fn subject(&self, topic: &str, record: Option<&str>) -> Result<String, RegistryError> {
        let Settings { strategy, is_key, .. } = self.settings;
        let part = if is_key { "key" } else { "value" };
        strategy.subject(topic, is_key, record).ok_or_else(|| RegistryError::NoRecordName {
            key: format!("{part}.subject.name.strategy"),
            strategy: strategy.class(),
            part,
        })
    }

    /// The id to write with records of this schema: registers it, or looks it up, as the converter's settings say.
    ///
    /// Answers are kept for ever; callers that wait for the same one share a request. Cancel safe: if the one that asks
    /// is dropped, another asks again.
    ///
    /// # Errors
    /// See [`RegistryError`]; an error is not kept.
    pub(crate) async fn id(&self, subject: &str, schema: &str) -> Result<u32, RegistryError> {
        let key = (subject.to_owned(), schema.to_owned());
        self.ids.get(key, || self.resolve(subject, schema)).await
    }

    async fn resolve(&self, subject: &str, schema: &str) -> Result<u32, RegistryError> {
        let settings = &self.settings;
        if settings.ids == Ids::Register {
            return self.register(subject, schema).await;
        }
        let found = self.lookup(subject, schema).await?;
        if settings.ids == Ids::Latest {
            // Two requests, because the registry alone knows which texts it takes for the same schema.
            return match (self.latest(subject).await?, found) {
                (Some(latest), Some(found)) if latest.id == found.id => Ok(found.id),
                (Some(latest), _) => Err(RegistryError::LatestDiffers {
                    subject: subject.to_owned(),
                    version: latest.version,
                    prefix: settings.prefix.clone(),
                }),
                (None, _) => Err(self.not_registered(subject)),
            };
        }
        found.map(|found| found.id).ok_or_else(|| self.not_registered(subject))
    }

    async fn register(&self, subject: &str, schema: &str) -> Result<u32, RegistryError> {
        match &self.backend {
            Backend::Http(http) => http.register(subject, schema).await,
            Backend::Mock(mock) => mock.register(subject, schema).map_err(|error| RegistryError::Invalid {
                subject: subject.to_owned(),
                code: 42201,
                message: error.to_string(),
            }),
        }
    }

    async fn lookup(&self, subject: &str, schema: &str) -> Result<Option<Registered>, RegistryError> {
        match &self.backend {
            Backend::Http(http) => http.lookup(subject, schema).await,
            Backend::Mock(mock) => {
                Ok(mock.lookup(subject, schema).map(|found| Registered { id: found.id, version: found.version }))
            }
        }
    }

    async fn latest(&self, subject: &str) -> Result<Option<Registered>, RegistryError> {
        match &self.backend {
            Backend::Http(http) => http.latest(subject).await,
            Backend::Mock(mock) => {
                Ok(mock.latest(subject).map(|found| Registered { id: found.id, version: found.version }))
            }
        }
    }

    fn not_registered(&self, subject: &str) -> RegistryError {
        RegistryError::NotRegistered { subject: subject.to_owned(), prefix: self.settings.prefix.clone() }
    }
}

/// Answers by question; equal questions at the same time are asked once.
#[derive(Debug)]
struct Cache<K, V>(Mutex<HashMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    async fn get<F>(&self, key: K, ask: impl FnOnce() -> F) -> Result<V, RegistryError>
    where
        F: Future<Output = Result<V, RegistryError>>,
    {
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(key).or_default())
        };
        cell.get_or_try_init(ask).await.cloned()
    }
}

//! The client: one method a call of the API.

mod compatibility;
mod config;
mod mode;
mod references;
mod schemas;
mod server;
mod subjects;

use std::sync::Arc;

use kconnect::Props;
use serde::{Deserialize, de::DeserializeOwned};

pub use self::{
    server::{ServerId, ServerVersion},
    subjects::{Deletion, LookupOptions, RegisterOptions, SubjectFilter, Version},
};
use super::{
    RegistryError,
    cache::Cache,
    http::Http,
    mock::MockRegistry,
    request::{Answer, Request},
    schema::{RegisteredSchema, StoredSchema},
    settings::{Address, Settings, only_address},
};

/// A client of a schema registry that speaks Confluent's REST API, or of a [`MockRegistry`].
///
/// Subjects may be qualified with a context, `:.context:subject`; see [`QualifiedSubject`](super::QualifiedSubject).
/// Every method is cancel safe: dropping its future drops the request, and whatever the registry has done by then.
///
/// Requests that fail in passing (no connection, 408, 429, 500, 502, 503, 504) are repeated, with pauses chosen at random
/// below a bound that doubles, then sent to the next address. Registering is repeated as well: the same schema gets the
/// same id.
///
/// The schemas behind ids and the latest versions are remembered, within bounds. Clients are usable from any tokio runtime
/// and meant to be shared in an [`Arc`].
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use kconnect_worker::registry::{NewSchema, SchemaRegistry};
///
/// let registry = SchemaRegistry::at("mock://documentation")?;
/// let registered = registry.register("pages-value", &NewSchema::avro(r#""string""#), &Default::default()).await?;
/// assert_eq!(registry.schema(registered.id, None).await?.schema, r#""string""#);
/// # Ok::<_, kconnect_worker::registry::RegistryError>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct SchemaRegistry {
    settings: Settings,
    transport: Transport,
    by_id: Cache<(String, u32), Arc<StoredSchema>>,
    by_guid: Cache<String, Arc<StoredSchema>>,
    latest: Cache<String, Arc<RegisteredSchema>>,
    versions: Cache<(String, u32, bool), Arc<RegisteredSchema>>,
}

#[derive(Debug)]
enum Transport {
    Http(Box<Http>),
    Mock { url: String, registry: Arc<MockRegistry> },
}

impl SchemaRegistry {
    /// A client with Confluent's defaults of the registry at `url`: `http://…`, `https://…`, several of them with commas
    /// between them, or `mock://scope`. Nothing is sent yet.
    ///
    /// # Errors
    /// [`RegistryError::Config`] if that is no address.
    pub fn at(url: &str) -> Result<Self, RegistryError> {
        Self::from_props(&only_address(url))
    }

    /// A client that is configured with Confluent's keys: `schema.registry.url`, `basic.auth.credentials.source`,
    /// `schema.registry.ssl.truststore.location`, … Nothing is sent yet.
    ///
    /// # Errors
    /// [`RegistryError::Config`] with everything that is wrong, [`RegistryError::Setup`] for certificates that cannot be
    /// used.
    pub fn from_props(props: &Props) -> Result<Self, RegistryError> {
        Self::new(Settings::of_props(props)?)
    }

    pub(super) fn new(settings: Settings) -> Result<Self, RegistryError> {
        let transport = match &settings.address {
            Address::Http(_) => Transport::Http(Box::new(Http::new(&settings)?)),
            Address::Mock(scope) => {
                Transport::Mock { url: format!("mock://{scope}"), registry: MockRegistry::scope(scope) }
            }
        };
        let caches = &settings.caches;
        Ok(Self {
            transport,
            by_id: Cache::new(caches.size, None).remembering_missing(caches.missing_size, caches.missing_id),
            by_guid: Cache::new(caches.size, None).remembering_missing(caches.missing_size, caches.missing_id),
            latest: Cache::new(caches.size, caches.latest)
                .remembering_missing(caches.missing_size, caches.missing_version),
            // What a version is does not change, but it may be deleted.
            versions: Cache::new(caches.size, caches.latest)
                .remembering_missing(caches.missing_size, caches.missing_version),
            settings,
        })
    }

    /// Sends a request, and reads the answer.
    async fn call<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, RegistryError> {
        request.check()?;
        let answer = match &self.transport {
            // Large, and part of every caller's future otherwise.
            Transport::Http(http) => Box::pin(http.call(&request)).await?,
            Transport::Mock { url, registry } => {
                let (status, body) = registry.respond(&request);
                Answer { url: url.clone(), status, body: body.into_bytes() }
            }
        };
        if !(200..300).contains(&answer.status) {
            return Err(answer.refused(request, &self.settings));
        }
        // 204 has no body.
        let body: &[u8] = if answer.body.is_empty() { b"null" } else { &answer.body };
        serde_json::from_slice(body)
            .map_err(|_| self.not_a_registry(&answer.url, answer.status, "an answer that is not the JSON of one"))
    }

    fn not_a_registry(&self, url: &str, status: u16, found: &str) -> RegistryError {
        RegistryError::NotARegistry {
            url: url.to_owned(),
            status,
            found: found.to_owned(),
            key: self.settings.url_key(),
        }
    }

    fn incomplete(&self, found: &str) -> RegistryError {
        let url = match (&self.transport, &self.settings.address) {
            (Transport::Mock { url, .. }, _) => url.clone(),
            (_, Address::Http(urls)) => urls.iter().map(url::Url::as_str).collect::<Vec<_>>().join(", "),
            (_, Address::Mock(scope)) => scope.clone(),
        };
        self.not_a_registry(&url, 200, found)
    }

    /// A subject changed: what was its latest version may not be it any more.
    fn forget_subject(&self, subject: &str) {
        self.latest.forget(|latest| latest == subject);
        self.versions.forget(|(of, ..)| of == subject);
    }
}

/// A schema under a subject, as servers answer with it: some leave out what others tell.
#[derive(Deserialize)]
struct Entry {
    id: Option<u32>,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

impl SchemaRegistry {
    async fn entry(&self, request: Request<'_>) -> Result<RegisteredSchema, RegistryError> {
        let Entry { id, rest } = self.call(request).await?;
        let id = id.ok_or_else(|| self.incomplete("an answer without id"))?;
        let registered: RegisteredSchema =
            serde_json::from_value(rest.into()).map_err(|error| self.incomplete(&error.to_string()))?;
        Ok(RegisteredSchema { id, ..registered })
    }
}

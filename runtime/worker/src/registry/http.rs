//! The registry's REST interface: addresses in turn, retries with full jitter, errors told apart.

use std::{error::Error as _, time::Duration};

use rand::Rng as _;
use reqwest::{Method, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    RegistryError,
    resolve::Registered,
    settings::{Address, Auth, Settings},
};

const MEDIA_TYPE: &str = "application/vnd.schemaregistry.v1+json";
/// Subject, version and schema, each with a code of its own for "not found".
const NOT_FOUND: [i64; 4] = [404, 40401, 40402, 40403];

/// A client of one registry, which may have several addresses.
#[derive(Debug)]
pub(super) struct Http {
    settings: Settings,
    urls: Vec<url::Url>,
    client: reqwest::Client,
}

/// Everything that answers may hold beside this is ignored; old servers and Karapace answer with less than new ones.
#[derive(Deserialize)]
struct Answer {
    id: Option<u32>,
    version: Option<u32>,
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error_code: i64,
    #[serde(default)]
    message: String,
}

/// What the registry refused, before it is known what was asked.
struct Refusal {
    url: String,
    status: StatusCode,
    code: i64,
    message: String,
}

enum Failure {
    /// The connection, or a status that may pass.
    Passing(Passing),
    Refused(Refusal),
    Other(RegistryError),
}

enum Passing {
    Lost(reqwest::Error),
    Status(Refusal),
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

impl Http {
    pub(super) fn new(settings: &Settings) -> Result<Self, RegistryError> {
        let Address::Http(urls) = &settings.address else {
            return Err(RegistryError::Setup("not an HTTP address".to_owned()));
        };
        let setup = |error: &dyn std::error::Error| RegistryError::Setup(deepest(error));
        let read = |path: &str| {
            std::fs::read(path).map_err(|error| RegistryError::Setup(format!("could not read {path}: {error}")))
        };
        // Requests are few, and tasks come with runtimes of their own: a connection must not outlive its runtime.
        let mut client = reqwest::Client::builder()
            .user_agent(concat!("kconnect/", env!("CARGO_PKG_VERSION")))
            .pool_max_idle_per_host(0)
            .connect_timeout(settings.connect_timeout)
            .read_timeout(settings.read_timeout);
        if let Some(path) = &settings.tls.trust_store {
            let certificates = reqwest::Certificate::from_pem_bundle(&read(path)?).map_err(|error| setup(&error))?;
            client = client.tls_certs_only(certificates);
        }
        if let Some(path) = &settings.tls.key_store {
            client = client.identity(reqwest::Identity::from_pem(&read(path)?).map_err(|error| setup(&error))?);
        }
        // The system's proxy is not asked for the way to this machine.
        if urls.iter().all(is_loopback) {
            client = client.no_proxy();
        }
        if let Some(proxy) = &settings.proxy {
            client = client.proxy(reqwest::Proxy::all(proxy).map_err(|error| setup(&error))?);
        }
        let client = client.build().map_err(|error| setup(&error))?;
        Ok(Self { settings: settings.clone(), urls: urls.clone(), client })
    }

    /// `POST /subjects/{subject}/versions`. Registering the same schema again gives the same id, so it may be retried.
    pub(super) async fn register(&self, subject: &str, schema: &str) -> Result<u32, RegistryError> {
        let path = ["subjects", subject, "versions"];
        let answer = self.call(Method::POST, &path, Some(schema)).await;
        let answer = answer.map_err(|failure| {
            self.refused(failure, subject, &format!("to register a schema under subject `{subject}`"))
        })?;
        answer.id.ok_or_else(|| self.incomplete("an answer without id"))
    }

    /// `POST /subjects/{subject}`: `None` when the subject, or the schema under it, is not there.
    pub(super) async fn lookup(&self, subject: &str, schema: &str) -> Result<Option<Registered>, RegistryError> {
        let answer = self.call(Method::POST, &["subjects", subject], Some(schema)).await;
        self.registered(answer, subject)
    }

    /// `GET /subjects/{subject}/versions/latest`: `None` when the subject is not there.
    pub(super) async fn latest(&self, subject: &str) -> Result<Option<Registered>, RegistryError> {
        let answer = self.call(Method::GET, &["subjects", subject, "versions", "latest"], None).await;
        self.registered(answer, subject)
    }

    fn registered(&self, answer: Result<Answer, Failure>, subject: &str) -> Result<Option<Registered>, RegistryError> {
        match answer {
            Ok(Answer { id: Some(id), version: Some(version), .. }) => Ok(Some(Registered { id, version })),
            Ok(_) => Err(self.incomplete("an answer without id and version")),
            // A server that is no registry also answers 404, but hardly with these codes in JSON.
            Err(Failure::Refused(refusal)) if NOT_FOUND.contains(&refusal.code) && refusal.code != 404 => Ok(None),
            Err(failure) => Err(self.refused(failure, subject, &format!("to look into subject `{subject}`"))),
        }
    }

    /// Tries each address, with the full number of retries each, as Confluent's client does. Waits are dropped with the
    /// future.
    async fn call(&self, method: Method, path: &[&str], schema: Option<&str>) -> Result<Answer, Failure> {
        let secrets = &self.settings.secrets;
        let mut last = None;
        for base in &self.urls {
            for attempt in 0..=self.settings.max_retries {
                match self.send(base, &method, path, schema).await {
                    Err(Failure::Passing(passing)) => {
                        let again = attempt < self.settings.max_retries;
                        let (registry, reason) = (secrets.scrub(base.as_str()), secrets.scrub(passing.reason()));
                        tracing::warn!(%registry, attempt, again, "schema registry: {reason}");
                        last = Some(passing);
                        if again {
                            tokio::time::sleep(self.wait(attempt)).await;
                        }
                    }
                    answer => return answer,
                }
            }
        }
        Err(last.map_or_else(|| Failure::Other(RegistryError::Setup("no address".to_owned())), Failure::Passing))
    }

    /// Full jitter: anything from one millisecond to the exponential bound.
    fn wait(&self, attempt: u32) -> Duration {
        let bound =
            self.settings.retry_wait.saturating_mul(2u32.saturating_pow(attempt)).min(self.settings.retry_max_wait);
        let bound = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX).max(1);
        Duration::from_millis(rand::rng().random_range(1..=bound))
    }

    async fn send(
        &self,
        base: &url::Url,
        method: &Method,
        path: &[&str],
        schema: Option<&str>,
    ) -> Result<Answer, Failure> {
        let mut url = base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if self.settings.normalize && schema.is_some() {
            url.query_pairs_mut().append_pair("normalize", "true");
        }
        let mut request = self.client.request(method.clone(), url).header("Accept", MEDIA_TYPE);
        request = match &self.settings.auth {
            Auth::None => request,
            Auth::Basic { user, password } => request.basic_auth(user, Some(password)),
            Auth::Bearer(token) => request.bearer_auth(token),
        };
        if let Some(schema) = schema {
            request =
                request.header("Content-Type", MEDIA_TYPE).body(serde_json::json!({ "schema": schema }).to_string());
        }
        let lost = |error: reqwest::Error| Failure::Passing(Passing::Lost(error.without_url()));
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        let body = response.bytes().await.map_err(lost)?;
        if status.is_success() {
            return self.parse(base, status, &body).map_err(Failure::Other);
        }
        let refusal = match serde_json::from_slice::<ErrorAnswer>(&body) {
            Ok(answer) => Refusal { url: base.to_string(), status, code: answer.error_code, message: answer.message },
            // A proxy's page says nothing about schemas.
            Err(_) => Refusal {
                url: base.to_string(),
                status,
                code: i64::from(status.as_u16()),
                message: status.canonical_reason().unwrap_or("no reason given").to_owned(),
            },
        };
        Err(if matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504) {
            Failure::Passing(Passing::Status(refusal))
        } else {
            Failure::Refused(refusal)
        })
    }

    fn parse<T: DeserializeOwned>(&self, base: &url::Url, status: StatusCode, body: &[u8]) -> Result<T, RegistryError> {
        serde_json::from_slice(body).map_err(|_| RegistryError::NotARegistry {
            url: base.to_string(),
            status: status.as_u16(),
            found: "an answer that is not the JSON of one".to_owned(),
            key: self.settings.url_key(),
        })
    }

    fn incomplete(&self, found: &str) -> RegistryError {
        RegistryError::NotARegistry {
            url: self.shown_urls(),
            status: 200,
            found: found.to_owned(),
            key: self.settings.url_key(),
        }
    }

    /// `what` completes "the registry refused …".
    fn refused(&self, failure: Failure, subject: &str, what: &str) -> RegistryError {
        let what = what.to_owned();
        match failure {
            Failure::Other(error) => error,
            Failure::Passing(Passing::Lost(source)) => RegistryError::Unreachable {
                urls: self.shown_urls(),
                reason: reason(&source),
                key: self.check(&source),
                source,
            },
            Failure::Passing(Passing::Status(Refusal { url, status, message, .. })) => {
                RegistryError::Unavailable { url, status: status.as_u16(), message }
            }
            Failure::Refused(Refusal { url, status, code, message }) => match status.as_u16() {
                status @ (401 | 403) => {
                    RegistryError::Unauthorized { url, what, status, message, key: self.credentials_key() }
                }
                409 => RegistryError::Incompatible { subject: subject.to_owned(), message },
                422 => RegistryError::Invalid { subject: subject.to_owned(), code, message },
                404 | 405 if code == i64::from(status.as_u16()) => RegistryError::NotARegistry {
                    url,
                    status: status.as_u16(),
                    found: message,
                    key: self.settings.url_key(),
                },
                status => RegistryError::Refused { url, what, status, code, message },
            },
        }
    }

    fn shown_urls(&self) -> String {
        self.urls.iter().map(url::Url::as_str).collect::<Vec<_>>().join(", ")
    }

    fn check(&self, error: &reqwest::Error) -> String {
        let prefix = &self.settings.prefix;
        if reason(error).contains("certificate") {
            format!("{prefix}schema.registry.ssl.truststore.location")
        } else {
            self.settings.url_key()
        }
    }

    fn credentials_key(&self) -> String {
        let prefix = &self.settings.prefix;
        match self.settings.auth {
            Auth::Bearer(_) => format!("{prefix}bearer.auth.token"),
            Auth::Basic { .. } => format!("{prefix}basic.auth.user.info"),
            Auth::None => format!("{prefix}basic.auth.credentials.source and {prefix}basic.auth.user.info"),
        }
    }
}

impl Passing {
    fn reason(&self) -> String {
        match self {
            Self::Lost(error) => reason(error),
            Self::Status(refusal) => format!("HTTP {}: {}", refusal.status.as_u16(), refusal.message),
        }
    }
}

/// Why a request got no answer, in a few words.
fn reason(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            match io.kind() {
                std::io::ErrorKind::ConnectionRefused => return "connection refused".to_owned(),
                std::io::ErrorKind::ConnectionReset => return "connection reset".to_owned(),
                _ => {}
            }
        }
        cause = error.source();
    }
    if error.is_timeout() { "no answer in time".to_owned() } else { deepest(error) }
}

/// The innermost cause: what stands above it are mostly words for "it did not work".
fn deepest(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

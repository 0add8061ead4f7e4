//! The registry over HTTP: addresses in turn, retries with full jitter.

use std::{
    error::Error as _,
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use rand::Rng as _;

use super::{
    RegistryError,
    request::{Answer, Method, Request},
    settings::{Address, Auth, Settings},
    token::Tokens,
};

const MEDIA_TYPE: &str = "application/vnd.schemaregistry.v1+json";

/// A client of one registry, which may have several addresses.
pub(super) struct Http {
    settings: Settings,
    urls: Vec<url::Url>,
    /// The address that answered last, or the next one after that failed.
    current: AtomicUsize,
    client: reqwest::Client,
    tokens: Option<Tokens>,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.settings).finish()
    }
}

/// Why there is no answer that counts, so far.
enum Passing {
    Lost(reqwest::Error),
    /// A status that may pass.
    Status(Answer),
    NoToken(super::token::Refused),
}

enum Failure {
    Passing(Passing),
    Final(RegistryError),
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
        let setup = |error: reqwest::Error| RegistryError::Setup(deepest(&error));
        // Requests are few, and tasks come with runtimes of their own: a connection must not outlive its runtime.
        let mut client = reqwest::Client::builder()
            .user_agent(concat!("kconnect/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .connect_timeout(settings.connect_timeout)
            .read_timeout(settings.read_timeout);
        if let Some(pem) = &settings.tls.trust {
            let pem = pem.read().map_err(RegistryError::Setup)?;
            client = client.tls_certs_only(reqwest::Certificate::from_pem_bundle(&pem).map_err(setup)?);
        }
        if let Some(pem) = &settings.tls.identity {
            let pem = pem.read().map_err(RegistryError::Setup)?;
            client = client.identity(reqwest::Identity::from_pem(&pem).map_err(setup)?);
        }
        // The system's proxy is not asked for the way to this machine.
        if urls.iter().all(is_loopback) {
            client = client.no_proxy();
        }
        if let Some(proxy) = &settings.proxy {
            client = client.proxy(reqwest::Proxy::all(proxy).map_err(setup)?);
        }
        let first = if settings.randomize { rand::rng().random_range(0..urls.len().max(1)) } else { 0 };
        let tokens = match &settings.auth {
            Auth::Issued(credentials) => Some(Tokens::new(credentials.clone())),
            _ => None,
        };
        Ok(Self {
            settings: settings.clone(),
            urls: urls.clone(),
            current: AtomicUsize::new(first),
            client: client.build().map_err(setup)?,
            tokens,
        })
    }

    /// Tries each address, beginning with the one that answered last, with the full number of retries each, as Confluent's
    /// client does. Waits are dropped with the future.
    pub(super) async fn call(&self, request: &Request<'_>) -> Result<Answer, RegistryError> {
        let mut last = None;
        for _ in &self.urls {
            let index = self.current.load(Ordering::Relaxed);
            let Some(base) = self.urls.get(index) else { break };
            for attempt in 0..=self.settings.max_retries {
                match self.send(base, request).await {
                    Ok(answer) => return Ok(answer),
                    Err(Failure::Final(error)) => return Err(error),
                    Err(Failure::Passing(passing)) => {
                        let again = attempt < self.settings.max_retries;
                        self.warn(base, attempt, again, &passing);
                        last = Some(passing);
                        if again {
                            tokio::time::sleep(self.wait(attempt)).await;
                        }
                    }
                }
            }
            // Another caller may have gone on already.
            let next = (index + 1) % self.urls.len();
            let _ = self.current.compare_exchange(index, next, Ordering::Relaxed, Ordering::Relaxed);
        }
        Err(last.map_or_else(|| RegistryError::Setup("no address".to_owned()), |passing| self.unanswered(passing)))
    }

    fn warn(&self, base: &url::Url, attempt: u32, again: bool, passing: &Passing) {
        let secrets = &self.settings.secrets;
        let reason = match passing {
            Passing::Lost(error) => reason(error),
            Passing::Status(answer) => format!("HTTP {}", answer.status),
            Passing::NoToken(refused) => format!("no token from {}: {}", refused.url, refused.reason),
        };
        let (registry, reason) = (secrets.scrub(base.as_str()), secrets.scrub(reason));
        tracing::warn!(%registry, attempt, again, "schema registry: {reason}");
    }

    /// Full jitter: anything from one millisecond to the exponential bound.
    fn wait(&self, attempt: u32) -> Duration {
        let bound =
            self.settings.retry_wait.saturating_mul(2u32.saturating_pow(attempt)).min(self.settings.retry_max_wait);
        match u64::try_from(bound.as_millis()).unwrap_or(u64::MAX) {
            0 => Duration::ZERO,
            bound => Duration::from_millis(rand::rng().random_range(1..=bound)),
        }
    }

    async fn send(&self, base: &url::Url, request: &Request<'_>) -> Result<Answer, Failure> {
        let lost = |error: reqwest::Error| Failure::Passing(Passing::Lost(error.without_url()));
        let (call, token) = self.authorize(self.prepare(base, request)).await?;
        let response = call.send().await.map_err(lost)?;
        let status = response.status();
        if status.is_redirection() {
            let target =
                response.headers().get("location").and_then(|target| target.to_str().ok()).unwrap_or("nowhere");
            return Err(Failure::Final(RegistryError::NotARegistry {
                url: base.to_string(),
                status: status.as_u16(),
                found: format!("a redirection to {}", target.rsplit('@').next().unwrap_or_default()),
                key: self.settings.url_key(),
            }));
        }
        let body = response.bytes().await.map_err(lost)?.to_vec();
        if let (401, Some(tokens), Some(token)) = (status.as_u16(), &self.tokens, token) {
            tokens.forget(&token).await;
        }
        let answer = Answer { url: base.to_string(), status: status.as_u16(), body };
        if matches!(answer.status, 408 | 429 | 500 | 502 | 503 | 504) {
            return Err(Failure::Passing(Passing::Status(answer)));
        }
        Ok(answer)
    }

    fn prepare(&self, base: &url::Url, request: &Request<'_>) -> reqwest::RequestBuilder {
        let mut url = base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(&request.path);
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut call = self
            .client
            .request(method, url)
            .header("Accept", MEDIA_TYPE)
            // Otherwise a server refuses what it does not know, and what is new here is not known everywhere.
            .header("Confluent-Accept-Unknown-Properties", "true")
            .header("Confluent-Client-Version", concat!("kconnect/", env!("CARGO_PKG_VERSION")));
        if let Some(body) = &request.body {
            call = call.header("Content-Type", MEDIA_TYPE).body(body.clone());
        }
        call
    }

    /// Says who asks; the token is returned for the case that it is refused.
    async fn authorize(
        &self,
        call: reqwest::RequestBuilder,
    ) -> Result<(reqwest::RequestBuilder, Option<String>), Failure> {
        let with_headers = |call: reqwest::RequestBuilder| {
            self.settings.headers.iter().fold(call, |call, (name, value)| call.header(*name, value))
        };
        Ok(match (&self.settings.auth, &self.tokens) {
            (Auth::Basic { user, password }, _) => (call.basic_auth(user, Some(password)), None),
            (Auth::Bearer(token), _) => (with_headers(call.bearer_auth(token)), None),
            (_, Some(tokens)) => {
                let token = tokens.get(&self.client).await.map_err(|refused| {
                    if refused.passing {
                        Failure::Passing(Passing::NoToken(refused))
                    } else {
                        Failure::Final(self.no_token(refused))
                    }
                })?;
                (with_headers(call.bearer_auth(&token)), Some(token))
            }
            _ => (call, None),
        })
    }

    fn unanswered(&self, passing: Passing) -> RegistryError {
        match passing {
            Passing::Lost(source) => RegistryError::Unreachable {
                urls: self.urls.iter().map(url::Url::as_str).collect::<Vec<_>>().join(", "),
                reason: reason(&source),
                key: self.check(&source),
                source: Box::new(source),
            },
            Passing::Status(answer) => answer.unavailable(),
            Passing::NoToken(refused) => self.no_token(refused),
        }
    }

    fn no_token(&self, refused: super::token::Refused) -> RegistryError {
        let key = self.settings.key("bearer.auth.issuer.endpoint.url");
        RegistryError::NoToken { url: refused.url, reason: refused.reason, key, passing: refused.passing }
    }

    fn check(&self, error: &reqwest::Error) -> String {
        let reason = reason(error);
        if reason.contains("certificate required") || reason.contains("CertificateRequired") {
            self.settings.key("schema.registry.ssl.keystore.location")
        } else if reason.contains("certificate") {
            self.settings.key("schema.registry.ssl.truststore.location")
        } else {
            self.settings.url_key()
        }
    }
}

/// Why a request got no answer, in a few words.
pub(super) fn reason(error: &reqwest::Error) -> String {
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

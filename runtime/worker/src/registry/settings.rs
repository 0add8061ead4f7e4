//! The registry's part of a converter's configuration, under Confluent's keys.

use std::{collections::BTreeMap, fmt, time::Duration};

use kconnect::{
    Prop, Props,
    config::{Resolved, Secrets},
};

use super::{
    keys::{READ, REFUSED, WITHOUT_EFFECT},
    subject::SubjectNameStrategy,
};
use crate::{key_store::KeyStore, problem::Problem};

/// Where the registry is, how to reach it, and which schemas to write.
#[derive(Clone)]
pub(crate) struct Settings {
    /// What stands before the keys in the worker's or connector's file, such as `value.converter.`.
    pub(super) prefix: String,
    pub(super) is_key: bool,
    pub(super) address: Address,
    pub(super) auth: Auth,
    pub(super) tls: Tls,
    pub(super) ids: Ids,
    pub(super) normalize: bool,
    pub(super) strategy: SubjectNameStrategy,
    pub(super) max_retries: u32,
    pub(super) retry_wait: Duration,
    pub(super) retry_max_wait: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) proxy: Option<String>,
    /// What must not be in any message.
    pub(crate) secrets: Secrets,
}

/// Shows no credentials.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("address", &self.secrets.scrub(format!("{:?}", self.address)))
            .field("strategy", &self.strategy)
            .finish_non_exhaustive()
    }
}

/// Servers, or a registry inside the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// Base addresses without user information, tried in this order.
    Http(Vec<url::Url>),
    /// `mock://scope`.
    Mock(String),
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Auth {
    None,
    Basic { user: String, password: String },
    Bearer(String),
}

/// Where the id of a schema to write comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// `auto.register.schemas=true`: the schema is registered unless it is there.
    Register,
    /// `auto.register.schemas=false`: it must be there.
    Lookup,
    /// `use.latest.version=true`: it must be there, as the latest version.
    Latest,
}

/// PEM files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tls {
    pub(super) trust_store: Option<String>,
    pub(super) key_store: Option<String>,
}

/// Settings, and what to warn about.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The settings.
    pub(crate) settings: Settings,
    /// Keys that have no effect, as sentences.
    pub(crate) warnings: Vec<String>,
    /// Keys that nobody knows, as sentences.
    pub(crate) unknown: Vec<String>,
}

impl Settings {
    /// Reads a converter's properties, its prefix already cut off. `converters_own` are the keys that the converter reads
    /// itself: they are nobody else's mistake.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn parse(
        prefix: &str,
        is_key: bool,
        props: &Props,
        converters_own: &[&str],
    ) -> Result<Parsed, Vec<Problem>> {
        let secrets = Secrets::of(props.values());
        let texts = props.iter().filter_map(|(key, value)| Some((key.clone(), value.expose()?.to_owned()))).collect();
        let mut reader =
            Reader { props: &texts, problems: Vec::new(), warnings: Vec::new(), unknown: Vec::new(), prefix };
        let (address, url_auth) = reader.address();
        let secrets = secrets.and(&places(props.get("schema.registry.url"), &address));
        let auth = reader.auth(url_auth);
        let tls = reader.tls();
        let ids = match (reader.boolean("auto.register.schemas", true), reader.boolean("use.latest.version", false)) {
            (true, latest) => {
                if latest {
                    reader.warnings.push(format!(
                        "{prefix}use.latest.version=true has no effect while {prefix}auto.register.schemas is true; set \
                         that to false"
                    ));
                }
                Ids::Register
            }
            (false, true) => Ids::Latest,
            (false, false) => Ids::Lookup,
        };
        if !reader.boolean("latest.compatibility.strict", true) {
            reader.problem(
                "latest.compatibility.strict",
                "only true is supported: a connector writes the schema of its own records",
            );
        }
        let strategy =
            reader.strategy(if is_key { "key.subject.name.strategy" } else { "value.subject.name.strategy" });
        let settings = Self {
            prefix: prefix.to_owned(),
            is_key,
            address,
            auth,
            tls,
            ids,
            normalize: reader.boolean("normalize.schemas", false),
            strategy,
            max_retries: u32::try_from(reader.number("max.retries", 3)).unwrap_or(u32::MAX),
            retry_wait: Duration::from_millis(reader.number("retries.wait.ms", 1000)),
            retry_max_wait: Duration::from_millis(reader.number("retries.max.wait.ms", 20_000)),
            connect_timeout: Duration::from_millis(reader.number("http.connect.timeout.ms", 60_000)),
            read_timeout: Duration::from_millis(reader.number("http.read.timeout.ms", 60_000)),
            proxy: reader.proxy(),
            secrets: secrets.clone(),
        };
        reader.unread(converters_own);
        let Reader { problems, warnings, unknown, .. } = reader;
        if problems.is_empty() {
            return Ok(Parsed { settings, warnings, unknown });
        }
        let scrubbed = |problem: Problem| Problem { message: secrets.scrub(problem.message), ..problem };
        Err(problems.into_iter().map(scrubbed).collect())
    }

    /// Key of the registry's address as the user writes it.
    pub(super) fn url_key(&self) -> String {
        format!("{}schema.registry.url", self.prefix)
    }
}

/// The addresses in the forms that messages have them in, if they came from a variable.
fn places(given: Option<&Prop>, address: &Address) -> Secrets {
    let (Some(reference), Address::Http(urls)) = (given.and_then(Prop::reference), address) else {
        return Secrets::default();
    };
    let forms = urls.iter().flat_map(|url| {
        let whole = url.as_str().trim_end_matches('/');
        [Some(whole), url.host_str()].into_iter().flatten().map(str::to_owned)
    });
    let forms: Vec<_> = forms.map(|form| Prop::Resolved(Resolved::new(reference, form, Vec::new()))).collect();
    Secrets::of(&forms)
}

struct Reader<'a> {
    props: &'a BTreeMap<String, String>,
    problems: Vec<Problem>,
    warnings: Vec<String>,
    unknown: Vec<String>,
    prefix: &'a str,
}

impl<'a> Reader<'a> {
    /// The value, without the spaces that Java's `trim` takes; blank values count as absent.
    fn text(&self, key: &str) -> Option<&'a str> {
        self.props.get(key).map(|value| value.trim_matches(|c| c <= ' ')).filter(|value| !value.is_empty())
    }

    fn problem(&mut self, key: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(key, message));
    }

    fn boolean(&mut self, key: &str, default: bool) -> bool {
        match self.text(key) {
            None => default,
            Some(value) if value.eq_ignore_ascii_case("true") => true,
            Some(value) if value.eq_ignore_ascii_case("false") => false,
            Some(value) => {
                let message =
                    format!("Invalid value {value} for configuration {key}: Expected value to be either true or false");
                self.problem(key, message);
                default
            }
        }
    }

    fn number(&mut self, key: &str, default: u64) -> u64 {
        let Some(value) = self.text(key) else { return default };
        value.parse().unwrap_or_else(|_| {
            self.problem(key, format!("Invalid value {value} for configuration {key}: Not a number of type INT"));
            default
        })
    }

    fn strategy(&mut self, key: &str) -> SubjectNameStrategy {
        let found = self.text(key).map_or(Ok(SubjectNameStrategy::default()), SubjectNameStrategy::of_class);
        found.unwrap_or_else(|why| {
            let value = self.text(key).unwrap_or_default();
            self.problem(key, format!("Invalid value {value} for configuration {key}: {why}"));
            SubjectNameStrategy::default()
        })
    }

    fn address(&mut self) -> (Address, Auth) {
        const KEY: &str = "schema.registry.url";
        let mut urls = Vec::new();
        let mut auth = Auth::None;
        let mut scopes = Vec::new();
        for text in self.text(KEY).unwrap_or_default().split(',').map(str::trim).filter(|text| !text.is_empty()) {
            if let Some(scope) = text.strip_prefix("mock://") {
                scopes.push(scope.to_owned());
                continue;
            }
            let shown = text.rsplit('@').next().unwrap_or_default();
            match url::Url::parse(text) {
                Ok(mut url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                    if !url.username().is_empty() {
                        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
                        auth = Auth::Basic {
                            user: decoded(url.username()),
                            password: decoded(url.password().unwrap_or_default()),
                        };
                    }
                    // Only addresses that cannot have user information refuse this, and these have a host.
                    let stripped = url.set_username("").and_then(|()| url.set_password(None));
                    debug_assert!(stripped.is_ok());
                    urls.push(url);
                }
                _ => self.problem(
                    KEY,
                    format!(
                        "Invalid value {shown} for configuration {KEY}: write http://host:port, https://host:port or mock://scope"
                    ),
                ),
            }
        }
        match (urls.is_empty(), scopes.as_slice()) {
            (false, []) => {}
            (true, [scope]) => return (Address::Mock(scope.clone()), Auth::None),
            (true, []) => {
                if self.problems.is_empty() {
                    self.problem(KEY, format!("Missing required configuration \"{KEY}\" which has no default value."));
                }
            }
            (true, _) => {
                self.problem(KEY, format!("Only one mock scope is permitted for '{KEY}'. Got: {}", scopes.join(", ")));
            }
            (false, _) => self.problem(KEY, format!("Cannot mix mock and real urls for '{KEY}'")),
        }
        (Address::Http(urls), auth)
    }

    fn auth(&mut self, url_auth: Auth) -> Auth {
        const BASIC: &str = "basic.auth.credentials.source";
        const BEARER: &str = "bearer.auth.credentials.source";
        let basic = match self.text(BASIC) {
            None | Some("URL") => url_auth,
            Some("USER_INFO") => {
                let info =
                    self.text("basic.auth.user.info").or_else(|| self.text("schema.registry.basic.auth.user.info"));
                if let Some((user, password)) = info.and_then(|info| info.split_once(':')) {
                    Auth::Basic { user: user.to_owned(), password: password.to_owned() }
                } else {
                    self.problem(
                        "basic.auth.user.info",
                        "write user:password, which basic.auth.credentials.source=USER_INFO needs",
                    );
                    Auth::None
                }
            }
            Some(other) => {
                self.problem(BASIC, format!("Invalid value {other} for configuration {BASIC}: use URL or USER_INFO"));
                Auth::None
            }
        };
        match self.text(BEARER) {
            None => basic,
            Some(_) if basic != Auth::None => {
                self.problem(BEARER, "basic and bearer authentication cannot be used together; remove one of them");
                basic
            }
            Some("STATIC_TOKEN") => {
                if let Some(token) = self.text("bearer.auth.token") {
                    Auth::Bearer(token.to_owned())
                } else {
                    self.problem("bearer.auth.token", "bearer.auth.credentials.source=STATIC_TOKEN needs a token here");
                    Auth::None
                }
            }
            Some(other) => {
                self.problem(
                    BEARER,
                    format!("Invalid value {other} for configuration {BEARER}: only STATIC_TOKEN is supported"),
                );
                Auth::None
            }
        }
    }

    fn tls(&mut self) -> Tls {
        use crate::key_store::{key_store_to_pem, trust_store_to_pem};
        const TRUST: &str = "schema.registry.ssl.truststore.location";
        const KEY: &str = "schema.registry.ssl.keystore.location";
        const ALGORITHM: &str = "schema.registry.ssl.endpoint.identification.algorithm";
        let tls = Tls {
            trust_store: self.pem(TRUST, "schema.registry.ssl.truststore.type", trust_store_to_pem),
            key_store: self.pem(KEY, "schema.registry.ssl.keystore.type", key_store_to_pem),
        };
        if self.props.contains_key(ALGORITHM) && self.text(ALGORITHM) != Some("https") {
            self.problem(ALGORITHM, "only https is supported: the host name in the certificate is always checked");
        }
        tls
    }

    fn pem(&mut self, location: &str, declared: &str, remedy: fn(&str) -> String) -> Option<String> {
        let path = self.text(location)?;
        match KeyStore::of(path, self.text(declared)) {
            Ok(KeyStore::Pem) => return Some(path.to_owned()),
            Ok(_) => {
                let message = format!("{path} is not PEM; convert it (`{}`) and set {declared}=PEM", remedy(path));
                self.problem(location, message);
            }
            Err(why) => self.problem(location, why),
        }
        None
    }

    fn proxy(&mut self) -> Option<String> {
        let host = self.text("proxy.host")?;
        let port = self.number("proxy.port", 0);
        if port == 0 {
            self.problem("proxy.port", "write the port of proxy.host");
        }
        Some(format!("http://{host}:{port}"))
    }

    /// Refuses or reports the keys that were not asked for.
    fn unread(&mut self, converters_own: &[&str]) {
        for (key, value) in self.props {
            let name = key.as_str();
            if READ.contains(&name) || converters_own.contains(&name) {
                continue;
            }
            if let Some((_, off)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
                if value.trim() != *off {
                    let remedy =
                        if off.is_empty() { "remove it".to_owned() } else { format!("remove it, or set it to {off}") };
                    self.problem(name, format!("{name} is not supported yet; {remedy}"));
                }
            } else if WITHOUT_EFFECT.contains(&name) {
                self.warnings.push(format!("{}{name} has no effect here", self.prefix));
            } else {
                let known = READ.iter().chain(converters_own).copied();
                let similar = known
                    .map(|known| (strsim::damerau_levenshtein(known, name), known))
                    .filter(|(distance, _)| *distance <= 3)
                    .min();
                let hint =
                    similar.map_or(String::new(), |(_, known)| format!("; did you mean {}{known}?", self.prefix));
                self.unknown.push(format!("{}{name} is not a known configuration{hint}", self.prefix));
            }
        }
    }
}

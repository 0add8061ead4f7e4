//! The registry's part of a configuration, under Confluent's keys.

mod address;
mod auth;
mod caches;
mod reader;
mod tls;
mod unread;

use std::{collections::BTreeMap, fmt, time::Duration};

use kconnect::{Prop, Props, config::Secrets};

pub(super) use self::reader::Reader;
pub(super) use self::{
    address::Address,
    auth::{Auth, ClientCredentials},
    caches::CacheSettings,
    tls::Tls,
};
use super::{ids::Ids, subject::SubjectNameStrategy};
use crate::problem::Problem;

/// Where the registry is, how to reach it, and which schemas to write.
#[derive(Clone)]
pub(crate) struct Settings {
    /// What stands before the keys in the worker's or connector's file, such as `value.converter.`.
    pub(super) prefix: String,
    pub(super) is_key: bool,
    pub(super) address: Address,
    /// Whether the first address to try is any of them.
    pub(super) randomize: bool,
    pub(super) auth: Auth,
    /// Headers that Confluent's cloud routes by.
    pub(super) headers: Vec<(&'static str, String)>,
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
    pub(super) caches: CacheSettings,
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
        let texts: BTreeMap<_, _> =
            props.iter().filter_map(|(key, value)| Some((key.clone(), value.expose()?.to_owned()))).collect();
        let mut reader = Reader::new(&texts, prefix);
        let (address, url_auth) = reader.address();
        let secrets = secrets.and(&address::places(props.get("schema.registry.url"), &address));
        let settings = Self {
            prefix: prefix.to_owned(),
            is_key,
            randomize: reader.boolean("url.randomize", false),
            auth: reader.auth(url_auth),
            headers: reader.cloud_headers(),
            tls: reader.tls(),
            ids: Ids::read(&mut reader),
            normalize: reader.boolean("normalize.schemas", false),
            strategy: reader.strategy(if is_key { "key.subject.name.strategy" } else { "value.subject.name.strategy" }),
            max_retries: u32::try_from(reader.number("max.retries", 3)).unwrap_or(u32::MAX),
            retry_wait: Duration::from_millis(reader.number("retries.wait.ms", 1000)),
            retry_max_wait: Duration::from_millis(reader.number("retries.max.wait.ms", 20_000)),
            connect_timeout: Duration::from_millis(reader.number("http.connect.timeout.ms", 60_000)),
            read_timeout: Duration::from_millis(reader.number("http.read.timeout.ms", 60_000)),
            proxy: reader.proxy(),
            caches: CacheSettings::read(&mut reader),
            secrets: secrets.clone(),
            address,
        };
        reader.unread(converters_own);
        let Reader { problems, warnings, unknown, .. } = reader;
        if problems.is_empty() {
            return Ok(Parsed { settings, warnings, unknown });
        }
        let scrubbed = |problem: Problem| Problem { message: secrets.scrub(problem.message), ..problem };
        Err(problems.into_iter().map(scrubbed).collect())
    }

    /// A configuration of nobody's converter; keys that are not the registry's are not looked at.
    pub(super) fn of_props(props: &Props) -> Result<Self, super::RegistryError> {
        let parsed = Self::parse("", false, props, &[]).map_err(|problems| super::RegistryError::Config {
            problems: problems.iter().map(Problem::sentence).collect(),
        })?;
        Ok(parsed.settings)
    }

    /// A key as the user writes it.
    pub(super) fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Key of the registry's address as the user writes it.
    pub(super) fn url_key(&self) -> String {
        self.key("schema.registry.url")
    }
}

/// An address and nothing else.
pub(super) fn only_address(url: &str) -> Props {
    Props::from([("schema.registry.url".to_owned(), Prop::from(url))])
}

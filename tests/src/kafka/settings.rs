//! What a test may ask of a broker of its own.

use std::{collections::BTreeMap, fs};

use super::{Broker, install, tls};
use crate::{Result, failure::Context, paths, ports, proxy::Proxy};

/// A way to reach a broker, beside `PLAINTEXT`, which is always there. Those with SASL take PLAIN, SCRAM-SHA-256,
/// SCRAM-SHA-512 and OAUTHBEARER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listener {
    /// SASL without TLS.
    SaslPlaintext,
    /// TLS.
    Ssl,
    /// TLS, then SASL.
    SaslSsl,
}

impl Listener {
    /// What a client writes as `security.protocol`.
    #[must_use]
    pub fn protocol(self) -> &'static str {
        match self {
            Self::SaslPlaintext => "SASL_PLAINTEXT",
            Self::Ssl => "SSL",
            Self::SaslSsl => "SASL_SSL",
        }
    }

    fn has_sasl(self) -> bool {
        self != Self::Ssl
    }

    fn has_tls(self) -> bool {
        self != Self::SaslPlaintext
    }
}

/// A broker to be started for one test.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    listeners: Vec<Listener>,
    users: Vec<(String, String)>,
    token_keys: Option<String>,
    proxy: Option<u16>,
    properties: Vec<(String, String)>,
}

impl Settings {
    /// Adds a listener.
    #[must_use]
    pub fn listener(mut self, listener: Listener) -> Self {
        self.listeners.push(listener);
        self
    }

    /// Adds a user for the listeners that ask for one, with each mechanism. Letters and digits only.
    #[must_use]
    pub fn user(mut self, name: &str, password: &str) -> Self {
        self.users.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Lets clients in with a token (OAUTHBEARER) that one of these keys has signed: a JSON Web Key Set. Without keys the
    /// broker takes what Kafka calls unsecured tokens, which nobody has signed.
    #[must_use]
    pub fn token_keys(mut self, keys: &str) -> Self {
        self.token_keys = Some(keys.to_owned());
        self
    }

    /// Adds a listener behind a proxy: clients that come through it are told the proxy's port and no other.
    /// [`Broker::behind_proxy`] is where the proxy has to forward to.
    #[must_use]
    pub fn proxied(mut self, proxy: &Proxy) -> Self {
        self.proxy = Some(proxy.port());
        self
    }

    /// Sets a broker property, over whatever this harness sets.
    #[must_use]
    pub fn property(mut self, key: &str, value: &str) -> Self {
        self.properties.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Starts the broker and waits until it answers.
    ///
    /// # Errors
    /// If Java or Maven is missing, with the line that installs them, or if the broker does not start, with its output.
    pub fn start(self) -> Result<Broker> {
        // Somebody may take a port before the broker does.
        let first = self.try_start();
        if first.as_ref().is_err_and(|failure| failure.to_string().contains("Address already in use")) {
            return self.try_start();
        }
        first
    }

    fn try_start(&self) -> Result<Broker> {
        let folder = paths::real().join("kafka").join(crate::unique("own"));
        fs::create_dir_all(&folder).doing(|| format!("making {}", folder.display()))?;
        // Owned from here on: its folder goes with it.
        let mut broker = Broker::in_folder(folder.clone());

        let plaintext = ports::free()?;
        let mut listeners = vec![("PLAINTEXT", "PLAINTEXT", plaintext)];
        broker.plaintext = format!("127.0.0.1:{plaintext}");
        for listener in &self.listeners {
            let port = ports::free()?;
            listeners.push((listener.protocol(), listener.protocol(), port));
            broker.addresses.insert(*listener, format!("127.0.0.1:{port}"));
        }
        if self.proxy.is_some() {
            let port = ports::free()?;
            listeners.push(("PROXIED", "PLAINTEXT", port));
            broker.behind_proxy = Some(format!("127.0.0.1:{port}"));
        }
        let mut properties = install::properties(&folder, ports::free()?, &listeners);
        if let Some(proxy) = self.proxy {
            let advertised = format!("PLAINTEXT://127.0.0.1:{plaintext},PROXIED://127.0.0.1:{proxy}");
            properties.push(("advertised.listeners".to_owned(), advertised));
        }
        properties.extend(self.listeners.iter().filter(|listener| listener.has_sasl()).flat_map(|l| self.sasl(*l)));
        if self.listeners.iter().any(|listener| listener.has_tls()) {
            let (own, authority) = tls::certificate(&folder)?;
            properties.extend(own);
            broker.authority = Some(authority);
        }
        if let Some(keys) = &self.token_keys {
            let file = folder.join("token-keys.json");
            fs::write(&file, keys).doing(|| format!("writing {}", file.display()))?;
            properties.push(("sasl.oauthbearer.jwks.endpoint.url".to_owned(), format!("file://{}", file.display())));
            // Kafka reads keys from nowhere else, whoever may set the property.
            broker.jvm.push(format!("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://{}", file.display()));
        }
        properties.extend(self.properties.iter().cloned());
        // The last one wins, as in a Java properties file; each key once, for the reader.
        let properties: BTreeMap<_, _> = properties.into_iter().collect();
        let properties: Vec<_> = properties.into_iter().collect();
        broker.config = install::format(&folder, &properties, &self.users)?;
        broker.restart()?;
        Ok(broker)
    }

    fn sasl(&self, listener: Listener) -> Vec<(String, String)> {
        let listener = format!("listener.name.{}", listener.protocol().to_lowercase());
        let users = self
            .users
            .iter()
            .map(|(name, password)| format!(" user_{name}=\"{password}\""))
            .collect::<Vec<_>>()
            .concat();
        let module = |name: &str| format!("org.apache.kafka.common.security.{name} required");
        let scram = format!("{};", module("scram.ScramLoginModule"));
        let mechanisms = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER".to_owned();
        let mut properties = vec![
            (format!("{listener}.sasl.enabled.mechanisms"), mechanisms),
            (
                format!("{listener}.oauthbearer.sasl.jaas.config"),
                format!("{};", module("oauthbearer.OAuthBearerLoginModule")),
            ),
            (format!("{listener}.plain.sasl.jaas.config"), format!("{}{users};", module("plain.PlainLoginModule"))),
            (format!("{listener}.scram-sha-256.sasl.jaas.config"), scram.clone()),
            (format!("{listener}.scram-sha-512.sasl.jaas.config"), scram),
        ];
        if self.token_keys.is_some() {
            let class = "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler";
            properties.push((format!("{listener}.oauthbearer.sasl.server.callback.handler.class"), class.to_owned()));
        }
        properties
    }
}

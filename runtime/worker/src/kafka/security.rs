//! TLS and SASL: Java's key stores and login modules in librdkafka's terms.

use std::collections::BTreeMap;

use super::{
    config::Translation,
    jaas::{self, LoginModule},
};
use crate::key_store::{KeyStore, key_store_to_pkcs12, trust_store_to_pem};
use crate::problem::Problem;

/// Every security key that is read here.
pub(super) const KEYS: &[&str] = &[
    "security.protocol",
    "sasl.mechanism",
    "sasl.jaas.config",
    "sasl.login.callback.handler.class",
    "sasl.oauthbearer.token.endpoint.url",
    "sasl.oauthbearer.client.credentials.client.id",
    "sasl.oauthbearer.client.credentials.client.secret",
    "sasl.oauthbearer.scope",
    "ssl.truststore.location",
    "ssl.truststore.type",
    "ssl.truststore.password",
    "ssl.truststore.certificates",
    "ssl.keystore.location",
    "ssl.keystore.type",
    "ssl.keystore.password",
    "ssl.keystore.key",
    "ssl.keystore.certificate.chain",
    "ssl.key.password",
    "ssl.endpoint.identification.algorithm",
];

/// Keys about how Java does it.
const IGNORED: &[&str] = &[
    "security.providers",
    "ssl.protocol",
    "ssl.provider",
    "ssl.enabled.protocols",
    "ssl.cipher.suites",
    "ssl.keymanager.algorithm",
    "ssl.trustmanager.algorithm",
    "ssl.secure.random.implementation",
    "sasl.login.class",
    "sasl.login.connect.timeout.ms",
    "sasl.login.read.timeout.ms",
    "sasl.login.retry.backoff.ms",
    "sasl.login.retry.backoff.max.ms",
    "sasl.login.refresh.buffer.seconds",
    "sasl.login.refresh.min.period.seconds",
    "sasl.login.refresh.window.factor",
    "sasl.login.refresh.window.jitter",
    "sasl.oauthbearer.header.urlencode",
];

/// Keys that plug in code, which is not there to be plugged in.
const REFUSED: &[&str] = &["sasl.client.callback.handler.class", "ssl.engine.factory.class"];

const HANDLERS: &[&str] = &[
    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
    "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
];

/// True for keys that [`translate`] answers for.
pub(super) fn owns(key: &str) -> bool {
    KEYS.contains(&key) || IGNORED.contains(&key) || REFUSED.contains(&key) || key.starts_with("sasl.kerberos.")
}

/// Reads all security keys.
pub(super) fn translate(translation: &mut Translation<'_>) {
    let ignored: Vec<&str> = IGNORED.iter().copied().filter(|key| translation.props.contains_key(*key)).collect();
    if !ignored.is_empty() {
        let what = format!("these settings of Java's security have no effect here: {}", ignored.join(", "));
        translation.warnings.push(what);
    }
    for key in REFUSED {
        if translation.text(key).is_some() {
            translation.problem(key, "Java classes cannot be plugged in here; remove the key");
        }
    }
    let given = translation.text("security.protocol").unwrap_or("PLAINTEXT");
    let protocol = given.to_ascii_uppercase();
    if !["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"].contains(&protocol.as_str()) {
        let why = "String must be one of (case insensitive): PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL";
        translation.problems.push(Problem::invalid("security.protocol", given, why));
        return;
    }
    translation.set("security.protocol", protocol.to_ascii_lowercase());
    if protocol.ends_with("SSL") {
        trust(translation);
        identity(translation);
        host_names(translation);
    }
    if protocol.starts_with("SASL") {
        sasl(translation);
    } else if translation.text("sasl.jaas.config").is_some() {
        translation.warnings.push(format!(
            "sasl.jaas.config has no effect with security.protocol={protocol}; set that to SASL_SSL or SASL_PLAINTEXT"
        ));
    }
}

/// Whom to trust; librdkafka reads PEM only.
fn trust(translation: &mut Translation<'_>) {
    const LOCATION: &str = "ssl.truststore.location";
    if let Some(certificates) = translation.text("ssl.truststore.certificates") {
        translation.set("ssl.ca.pem", pem(certificates));
    }
    let Some(path) = translation.text(LOCATION) else { return };
    match KeyStore::of(path, translation.text("ssl.truststore.type")) {
        Ok(KeyStore::Pem) => translation.set("ssl.ca.location", path),
        Ok(KeyStore::Pkcs12 | KeyStore::Jks) => {
            let message = format!(
                "{path} is a Java trust store, which only Java reads; convert it (`{}`) and set \
                 ssl.truststore.location to the new file and ssl.truststore.type=PEM",
                trust_store_to_pem(path)
            );
            translation.problem(LOCATION, message);
        }
        Err(why) => translation.problem(LOCATION, why),
    }
}

/// Our own certificate and key, as PEM or PKCS#12.
fn identity(translation: &mut Translation<'_>) {
    const LOCATION: &str = "ssl.keystore.location";
    if let Some(password) = translation.text("ssl.key.password") {
        translation.set("ssl.key.password", password);
    }
    match (translation.text("ssl.keystore.certificate.chain"), translation.text("ssl.keystore.key")) {
        (Some(chain), Some(key)) => {
            translation.set("ssl.certificate.pem", pem(chain));
            translation.set("ssl.key.pem", pem(key));
        }
        (Some(_), None) => {
            translation.problem("ssl.keystore.key", "ssl.keystore.certificate.chain needs its private key here");
        }
        (None, Some(_)) => {
            translation.problem("ssl.keystore.certificate.chain", "ssl.keystore.key needs its certificate chain here");
        }
        (None, None) => {}
    }
    let Some(path) = translation.text(LOCATION) else { return };
    match KeyStore::of(path, translation.text("ssl.keystore.type")) {
        Ok(KeyStore::Pem) => {
            translation.set("ssl.certificate.location", path);
            translation.set("ssl.key.location", path);
        }
        Ok(KeyStore::Pkcs12) => {
            translation.set("ssl.keystore.location", path);
            if let Some(password) = translation.text("ssl.keystore.password") {
                translation.set("ssl.keystore.password", password);
            }
        }
        Ok(KeyStore::Jks) => {
            let message = format!(
                "{path} is a JKS key store, which only Java reads; convert it (`{}`) and set ssl.keystore.location to the \
                 new file and ssl.keystore.type=PKCS12",
                key_store_to_pkcs12(path)
            );
            translation.problem(LOCATION, message);
        }
        Err(why) => translation.problem(LOCATION, why),
    }
}

/// Java switches the check off with an empty string.
fn host_names(translation: &mut Translation<'_>) {
    const KEY: &str = "ssl.endpoint.identification.algorithm";
    let Some(value) = translation.props.get(KEY) else { return };
    match value.trim().to_ascii_lowercase().as_str() {
        "" => translation.set(KEY, "none"),
        "https" => translation.set(KEY, "https"),
        _ => {
            translation.problems.push(Problem::invalid(
                KEY,
                value.trim(),
                "write https, or nothing to switch the check off",
            ));
        }
    }
}

fn sasl(translation: &mut Translation<'_>) {
    const MECHANISM: &str = "sasl.mechanism";
    let mechanism = translation.text(MECHANISM).unwrap_or("GSSAPI").to_owned();
    let Some(expected) = login_class(&mechanism) else {
        let why = if mechanism == "GSSAPI" {
            "Kerberos, Kafka's default, is not available here; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER"
        } else {
            "use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER"
        };
        translation.problems.push(Problem::invalid(MECHANISM, &mechanism, why));
        return;
    };
    translation.set(MECHANISM, mechanism.as_str());
    let Some(module) = login_module(translation, &mechanism, expected) else { return };
    if mechanism == "OAUTHBEARER" {
        oauth(translation, &module.options);
        return;
    }
    for (option, key) in [("username", "sasl.username"), ("password", "sasl.password")] {
        match module.options.get(option) {
            Some(value) => translation.set(key, value.as_str()),
            None => translation.problem("sasl.jaas.config", format!("write {option}=\"…\" before the semicolon")),
        }
    }
}

fn login_class(mechanism: &str) -> Option<&'static str> {
    Some(match mechanism {
        "PLAIN" => "org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256" | "SCRAM-SHA-512" => "org.apache.kafka.common.security.scram.ScramLoginModule",
        "OAUTHBEARER" => "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
        _ => return None,
    })
}

fn login_module(translation: &mut Translation<'_>, mechanism: &str, expected: &str) -> Option<LoginModule> {
    const KEY: &str = "sasl.jaas.config";
    let Some(text) = translation.text(KEY) else {
        if mechanism == "OAUTHBEARER" && translation.text("sasl.oauthbearer.client.credentials.client.id").is_some() {
            return Some(LoginModule { class: expected.to_owned(), options: BTreeMap::new() });
        }
        translation.problem(KEY, format!("sasl.mechanism={mechanism} needs `{expected} required …;` here"));
        return None;
    };
    match jaas::parse(text) {
        Ok(module) if module.class == expected => Some(module),
        Ok(module) => {
            translation.problem(KEY, format!("sasl.mechanism={mechanism} needs {expected} here, not {}", module.class));
            None
        }
        Err(why) => {
            translation.problem(KEY, why);
            None
        }
    }
}

/// The client credentials grant (KIP-768), or Kafka's unsecured tokens for test clusters.
fn oauth(translation: &mut Translation<'_>, options: &BTreeMap<String, String>) {
    const ENDPOINT: &str = "sasl.oauthbearer.token.endpoint.url";
    const HANDLER: &str = "sasl.login.callback.handler.class";
    if let Some(handler) = translation.text(HANDLER)
        && !HANDLERS.contains(&handler)
    {
        let why = format!("only {} is available here", HANDLERS.first().copied().unwrap_or_default());
        translation.problems.push(Problem::invalid(HANDLER, handler, &why));
        return;
    }
    let extensions: Vec<String> = options
        .iter()
        .filter_map(|(key, value)| Some(format!("{}={value}", key.strip_prefix("extension_")?)))
        .collect();
    if let Some(subject) = options.get("unsecuredLoginStringClaim_sub") {
        translation.set("enable.sasl.oauthbearer.unsecure.jwt", "true");
        let extensions = extensions.iter().fold(String::new(), |text, extension| text + " extension_" + extension);
        translation.set("sasl.oauthbearer.config", format!("principal={subject}{extensions}"));
        return;
    }
    let Some(endpoint) = translation.text(ENDPOINT) else {
        translation.problem(ENDPOINT, "sasl.mechanism=OAUTHBEARER needs the address of the token endpoint here");
        return;
    };
    translation.set("sasl.oauthbearer.method", "oidc");
    translation.set(ENDPOINT, endpoint);
    if !extensions.is_empty() {
        translation.set("sasl.oauthbearer.extensions", extensions.join(","));
    }
    for (option, key, to, required) in [
        ("clientId", "sasl.oauthbearer.client.credentials.client.id", "sasl.oauthbearer.client.id", true),
        ("clientSecret", "sasl.oauthbearer.client.credentials.client.secret", "sasl.oauthbearer.client.secret", true),
        ("scope", "sasl.oauthbearer.scope", "sasl.oauthbearer.scope", false),
    ] {
        match translation.text(key).map(str::to_owned).or_else(|| options.get(option).cloned()) {
            Some(value) => translation.set(to, value),
            None if required => translation
                .problem("sasl.jaas.config", format!("write {option}=\"…\" before the semicolon, or set {key}")),
            None => {}
        }
    }
    // Unless told whom to trust, the vendored OpenSSL looks where it would have been installed, not where the system keeps
    // its authorities. For brokers librdkafka searches for them by itself.
    translation.set("https.ca.location", "probe");
    // The endpoint has a certificate of its own; Java takes its trust from the login module's options.
    if let Some(path) = options.get("ssl.truststore.location") {
        match KeyStore::of(path, options.get("ssl.truststore.type").map(String::as_str)) {
            Ok(KeyStore::Pem) => translation.set("https.ca.location", path.as_str()),
            Ok(_) => {
                let message =
                    format!("{path} in the login module is not PEM; convert it (`{}`)", trust_store_to_pem(path));
                translation.problem("sasl.jaas.config", message);
            }
            Err(why) => translation.problem("sasl.jaas.config", why),
        }
    }
}

/// PEM in a properties file often stands on one line; OpenSSL wants the markers on lines of their own.
fn pem(text: &str) -> String {
    let mut lines = Vec::new();
    for piece in text.split("-----").map(str::trim).filter(|piece| !piece.is_empty()) {
        if piece.starts_with("BEGIN ") || piece.starts_with("END ") {
            lines.push(format!("-----{piece}-----"));
        } else {
            let body: String = piece.split_whitespace().collect();
            let body: Vec<char> = body.chars().collect();
            lines.extend(body.chunks(64).map(|line| line.iter().collect()));
        }
    }
    lines.join("\n") + "\n"
}

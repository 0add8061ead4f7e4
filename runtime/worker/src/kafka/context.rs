//! What a client reports on its own: log lines, and whether brokers can be reached.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use kconnect::config::Secrets;
use rdkafka::{ClientContext, config::RDKafkaLogLevel, error::KafkaError as Native, types::RDKafkaErrorCode as Code};
use tokio::sync::watch;

use super::{ClientConfig, KafkaError};

/// Whether the brokers can be reached, as the client last saw it.
#[derive(Debug)]
pub(super) struct Health {
    bootstrap: String,
    secrets: Secrets,
    trouble: watch::Sender<Option<KafkaError>>,
    troubled: AtomicBool,
    /// The log's last line about a lost connection. Brokers also close connections that are merely idle, so it is no
    /// trouble by itself; it explains one.
    lost: Mutex<Option<String>>,
}

impl Health {
    pub(super) fn new(config: &ClientConfig) -> Self {
        Self {
            bootstrap: config.bootstrap(),
            secrets: config.secrets().clone(),
            trouble: watch::Sender::new(None),
            troubled: AtomicBool::new(false),
            lost: Mutex::default(),
        }
    }

    /// What keeps the client from its brokers; `None` while nothing does.
    pub(super) fn watch(&self) -> watch::Receiver<Option<KafkaError>> {
        self.trouble.subscribe()
    }

    /// What is known now.
    pub(super) fn trouble(&self) -> Option<KafkaError> {
        self.trouble.borrow().clone()
    }

    /// The same text without secrets.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.secrets.scrub(text)
    }

    /// A broker has answered.
    pub(super) fn recovered(&self) {
        // Called for every record: the lock is for the rare case.
        if self.troubled.swap(false, Ordering::Relaxed) {
            self.trouble.send_replace(None);
        }
    }

    /// The error for somebody who waited in vain.
    pub(super) fn unreachable(&self) -> KafkaError {
        if let Some(trouble) = self.trouble() {
            return trouble;
        }
        match &*self.lost.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(reason) => self.lost_connection(reason),
            None => {
                KafkaError::Unreachable { bootstrap: self.bootstrap.clone(), reason: "no answer in time".to_owned() }
            }
        }
    }

    /// Takes a line of the library's log, and passes it on.
    pub(super) fn heed(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        let message = self.secrets.scrub(message);
        if facility == "FAIL" {
            // "[thrd:<broker>]: <broker>: <reason>"
            let reason = message.split_once("]: ").map_or(&*message, |(_, reason)| reason);
            *self.lost.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason.to_owned());
        }
        log(level, facility, &message);
    }

    fn lost_connection(&self, reason: &str) -> KafkaError {
        let bootstrap = self.bootstrap.clone();
        if let Some(expected) = expected_instead(reason) {
            return KafkaError::Protocol { bootstrap, reason: expected.to_owned() };
        }
        KafkaError::Unreachable { bootstrap, reason: short(reason) }
    }

    /// Takes what the library's error callback brings.
    pub(super) fn report(&self, error: &Native, reason: &str) {
        let reason = self.secrets.scrub(reason);
        let (code, reason) = (error.rdkafka_error_code(), &*reason);
        tracing::debug!(target: "librdkafka", error = self.secrets.scrub(error.to_string()), reason);
        let bootstrap = self.bootstrap.clone();
        let text = short(reason);
        let error = match code {
            Some(Code::Authentication | Code::SaslAuthenticationFailed | Code::UnsupportedSASLMechanism) => {
                KafkaError::Authentication { bootstrap, reason: text }
            }
            Some(Code::SSL) => KafkaError::Tls { bootstrap, reason: text },
            Some(Code::BrokerTransportFailure | Code::Resolve | Code::OperationTimedOut) => {
                self.lost_connection(reason)
            }
            // Says that the errors before it are all there is; they know more.
            Some(Code::AllBrokersDown) if self.troubled.load(Ordering::Relaxed) => return,
            Some(Code::AllBrokersDown) => {
                KafkaError::Unreachable { bootstrap, reason: "all brokers are down".to_owned() }
            }
            _ => return,
        };
        self.troubled.store(true, Ordering::Relaxed);
        self.trouble.send_replace(Some(error));
    }
}

/// The context of clients without deliveries.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) health: Health,
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.health.heed(level, facility, message);
    }

    fn error(&self, error: Native, reason: &str) {
        self.health.report(&error, reason);
    }
}

impl rdkafka::consumer::ConsumerContext for Context {}

/// The library's log, under its own target. What a user has to know comes as an error of ours, once; the library says it
/// at every attempt.
pub(super) fn log(level: RDKafkaLogLevel, facility: &str, message: &str) {
    match level {
        RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical => {
            tracing::error!(target: "librdkafka", "{facility}: {message}");
        }
        RDKafkaLogLevel::Error | RDKafkaLogLevel::Warning => {
            tracing::info!(target: "librdkafka", "{facility}: {message}");
        }
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info | RDKafkaLogLevel::Debug => {
            tracing::debug!(target: "librdkafka", "{facility}: {message}");
        }
    }
}

/// What a broker seems to expect that hangs up in this way: the state says how far the connection came.
fn expected_instead(reason: &str) -> Option<&'static str> {
    let (what, state) = reason.rsplit_once(" (after ")?;
    let (milliseconds, state) = state.split_once("ms in state ")?;
    if !what.contains("Disconnected") && !what.contains("closed by peer") {
        return None;
    }
    if state.starts_with("SSL_HANDSHAKE") {
        Some("it seems not to want TLS: PLAINTEXT or SASL_PLAINTEXT")
    } else if state.starts_with("APIVERSION_QUERY") {
        Some("it seems to want TLS: SSL or SASL_SSL")
    } else if state.starts_with("UP") && milliseconds.parse::<u32>().is_ok_and(|age| age < 2000) {
        // The first request after the greeting is one too many for a broker that waits for credentials.
        Some("it seems to want credentials: SASL_SSL or SASL_PLAINTEXT")
    } else {
        None
    }
}

/// The cause alone: without the broker's name in front and the state machine's behind.
fn short(reason: &str) -> String {
    for (found, text) in [
        ("Connection refused", "connection refused"),
        ("Connection reset", "connection reset"),
        ("Connection setup timed out", "no answer in time"),
        ("timed out", "no answer in time"),
    ] {
        if reason.contains(found) {
            return text.to_owned();
        }
    }
    // The library's name for what the user knows by Java's.
    let reason = reason.replace("ssl.ca.location", "ssl.truststore.location");
    let text = reason.split(" (after ").next().unwrap_or_default();
    match text.split_once(": ") {
        Some((broker, text)) if broker.contains('/') => text.to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{expected_instead, short};

    #[test]
    fn reasons_are_short() {
        let refused = "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state CONNECT)";
        assert_eq!(short(refused), "connection refused");
        let login = "sasl_plaintext://b:9092/bootstrap: SASL PLAIN mechanism handshake failed: Broker: Unsupported (after 3ms in state AUTH_HANDSHAKE)";
        assert_eq!(short(login), "SASL PLAIN mechanism handshake failed: Broker: Unsupported");
        assert_eq!(short("2/2 brokers are down"), "2/2 brokers are down");
    }

    #[test]
    fn only_an_early_hang_up_says_what_the_broker_expects() {
        let lost = |state: &str| {
            let reason = format!("b:1/bootstrap: Disconnected: connection closed by peer (after {state})");
            expected_instead(&reason).map(|text| text.split(':').next().unwrap_or_default())
        };
        assert_eq!(lost("1ms in state APIVERSION_QUERY"), Some("it seems to want TLS"));
        assert_eq!(
            lost("1ms in state SSL_HANDSHAKE, 2 identical error(s) suppressed"),
            Some("it seems not to want TLS")
        );
        assert_eq!(lost("1ms in state UP"), Some("it seems to want credentials"));
        assert_eq!(lost("540000ms in state UP"), None);
        assert_eq!(expected_instead("b:1/1: Connect failed: Connection refused (after 1ms in state CONNECT)"), None);
    }
}

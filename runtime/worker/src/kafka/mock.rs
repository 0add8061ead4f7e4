//! A broker inside the process, for dev mode and tests.

use std::fmt;

use rdkafka::{
    client::Client,
    config::FromClientConfigAndContext as _,
    producer::{Producer as _, ThreadedProducer},
};

use kconnect::config::Secrets;

use super::{KafkaError, context};

/// A Kafka broker inside the process, on a free port of 127.0.0.1; gone when it is dropped.
///
/// It is librdkafka's mock cluster: producers and consumers speak Kafka's protocol to it as to any broker, topics are
/// made on first use. It keeps no more than the newest 5 MiB and 100 000 batches of each partition, and a Java client
/// cannot use it.
pub struct MockBroker {
    host: ThreadedProducer<Host>,
}

struct Host;

impl rdkafka::ClientContext for Host {
    fn log(&self, level: rdkafka::config::RDKafkaLogLevel, facility: &str, message: &str) {
        context::log(level, facility, message);
    }

    fn error(&self, error: rdkafka::error::KafkaError, reason: &str) {
        tracing::debug!(target: "librdkafka", %error, reason);
    }
}

impl rdkafka::producer::ProducerContext for Host {
    type DeliveryOpaque = ();

    fn delivery(&self, _result: &rdkafka::message::DeliveryResult<'_>, (): ()) {}
}

impl fmt::Debug for MockBroker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockBroker").field("bootstrap", &self.bootstrap()).finish()
    }
}

impl MockBroker {
    /// Starts a broker; it answers as soon as this returns.
    ///
    /// # Errors
    /// When no port can be opened.
    pub fn start() -> Result<Self, KafkaError> {
        // A client that hosts the mock cluster, unlike the cluster on its own, may be sent between threads.
        let mut native = rdkafka::ClientConfig::new();
        native.set("test.mock.num.brokers", "1");
        let host = ThreadedProducer::from_config_and_context(&native, Host)
            .map_err(|error| KafkaError::of_setup(&error, &Secrets::default()))?;
        Ok(Self { host })
    }

    /// The value for `bootstrap.servers`.
    #[must_use]
    pub fn bootstrap(&self) -> String {
        self.client().mock_cluster().map_or_else(String::new, |cluster| cluster.bootstrap_servers())
    }

    /// Makes a topic with this number of partitions; used before, it has four.
    ///
    /// # Errors
    /// When it is there already.
    pub fn create_topic(&self, topic: &str, partitions: i32) -> Result<(), KafkaError> {
        let failed = |reason: String| KafkaError::Topic { topic: topic.to_owned(), reason };
        let cluster = self.client().mock_cluster().ok_or_else(|| failed("the broker is gone".to_owned()))?;
        cluster.create_topic(topic, partitions, 1).map_err(|error| failed(error.to_string()))
    }

    /// Cuts all connections and refuses new ones, or takes them again.
    ///
    /// # Errors
    /// When the broker is gone.
    pub fn set_up(&self, up: bool) -> Result<(), KafkaError> {
        let cluster = self.client().mock_cluster().ok_or_else(|| KafkaError::Other("the broker is gone".to_owned()))?;
        let done = if up { cluster.broker_up(1) } else { cluster.broker_down(1) };
        done.map_err(|error| KafkaError::Other(error.to_string()))
    }

    fn client(&self) -> &Client<Host> {
        self.host.client()
    }
}

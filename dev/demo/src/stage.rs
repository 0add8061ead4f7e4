//! Everything the connector needs to run, inside this process.

use std::collections::BTreeMap;

use kconnect_twitter::TwitterSourceConnector;
use kconnect_worker::{
    RunningWorker, SourceTaskReading, State, Worker,
    dev::{MockBroker, MockRegistry},
    properties::Properties,
};
use kconnect_x_api::{CONSUMER_KEY, CONSUMER_SECRET, Posts, XApi};
use tempfile::TempDir;

use crate::{arguments::Arguments, progress::say};

/// The blog post's properties file, word for word.
const BLOG_PROPERTIES: &str = include_str!("../../../connectors/twitter/config/twitter-source.properties");

/// The scope of the registry: `mock://demo`.
const SCOPE: &str = "demo";

/// The running pieces.
pub(crate) struct Stage {
    broker: MockBroker,
    api: XApi,
    worker: RunningWorker,
    topic: String,
    posts: u64,
    /// Holds the offsets file.
    _offsets: TempDir,
}

impl Stage {
    /// Starts everything.
    pub(crate) async fn set(arguments: &Arguments) -> Result<Self, String> {
        let broker = MockBroker::start().map_err(|error| format!("the in-process broker: {error}"))?;
        let posts = posts()?.rounds(u64::from(arguments.rounds));
        let count = posts.count() * u64::from(arguments.rounds);
        let api = XApi::builder()
            .posts(posts)
            .rate(arguments.rate)
            .hold_until_connected(true)
            .start()
            .await
            .map_err(|error| format!("the stand-in for the X API: {error}"))?;
        let offsets = TempDir::new().map_err(|error| format!("a directory for offsets: {error}"))?;
        let connector = connector_config(&api.url())?;
        let topic = connector.get("kafka.status.topic").cloned().unwrap_or_default();
        say(&format!("Kafka broker      {} (inside this process)", broker.bootstrap()));
        say(&format!("Schema registry   mock://{SCOPE} (inside this process)"));
        say(&format!("X API             {} (a stand-in, {count} posts)", api.url()));
        say(&format!("Connector         {}", connector.get("connector.class").map_or("", String::as_str)));
        say(&format!("filter.keywords   {}", connector.get("filter.keywords").map_or("", String::as_str)));
        say(&format!("Topic             {topic}\n"));
        broker.create_topic(&topic, 3).map_err(|error| format!("the topic {topic}: {error}"))?;
        let offsets_file = offsets.path().join("connect.offsets").display().to_string();
        let worker = Worker::new()
            .source::<TwitterSourceConnector>()
            .start(worker_config(&broker.bootstrap(), &offsets_file))
            .await
            .map_err(|error| error.to_string())?;
        worker.create(connector).await.map_err(|error| error.to_string())?;
        Ok(Self { broker, api, worker, topic, posts: count, _offsets: offsets })
    }

    /// How many posts the stand-in has.
    pub(crate) fn posts(&self) -> u64 {
        self.posts
    }

    /// Where the broker is.
    pub(crate) fn bootstrap(&self) -> String {
        self.broker.bootstrap()
    }

    /// Where the records arrive.
    pub(crate) fn topic(&self) -> &str {
        &self.topic
    }

    /// The registry that the converters use.
    pub(crate) fn registry() -> std::sync::Arc<MockRegistry> {
        MockRegistry::scope(SCOPE)
    }

    /// How many posts matched and were sent to the connector.
    pub(crate) fn delivered(&self) -> usize {
        self.api.control().delivered_count()
    }

    /// Whether the stand-in has no more posts.
    pub(crate) fn exhausted(&self) -> bool {
        self.api.control().is_exhausted()
    }

    /// What a task that failed said.
    pub(crate) fn health(&self) -> Result<(), String> {
        for connector in self.worker.connectors() {
            for (index, task) in connector.tasks.iter().enumerate() {
                if task.status.state == State::Failed {
                    let trace = task.status.trace.as_deref().unwrap_or_default();
                    return Err(format!("task {index} of {} FAILED: {trace}", connector.name));
                }
            }
        }
        Ok(())
    }

    /// Stops everything but the broker, gracefully; answers with what the tasks counted.
    pub(crate) async fn strike(self) -> (Vec<SourceTaskReading>, MockBroker) {
        let metrics: Vec<_> = self
            .worker
            .connectors()
            .into_iter()
            .flat_map(|connector| connector.tasks)
            .filter_map(|task| task.metrics.source().cloned())
            .collect();
        self.worker.stop().await;
        self.api.shutdown().await;
        (metrics.iter().map(|metrics| metrics.read()).collect(), self.broker)
    }
}

/// Our own posts between recorded ones.
fn posts() -> Result<Posts, String> {
    let (own, recorded) = (Posts::own().values(), Posts::recorded().values());
    let mut mixed = Vec::with_capacity(own.len() + recorded.len());
    let mut recorded = recorded.into_iter();
    for post in own {
        mixed.push(post);
        mixed.extend(recorded.by_ref().take(2));
    }
    mixed.extend(recorded);
    Posts::from_values(mixed).map_err(|error| error.to_string())
}

/// The four lines of the blog post for Avro, and what a standalone worker needs besides.
fn worker_config(bootstrap: &str, offsets_file: &str) -> BTreeMap<String, String> {
    let registry = format!("mock://{SCOPE}");
    let pairs = [
        ("bootstrap.servers", bootstrap),
        ("key.converter", "io.confluent.connect.avro.AvroConverter"),
        ("key.converter.schema.registry.url", &registry),
        ("value.converter", "io.confluent.connect.avro.AvroConverter"),
        ("value.converter.schema.registry.url", &registry),
        ("offset.storage.file.filename", offsets_file),
        ("offset.flush.interval.ms", "1000"),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The blog's file; only its four placeholders are replaced, and the API's address is added.
fn connector_config(api: &str) -> Result<BTreeMap<String, String>, String> {
    let file = Properties::parse("twitter-source.properties", BLOG_PROPERTIES.as_bytes())
        .map_err(|error| error.to_string())?;
    let mut config = file.into_map();
    let replaced = [
        ("twitter.oauth.consumerKey", CONSUMER_KEY),
        ("twitter.oauth.consumerSecret", CONSUMER_SECRET),
        ("twitter.oauth.accessToken", "demo"),
        ("twitter.oauth.accessTokenSecret", "demo"),
        ("twitter.api.url", api),
    ];
    for (key, value) in replaced {
        config.insert(key.to_owned(), value.to_owned());
    }
    Ok(config)
}

//! What a connector's tasks are made of.

use std::sync::Arc;

use kconnect::{Props, Slot, config::Secrets, host::Boxed};
use tokio::runtime::Handle;

use super::{
    connector::Running,
    environment::{Environment, KAFKA_LIMIT},
    view::TaskMetrics,
};
use crate::{
    errors::{self, ErrorHandler, ErrorMetrics},
    examine::ConnectorParts,
    kafka::Producer,
    metrics::SourceTaskMetrics,
    offsets::Offsets,
    plugins::Plugin,
    raw::{self, below},
    sink::{self, SinkTaskMetrics, SinkTaskSpec},
    source::{self, SourceTaskSpec},
    status::StatusCell,
    task::Orders,
    topics::TopicCreation,
};

/// Bytes that a task may have under way; beyond that it waits. What Kafka's producers call `buffer.memory`.
const TASK_BUDGET_BYTES: usize = 32 * 1024 * 1024;

/// The clients that a connector's tasks share.
pub(super) enum Clients {
    Source { producer: Arc<Producer>, offsets: Offsets, topics: Arc<TopicCreation>, namespace: Option<String> },
    Sink,
}

/// What a task does, once it has a thread.
pub(super) type Body = Box<dyn FnOnce(Orders, Handle) -> Boxed<'static, kconnect::Result<()>> + Send>;

/// A task before its start.
pub(super) struct TaskSpec {
    pub(super) metrics: TaskMetrics,
    pub(super) errors: Arc<ErrorMetrics>,
    /// Or why there is nothing to start.
    pub(super) body: Result<Body, String>,
}

impl Clients {
    /// Connects what the tasks of a connector share.
    ///
    /// # Errors
    /// What stands in the way: a client that cannot be made, a Kafka that does not answer.
    pub(super) async fn connect(environment: &Environment, parts: &ConnectorParts) -> kconnect::Result<Self> {
        let (Plugin::Source(plugin), Some(config)) = (&parts.plugin, &parts.producer) else { return Ok(Self::Sink) };
        let namespace = plugin.schema_namespace(&parts.props)?;
        let producer = environment.producers.get(config).map_err(kconnect::Error::fatal)?;
        // The producer has settings of its own; refused credentials are better heard of now than record by record.
        producer.check(KAFKA_LIMIT).await.map_err(kconnect::Error::fatal)?;
        let offsets = environment.offsets.of_connector(&environment.props, &parts.props).await?;
        let topics = match &parts.rules {
            Some(rules) if environment.config.topic_creation_enable => {
                TopicCreation::connect(rules.clone(), &environment.props, &parts.props)
                    .map_err(kconnect::Error::fatal)?
            }
            _ => TopicCreation::none(),
        };
        Ok(Self::Source { producer, offsets, topics: Arc::new(topics), namespace })
    }
}

/// One task of a connector.
pub(super) fn task(
    environment: &Environment,
    name: &str,
    running: &Running,
    slot: Slot,
    props: Props,
    status: &StatusCell,
) -> TaskSpec {
    let Running { parts, secrets, clients, .. } = running;
    let error_metrics = ErrorMetrics::new();
    let handler = handler(environment, name, parts, slot, secrets, &error_metrics);
    let (metrics, body) = match (&parts.plugin, &**clients) {
        (Plugin::Source(plugin), Clients::Source { producer, offsets, topics, namespace }) => {
            let metrics = SourceTaskMetrics::new();
            let spec = handler.map(|errors| SourceTaskSpec {
                connector: name.to_owned(),
                slot,
                plugin: Arc::clone(plugin),
                props,
                variables: environment.variables.clone(),
                secrets: secrets.clone(),
                converters: parts.converters.clone(),
                headers: Arc::clone(&parts.headers),
                chain: Arc::clone(&parts.chain),
                namespace: namespace.clone(),
                errors: Arc::new(errors),
                topics: Arc::clone(topics),
                producer: Arc::clone(producer),
                offsets: offsets.clone(),
                budget_bytes: TASK_BUDGET_BYTES,
                flush_interval: environment.config.offset_flush_interval,
                flush_timeout: environment.config.offset_flush_timeout,
                grace: environment.config.task_shutdown_graceful_timeout,
                status: status.clone(),
                metrics: Arc::clone(&metrics),
                control_plane: Handle::current(),
            });
            let body = spec
                .map(|spec| -> Body { Box::new(move |orders, runtime| Box::pin(source::run(spec, orders, runtime))) });
            (TaskMetrics::Source(metrics), body)
        }
        (Plugin::Sink(plugin), _) => {
            let metrics = SinkTaskMetrics::new();
            let spec = handler.and_then(|errors| {
                let overrides = below(&parts.props, "consumer.override.");
                let consumer = raw::consumer(&environment.props, &overrides, name, slot.index)
                    .map_err(|problems| problems.join("\n"))?;
                let topics = parts.topics.clone().ok_or("the connector names no topics")?;
                Ok(SinkTaskSpec {
                    slot,
                    plugin: Arc::clone(plugin),
                    props,
                    variables: environment.variables.clone(),
                    secrets: secrets.clone(),
                    converters: parts.converters.clone(),
                    headers: Arc::clone(&parts.headers),
                    chain: Arc::clone(&parts.chain),
                    errors: Arc::new(errors),
                    consumer: consumer.config,
                    topics,
                    flush_interval: environment.config.offset_flush_interval,
                    flush_timeout: environment.config.offset_flush_timeout,
                    grace: environment.config.task_shutdown_graceful_timeout,
                    status: status.clone(),
                    metrics: Arc::clone(&metrics),
                })
            });
            let body = spec
                .map(|spec| -> Body { Box::new(move |orders, runtime| Box::pin(sink::run(spec, orders, runtime))) });
            (TaskMetrics::Sink(metrics), body)
        }
        (Plugin::Source(_), Clients::Sink) => {
            (TaskMetrics::Source(SourceTaskMetrics::new()), Err("the connector has no producer".to_owned()))
        }
    };
    TaskSpec { metrics, errors: error_metrics, body: body.map_err(|message| secrets.scrub(message)) }
}

/// What is done about the task's errors.
fn handler(
    environment: &Environment,
    name: &str,
    parts: &ConnectorParts,
    slot: Slot,
    secrets: &Secrets,
    metrics: &Arc<ErrorMetrics>,
) -> Result<ErrorHandler, String> {
    let policy = parts.policy.clone();
    let queue =
        errors::dead_letter_queue(&policy, name, slot.index, &environment.props, &parts.props, &environment.producers)
            .map_err(|problems| problems.join("\n"))?;
    let handler = ErrorHandler::new(name, slot.index, policy, secrets.clone(), Arc::clone(metrics));
    Ok(match queue {
        Some(queue) => handler.with_dead_letters(queue),
        None => handler,
    })
}

//! The Kafka clients of a dead letter queue.

use kconnect::{Prop, Props};
use tokio::runtime::Handle;

use super::{DeadLetterQueue, Policy};
use crate::{
    kafka::{Admin, ClientConfig, Producers},
    raw::{below, lines},
};

/// The dead letter queue of one task, if there is one. Its producer has the worker's `producer.` settings and the
/// connector's `producer.override.`, and a client of its own, as in Kafka Connect; what makes its topic has the worker's
/// client settings, `admin.`, and the connector's `admin.override.`.
///
/// # Errors
/// Every problem of these settings, a line each.
pub(crate) fn dead_letter_queue(
    policy: &Policy,
    connector: &str,
    task: usize,
    worker: &Props,
    props: &Props,
    producers: &Producers,
) -> Result<Option<DeadLetterQueue>, Vec<String>> {
    let Some(policy) = &policy.dead_letters else { return Ok(None) };
    let bootstrap = worker.get("bootstrap.servers").cloned().unwrap_or_else(|| "localhost:9092".into());
    let mut settings = below(worker, "producer.");
    let named = Prop::from(format!("connector-dlq-producer-{connector}-{task}"));
    settings.entry("client.id".to_owned()).or_insert(named);
    let producer = ClientConfig::producer(&bootstrap, &settings, &below(props, "producer.override."))
        .map_err(|problems| lines(&problems))?;
    let admin = ClientConfig::admin(worker, &below(props, "admin.override.")).map_err(|problems| lines(&problems))?;
    let producer = producers.get(&producer.config).map_err(|error| vec![error.to_string()])?;
    let admin = Admin::new(&admin.config).map_err(|error| vec![error.to_string()])?;
    Ok(Some(DeadLetterQueue::new(policy.clone(), producer, admin, Handle::current())))
}

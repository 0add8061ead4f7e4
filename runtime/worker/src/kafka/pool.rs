//! Producers by configuration: tasks with equal settings share one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use super::{ClientConfig, KafkaError, Producer};

/// The producers of a worker. A client costs threads per broker, so a thousand tasks cannot have one each.
#[derive(Debug, Default)]
pub(crate) struct Producers {
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    by_config: HashMap<ClientConfig, Weak<Producer>>,
    made: u64,
}

impl Producers {
    /// The producer for this configuration, made when nobody has one; closed when the last user drops it.
    ///
    /// Without a `client.id` of its own it gets `connector-producer-<n>`: Kafka Connect's name ends in connector and task,
    /// which are several here.
    ///
    /// # Errors
    /// As [`Producer::new`].
    pub(crate) fn get(&self, config: &ClientConfig) -> Result<Arc<Producer>, KafkaError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(producer) = open.by_config.get(config).and_then(Weak::upgrade) {
            return Ok(producer);
        }
        open.by_config.retain(|_, producer| producer.strong_count() > 0);
        let number = open.made;
        let mut named = config.clone();
        named.values.entry("client.id".to_owned()).or_insert_with(|| format!("connector-producer-{number}"));
        let producer = Arc::new(Producer::new(named)?);
        open.made += 1;
        open.by_config.insert(config.clone(), Arc::downgrade(&producer));
        Ok(producer)
    }
}

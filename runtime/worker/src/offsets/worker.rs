//! Which store a worker's and a connector's configurations name.

use kconnect::{Prop, Props};

use super::{FileOffsetStore, KafkaOffsetStore, OffsetError, Offsets};
use crate::stores::StoreError;

const FILE: &str = "offset.storage.file.filename";
const TOPIC: &str = "offset.storage.topic";

impl Offsets {
    /// Opens what a standalone worker's configuration names: the file of `offset.storage.file.filename`, or the topic of
    /// `offset.storage.topic`. Of both, the file counts, as in Kafka Connect, and the log has a warning.
    ///
    /// # Errors
    /// Neither is named; whatever keeps the store from being read.
    pub async fn of_worker(worker: &Props) -> Result<Self, OffsetError> {
        match (text(worker, FILE), text(worker, TOPIC)) {
            (Some(file), topic) => {
                if let Some(topic) = topic {
                    tracing::warn!(
                        "offsets are kept in {FILE}={file}; {TOPIC}={topic} is not used: remove one of the two"
                    );
                }
                Self::open(FileOffsetStore::new(file)).await
            }
            (None, Some(_)) => Self::open(KafkaOffsetStore::of_worker(worker)?).await,
            (None, None) => Err(StoreError::Config(format!(
                "Missing required configuration \"{FILE}\" which has no default value; {TOPIC} is another place for offsets"
            ))
            .into()),
        }
    }

    /// The offsets of one connector: those of the worker, with the topic of the connector's `offsets.storage.topic` over
    /// them if it has one. If that is the worker's topic, it is the only one.
    ///
    /// # Errors
    /// What is wrong with the keys; whatever keeps the topic from being read.
    pub async fn of_connector(&self, worker: &Props, connector: &Props) -> Result<Self, OffsetError> {
        let Some(own) = KafkaOffsetStore::of_connector(worker, connector)? else { return Ok(self.clone()) };
        if text(worker, FILE).is_none()
            && text(worker, TOPIC).is_some()
            && own.is(&KafkaOffsetStore::of_worker(worker)?)
        {
            return Self::open(own).await;
        }
        self.with_connector_store(own).await
    }
}

fn text<'a>(props: &'a Props, key: &str) -> Option<&'a str> {
    props.get(key).and_then(Prop::expose).map(str::trim).filter(|text| !text.is_empty())
}

//! Offsets by connector and partition, over any place that keeps raw bytes.

use std::{collections::BTreeMap, sync::Arc};

use super::{Change, KnownOffsets, OffsetError, OffsetStore, entry::PartitionId};

/// The offsets of all connectors of a worker, or those of one connector in a topic of its own. Clones are the same.
#[derive(Clone)]
pub struct Offsets {
    primary: Kept,
    /// The worker's, behind a connector's own.
    worker: Option<Kept>,
}

/// A store, and what is known of it.
#[derive(Clone)]
struct Kept {
    store: Arc<dyn OffsetStore>,
    known: KnownOffsets,
}

impl std::fmt::Debug for Offsets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offsets").finish_non_exhaustive()
    }
}

impl Offsets {
    /// Reads what `store` has.
    ///
    /// # Errors
    /// Whatever keeps the store from being read; nothing is written then.
    pub async fn open(store: impl OffsetStore) -> Result<Self, OffsetError> {
        Ok(Self { primary: Kept::open(Arc::new(store)).await?, worker: None })
    }

    /// A connector's offsets in a store of its own, over these: what it does not have is looked for here, and what is
    /// written to it is written here as well (Kafka Connect's `ConnectorOffsetBackingStore`, KIP-618).
    ///
    /// # Errors
    /// Whatever keeps the store from being read.
    pub async fn with_connector_store(&self, own: impl OffsetStore) -> Result<Self, OffsetError> {
        Ok(Self { primary: Kept::open(Arc::new(own)).await?, worker: Some(self.primary.clone()) })
    }

    /// The stored offset of a partition as JSON bytes: with everything that was stored before the call, by whomever.
    /// `partition` is the compact JSON of what the connector opens. Cancel safe.
    ///
    /// # Errors
    /// [`OffsetError::Format`] when the partition is no flat object; whatever keeps the store from being read.
    pub async fn get(&self, connector: &str, partition: &str) -> Result<Option<Vec<u8>>, OffsetError> {
        let id = PartitionId::new(connector, partition)?;
        self.refresh().await?;
        Ok(self.stores().find_map(|kept| kept.known.get(&id)))
    }

    /// The source partitions that each connector has offsets for, as JSON, with everything that was stored before the
    /// call. Connectors whose offsets are all gone are there without partitions, as in Kafka Connect.
    ///
    /// # Errors
    /// Whatever keeps the store from being read.
    pub async fn partitions(&self) -> Result<BTreeMap<String, Vec<serde_json::Value>>, OffsetError> {
        self.refresh().await?;
        let mut all = self.primary.known.partitions();
        for (connector, partitions) in self.worker.iter().flat_map(|worker| worker.known.partitions()) {
            let own = all.entry(connector).or_default();
            for partition in partitions {
                if !own.contains(&partition) {
                    own.push(partition);
                }
            }
        }
        Ok(all)
    }

    /// Stores (partition, offset) pairs, both compact JSON; the offset `null` removes what was stored.
    ///
    /// All of them are durable when this is done. With a connector's own store, offsets that go are removed from the
    /// worker's store first, so that they cannot come back from there; the others go there afterwards, and nobody waits
    /// for that. Cancel safe: what the store has taken it completes, and the next commit repeats it.
    ///
    /// # Errors
    /// [`OffsetError::Format`] for data that Connect cannot store; otherwise writing failed, and the same call may
    /// succeed later.
    pub async fn commit<'a>(
        &self,
        connector: &str,
        offsets: impl IntoIterator<Item = (&'a str, &'a str)> + Send,
    ) -> Result<(), OffsetError> {
        let wanted = offsets
            .into_iter()
            .map(|(partition, offset)| PartitionId::wanted(connector, partition, offset))
            .collect::<Result<Vec<_>, OffsetError>>()?;
        if wanted.is_empty() {
            return Ok(());
        }
        let Some(worker) = &self.worker else {
            return self.primary.set(self.primary.known.entries(&wanted, None)).await;
        };
        let (removed, stored): (Vec<_>, Vec<_>) = worker
            .known
            .entries(&wanted, Some(&self.primary.known))
            .into_iter()
            .partition(|(_, value)| value.is_none());
        if !removed.is_empty() {
            worker.set(removed).await?;
        }
        self.primary.set(self.primary.known.entries(&wanted, Some(&worker.known))).await?;
        if !stored.is_empty() {
            let worker = worker.clone();
            tokio::spawn(async move {
                match worker.set(stored).await {
                    Ok(()) => tracing::debug!("Successfully flushed offsets to secondary backing store"),
                    Err(error) => tracing::warn!("Failed to write offsets to secondary backing store: {error}"),
                }
            });
        }
        Ok(())
    }

    async fn refresh(&self) -> Result<(), OffsetError> {
        match &self.worker {
            None => self.primary.store.refresh().await,
            Some(worker) => {
                futures_util::future::try_join(self.primary.store.refresh(), worker.store.refresh()).await.map(drop)
            }
        }
    }

    /// In the order in which they are asked.
    fn stores(&self) -> impl Iterator<Item = &Kept> {
        std::iter::once(&self.primary).chain(&self.worker)
    }
}

impl Kept {
    async fn open(store: Arc<dyn OffsetStore>) -> Result<Self, OffsetError> {
        let known = KnownOffsets::default();
        store.open(known.clone()).await?;
        Ok(Self { store, known })
    }

    async fn set(&self, changes: Vec<Change>) -> Result<(), OffsetError> {
        self.store.set(changes).await
    }
}

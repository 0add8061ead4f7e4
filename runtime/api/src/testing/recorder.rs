//! A worker's side of a source task that keeps what is handed over.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::Value as Json;
use tokio::sync::Notify;

use super::{offsets::MemoryOffsets, source::HandedOver};
use crate::{
    data::Part,
    error::{Error, Result},
    host::{Boundary, Boxed, DynRecord, Format, Opened, Outbox, Outgoing, Rejected},
    json::JsonFormat,
    record::Headers,
};

/// Keeps what is handed over.
#[derive(Default)]
pub(super) struct Recorder {
    pub(super) offsets: MemoryOffsets,
    opened: Mutex<Vec<Json>>,
    records: Mutex<Vec<HandedOver>>,
    boundaries: AtomicUsize,
    changed: Notify,
}

impl Recorder {
    pub(super) fn new(offsets: MemoryOffsets) -> Self {
        Self { offsets, ..Self::default() }
    }

    /// Takes what was handed over since the last time.
    pub(super) fn take(&self) -> Vec<HandedOver> {
        std::mem::take(&mut *self.records())
    }

    pub(super) fn boundaries(&self) -> usize {
        self.boundaries.load(Ordering::Acquire)
    }

    /// The source partition with that index.
    pub(super) fn partition(&self, index: u32) -> Option<Json> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(usize::try_from(index).ok()?).cloned()
    }

    /// Resolves when something was handed over after the call. Create it before looking.
    pub(super) fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    fn records(&self) -> MutexGuard<'_, Vec<HandedOver>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, handed_over: HandedOver) {
        self.records().push(handed_over);
        self.changed.notify_waiters();
    }
}

fn json(record: &dyn DynRecord, part: Part) -> Result<Json> {
    if record.is_null(part) {
        return Ok(Json::Null);
    }
    let mut text = Vec::new();
    record.write(part, Format::Json(JsonFormat::default()), &mut text)?;
    serde_json::from_slice(&text).map_err(Error::data)
}

fn position(at: Option<(u32, &[u8])>) -> Result<Option<(u32, Json)>> {
    at.map(|(index, offset)| Ok((index, serde_json::from_slice(offset).map_err(Error::fatal)?))).transpose()
}

impl Outbox for Recorder {
    fn open(&self, partitions: Vec<Vec<u8>>) -> Boxed<'_, Result<Vec<Opened>>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = partitions.into_iter().map(|partition| {
            let partition: Json = serde_json::from_slice(&partition).map_err(Error::fatal)?;
            let offset = self.offsets.get(&partition).map(|offset| offset.to_string().into_bytes());
            let index = opened.iter().position(|known| *known == partition).unwrap_or_else(|| {
                opened.push(partition);
                opened.len() - 1
            });
            Ok(Opened { index: u32::try_from(index).map_err(Error::fatal)?, offset })
        });
        let answers = answers.collect();
        Box::pin(async move { answers })
    }

    fn record(&self, record: Outgoing<'_>) -> Result<()> {
        self.keep(HandedOver {
            topic: record.topic.to_string(),
            kafka_partition: record.kafka_partition,
            timestamp_ms: record.timestamp_ms,
            headers: record.headers.clone(),
            key: json(record.record, Part::Key)?,
            value: json(record.record, Part::Value)?,
            connect_key: record.record.connect(Part::Key, None),
            connect_value: record.record.connect(Part::Value, None),
            at: position(record.at)?,
            receipt: record.receipt,
            rejected: None,
        });
        Ok(())
    }

    fn reject(&self, rejected: Rejected<'_>) -> Result<()> {
        self.keep(HandedOver {
            topic: String::new(),
            kafka_partition: None,
            timestamp_ms: None,
            headers: Headers::default(),
            key: Json::Null,
            value: Json::Null,
            connect_key: crate::SchemaAndValue::NULL,
            connect_value: crate::SchemaAndValue::NULL,
            at: position(rejected.at)?,
            receipt: 0,
            rejected: Some((rejected.error.chain(), rejected.raw.to_vec())),
        });
        Ok(())
    }

    fn boundary(&self, boundary: Boundary) -> Result<()> {
        if boundary != Boundary::Poll {
            return Err(Error::fatal("this tester has no transactions"));
        }
        self.boundaries.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    fn room(&self) -> Boxed<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

//! Keeps what the task hands over.

use std::sync::Mutex;

use kconnect::{
    Error, Part, Result,
    host::{Boundary, Boxed, Format, Opened, Outgoing, Rejected},
    json::JsonFormat,
};
use serde_json::Value;

/// A record as a JSON converter writes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) topic: String,
    pub(crate) timestamp_ms: Option<i64>,
    pub(crate) key: Value,
    pub(crate) value: Value,
    pub(crate) offset: Value,
}

impl Record {
    pub(crate) fn id(&self) -> String {
        self.key["Id"].as_i64().unwrap().to_string()
    }
}

#[derive(Default)]
pub(crate) struct Outbox {
    committed: Option<Vec<u8>>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    partitions: Vec<Vec<u8>>,
    records: Vec<Record>,
    rejected: Vec<(String, String)>,
}

impl Outbox {
    pub(crate) fn new(committed: Option<&str>) -> Self {
        Self { committed: committed.map(|offset| offset.as_bytes().to_vec()), taken: Mutex::default() }
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.taken.lock().unwrap().records.clone()
    }

    pub(crate) fn rejected(&self) -> Vec<(String, String)> {
        self.taken.lock().unwrap().rejected.clone()
    }

    pub(crate) fn partitions(&self) -> Vec<String> {
        let partitions = &self.taken.lock().unwrap().partitions;
        partitions.iter().map(|json| String::from_utf8(json.clone()).unwrap()).collect()
    }
}

impl kconnect::host::Outbox for Outbox {
    fn open(&self, partitions: Vec<Vec<u8>>) -> Boxed<'_, Result<Vec<Opened>>> {
        let opened = partitions.iter().zip(0..).map(|(_, index)| Opened { index, offset: self.committed.clone() });
        let opened = opened.collect();
        self.taken.lock().unwrap().partitions = partitions;
        Box::pin(async move { Ok(opened) })
    }

    fn record(&self, record: Outgoing<'_>) -> Result<()> {
        let json = |part| -> Result<Value> {
            let mut bytes = Vec::new();
            record.record.write(part, Format::Json(JsonFormat::default()), &mut bytes)?;
            serde_json::from_slice(&bytes).map_err(Error::fatal)
        };
        let (_, offset) = record.at.expect("every record has a source offset");
        let record = Record {
            topic: record.topic.to_string(),
            timestamp_ms: record.timestamp_ms,
            key: json(Part::Key)?,
            value: json(Part::Value)?,
            offset: serde_json::from_slice(offset).unwrap(),
        };
        self.taken.lock().unwrap().records.push(record);
        Ok(())
    }

    fn reject(&self, rejected: Rejected<'_>) -> Result<()> {
        let raw = String::from_utf8_lossy(rejected.raw).into_owned();
        self.taken.lock().unwrap().rejected.push((raw, rejected.error.chain()));
        Ok(())
    }

    fn boundary(&self, _boundary: Boundary) -> Result<()> {
        Ok(())
    }

    fn room(&self) -> Boxed<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

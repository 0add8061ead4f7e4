//! Reads the topic back, as any consumer with the registry would, and decodes every record.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use kconnect::avro::{Schema, to_json};
use kconnect_worker::{ConsumedRecord, TopicReader, dev::MockRegistry};
use serde_json::Value;

use crate::stage::Stage;

/// What was read back.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Records.
    pub(crate) records: usize,
    /// Records with a null value.
    pub(crate) tombstones: usize,
    /// Bytes of keys and values.
    pub(crate) bytes: usize,
    /// The schemas that the records name: id to subject and record name.
    pub(crate) schemas: BTreeMap<u32, (String, String)>,
}

/// A thread that reads the topic.
pub(crate) struct Watch {
    shared: Arc<Shared>,
    thread: JoinHandle<Result<Seen, String>>,
}

#[derive(Default)]
struct Shared {
    arrived: AtomicUsize,
    stop: AtomicBool,
    samples: Mutex<Vec<String>>,
    trouble: Mutex<Option<String>>,
}

impl Watch {
    /// Starts reading; the first `show` records and no more become samples.
    pub(crate) fn start(stage: &Stage, show: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let (bootstrap, topic) = (stage.bootstrap(), stage.topic().to_owned());
        let thread = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || read(&bootstrap, &topic, show, &shared))
        };
        Self { shared, thread }
    }

    /// How many records were read back so far.
    pub(crate) fn arrived(&self) -> usize {
        self.shared.arrived.load(Ordering::Acquire)
    }

    /// Whether the topic is still being read.
    pub(crate) fn health(&self) -> Result<(), String> {
        if self.thread.is_finished() { Err("the topic could not be read to its end".to_owned()) } else { Ok(()) }
    }

    /// What last kept the topic from being read.
    pub(crate) fn trouble(&self) -> String {
        let trouble = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.as_ref().map_or_else(String::new, |trouble| format!(" ({trouble})"))
    }

    /// Takes the samples that are to be shown.
    pub(crate) fn samples(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends the reading.
    pub(crate) fn finish(self) -> Result<Seen, String> {
        self.shared.stop.store(true, Ordering::Release);
        self.thread.join().unwrap_or_else(|_| Err("the reading thread panicked".to_owned()))
    }
}

fn read(bootstrap: &str, topic: &str, show: usize, shared: &Shared) -> Result<Seen, String> {
    let reader = TopicReader::open(bootstrap, topic, Duration::from_secs(10)).map_err(|error| error.to_string())?;
    let registry = Stage::registry();
    let mut parsed = BTreeMap::new();
    let mut seen = Seen::default();
    while !shared.stop.load(Ordering::Acquire) {
        let record = match reader.poll(Duration::from_millis(50)) {
            Ok(Some(record)) => record,
            Ok(None) => continue,
            // A connection that breaks is made anew; whoever waits too long is told what was in the way.
            Err(error) => {
                *shared.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
                continue;
            }
        };
        seen.records += 1;
        seen.tombstones += usize::from(record.value.is_none());
        seen.bytes += record.key.as_ref().map_or(0, Vec::len) + record.value.as_ref().map_or(0, Vec::len);
        let key = decode(&registry, &mut parsed, &mut seen, topic, "key", record.key.as_deref())?;
        let value = decode(&registry, &mut parsed, &mut seen, topic, "value", record.value.as_deref())?;
        if seen.records <= show {
            let sample = sample(&record, &key, &value);
            shared.samples.lock().unwrap_or_else(PoisonError::into_inner).push(sample);
        }
        shared.arrived.store(seen.records, Ordering::Release);
    }
    Ok(seen)
}

/// Decodes Confluent's wire format: a zero byte, the schema's id, Avro binary.
fn decode(
    registry: &MockRegistry,
    parsed: &mut BTreeMap<u32, Schema>,
    seen: &mut Seen,
    topic: &str,
    part: &str,
    bytes: Option<&[u8]>,
) -> Result<Value, String> {
    let Some(bytes) = bytes else { return Ok(Value::Null) };
    let Some(([0, id @ ..], payload)) = bytes.split_first_chunk::<5>() else {
        return Err(format!("a {part} is not in Confluent's wire format"));
    };
    let id = u32::from_be_bytes(*id);
    if let std::collections::btree_map::Entry::Vacant(unknown) = parsed.entry(id) {
        let text = registry.schema(id).ok_or_else(|| format!("schema id {id} is not in the registry"))?;
        let schema: Schema = text.parse().map_err(|error| format!("schema {id}: {error}"))?;
        let name = schema.name().unwrap_or("(unnamed)").to_owned();
        seen.schemas.insert(id, (format!("{topic}-{part}"), name));
        unknown.insert(schema);
    }
    let schema = parsed.get(&id).ok_or("a schema that was parsed")?;
    to_json(schema, payload).map_err(|error| format!("a {part} with schema {id}: {}", error.chain()))
}

fn sample(record: &ConsumedRecord, key: &Value, value: &Value) -> String {
    let place = format!("partition {} offset {}", record.partition, record.offset);
    format!("{place}\n  key   {key}\n  value {}", telling(value))
}

/// Most of a status is null, or what the classic API said where it knew nothing: -1, false, an empty list. A person wants
/// the rest.
fn telling(value: &Value) -> Value {
    let tells = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_i64() != Some(-1),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .filter(|(_, value)| tells(value))
                .map(|(name, value)| (name.clone(), telling(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

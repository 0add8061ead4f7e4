//! `internal-topic-records`: what workers write into their topics and files, and how they read it.

use std::sync::Mutex;

use kconnect_worker::{
    offsets::{Change, FileOffsetStore, KnownOffsets, OffsetRecord, OffsetStore, Offsets, Pending},
    stores::{
        ConfigRecord, SessionKey, StatusRecord, StoredState, StoredStatus, TargetState, TopicStatus, WrittenConfig,
    },
};
use serde_json::{Value as Json, json};

use crate::formats::{
    connect,
    outcome::{Outcome, array, differs, object, only, same, skipped, text},
};

pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    match (given["topic"].as_str(), given["op"].as_str()) {
        (Some("offset.storage.topic"), _) => offset(given, expect),
        (Some("config.storage.topic"), _) => config(given, expect),
        (Some("status.storage.topic"), _) => status(given, expect),
        (None, Some("processPartitionKey")) => partition_key(given, expect),
        (None, Some("parseTaskKey")) => task_key(given, expect),
        (None, Some("FileOffsetBackingStore.save")) => file(given, expect),
        _ => skipped(format!("nothing here knows this: {given}")),
    }
}

fn offset(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["topic", "connector", "partition", "offset", "java_map"])?;
    only("expect", expect, &["key", "value", "error"])?;
    if !matches!(given["java_map"].as_str(), None | Some("HashMap")) {
        return skipped("the order of another map than a HashMap is not known here");
    }
    let (partition, offset) = (connect::value(&given["partition"], None)?, connect::value(&given["offset"], None)?);
    match OffsetRecord::new(text("connector", &given["connector"])?, &partition, &offset) {
        Ok(record) if expect.get("error").is_none() => is(Some(&record.key), record.value.as_deref(), expect),
        Ok(record) => differs(expect, format!("accepted: {record:?}")),
        Err(error) => {
            let Some(expected) = expect.get("error") else { return differs(expect, error) };
            only("the error", expected, &["kind", "message"])?;
            let error = kconnect::Error::from(error);
            let kind = if error.kind() == kconnect::ErrorKind::Data { "DataException" } else { "another exception" };
            same("the kind", &expected["kind"].as_str(), &Some(kind))?;
            same("the message", error.to_string().as_str(), text("message", &expected["message"])?)
        }
    }
}

/// Holds if the record has that key and that value.
fn is(key: Option<&[u8]>, value: Option<&[u8]>, expect: &Json) -> Outcome {
    for (what, came) in [("key", key), ("value", value)] {
        let Some(expected) = expect.get(what) else { return skipped(format!("there is no {what}")) };
        same(what, &came, &bytes(expected)?.as_deref())?;
    }
    Ok(())
}

/// The bytes of `{"utf8", "hex"}`, which have to be the same.
fn bytes(notation: &Json) -> Outcome<Option<Vec<u8>>> {
    if notation.is_null() {
        return Ok(None);
    }
    only("bytes", notation, &["utf8", "hex"])?;
    let bytes = text("utf8", &notation["utf8"])?.as_bytes().to_vec();
    same("the bytes in hex", hex(&bytes).as_str(), text("hex", &notation["hex"])?)?;
    Ok(Some(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn unhex(text: &str) -> Outcome<Vec<u8>> {
    let pairs =
        text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or("x"), 16).ok());
    pairs.collect::<Option<_>>().map_or_else(|| skipped(format!("`{text}` is not in hex")), Ok)
}

fn config(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["topic", "op"])?;
    only("expect", expect, &["key", "value"])?;
    let op = &given["op"];
    let knows = |keys: &[&str]| only("the op", op, keys);
    let names = object("op", op)?;
    let name = |key: &str| text(key, &op[key]).map(str::to_owned);
    let records = if names.contains_key("putConnectorConfig") {
        knows(&["putConnectorConfig", "config"])?;
        let config = Some(written(&op["config"])?);
        vec![ConfigRecord::Connector { connector: name("putConnectorConfig")?, config }]
    } else if names.contains_key("removeConnectorConfig") {
        knows(&["removeConnectorConfig"])?;
        let connector = name("removeConnectorConfig")?;
        vec![
            ConfigRecord::Connector { connector: connector.clone(), config: None },
            ConfigRecord::TargetState { connector, state: None },
        ]
    } else if names.contains_key("putTaskConfig") {
        knows(&["putTaskConfig", "config"])?;
        let (connector, task) = task(text("putTaskConfig", &op["putTaskConfig"])?)?;
        vec![ConfigRecord::Task { connector, task, config: written(&op["config"])? }]
    } else if names.contains_key("commit") {
        knows(&["commit", "tasks"])?;
        vec![ConfigRecord::Commit { connector: name("commit")?, tasks: number(&op["tasks"])? }]
    } else if names.contains_key("putTargetState") {
        knows(&["putTargetState", "state"])?;
        let wanted = text("state", &op["state"])?;
        let states = [TargetState::Started, TargetState::Paused, TargetState::Stopped];
        let Some(state) = states.into_iter().find(|state| state.name() == wanted) else {
            return skipped(format!("no target state is called {wanted}"));
        };
        vec![ConfigRecord::TargetState { connector: name("putTargetState")?, state: Some(state) }]
    } else if names.contains_key("putTaskCountRecord") {
        knows(&["putTaskCountRecord", "count"])?;
        vec![ConfigRecord::TaskCount { connector: name("putTaskCountRecord")?, tasks: number(&op["count"])? }]
    } else if names.contains_key("putSessionKey") {
        knows(&["putSessionKey"])?;
        let key = &op["putSessionKey"];
        only("the key", key, &["key_hex", "algorithm", "created"])?;
        vec![ConfigRecord::SessionKey(SessionKey {
            key: unhex(text("key_hex", &key["key_hex"])?)?,
            algorithm: text("algorithm", &key["algorithm"])?.to_owned(),
            created_ms: number(&key["created"])?,
        })]
    } else if names.contains_key("putRestartRequest") {
        knows(&["putRestartRequest", "includeTasks", "onlyFailed"])?;
        vec![ConfigRecord::Restart {
            connector: name("putRestartRequest")?,
            include_tasks: flag(&op["includeTasks"])?,
            only_failed: flag(&op["onlyFailed"])?,
        }]
    } else if names.contains_key("putLoggerLevel") {
        knows(&["putLoggerLevel", "level"])?;
        vec![ConfigRecord::Logger { namespace: name("putLoggerLevel")?, level: name("level")? }]
    } else {
        return skipped(format!("nothing here knows this: {op}"));
    };
    // Of several records a row looks at one.
    let wanted = bytes(&expect["key"])?;
    let record = records.iter().find(|record| Some(record.key().as_bytes()) == wanted.as_deref());
    let record = record.unwrap_or(&records[0]);
    is(Some(record.key().as_bytes()), record.value().as_deref(), expect)?;
    let read = ConfigRecord::read(record.key().as_bytes(), record.value().as_deref());
    same("what is read again", &read, &Ok(record.clone()))
}

fn status(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["topic", "op"])?;
    only("expect", expect, &["key", "value"])?;
    let op = &given["op"];
    let of_status = ["state", "trace", "worker_id", "generation", "version"];
    let knows = |own: &[&str]| only("the op", op, &own.iter().chain(&of_status).copied().collect::<Vec<_>>());
    let record = if op.get("topic").is_some() {
        only("the op", op, &["topic", "connector", "task", "discovered", "delete"])?;
        let (topic, connector) =
            (text("topic", &op["topic"])?.to_owned(), text("connector", &op["connector"])?.to_owned());
        let status = if op.get("delete").is_some() {
            if !flag(&op["delete"])? {
                return skipped("`delete` is true or not there");
            }
            None
        } else {
            Some(TopicStatus {
                topic: topic.clone(),
                connector: connector.clone(),
                task: number(&op["task"])?,
                discovered_ms: number(&op["discovered"])?,
            })
        };
        StatusRecord::Topic { topic, connector, status }
    } else if op.get("task").is_some() {
        knows(&["task"])?;
        let (connector, task) = task(text("task", &op["task"])?)?;
        StatusRecord::Task { connector, task, status: Some(stored(op)?) }
    } else {
        knows(&["connector"])?;
        let connector = text("connector", &op["connector"])?.to_owned();
        StatusRecord::Connector { connector, status: Some(stored(op)?) }
    };
    is(Some(record.key().as_bytes()), record.value().as_deref(), expect)
}

fn stored(op: &Json) -> Outcome<StoredStatus> {
    const STATES: [StoredState; 7] = [
        StoredState::Unassigned,
        StoredState::Running,
        StoredState::Paused,
        StoredState::Failed,
        StoredState::Destroyed,
        StoredState::Restarting,
        StoredState::Stopped,
    ];
    let wanted = text("state", &op["state"])?;
    let Some(state) = STATES.into_iter().find(|state| state.name() == wanted) else {
        return skipped(format!("no state is called {wanted}"));
    };
    let optional = |key: &str| op[key].as_str().map(str::to_owned);
    Ok(StoredStatus {
        state,
        trace: optional("trace"),
        worker_id: optional("worker_id").unwrap_or_default(),
        generation: if op.get("generation").is_some() { number(&op["generation"])? } else { 0 },
        version: optional("version"),
    })
}

/// A store that has one entry.
struct One(Mutex<Option<Change>>);

impl OffsetStore for One {
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()> {
        if let Some((key, value)) = self.0.lock().unwrap().take() {
            known.apply(&key, value.as_deref());
        }
        Box::pin(async { Ok(()) })
    }

    fn set(&self, _changes: Vec<Change>) -> Pending<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn partition_key(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["op", "key", "value"])?;
    only("expect", expect, &["connector_partitions"])?;
    // A null key has no bytes.
    let entry = (bytes(&given["key"])?.unwrap_or_default(), bytes(&given["value"])?);
    let partitions =
        block_on(async { Offsets::open(One(Mutex::new(Some(entry)))).await.unwrap().partitions().await.unwrap() });
    same("the partitions", &json!(partitions), &expect["connector_partitions"])
}

fn task_key(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["op", "key"])?;
    only("expect", expect, &["connector", "task", "ignored"])?;
    let read = ConfigRecord::read(text("key", &given["key"])?.as_bytes(), Some(br#"{"properties":{}}"#));
    let came = match read {
        Ok(ConfigRecord::Task { connector, task, .. }) => json!({"connector": connector, "task": task}),
        Ok(other) => return differs(expect, format!("{other:?}")),
        Err(_) => json!({"ignored": true}),
    };
    same("the task", &came, expect)
}

fn file(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["op", "entries"])?;
    only("expect", expect, &["file_hex"])?;
    let mut changes = Vec::new();
    for entry in array("entries", &given["entries"])? {
        let [key, value] = array("entry", entry)? else { return skipped("an entry is a key and a value") };
        changes.push((text("key", key)?.as_bytes().to_vec(), Some(text("value", value)?.as_bytes().to_vec())));
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("offsets");
    block_on(async {
        let store = FileOffsetStore::new(&path);
        store.open(KnownOffsets::default()).await.unwrap();
        store.set(changes).await.unwrap();
    });
    same("the file", hex(&std::fs::read(path).unwrap()).as_str(), text("file_hex", &expect["file_hex"])?)
}

fn written(config: &Json) -> Outcome<WrittenConfig> {
    let mut written = WrittenConfig::new();
    for (key, value) in object("config", config)? {
        written.insert(key.clone(), if value.is_null() { None } else { Some(text(key, value)?.to_owned()) });
    }
    Ok(written)
}

/// `connector-0`.
fn task(id: &str) -> Outcome<(String, u32)> {
    let parts = id.rsplit_once('-').and_then(|(connector, task)| Some((connector.to_owned(), task.parse().ok()?)));
    parts.map_or_else(|| skipped(format!("`{id}` is no task")), Ok)
}

fn number<T: TryFrom<i64>>(value: &Json) -> Outcome<T> {
    let number = value.as_i64().and_then(|number| T::try_from(number).ok());
    number.map_or_else(|| skipped(format!("`{value}` is no number for this")), Ok)
}

fn flag(value: &Json) -> Outcome<bool> {
    value.as_bool().map_or_else(|| skipped(format!("`{value}` is not true or false")), Ok)
}

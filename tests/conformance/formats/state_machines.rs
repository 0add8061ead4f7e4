//! `offset-state-machines`: which offsets may be committed, and what becomes of a flush.

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kconnect_worker::offsets::{
    Change, Flushed, KnownOffsets, OffsetError, OffsetStore, OffsetWriter, Offsets, Pending, Submitted, Ticket,
};
use serde_json::{Map, Value as Json, json};
use tokio::{sync::Notify, task::JoinHandle};

use crate::formats::outcome::{Outcome, array, only, same, skipped, text};

pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["machine", "steps"])?;
    only("expect", expect, &["results"])?;
    let steps = array("steps", &given["steps"])?;
    let results = match given["machine"].as_str() {
        Some("OffsetStorageWriter") => {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
            runtime.block_on(writer(steps))?
        }
        Some("SubmittedRecords") => submitted(steps)?,
        _ => return skipped(format!("no machine is called {}", given["machine"])),
    };
    let expected = array("results", &expect["results"])?;
    same("how many results", &results.len(), &expected.len())?;
    results.iter().zip(expected).try_for_each(|(came, expected)| same("a result", came, expected))
}

/// The name of a step, and its arguments.
fn step(step: &Json) -> Outcome<(&str, &[Json])> {
    match array("step", step)? {
        [name, arguments @ ..] => Ok((text("step", name)?, arguments)),
        [] => skipped("a step without a name"),
    }
}

/// A store that does as it is told.
#[derive(Clone, Default)]
struct Store {
    fails: Arc<AtomicBool>,
    hangs: Arc<AtomicBool>,
    waiting: Arc<AtomicBool>,
    complete: Arc<Notify>,
    known: Arc<Mutex<KnownOffsets>>,
}

impl OffsetStore for Store {
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()> {
        *self.known.lock().unwrap() = known;
        Box::pin(async { Ok(()) })
    }

    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()> {
        Box::pin(async move {
            if self.hangs.load(Ordering::SeqCst) {
                self.waiting.store(true, Ordering::SeqCst);
                self.complete.notified().await;
            }
            if self.fails.load(Ordering::SeqCst) {
                let source = io::Error::other("the row says so");
                return Err(OffsetError::Io { action: "write", path: "nowhere".into(), source });
            }
            let known = self.known.lock().unwrap();
            for (key, value) in &changes {
                known.apply(key, value.as_deref());
            }
            Ok(())
        })
    }
}

type Flush = JoinHandle<Result<Flushed, OffsetError>>;

/// What a flush that has ended told its caller.
async fn told(flush: Flush) -> Json {
    json!(match flush.await.unwrap() {
        Ok(Flushed::Stored(_)) => "callback_ok",
        Ok(Flushed::Cancelled) => "callback_not_called",
        Err(OffsetError::Format(_)) => "callback_error_and_null_future",
        Err(_) => "callback_error",
    })
}

/// A partition or an offset of a row as JSON: a word stands for an object.
fn as_offset(name: &str, word: &Json) -> String {
    if word.is_string() { json!({ name: word }).to_string() } else { word.to_string() }
}

/// The word again.
fn as_word(name: &str, offset: &str) -> Json {
    let offset: Json = serde_json::from_str(offset).unwrap();
    offset.get(name).cloned().unwrap_or(offset)
}

async fn writer(steps: &[Json]) -> Outcome<Vec<Json>> {
    let store = Store::default();
    let writer = Arc::new(OffsetWriter::new("c", Offsets::open(store.clone()).await.unwrap()));
    let mut pending: Option<Flush> = None;
    let mut results = Vec::new();
    for given in steps {
        results.push(match step(given)? {
            ("offset", [partition, offset]) => {
                writer.offset(as_offset("partition", partition), as_offset("offset", offset));
                Json::Null
            }
            ("beginFlush", [limit]) => {
                let Some(limit) = limit.as_u64() else { return skipped(format!("{limit} is no time")) };
                writer
                    .begin_flush(Duration::from_millis(limit))
                    .await
                    .map_or(json!("TimeoutException"), |begun| json!(begun))
            }
            ("doFlush", [how]) => {
                let how = text("doFlush", how)?;
                if !["store_ok", "store_fail", "store_hang"].contains(&how) {
                    return skipped(format!("no store does `{how}`"));
                }
                store.fails.store(how == "store_fail", Ordering::SeqCst);
                store.hangs.store(how == "store_hang", Ordering::SeqCst);
                store.waiting.store(false, Ordering::SeqCst);
                let flushing = Arc::clone(&writer);
                let flush = tokio::spawn(async move { flushing.do_flush().await });
                while !flush.is_finished() && !store.waiting.load(Ordering::SeqCst) {
                    tokio::task::yield_now().await;
                }
                if flush.is_finished() {
                    told(flush).await
                } else {
                    pending = Some(flush);
                    json!("pending")
                }
            }
            ("store_complete", []) => {
                let Some(flush) = pending.take() else { return skipped("no flush is pending") };
                store.complete.notify_one();
                told(flush).await
            }
            ("cancelFlush", []) => {
                writer.cancel_flush();
                Json::Null
            }
            ("flushing", []) => writer.flushing().map_or(Json::Null, |entries| {
                let entry = |(partition, offset): (&String, &String)| {
                    let partition = as_word("partition", partition);
                    (partition.as_str().unwrap_or("null").to_owned(), as_word("offset", offset))
                };
                Json::Object(entries.iter().map(entry).collect())
            }),
            _ => return skipped(format!("nothing here does {given}")),
        });
    }
    Ok(results)
}

fn submitted(steps: &[Json]) -> Outcome<Vec<Json>> {
    let mut submitted = Submitted::default();
    let mut partitions: Vec<&Json> = Vec::new();
    let mut tickets: BTreeMap<&str, Ticket> = BTreeMap::new();
    let mut results = Vec::new();
    for given in steps {
        let ticket = |name: &Json, tickets: &BTreeMap<&str, Ticket>| {
            let ticket = name.as_str().and_then(|name| tickets.get(name)).copied();
            ticket.map_or_else(|| skipped(format!("{name} was not submitted")), Ok)
        };
        results.push(match step(given)? {
            ("submit", [name, partition, offset]) => {
                let known = partitions.iter().position(|known| *known == partition);
                let index = known.unwrap_or(partitions.len());
                if known.is_none() {
                    partitions.push(partition);
                }
                tickets.insert(text("name", name)?, submitted.submit(u32::try_from(index).unwrap(), offset.clone()));
                Json::Null
            }
            ("ack", [name]) => {
                submitted.ack(ticket(name, &tickets)?);
                Json::Null
            }
            ("drop", [name]) => json!(submitted.remove(ticket(name, &tickets)?)),
            // No time passes here: what is not acknowledged stays so.
            ("awaitAllMessages", [limit]) if limit.is_u64() => json!(submitted.in_flight() == 0),
            ("committableOffsets", []) => {
                let committable = submitted.committable();
                let mut offsets = Map::new();
                for (index, offset) in committable.offsets {
                    let partition = partitions[usize::try_from(index).unwrap()].as_str().unwrap_or("null");
                    offsets.insert(partition.to_owned(), offset);
                }
                json!({
                    "offsets": offsets,
                    "committable": committable.committed,
                    "uncommittable": committable.pending,
                    "deques": submitted.partitions(),
                    "largest": submitted.longest().map_or(0, |(_, waiting)| waiting),
                })
            }
            _ => return skipped(format!("nothing here does {given}")),
        });
    }
    Ok(results)
}

//! A batch on its way out: the task's typed entries become calls of the worker's [`Outbox`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::{Boundary, DynRecord, Format, Outbox, Outgoing, Rejected, raw::RawWriter};
use crate::{
    avro::AvroWriter,
    data::{Part, RecordSet, SchemaAndValue, Type},
    error::{Error, Result},
    json::{JsonWriter, TextWriter},
    record::{Delivered, SourceRecord},
    source::{SourcePartition, SourceTask},
};

/// One thing a task put into its batch.
pub(crate) enum Entry<T: SourceTask> {
    Record(SourceRecord<T>),
    Rejected { at: Option<(SourcePartition<T>, T::Offset)>, raw: Vec<u8>, error: Error },
}

/// A record set behind the erased face.
struct Erased<'a, S>(&'a S);

impl<S: RecordSet> DynRecord for Erased<'_, S> {
    fn pair(&self) -> usize {
        self.0.pair()
    }

    fn is_null(&self, part: Part) -> bool {
        self.0.is_null(part)
    }

    fn write(&self, part: Part, format: Format, out: &mut Vec<u8>) -> Result<()> {
        if S::PAIRS.get(self.pair()).is_some_and(|pair| matches!(pair.part(part), Type::Dynamic)) {
            return Err(Error::fatal("what has its schema at run time only is written by a converter, value by value"));
        }
        match format {
            Format::Avro(form) => self.0.emit(part, &mut AvroWriter::with_form(out, form)),
            Format::Json(format) => self.0.emit(part, &mut JsonWriter::with_format(out, format)),
            Format::Text => self.0.emit(part, &mut TextWriter::new(out)),
            Format::Raw => self.0.emit(part, &mut RawWriter(out)),
        }
    }

    fn connect(&self, part: Part, prefix: Option<&str>) -> SchemaAndValue {
        self.0.connect(part, prefix)
    }
}

type Callback = Box<dyn FnOnce(Delivered) + Send>;

/// The `on_delivered` callbacks of records that are under way.
#[derive(Default)]
pub(crate) struct Receipts {
    waiting: Mutex<(u64, HashMap<u64, Callback>)>,
}

impl Receipts {
    /// Keeps the callback; 0 when there is none.
    fn issue(&self, callback: Option<Callback>) -> u64 {
        let Some(callback) = callback else { return 0 };
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0 += 1;
        let receipt = waiting.0;
        waiting.1.insert(receipt, callback);
        receipt
    }

    pub(crate) fn redeem(&self, receipt: u64, what: Delivered) {
        let callback = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&receipt);
        if let Some(callback) = callback {
            callback(what);
        }
    }
}

/// Hands everything over, in order, and marks the boundary, if it is one. An entry that fails does not keep those behind it:
/// the cursors behind them have moved. The first error is the answer, and then there is no boundary.
pub(crate) fn hand_over<T: SourceTask>(
    entries: &mut Vec<Entry<T>>,
    receipts: &Receipts,
    outbox: &dyn Outbox,
    boundary: Option<Boundary>,
) -> Result<()> {
    let mut offset_json = Vec::new();
    let mut outcome = Ok(());
    for entry in entries.drain(..) {
        let handed_over = hand_over_one(entry, receipts, outbox, &mut offset_json);
        outcome = outcome.and(handed_over);
    }
    outcome?;
    boundary.map_or(Ok(()), |boundary| outbox.boundary(boundary))
}

fn hand_over_one<T: SourceTask>(
    entry: Entry<T>,
    receipts: &Receipts,
    outbox: &dyn Outbox,
    offset_json: &mut Vec<u8>,
) -> Result<()> {
    match entry {
        Entry::Record(record) => {
            let at = locate(record.at.as_ref(), offset_json)?;
            let receipt = receipts.issue(record.on_delivered);
            outbox.record(Outgoing {
                topic: &record.topic,
                kafka_partition: record.kafka_partition,
                timestamp_ms: record.timestamp_ms,
                headers: &record.headers,
                record: &Erased(&record.record),
                at,
                receipt,
            })
        }
        Entry::Rejected { at, raw, error } => {
            let at = locate(at.as_ref(), offset_json)?;
            outbox.reject(Rejected { at, raw: &raw, error })
        }
    }
}

/// The position as the worker wants it; `json` is the buffer for the offset.
fn locate<'a, T: SourceTask>(
    at: Option<&(SourcePartition<T>, T::Offset)>,
    json: &'a mut Vec<u8>,
) -> Result<Option<(u32, &'a [u8])>> {
    let Some((partition, offset)) = at else { return Ok(None) };
    json.clear();
    serde_json::to_writer(&mut *json, offset)
        .map_err(|error| Error::fatal(format!("the source offset cannot be written as JSON: {error}")))?;
    if json.first() != Some(&b'{') {
        let text = String::from_utf8_lossy(json);
        return Err(Error::fatal(format!(
            "a source offset must be a JSON object, but is {text}; use a struct with named fields"
        )));
    }
    Ok(Some((partition.index(), json)))
}

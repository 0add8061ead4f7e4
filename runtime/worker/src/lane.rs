//! From a record to the bytes of its key and value.
//!
//! The direct lane: the record writes itself into the task's reusable buffers, straight from its struct. Every converter can be
//! written for; only records whose schema is known at run time alone go another way, value by value.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use kconnect::{
    Error, Result, Topic,
    data::{Pair, Part},
    host::{DynRecord, Format},
};

use crate::converter::{Converter, Framing, JsonFraming, WireSchema};

const PARTS: [Part; 2] = [Part::Key, Part::Value];

/// One task's way from records to bytes.
pub(crate) struct Lane {
    converters: [Arc<Converter>; 2],
    framings: Vec<[Framing; 2]>,
    ids: Ids,
    buffers: [Vec<u8>; 2],
}

/// The schema ids of the topics that were written to last.
#[derive(Default)]
struct Ids {
    /// Of key and value of each pair.
    by_topic: HashMap<Topic, Vec<[Option<u32>; 2]>>,
    /// The topics, oldest first.
    order: VecDeque<Topic>,
}

/// How many topics a task remembers the schema ids of; the registry's client remembers as many, and is asked for the others.
const TOPICS: usize = 1_000;

/// An encoded record.
pub(crate) struct Encoded<'a> {
    /// Key and value; null is no bytes.
    pub(crate) parts: [Option<&'a [u8]>; 2],
    /// Whether the schema ids are in place. If not, [`Lane::missing`] says which to ask for, and [`Lane::seal`] puts
    /// them in.
    pub(crate) sealed: bool,
}

/// A schema id that is not known yet.
pub(crate) struct Missing {
    pub(crate) part: usize,
    converter: Arc<Converter>,
    schema: Arc<WireSchema>,
}

impl Missing {
    /// Asks the registry.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; fatal when it refuses.
    pub(crate) async fn ask(&self, topic: &Topic) -> Result<u32> {
        self.converter.id(topic, &self.schema).await
    }
}

impl Lane {
    /// `namespace` is put before every schema name.
    ///
    /// # Errors
    /// Fatal when a schema has no form that the converter can write.
    pub(crate) fn new(converters: [Arc<Converter>; 2], pairs: &[Pair], namespace: Option<&str>) -> Result<Self> {
        let [key, value] = &converters;
        let framings = pairs
            .iter()
            .map(|pair| Ok([key.framing(&pair.key, namespace)?, value.framing(&pair.value, namespace)?]))
            .collect::<Result<_>>()?;
        Ok(Self { converters, framings, ids: Ids::default(), buffers: [Vec::new(), Vec::new()] })
    }

    /// A lane that writes no record itself: for a task whose records are transformed, so that nobody knows beforehand what a
    /// converter is given. All of its pairs are [dynamic](Self::is_dynamic).
    pub(crate) fn of_values(converters: [Arc<Converter>; 2], pairs: &[Pair]) -> Self {
        let framings = pairs.iter().map(|_| [Framing::Dynamic, Framing::Dynamic]).collect();
        Self { converters, framings, ids: Ids::default(), buffers: [Vec::new(), Vec::new()] }
    }

    /// Whether a record of that pair has a half whose schema is known at run time only. It is not encoded here: its halves are
    /// taken as values ([`DynRecord::connect`]), and given to [`Converter::from_connect`].
    pub(crate) fn is_dynamic(&self, pair: usize) -> bool {
        self.framings.get(pair).is_some_and(|parts| parts.iter().any(|part| matches!(part, Framing::Dynamic)))
    }

    /// Encodes a record into the lane's buffers.
    ///
    /// # Errors
    /// The part that cannot be written: a data error when it does not fit its schema; fatal for one that
    /// [is dynamic](Self::is_dynamic).
    pub(crate) fn encode(&mut self, topic: &Topic, record: &dyn DynRecord) -> Result<Encoded<'_>, (Part, Error)> {
        let pair = record.pair();
        let ids = self.ids.get(topic, pair);
        let mut sealed = true;
        let framings = self.framings.get(pair).into_iter().flatten();
        for (((part, buffer), framing), id) in PARTS.into_iter().zip(&mut self.buffers).zip(framings).zip(ids) {
            buffer.clear();
            if !record.is_null(part) {
                write(framing, id, record, part, buffer).map_err(|error| (part, error))?;
                sealed &= id.is_some() || !matches!(framing, Framing::Avro(_));
            }
        }
        let [key, value] = &self.buffers;
        let parts = [
            (!record.is_null(Part::Key)).then_some(key.as_slice()),
            (!record.is_null(Part::Value)).then_some(value.as_slice()),
        ];
        Ok(Encoded { parts, sealed })
    }

    /// The schema ids that such a record lacks; `null` says which of its parts are null and need none.
    pub(crate) fn missing(&self, topic: &Topic, pair: usize, null: [bool; 2]) -> Vec<Missing> {
        let ids = self.ids.get(topic, pair);
        let framings = self.framings.get(pair).into_iter().flatten();
        framings
            .zip(&self.converters)
            .zip(ids)
            .zip(null)
            .enumerate()
            .filter_map(|(part, (((framing, converter), id), null))| match framing {
                Framing::Avro(schema) if id.is_none() && !null => {
                    Some(Missing { part, converter: Arc::clone(converter), schema: Arc::clone(schema) })
                }
                _ => None,
            })
            .collect()
    }

    /// Remembers a schema id.
    pub(crate) fn learn(&mut self, topic: &Topic, pair: usize, missing: &Missing, id: u32) {
        let pairs = self.ids.of(topic, self.framings.len());
        if let Some(slot) = pairs.get_mut(pair).and_then(|ids| ids.get_mut(missing.part)) {
            *slot = Some(id);
        }
    }

    /// Puts the schema ids into an encoded record that was made without them.
    pub(crate) fn seal(&self, topic: &Topic, pair: usize, parts: &mut [Option<Vec<u8>>; 2]) {
        let ids = self.ids.get(topic, pair);
        let framings = self.framings.get(pair).into_iter().flatten();
        for ((framing, part), id) in framings.zip(parts).zip(ids) {
            if let (Framing::Avro(_), Some(part), Some(id)) = (framing, part, id)
                && let Some(place) = part.get_mut(1..5)
            {
                place.copy_from_slice(&id.to_be_bytes());
            }
        }
    }
}

impl Ids {
    fn get(&self, topic: &Topic, pair: usize) -> [Option<u32>; 2] {
        self.by_topic.get(topic).and_then(|pairs| pairs.get(pair)).copied().unwrap_or_default()
    }

    /// Those of the topic, one of so many pairs each; if it is new, the topic that came first is forgotten for it.
    fn of(&mut self, topic: &Topic, pairs: usize) -> &mut Vec<[Option<u32>; 2]> {
        let Self { by_topic, order } = self;
        if !by_topic.contains_key(topic) {
            if order.len() == TOPICS
                && let Some(oldest) = order.pop_front()
            {
                by_topic.remove(&oldest);
            }
            order.push_back(topic.clone());
        }
        by_topic.entry(topic.clone()).or_insert_with(|| vec![[None; 2]; pairs])
    }
}

fn write(framing: &Framing, id: Option<u32>, record: &dyn DynRecord, part: Part, out: &mut Vec<u8>) -> Result<()> {
    match framing {
        Framing::Avro(schema) => {
            out.push(0);
            out.extend_from_slice(&id.unwrap_or_default().to_be_bytes());
            let payload = out.len();
            record.write(part, Format::Avro(schema.form), out)?;
            if schema.raw_bytes {
                let length = out.iter().skip(payload).take_while(|byte| **byte & 0x80 != 0).count() + 1;
                out.drain(payload..payload + length);
            }
            Ok(())
        }
        Framing::Json(JsonFraming { envelope: None, format }) => record.write(part, Format::Json(*format), out),
        Framing::Json(JsonFraming { envelope: Some(envelope), format }) => {
            out.extend_from_slice(envelope);
            record.write(part, Format::Json(*format), out)?;
            out.push(b'}');
            Ok(())
        }
        Framing::Text => record.write(part, Format::Text, out),
        // A dynamic part is refused there.
        Framing::Raw | Framing::Dynamic => record.write(part, Format::Raw, out),
    }
}

//! The way of a record that is changed or whose schema is known at run time only: transformations, then the converters of
//! headers, key and value.

use std::{mem, sync::Arc};

use kconnect::{ConnectRecord, Error, Headers, Part, Result, SchemaAndValue, Topic, Value};

use crate::{
    converter::{Converter, HeaderConverter},
    errors::{ErrorHandler, Failed, Half, Original, Report, Sourced, SourcedHeaders, Stage},
    kafka::ProducedRecord,
    transforms::Chain,
};

/// A header as Kafka takes it.
pub(super) type RawHeaders = Vec<(String, Option<Vec<u8>>)>;

/// What happens to the records of one task between the task and the producer.
pub(crate) struct Pipeline {
    /// The transformations.
    pub(crate) chain: Arc<Chain>,
    /// The converter of headers.
    pub(crate) headers: Arc<HeaderConverter>,
    /// The converters of key and value.
    pub(crate) converters: [Arc<Converter>; 2],
    /// What happens to records that cannot be handled.
    pub(crate) errors: Arc<ErrorHandler>,
}

/// A record on that way. It can be left at any point and taken up again there.
pub(super) struct Passing {
    record: ConnectRecord,
    /// The transformation to do next.
    next: usize,
    headers: Option<RawHeaders>,
    key: Written,
    value: Written,
}

/// A half of a record.
enum Written {
    /// Not by its converter yet.
    Not,
    /// These are its bytes; null has none.
    As(Option<Vec<u8>>),
}

/// Where that way ends.
pub(super) enum Passed {
    /// All of it is bytes.
    Converted(Converted),
    /// A transformation dropped the record.
    Dropped,
    /// It could not be handled, as is tolerated.
    Refused(Report),
}

/// A record in the form in which the producer takes it.
pub(super) struct Converted {
    pub(super) topic: Topic,
    pub(super) kafka_partition: Option<i32>,
    pub(super) timestamp_ms: Option<i64>,
    pub(super) headers: RawHeaders,
    pub(super) parts: [Option<Vec<u8>>; 2],
}

impl Converted {
    /// Bytes of key, value and headers.
    pub(super) fn bytes(&self) -> usize {
        let length = |part: &Option<Vec<u8>>| part.as_ref().map_or(0, Vec::len);
        let headers = self.headers.iter().map(|(key, value)| key.len() + length(value)).sum::<usize>();
        self.parts.iter().map(length).sum::<usize>() + headers
    }

    /// Its headers, as the producer takes them.
    pub(super) fn raw_headers(&self) -> Vec<(&str, Option<&[u8]>)> {
        self.headers.iter().map(|(key, value)| (key.as_str(), value.as_deref())).collect()
    }

    /// The whole, as the producer takes it.
    pub(super) fn produced<'a>(&'a self, headers: &'a [(&'a str, Option<&'a [u8]>)]) -> ProducedRecord<'a> {
        let [key, value] = &self.parts;
        ProducedRecord {
            topic: &self.topic,
            partition: self.kafka_partition,
            timestamp_ms: self.timestamp_ms,
            headers,
            key: key.as_deref(),
            value: value.as_deref(),
        }
    }
}

/// Source partition and source offset.
pub(super) type Place = Option<(Arc<str>, String)>;

impl Written {
    fn take(&mut self) -> Option<Vec<u8>> {
        match mem::replace(self, Self::Not) {
            Self::As(bytes) => bytes,
            Self::Not => None,
        }
    }
}

impl Passing {
    /// A record at the beginning of its way.
    pub(super) fn new(record: ConnectRecord) -> Self {
        Self { record, next: 0, headers: None, key: Written::Not, value: Written::Not }
    }

    /// About how many bytes of memory it takes.
    pub(super) fn bytes(&self) -> usize {
        let record = &self.record;
        let headers = record.headers.iter().map(|(key, data)| key.len() + weight(&data.value)).sum::<usize>();
        weight(&record.key.value) + weight(&record.value.value) + headers
    }

    /// Whether the value is null, as far as it came.
    pub(super) fn is_tombstone(&self) -> bool {
        self.record.value.value == Value::Null
    }

    /// What is known of it, for whoever hears of a failure.
    fn original<'a>(&'a self, place: Option<(&'a str, &'a str)>) -> Original<'a> {
        let record = &self.record;
        let half = |done: &'a Written, data: &'a SchemaAndValue| match done {
            Written::As(bytes) => Half::Bytes(bytes.as_deref()),
            Written::Not => Half::Data(data),
        };
        Original::Source(Sourced {
            topic: &record.topic,
            kafka_partition: record.kafka_partition,
            timestamp_ms: record.timestamp_ms,
            key: half(&self.key, &record.key),
            value: half(&self.value, &record.value),
            headers: match &self.headers {
                Some(headers) => SourcedHeaders::Bytes(headers),
                None => SourcedHeaders::Data(&record.headers),
            },
            at: place,
        })
    }
}

impl Pipeline {
    /// Takes the record to the end of its way. Cancel safe: what is done is not done again.
    ///
    /// # Errors
    /// Fatal when a failure is not tolerated; retriable when the task was stopped while it waited for another attempt.
    pub(super) async fn pass(&self, passing: &mut Passing, place: impl Fn() -> Place + Send + Sync) -> Result<Passed> {
        while let Some(stage) = self.chain.stages().get(passing.next) {
            // A record that can be wanted again is copied.
            let keep = self.errors.needs_record();
            let mut attempts = self.errors.attempts(Stage::Transformation);
            loop {
                let input = if keep { passing.record.clone() } else { taken(&mut passing.record) };
                let error = match stage.apply(input) {
                    Ok(Some(record)) => break passing.record = record,
                    Ok(None) => return Ok(Passed::Dropped),
                    Err(error) => error,
                };
                if let Err(failed) = attempts.failed(error).await {
                    return self.refuse(Stage::Transformation, stage.class(), passing, failed, &place);
                }
            }
            passing.next += 1;
        }
        if passing.headers.is_none() {
            let stage = Stage::HeaderConverter;
            let mut attempts = self.errors.attempts(stage);
            loop {
                let error = match self.write_headers(&passing.record.topic, &passing.record.headers) {
                    Ok(headers) => break passing.headers = Some(headers),
                    Err(error) => error,
                };
                if let Err(failed) = attempts.failed(error).await {
                    return self.refuse(stage, self.class(stage), passing, failed, &place);
                }
            }
        }
        if matches!(passing.key, Written::Not) {
            match self.convert(Part::Key, &passing.record).await {
                Ok(bytes) => passing.key = Written::As(bytes),
                Err(failed) => {
                    return self.refuse(Stage::KeyConverter, self.class(Stage::KeyConverter), passing, failed, &place);
                }
            }
        }
        if matches!(passing.value, Written::Not) {
            match self.convert(Part::Value, &passing.record).await {
                Ok(bytes) => passing.value = Written::As(bytes),
                Err(failed) => {
                    let stage = Stage::ValueConverter;
                    return self.refuse(stage, self.class(stage), passing, failed, &place);
                }
            }
        }
        Ok(Passed::Converted(Converted {
            topic: passing.record.topic.clone(),
            kafka_partition: passing.record.kafka_partition,
            timestamp_ms: passing.record.timestamp_ms,
            headers: passing.headers.take().unwrap_or_default(),
            parts: [&mut passing.key, &mut passing.value].map(Written::take),
        }))
    }

    async fn convert(&self, part: Part, record: &ConnectRecord) -> Result<Option<Vec<u8>>, Failed> {
        let [key, value] = &self.converters;
        let (converter, data, stage) = match part {
            Part::Key => (key, &record.key, Stage::KeyConverter),
            Part::Value => (value, &record.value, Stage::ValueConverter),
        };
        let mut attempts = self.errors.attempts(stage);
        loop {
            match converter.from_connect(&record.topic, data).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => attempts.failed(error).await?,
            }
        }
    }

    /// The headers as Kafka takes them.
    ///
    /// # Errors
    /// What the converter says of the first that it cannot write.
    pub(super) fn write_headers(&self, topic: &str, headers: &Headers) -> Result<RawHeaders> {
        headers.iter().map(|(key, data)| Ok((key.to_owned(), self.headers.from_connect(topic, key, data)?))).collect()
    }

    fn refuse(
        &self,
        stage: Stage,
        class: &str,
        passing: &Passing,
        failed: Failed,
        place: &impl Fn() -> Place,
    ) -> Result<Passed> {
        let error = match failed {
            Failed::ForGood(error) => error,
            Failed::Stopped(error) => return Err(error),
        };
        let place = place();
        let place = place.as_ref().map(|(partition, offset)| (&**partition, offset.as_str()));
        self.errors.refuse(stage, class, &passing.original(place), error).map(Passed::Refused)
    }

    /// The class at work at that stage.
    fn class(&self, stage: Stage) -> &'static str {
        let [key, value] = &self.converters;
        match stage {
            Stage::HeaderConverter => self.headers.class(),
            Stage::KeyConverter => key.class(),
            _ => value.class(),
        }
    }

    /// A record that writes itself could not be handled. `record` is what it is, which nobody needs when nobody is told.
    ///
    /// # Errors
    /// Fatal when that is not tolerated.
    pub(super) fn refuse_direct(
        &self,
        stage: Stage,
        record: Option<ConnectRecord>,
        place: &Place,
        error: Error,
    ) -> Result<Report> {
        let passing = Passing::new(record.unwrap_or_else(empty));
        let place = place.as_ref().map(|(partition, offset)| (&**partition, offset.as_str()));
        self.errors.refuse(stage, self.class(stage), &passing.original(place), error)
    }
}

fn empty() -> ConnectRecord {
    ConnectRecord {
        topic: Topic::from(""),
        kafka_partition: None,
        key: SchemaAndValue::NULL,
        value: SchemaAndValue::NULL,
        timestamp_ms: None,
        headers: Headers::default(),
        origin: None,
    }
}

/// The record; what is left is one without contents.
fn taken(record: &mut ConnectRecord) -> ConnectRecord {
    let left = ConnectRecord { topic: record.topic.clone(), kafka_partition: record.kafka_partition, ..empty() };
    mem::replace(record, left)
}

/// About how many bytes of memory a value takes.
fn weight(value: &Value) -> usize {
    let own = size_of::<Value>();
    own + match value {
        Value::String(text) => text.len(),
        Value::Bytes(bytes) | Value::Decimal(bytes, _) => bytes.len(),
        Value::Array(values) => values.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|(key, value)| weight(key) + weight(value)).sum(),
        Value::Struct(data) => data.values().iter().map(weight).sum(),
        _ => 0,
    }
}

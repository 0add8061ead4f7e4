//! From the bytes of a record to what the task is given.

use std::sync::Arc;

use kconnect::{
    ConnectRecord, Error, Headers, Origin, Result, SchemaAndValue,
    data::Part,
    host::{Incoming, Input, SinkHost, Unreadable},
};

use super::ledger::Given;
use crate::{
    converter::{Converter, HeaderConverter},
    errors::{Consumed, ErrorHandler, Failed, Original, Report, Stage},
    kafka::Message,
    transforms::Chain,
};

/// Converts and transforms one task's records.
pub(super) struct Inlet {
    pub(super) converters: [Arc<Converter>; 2],
    /// Which halves the task takes with their schemas.
    pub(super) dynamic: [bool; 2],
    pub(super) headers: Arc<HeaderConverter>,
    pub(super) chain: Arc<Chain>,
    pub(super) errors: Arc<ErrorHandler>,
}

/// What became of a record before the task has seen it.
pub(super) enum Entered {
    /// It is in the next batch.
    Added,
    /// A transformation dropped it.
    Filtered,
    /// It could not be read, which is tolerated; it is settled when its report is done.
    Refused(Report),
}

impl Inlet {
    /// Brings a record into the next batch. Cancel safe: it is in the batch, or not.
    ///
    /// # Errors
    /// Fatal when the record cannot be read and that is not tolerated. Retriable when the task was stopped meanwhile.
    pub(super) async fn enter(&self, given: &Given, host: &mut dyn SinkHost) -> Result<Entered> {
        let message = &*given.message;
        let original = original(message);
        if self.chain.is_empty() {
            let key = match self.input(Part::Key, message, &original).await? {
                Ok(key) => key,
                Err(report) => return Ok(Entered::Refused(report)),
            };
            let value = match self.input(Part::Value, message, &original).await? {
                Ok(value) => value,
                Err(report) => return Ok(Entered::Refused(report)),
            };
            let headers = match self.headers(message, &original).await? {
                Ok(headers) => headers,
                Err(report) => return Ok(Entered::Refused(report)),
            };
            let incoming = Incoming {
                key,
                value,
                headers,
                timestamp_ms: message.timestamp_ms,
                timestamp_type: message.timestamp_type,
                topic: message.partition.topic.clone(),
                partition: Some(message.partition.partition),
                original: message.partition.clone(),
                offset: message.offset,
                receipt: given.receipt,
            };
            return self.add(incoming, message, &original, host);
        }
        let key = match self.value(Part::Key, message, &original).await? {
            Ok(key) => key,
            Err(report) => return Ok(Entered::Refused(report)),
        };
        let value = match self.value(Part::Value, message, &original).await? {
            Ok(value) => value,
            Err(report) => return Ok(Entered::Refused(report)),
        };
        let headers = match self.headers(message, &original).await? {
            Ok(headers) => headers,
            Err(report) => return Ok(Entered::Refused(report)),
        };
        let record = ConnectRecord {
            topic: message.partition.topic.clone(),
            kafka_partition: Some(message.partition.partition),
            key,
            value,
            timestamp_ms: message.timestamp_ms,
            headers,
            origin: Some(Origin {
                partition: message.partition.clone(),
                offset: message.offset,
                timestamp_type: message.timestamp_type,
            }),
        };
        let record = match self.transform(record, &original).await? {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(Entered::Filtered),
            Err(report) => return Ok(Entered::Refused(report)),
        };
        let incoming = Incoming {
            key: Input::Value(record.key),
            value: Input::Value(record.value),
            headers: record.headers,
            timestamp_ms: record.timestamp_ms,
            timestamp_type: message.timestamp_type,
            topic: record.topic,
            partition: record.kafka_partition,
            original: message.partition.clone(),
            offset: message.offset,
            receipt: given.receipt,
        };
        self.add(incoming, message, &original, host)
    }

    fn add(
        &self,
        incoming: Incoming<'_>,
        message: &Message,
        original: &Original<'_>,
        host: &mut dyn SinkHost,
    ) -> Result<Entered> {
        let Err(Unreadable { part, error }) = host.add(incoming) else { return Ok(Entered::Added) };
        let (stage, converter, bytes) = self.half(part, message);
        let error = converter.explain(bytes, error);
        self.errors.refuse(stage, converter.class(), original, error).map(Entered::Refused)
    }

    fn half<'a>(&'a self, part: Part, message: &'a Message) -> (Stage, &'a Converter, Option<&'a [u8]>) {
        let [key, value] = &self.converters;
        match part {
            Part::Key => (Stage::KeyConverter, key, message.key.as_deref()),
            Part::Value => (Stage::ValueConverter, value, message.value.as_deref()),
        }
    }

    /// One half as the task reads it.
    async fn input<'a>(
        &'a self,
        part: Part,
        message: &'a Message,
        original: &Original<'_>,
    ) -> Result<Result<Input<'a>, Report>> {
        let [dynamic_key, dynamic_value] = self.dynamic;
        if if part == Part::Key { dynamic_key } else { dynamic_value } {
            return Ok(self.value(part, message, original).await?.map(Input::Value));
        }
        let (stage, converter, bytes) = self.half(part, message);
        let mut attempts = self.errors.attempts(stage);
        loop {
            let error = match converter.input(&message.partition.topic, bytes).await {
                Ok(input) => return Ok(Ok(input)),
                Err(error) => error,
            };
            if let Err(failed) = attempts.failed(error).await {
                return self.give_up(stage, converter.class(), original, failed).map(Err);
            }
        }
    }

    /// One half with its schema.
    async fn value(
        &self,
        part: Part,
        message: &Message,
        original: &Original<'_>,
    ) -> Result<Result<SchemaAndValue, Report>> {
        let (stage, converter, bytes) = self.half(part, message);
        let mut attempts = self.errors.attempts(stage);
        loop {
            let error = match converter.to_connect(&message.partition.topic, bytes).await {
                Ok(value) => return Ok(Ok(value)),
                Err(error) => error,
            };
            if let Err(failed) = attempts.failed(error).await {
                return self.give_up(stage, converter.class(), original, failed).map(Err);
            }
        }
    }

    async fn headers(&self, message: &Message, original: &Original<'_>) -> Result<Result<Headers, Report>> {
        let mut attempts = self.errors.attempts(Stage::HeaderConverter);
        loop {
            let mut headers = Headers::default();
            let read = message.headers.iter().try_for_each(|(key, value)| {
                let value = self.headers.to_connect(&message.partition.topic, key, value.as_deref())?;
                headers.add(key.as_str(), value);
                Ok(())
            });
            let Err(error) = read else { return Ok(Ok(headers)) };
            if let Err(failed) = attempts.failed(error).await {
                return self.give_up(Stage::HeaderConverter, self.headers.class(), original, failed).map(Err);
            }
        }
    }

    async fn transform(
        &self,
        mut record: ConnectRecord,
        original: &Original<'_>,
    ) -> Result<Result<Option<ConnectRecord>, Report>> {
        // A copy costs, and is needed only if the same record may be transformed again.
        let again = self.errors.needs_record();
        for stage in self.chain.stages() {
            let mut attempts = self.errors.attempts(Stage::Transformation);
            let mut next = record;
            record = loop {
                let copy = again.then(|| next.clone());
                let error = match stage.apply(next) {
                    Ok(Some(record)) => break record,
                    Ok(None) => return Ok(Ok(None)),
                    Err(error) => error,
                };
                let failed = match (attempts.failed(error).await, copy) {
                    (Ok(()), Some(copy)) => {
                        next = copy;
                        continue;
                    }
                    (Ok(()), None) => Failed::ForGood(Error::fatal("the record cannot be transformed again")),
                    (Err(failed), _) => failed,
                };
                return self.give_up(Stage::Transformation, stage.class(), original, failed).map(Err);
            };
        }
        Ok(Ok(Some(record)))
    }

    fn give_up(&self, stage: Stage, class: &str, original: &Original<'_>, failed: Failed) -> Result<Report> {
        match failed {
            Failed::Stopped(error) => Err(error),
            Failed::ForGood(error) => self.errors.refuse(stage, class, original, error),
        }
    }
}

/// The record as errors are about it.
pub(super) fn original(message: &Message) -> Original<'_> {
    Original::Consumed(Consumed {
        topic: &message.partition.topic,
        partition: message.partition.partition,
        offset: message.offset,
        timestamp_ms: message.timestamp_ms,
        timestamp_type: message.timestamp_type,
        key: message.key.as_deref(),
        value: message.value.as_deref(),
        headers: &message.headers,
    })
}

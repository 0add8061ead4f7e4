//! `errors.log.enable`: every failure in the log, in Kafka Connect's words.

use std::{fmt::Write as _, sync::Arc};

use kconnect::TimestampType;

use super::{
    ErrorMetrics, Original, Report,
    original::{Half, SourcedHeaders},
    report::{Failure, Reporter},
};

/// Writes failures to the log (Kafka Connect's `LogReporter`).
pub(super) struct LogReporter {
    /// `errors.log.include.messages`.
    pub(super) messages: bool,
    pub(super) metrics: Arc<ErrorMetrics>,
}

impl Reporter for LogReporter {
    fn report(&self, failure: &Failure<'_>) -> Report {
        tracing::error!("{}\n{}", message(failure, self.messages), failure.thrown.stack_trace.trim_end());
        self.metrics.logged();
        Report::settled()
    }
}

/// The line that `errors.log.enable` writes; `include`: with what is known of the record
/// (`errors.log.include.messages`).
#[must_use]
pub fn message(failure: &Failure<'_>, include: bool) -> String {
    let Failure { connector, task, stage, class, original, .. } = failure;
    let mut text =
        format!("Error encountered in task {connector}-{task}. Executing stage '{stage}' with class '{class}'");
    if include {
        append(&mut text, original);
    }
    text.push('.');
    text
}

fn append(text: &mut String, original: &Original<'_>) {
    let done = match original {
        Original::Consumed(record) => {
            let (topic, partition, offset) = (record.topic, record.partition, record.offset);
            let written =
                write!(text, ", where consumed record is {{topic='{topic}', partition={partition}, offset={offset}");
            let kind = match record.timestamp_type {
                TimestampType::CreateTime => Some("CreateTime"),
                TimestampType::LogAppendTime => Some("LogAppendTime"),
                TimestampType::NoTimestampType => None,
            };
            let timestamp = kind.map_or(Ok(()), |kind| {
                write!(text, ", timestamp={}, timestampType={kind}", record.timestamp_ms.unwrap_or(-1))
            });
            text.push('}');
            written.and(timestamp)
        }
        Original::Source(record) => {
            let (partition, offset) = record.at.unwrap_or(("null", "null"));
            let [key, value] = [record.key, record.value].map(half);
            let number = |number: Option<i64>| number.map_or_else(|| "null".to_owned(), |number| number.to_string());
            write!(
                text,
                ", where source record is = SourceRecord{{sourcePartition={partition}, sourceOffset={offset}}} \
                 ConnectRecord{{topic='{}', kafkaPartition={}, key={key}, value={value}, timestamp={}, headers={}}}",
                record.topic,
                number(record.kafka_partition.map(i64::from)),
                number(record.timestamp_ms),
                headers(record.headers),
            )
        }
        Original::Rejected(input) => {
            let (partition, offset) = input.at.unwrap_or(("null", "null"));
            write!(
                text,
                ", where source record is = SourceRecord{{sourcePartition={partition}, sourceOffset={offset}}} {}",
                String::from_utf8_lossy(input.raw)
            )
        }
    };
    // A string takes everything.
    debug_assert!(done.is_ok());
}

fn half(half: Half<'_>) -> String {
    match half {
        Half::Bytes(bytes) => {
            bytes.map_or_else(|| "null".to_owned(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        }
        Half::Data(data) => format!("{:?}", data.value),
        Half::Gone => "…".to_owned(),
    }
}

fn headers(headers: SourcedHeaders<'_>) -> String {
    let each: Vec<_> = match headers {
        SourcedHeaders::Bytes(all) => {
            all.iter().map(|(key, value)| format!("{key}={}", half(Half::Bytes(value.as_deref())))).collect()
        }
        SourcedHeaders::Data(all) => all.iter().map(|(key, data)| format!("{key}={:?}", data.value)).collect(),
    };
    format!("[{}]", each.join(", "))
}

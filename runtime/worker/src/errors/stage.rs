//! Where an operation stands on a record's way.

use std::fmt;

/// A step on the way of a record (Kafka Connect's `Stage`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// A source task is polled, or rejects an input.
    TaskPoll,
    /// A sink task is given a record, or rejects one.
    TaskPut,
    /// A transformation or a predicate.
    Transformation,
    /// The key's converter.
    KeyConverter,
    /// The value's converter.
    ValueConverter,
    /// The headers' converter.
    HeaderConverter,
    /// A source's record is written to Kafka.
    KafkaProduce,
    /// A sink's record is read from Kafka.
    KafkaConsume,
}

impl Stage {
    /// Whether any error here is one that `errors.tolerance` decides about. Elsewhere only exhausted retries are.
    #[must_use]
    pub fn tolerates_everything(self) -> bool {
        matches!(self, Self::Transformation | Self::KeyConverter | Self::ValueConverter | Self::HeaderConverter)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TaskPoll => "TASK_POLL",
            Self::TaskPut => "TASK_PUT",
            Self::Transformation => "TRANSFORMATION",
            Self::KeyConverter => "KEY_CONVERTER",
            Self::ValueConverter => "VALUE_CONVERTER",
            Self::HeaderConverter => "HEADER_CONVERTER",
            Self::KafkaProduce => "KAFKA_PRODUCE",
            Self::KafkaConsume => "KAFKA_CONSUME",
        })
    }
}

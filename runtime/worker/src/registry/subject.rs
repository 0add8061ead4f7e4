//! Subject names, by the classes of `key.subject.name.strategy` and `value.subject.name.strategy`.

/// How the subject of a schema is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum SubjectNameStrategy {
    /// `<topic>-key` and `<topic>-value`.
    #[default]
    Topic,
    /// The record's full name.
    Record,
    /// `<topic>-<full name>`.
    TopicRecord,
}

impl SubjectNameStrategy {
    const ALL: [Self; 3] = [Self::Topic, Self::Record, Self::TopicRecord];

    /// The strategy of a class name.
    ///
    /// # Errors
    /// A text for the user, with the classes that there are.
    pub(super) fn of_class(class: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|strategy| strategy.class() == class).ok_or_else(|| {
            let known = Self::ALL.map(Self::class).join(", ");
            format!("class {class} could not be found; there are {known}")
        })
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Topic => "io.confluent.kafka.serializers.subject.TopicNameStrategy",
            Self::Record => "io.confluent.kafka.serializers.subject.RecordNameStrategy",
            Self::TopicRecord => "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
        }
    }

    /// The subject; `None` when the strategy needs the name of a record and there is none. `record` is the full name of
    /// a schema of type record, not of an enum, a fixed or a union with null.
    pub(super) fn subject(self, topic: &str, is_key: bool, record: Option<&str>) -> Option<String> {
        match self {
            Self::Topic => Some(format!("{topic}-{}", if is_key { "key" } else { "value" })),
            Self::Record => record.map(str::to_owned),
            Self::TopicRecord => record.map(|record| format!("{topic}-{record}")),
        }
    }
}

//! What is written to the dead letter queue.

use kconnect::{
    Headers, Props, SchemaAndValue,
    data::SimpleHeaderConverter,
    json::{JsonConverter, JsonConverterConfig},
};

use super::{
    DeadLetterPolicy, Original,
    original::{Half, SourcedHeaders},
    report::Failure,
};

/// A record of the dead letter queue. The producer chooses its partition.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct DeadLetter {
    /// The queue.
    pub topic: String,
    /// The key's bytes.
    pub key: Option<Vec<u8>>,
    /// The value's bytes.
    pub value: Option<Vec<u8>>,
    /// Names with bytes: the record's own, then what went wrong, if that is wanted.
    pub headers: Vec<(String, Option<Vec<u8>>)>,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
}

impl DeadLetter {
    /// What is written of a failure. A sink's record goes as it was consumed. Of a source's record, what is converted goes
    /// as it is, and what is not as JSON; an input that a source rejected is the value.
    #[must_use]
    pub fn of(policy: &DeadLetterPolicy, failure: &Failure<'_>) -> Self {
        let mut letter = Self {
            topic: policy.topic.clone(),
            key: None,
            value: None,
            headers: Vec::new(),
            // Kafka's number for "none" is -1.
            timestamp_ms: None,
        };
        match failure.original {
            Original::Consumed(record) => {
                letter.key = record.key.map(<[u8]>::to_vec);
                letter.value = record.value.map(<[u8]>::to_vec);
                letter.headers = record.headers.to_vec();
                letter.timestamp_ms = record.timestamp_ms;
            }
            Original::Source(record) => {
                letter.key = half(record.key);
                letter.value = half(record.value);
                letter.headers = match record.headers {
                    SourcedHeaders::Bytes(headers) => headers.to_vec(),
                    SourcedHeaders::Data(headers) => simple(headers),
                };
                letter.timestamp_ms = record.timestamp_ms;
            }
            Original::Rejected(input) => letter.value = Some(input.raw.to_vec()),
        }
        letter.timestamp_ms = letter.timestamp_ms.filter(|timestamp| *timestamp >= 0);
        if policy.context_headers {
            letter.headers.extend(context(failure));
        }
        letter
    }
}

/// The headers that say what went wrong, in Kafka Connect's order. A source's record has no place in Kafka: there, partition
/// and offset are those of its source, as JSON, and the topic is where it was to go.
fn context(failure: &Failure<'_>) -> Vec<(String, Option<Vec<u8>>)> {
    let (topic, partition, offset) = match failure.original {
        Original::Consumed(record) => {
            (Some(record.topic), Some(record.partition.to_string()), Some(record.offset.to_string()))
        }
        Original::Source(record) => {
            let (partition, offset) = record.at.unzip();
            (Some(record.topic), partition.map(str::to_owned), offset.map(str::to_owned))
        }
        Original::Rejected(input) => {
            let (partition, offset) = input.at.unzip();
            (None, partition.map(str::to_owned), offset.map(str::to_owned))
        }
    };
    let place = [("topic", topic.map(str::to_owned)), ("partition", partition), ("offset", offset)];
    let place = place.into_iter().filter(|(_, value)| value.is_some());
    let what = [
        ("connector.name", Some(failure.connector.to_owned())),
        ("task.id", Some(failure.task.to_string())),
        ("stage", Some(failure.stage.to_string())),
        ("class.name", Some(failure.class.to_owned())),
        ("exception.class.name", Some(failure.thrown.class.clone().into_owned())),
        ("exception.message", failure.thrown.message.clone()),
        ("exception.stacktrace", Some(failure.thrown.stack_trace.clone())),
    ];
    place.chain(what).map(|(name, value)| (format!("__connect.errors.{name}"), value.map(String::into_bytes))).collect()
}

fn half(half: Half<'_>) -> Option<Vec<u8>> {
    match half {
        Half::Bytes(bytes) => bytes.map(<[u8]>::to_vec),
        Half::Data(data) => json(data),
        Half::Gone => None,
    }
}

/// The JSON of a value, without its schema; of one that has no JSON, what a debugger shows.
fn json(data: &SchemaAndValue) -> Option<Vec<u8>> {
    if data.value == kconnect::Value::Null {
        return None;
    }
    let props =
        Props::from([("schemas.enable".to_owned(), "false".into()), ("converter.type".to_owned(), "value".into())]);
    let converter = JsonConverterConfig::from_props(&props).ok().and_then(|config| JsonConverter::new(config).ok());
    let json = converter.and_then(|converter| converter.from_connect_data(data.schema.as_ref(), &data.value).ok());
    Some(json.flatten().unwrap_or_else(|| format!("{:?}", data.value).into_bytes()))
}

fn simple(headers: &Headers) -> Vec<(String, Option<Vec<u8>>)> {
    let text = |data: &SchemaAndValue| SimpleHeaderConverter::from_connect_header(data.schema.as_ref(), &data.value);
    headers.iter().map(|(key, data)| (key.to_owned(), text(data))).collect()
}

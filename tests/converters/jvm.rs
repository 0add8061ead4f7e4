//! The bytes of a source's records, as the JVM's converters and ours read them.
//!
//! A worker writes a record of a type straight from its struct. The JVM's converter makes Connect's data of it and bytes of
//! that again; ours makes the same data; and a sink's task gets the record back from the JVM's bytes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod emitter;
mod support;

use std::{fmt::Write as _, path::Path};

use emitter::{Emitted, written};
use kconnect::{ConnectSchema, Decimal, FromRecord, SchemaAndValue, Timestamp, Value, data::Schema};
use kconnect_tests::{Result, confluent, java, unique};
use kconnect_worker::dev::MockRegistry;
use serde_json::{Value as Json, json};
use support::{AVRO, JSON, converter, read};

/// A bit of everything.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Order {
    /// Which.
    id: i64,
    /// How many.
    count: i16,
    /// What it costs.
    price: Decimal<2>,
    /// When.
    at: Timestamp,
    /// What is said.
    note: Option<String>,
    /// Parts.
    items: Vec<Item>,
    /// A picture.
    picture: Vec<u8>,
}

/// A part.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Item {
    /// Which.
    sku: String,
    /// How heavy.
    #[connect(default = 1.5)]
    weight: f64,
}

impl Emitted for Order {
    fn sample() -> Self {
        Self {
            id: -7,
            count: 3,
            price: Decimal::from_unscaled(1250),
            at: Timestamp::from_ms(1_700_000_000_123),
            note: Some("größer \"\u{1f600}\"".to_owned()),
            items: vec![Item { sku: "a".to_owned(), weight: 0.1 }, Item { sku: "b".to_owned(), weight: 1.5 }],
            picture: vec![0, 0xff],
        }
    }
}

macro_rules! emitted {
    ($($ty:ty: $sample:expr;)*) => {$(
        impl Emitted for $ty {
            fn sample() -> Self {
                $sample
            }
        }
    )*};
}
emitted! {
    String: "größer".to_owned();
    Vec<u8>: vec![0, 1, 0xff];
    bool: true;
    i16: -2;
    i32: 7;
    i64: i64::MIN;
    f32: 0.1;
    f64: -1.0e300;
}

/// What the JVM is asked about, and what is checked with its answer.
struct Case {
    question: Json,
    bytes: Vec<u8>,
    /// Ours of the same bytes.
    data: SchemaAndValue,
    class: String,
}

/// Writes the sample with that converter, and reads it back with ours.
async fn case<V: Emitted + FromRecord + PartialEq + std::fmt::Debug>(class: &str, keys: &[(&str, &str)]) -> Case {
    let (topic, scope) = (unique("jvm"), unique("jvm"));
    let url = format!("mock://{scope}");
    let mut all = keys.to_vec();
    if class == AVRO {
        all.push(("schema.registry.url", &url));
    }
    let bytes = written::<V>(&topic, class, &all).await;
    let ours = converter(class, &all);
    let straight: V = read(ours.input(&topic, Some(&bytes)).await.unwrap()).await.unwrap();
    assert_eq!(straight, V::sample(), "{class}");
    let data = ours.to_connect(&topic, Some(&bytes)).await.unwrap();
    let config: serde_json::Map<_, _> = keys.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    let mut question = json!({"class": class, "config": config, "topic": topic, "bytes": hex(&bytes)});
    if let Some(latest) = MockRegistry::scope(&scope).latest(&format!("{topic}-value")) {
        question["schema"] = json!(&*latest.schema);
        question["id"] = json!(latest.id);
    }
    let again = ours.from_connect(&topic, &data).await.unwrap().unwrap();
    assert_eq!(payload(class, &again), payload(class, &bytes), "{class} writes what it has read as it was");
    Case { question, bytes, data, class: class.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jvms_converters_read_what_a_source_writes_and_write_it_as_it_was() -> Result {
    let plain = |name: &str| format!("org.apache.kafka.connect.converters.{name}Converter");
    let cases = [
        case::<Order>(AVRO, &[]).await,
        case::<String>(AVRO, &[]).await,
        case::<Vec<u8>>(AVRO, &[]).await,
        case::<i64>(AVRO, &[]).await,
        case::<Order>(JSON, &[]).await,
        case::<Order>(JSON, &[("decimal.format", "NUMERIC")]).await,
        case::<f64>(JSON, &[]).await,
        case::<i64>(JSON, &[("schemas.enable", "false")]).await,
        case::<String>("org.apache.kafka.connect.storage.StringConverter", &[]).await,
        case::<Vec<u8>>(&plain("ByteArray"), &[]).await,
        case::<bool>(&plain("Boolean"), &[]).await,
        case::<i16>(&plain("Short"), &[]).await,
        case::<i32>(&plain("Integer"), &[]).await,
        case::<i64>(&plain("Long"), &[]).await,
        case::<f32>(&plain("Float"), &[]).await,
        case::<f64>(&plain("Double"), &[]).await,
    ];
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(|case| case.question.to_string()).collect::<Vec<_>>().join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("converters/java/ConverterOracle.java");
    let class_path = format!("{}:{}", confluent::class_path()?, java::kafka_class_path()?);
    let answers = java::run_source(&class_path, &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), cases.len());
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let theirs: Json = serde_json::from_str(answer).unwrap();
        let schema = case.data.schema.as_ref();
        let ours = json!({
            "type": schema.map(|schema| schema.schema_type().as_str()),
            "name": schema.and_then(Schema::name),
            "version": schema.and_then(Schema::version),
        });
        let again = payload(&case.class, &unhex(theirs["bytes"].as_str().unwrap())).to_vec();
        assert_eq!(hex(&again), hex(payload(&case.class, &case.bytes)), "{}", case.class);
        for (key, ours) in ours.as_object().unwrap() {
            assert_eq!(&theirs[key], ours, "{key} of {}", case.class);
        }
        // Java prints what bytes are, not which.
        if !matches!(case.data.value, Value::Bytes(_) | Value::Struct(_)) {
            assert_eq!(theirs["value"], json!(case.data.value.to_string()), "{}", case.class);
        }
    }
    Ok(())
}

/// What does not depend on ids: a schema that was read has a version, which is part of it, and so is another one.
fn payload<'a>(class: &str, bytes: &'a [u8]) -> &'a [u8] {
    if class == AVRO { &bytes[5..] } else { bytes }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

//! In which order a sink's record goes through its converters and transformations.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod stage;

use kconnect_tests::{consume, unique};
use rdkafka::{
    ClientConfig,
    message::{Header, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, Producer as _},
};

use stage::{LIMIT, Stage};

/// Neither JSON nor, where it is, a number.
const BAD: &str = "{";

/// Writes records of key, value and one header.
fn write(stage: &Stage, records: &[[&str; 3]]) {
    tokio::task::block_in_place(|| {
        let producer: BaseProducer = ClientConfig::new().set("bootstrap.servers", stage.bootstrap).create().unwrap();
        for [key, value, header] in records {
            let headers = OwnedHeaders::new().insert(Header { key: "h", value: Some(*header) });
            let record = BaseRecord::to(&stage.topic).key(*key).payload(*value).headers(headers).partition(0);
            producer.send(record).unwrap();
        }
        producer.flush(LIMIT).unwrap();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sink_record_has_its_key_its_value_and_its_headers_converted_and_is_then_transformed() {
    let (stage, letters) = (Stage::set().await, unique("letters"));
    write(&stage, &[[BAD, BAD, BAD], ["1", BAD, BAD], ["1", "\"x\"", BAD], ["1", "\"x\"", "1"]]);
    let json = "org.apache.kafka.connect.json.JsonConverter";
    stage
        .create(&[
            ("key.converter", json),
            ("key.converter.schemas.enable", "false"),
            ("value.converter", json),
            ("value.converter.schemas.enable", "false"),
            ("header.converter", json),
            ("header.converter.schemas.enable", "false"),
            ("transforms", "number"),
            ("transforms.number.type", "org.apache.kafka.connect.transforms.Cast$Value"),
            ("transforms.number.spec", "int32"),
            ("errors.tolerance", "all"),
            ("errors.deadletterqueue.topic.name", &letters),
            ("errors.deadletterqueue.topic.replication.factor", "1"),
            ("errors.deadletterqueue.context.headers.enable", "true"),
        ])
        .await;
    stage.committed(4).await;
    let found = tokio::task::block_in_place(|| consume::records(stage.bootstrap, &letters, 4, LIMIT)).unwrap();
    let stages: Vec<_> = found
        .iter()
        .map(|letter| {
            letter.headers.iter().find(|(name, _)| name == "__connect.errors.stage").unwrap().1.clone().unwrap()
        })
        .map(|stage| String::from_utf8(stage).unwrap())
        .collect();
    assert_eq!(stages, ["KEY_CONVERTER", "VALUE_CONVERTER", "HEADER_CONVERTER", "TRANSFORMATION"]);
}

//! A sink's record goes from its bytes into the task's type: nothing is built in between.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use kconnect::{
    ConnectSchema, SchemaAndValue,
    avro::{AvroWriter, Schema},
    data::{ConnectType, WriteData},
    host::Input,
};
use kconnect_tests::unique;
use kconnect_worker::{
    converter::Converter,
    registry::{NewSchema, RegisterOptions, SchemaRegistry},
};
use support::{JSON, Reader, avro, converter};

/// Without anything that is on the heap itself.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Numbers {
    /// One.
    one: i64,
    /// Two.
    two: Option<f64>,
    /// Three.
    three: bool,
    /// Four.
    four: Option<i32>,
}

fn numbers() -> Numbers {
    Numbers { one: 1, two: Some(2.0), three: true, four: None }
}

/// How much is allocated for a record when everything is warm.
async fn allocated(converter: &Converter, bytes: &[u8]) -> u64 {
    let mut reader = Reader::<(), Numbers>::start().await;
    for _ in 0..4 {
        reader.add(Input::Null, converter.input("t", Some(bytes)).await.unwrap()).unwrap();
    }
    assert!(reader.put().await.into_iter().all(|((), read)| read == numbers()));
    // The batch has grown, so that the next record has a place.
    reader.add(Input::Null, converter.input("t", Some(bytes)).await.unwrap()).unwrap();
    let counted = allocation_counter::measure(|| {
        // Nobody is asked any more: the first poll has the answer.
        let input = pin!(converter.input("t", Some(bytes)));
        let Poll::Ready(input) = input.poll(&mut Context::from_waker(Waker::noop())) else { panic!("not at once") };
        reader.add(Input::Null, input.unwrap()).unwrap();
    });
    assert_eq!(reader.put().await.len(), 2);
    counted.count_total
}

/// What the test itself needs for a record: the name of its topic.
const OWN: u64 = 1;

async fn message(scope: &str, schema: &str, payload: &[u8]) -> Vec<u8> {
    let registry = SchemaRegistry::at(&format!("mock://{scope}")).unwrap();
    let id = registry.register("t-value", &NewSchema::avro(schema), &RegisterOptions::default()).await.unwrap().id;
    [&[0], id.to_be_bytes().as_slice(), payload].concat()
}

#[tokio::test]
async fn avro_of_the_types_own_schema_is_read_without_an_allocation() {
    let scope = unique("allocations");
    let mut payload = Vec::new();
    numbers().write(&mut AvroWriter::new(&mut payload)).unwrap();
    let message = message(&scope, &Schema::of(&Numbers::TYPE, None).unwrap().to_string(), &payload).await;
    assert_eq!(allocated(&avro(&scope), &message).await, OWN);
}

#[tokio::test]
async fn json_is_read_without_a_value() {
    let json = br#"{"three":true,"one":1,"two":2.0,"four":null}"#;
    // What is open in the text, that an error could tell the path.
    assert_eq!(allocated(&converter(JSON, &[("schemas.enable", "false")]), json).await, OWN + 1);
}

#[tokio::test]
async fn the_way_through_a_value_allocates() {
    let scope = unique("allocations");
    let avro = avro(&scope);
    let data = SchemaAndValue::of(&numbers(), None);
    let bytes = avro.from_connect("t", &data).await.unwrap().unwrap();
    let mut reader = Reader::<(), Numbers>::start().await;
    let mut value = Some(Input::Value(avro.to_connect("t", Some(&bytes)).await.unwrap()));
    let counted = allocation_counter::measure(|| reader.add(Input::Null, value.take().unwrap()).unwrap());
    assert!(counted.count_total > OWN + 1, "{counted:?}");
}

//! The Avro converter and its registry: what it registers, what it asks for and how often, and what it makes of the answers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode, Uri};
use kconnect::{
    ErrorKind, SchemaAndValue, Value,
    data::{Schema, SchemaBuilder, SchemaType, Struct},
    host::Input,
};
use kconnect_tests::unique;
use kconnect_worker::{
    converter::Converter,
    dev::MockRegistry,
    registry::{NewSchema, RegisterOptions, SchemaReference, SchemaRegistry},
};
use support::{AVRO, avro, converter};

/// A registry behind HTTP that notes what it is asked.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers as the registry of that scope does, or with that status.
    async fn start(scope: &str, status: Option<(u16, &'static str)>) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (notes, registry) = (Arc::clone(&asked), MockRegistry::scope(scope));
        let app = axum::Router::new().fallback(move |method: Method, uri: Uri, body: String| {
            notes.lock().unwrap().push(format!("{method} {}", uri.path()));
            let (status, body) = match status {
                Some((status, body)) => (status, body.to_owned()),
                None => registry.answer(method.as_str(), &uri.to_string(), &body),
            };
            async move { (StatusCode::from_u16(status).unwrap(), body) }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn converter(&self) -> Converter {
        converter(AVRO, &[("schema.registry.url", &self.url), ("max.retries", "0")])
    }
}

fn order() -> SchemaAndValue {
    let schema = SchemaBuilder::structure().name("com.example.Order").field("id", Schema::int64()).build().unwrap();
    let mut value = Struct::new(schema.clone()).unwrap();
    value.put("id", 7_i64).unwrap();
    SchemaAndValue::new(schema, value)
}

#[tokio::test]
async fn a_value_is_registered_under_the_topic_and_comes_back_with_the_version_of_its_schema() {
    let scope = unique("avro");
    let converter = avro(&scope);
    let bytes = converter.from_connect("orders", &order()).await.unwrap().unwrap();
    let latest = MockRegistry::scope(&scope).latest("orders-value").unwrap();
    assert_eq!(bytes, [&[0], latest.id.to_be_bytes().as_slice(), &[14]].concat());
    let back = converter.to_connect("orders", Some(&bytes)).await.unwrap();
    let schema = back.schema.unwrap();
    assert_eq!((schema.name(), schema.version()), (Some("com.example.Order"), Some(1)));
    let Value::Struct(read) = back.value else { panic!("no STRUCT") };
    assert_eq!(read.get("id").unwrap().clone(), Value::Int64(7));
}

#[tokio::test]
async fn a_value_that_does_not_fit_its_schema_registers_nothing() {
    let scope = unique("avro");
    let wrong = SchemaAndValue { schema: order().schema, value: Value::Int64(7) };
    let error = avro(&scope).from_connect("orders", &wrong).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert!(MockRegistry::scope(&scope).subjects().is_empty());
}

#[tokio::test]
async fn the_null_of_an_optional_schema_is_a_tombstone_and_registers_nothing() {
    let scope = unique("avro");
    let null = SchemaAndValue { schema: Some(Schema::optional(SchemaType::Int64)), value: Value::Null };
    assert_eq!(avro(&scope).from_connect("orders", &null).await.unwrap(), None);
    assert!(MockRegistry::scope(&scope).subjects().is_empty());
}

#[tokio::test]
async fn a_schema_and_its_version_are_asked_for_once_however_many_records_come() {
    let scope = unique("avro");
    let bytes = avro(&scope).from_connect("orders", &order()).await.unwrap().unwrap();
    let server = Server::start(&scope, None).await;
    let converter = server.converter();
    for _ in 0..10 {
        converter.to_connect("orders", Some(&bytes)).await.unwrap();
    }
    let id = MockRegistry::scope(&scope).latest("orders-value").unwrap().id;
    assert_eq!(server.asked(), [format!("GET /schemas/ids/{id}"), "POST /subjects/orders-value".to_owned()]);
}

#[tokio::test]
async fn a_task_with_types_of_its_own_needs_no_version() {
    let scope = unique("avro");
    let bytes = avro(&scope).from_connect("orders", &order()).await.unwrap().unwrap();
    let server = Server::start(&scope, None).await;
    let converter = server.converter();
    for _ in 0..10 {
        assert!(matches!(converter.input("orders", Some(&bytes)).await.unwrap(), Input::Avro { .. }));
    }
    assert_eq!(server.asked().len(), 1, "{:?}", server.asked());
}

#[tokio::test]
async fn the_id_of_a_schema_is_asked_for_once_however_many_values_are_written() {
    let scope = unique("avro");
    let server = Server::start(&scope, None).await;
    let (converter, order) = (server.converter(), order());
    for _ in 0..10 {
        converter.from_connect("orders", &order).await.unwrap().unwrap();
    }
    assert_eq!(server.asked(), ["POST /subjects/orders-value/versions"]);
    // Under another topic it is another subject.
    converter.from_connect("returns", &order).await.unwrap().unwrap();
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn what_was_registered_under_another_subject_is_read_without_a_version() {
    let scope = unique("avro");
    let converter = avro(&scope);
    let bytes = converter.from_connect("orders", &order()).await.unwrap().unwrap();
    let schema = converter.to_connect("mirrored", Some(&bytes)).await.unwrap().schema.unwrap();
    assert_eq!(schema.version(), None);
}

#[tokio::test]
async fn a_schema_that_refers_to_another_is_read() {
    let scope = unique("avro");
    let registry = SchemaRegistry::at(&format!("mock://{scope}")).unwrap();
    let item = r#"{"type":"record","name":"Item","namespace":"com.example","fields":[{"name":"sku","type":"string"}]}"#;
    registry.register("item", &NewSchema::avro(item), &RegisterOptions::default()).await.unwrap();
    let basket = r#"{"type":"record","name":"Basket","namespace":"com.example","fields":[
        {"name":"first","type":"com.example.Item"},{"name":"second","type":"com.example.Item"}]}"#;
    let basket = NewSchema::avro(basket).referring_to("com.example.Item", "item", 1);
    assert_eq!(basket.references.len(), 1);
    let _: &SchemaReference = &basket.references[0];
    let id = registry.register("baskets-value", &basket, &RegisterOptions::default()).await.unwrap().id;
    let bytes = [&[0], id.to_be_bytes().as_slice(), b"\x02a\x02b"].concat();
    let read = avro(&scope).to_connect("baskets", Some(&bytes)).await.unwrap();
    assert_eq!(read.schema.unwrap().version(), Some(1));
    assert_eq!(read.value.to_string(), "Struct{first=Struct{sku=a},second=Struct{sku=b}}");
}

#[tokio::test]
async fn a_schema_in_another_language_is_named() {
    let protobuf = r#"{"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; message A {}"}"#;
    let server = Server::start(&unique("avro"), Some((200, protobuf))).await;
    let error = server.converter().to_connect("t", Some(b"\0\0\0\0\x07\0")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(
        error.chain(),
        "schema id 7 is one of Protobuf, not of Avro: the value was written with the Protobuf serializer, which the \
         AvroConverter does not read; let the producer write Avro, or set \
         value.converter=org.apache.kafka.connect.converters.ByteArrayConverter, which takes the bytes as they are"
    );
}

#[tokio::test]
async fn a_registry_that_does_not_answer_now_is_asked_again_and_one_that_refuses_is_not() {
    for (status, retriable) in [(503, true), (500, true), (401, false)] {
        let server = Server::start(&unique("avro"), Some((status, "{}"))).await;
        let converter = server.converter();
        for error in [
            converter.to_connect("t", Some(b"\0\0\0\0\x07\0")).await.unwrap_err(),
            converter.from_connect("t", &order()).await.unwrap_err(),
        ] {
            assert_eq!(matches!(error.kind(), ErrorKind::Retriable { .. }), retriable, "{status}: {error:?}");
            assert_ne!(error.kind(), ErrorKind::Data, "{status}: no fault of the record");
        }
    }
}

#[tokio::test]
async fn data_without_a_schema_is_written_as_a_record_that_can_hold_anything() {
    let scope = unique("avro");
    let converter = avro(&scope);
    let map =
        SchemaAndValue { schema: None, value: Value::Map(vec![(Value::String("id".to_owned()), Value::Int64(7))]) };
    let bytes = converter.from_connect("t", &map).await.unwrap().unwrap();
    assert_eq!(converter.to_connect("t", Some(&bytes)).await.unwrap(), map);
}

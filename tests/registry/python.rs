//! What we register, Confluent's Python client reads, and the other way round: from a real registry, and from ours.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

#[path = "support/mod.rs"]
mod support;

use std::process::Command;

use kconnect_tests::unique;
use kconnect_worker::registry::{MockRegistry, NewSchema, RegisterOptions, SchemaRegistry, Version};
use serde_json::Value;
use support::{Answer, Server};

const USER: &str = r#"{"type":"record","name":"User","namespace":"a","fields":[{"name":"name","type":"string"}]}"#;
const POST: &str = r#"{"type":"record","name":"Post","namespace":"a","fields":[{"name":"user","type":"User"}]}"#;

async fn told_by_python(url: &str, subject: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/registry/client.py");
    let (url, subject) = (url.to_owned(), subject.to_owned());
    tokio::task::spawn_blocking(move || {
        let mut python = Command::new(kconnect_tests::python::interpreter().unwrap());
        python.args([script, &url, &subject]).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
        let output = python.output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{out}\n{err}");
        serde_json::from_str(&out).unwrap()
    })
    .await
    .unwrap()
}

async fn they_understand_each_other(url: &str) {
    let registry = SchemaRegistry::at(url).unwrap();
    let (user, subject) = (unique("user"), unique("post"));
    let options = RegisterOptions::default();
    registry.register(&user, &NewSchema::avro(USER), &options).await.unwrap();
    let post = NewSchema::avro(POST).referring_to("a.User", &user, 1);
    let id = registry.register(&subject, &post, &options).await.unwrap().id;
    let told = told_by_python(url, &subject).await;
    assert_eq!(told["latest"], serde_json::json!({"id": id, "version": 1, "schema": POST}));
    assert_eq!(told["references"], serde_json::json!([["a.User", user, 1]]));
    assert_eq!(told["looked_up"], id);
    assert_eq!(told["by_id"], POST);
    assert_eq!(told["compatible"], serde_json::json!([true, false]));
    // What it registered in turn.
    let latest = registry.version(&user, Version::Latest).await.unwrap();
    assert_eq!((latest.version, Value::from(latest.id)), (Some(2), told["registered"].clone()));
    assert_eq!(told["missing"], serde_json::json!([404, 40401]));
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_real_registry() {
    let url = tokio::task::spawn_blocking(kconnect_tests::registry::url).await.unwrap().unwrap();
    they_understand_each_other(url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_one_inside_the_process() {
    let mock = MockRegistry::scope("python");
    let server = Server::start(move |asked| {
        let (status, body) = mock.answer(&asked.method, &asked.path, asked.body.as_deref().unwrap_or_default());
        Answer::json(status, &body)
    })
    .await;
    they_understand_each_other(&server.url()).await;
}

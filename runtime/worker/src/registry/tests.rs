//! The client against a server on loopback that answers as it is told, and `mock://`.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use kconnect::{ErrorKind, Prop, Props};
use serde_json::Value;

use super::{settings::Parsed, *};

/// What a request was: method, path with query, headers, body.
type Seen = (Method, String, HeaderMap, String);

/// Answers requests with the given statuses and bodies, one after the other; the last one again and again.
#[derive(Clone)]
struct Server {
    address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    async fn answering(answers: &[(u16, &str)]) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answers: VecDeque<(u16, String)> =
            answers.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
        let answers = Arc::new(Mutex::new(answers));
        let record = Arc::clone(&seen);
        let app = axum::Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let body = String::from_utf8(body.to_vec()).unwrap();
            record.lock().unwrap().push((method, uri.to_string(), headers, body));
            let mut answers = answers.lock().unwrap();
            let answer = if answers.len() > 1 { answers.pop_front().unwrap() } else { answers[0].clone() };
            async move { (StatusCode::from_u16(answer.0).unwrap(), answer.1) }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, seen }
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|(method, path, ..)| format!("{method} {path}")).collect()
    }
}

fn settings(props: &[(&str, &str)]) -> Result<Parsed, Vec<String>> {
    let props: Props = props.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect();
    Settings::parse("value.converter.", false, &props, &["enhanced.avro.schema.support"]).map_err(|problems| {
        problems.into_iter().map(|problem| format!("{}: {}", problem.key, problem.message)).collect()
    })
}

/// A client that does not wait between attempts.
fn client(url: &str, more: &[(&str, &str)]) -> SchemaIds {
    let mut props = vec![("schema.registry.url", url), ("retries.wait.ms", "1"), ("retries.max.wait.ms", "1")];
    props.extend(more);
    SchemaIds::new(settings(&props).unwrap().settings).unwrap()
}

const SCHEMA: &str = r#"{"type":"record","name":"R","fields":[]}"#;

#[tokio::test]
async fn a_schema_is_registered_once_however_many_ask() {
    let server = Server::answering(&[(200, r#"{"id":41,"later":{}}"#)]).await;
    let registry = client(&format!("http://{}/apis/ccompat/v7/", server.address), &[]);
    let ids = futures_util::future::join_all((0..10).map(|_| registry.id("a/b c%-value", SCHEMA))).await;
    assert!(ids.into_iter().all(|id| id.unwrap() == 41));
    let seen = server.seen();
    assert_eq!(server.paths(), ["POST /apis/ccompat/v7/subjects/a%2Fb%20c%25-value/versions"]);
    assert_eq!(seen[0].2["content-type"], "application/vnd.schemaregistry.v1+json");
    assert_eq!(serde_json::from_str::<Value>(&seen[0].3).unwrap(), serde_json::json!({ "schema": SCHEMA }));
}

#[tokio::test]
async fn credentials_of_the_url_are_sent_and_never_shown() {
    let server = Server::answering(&[(401, "<html>no</html>")]).await;
    let registry = client(&format!("http://alice:s3cr%40t@{}", server.address), &[]);
    let error = registry.id("t-value", SCHEMA).await.unwrap_err();
    assert_eq!(server.seen()[0].2["authorization"], "Basic YWxpY2U6czNjckB0");
    assert_eq!(
        error.to_string(),
        format!(
            "the schema registry at http://{}/ refused to register a schema under subject `t-value` (HTTP 401): \
             Unauthorized; check value.converter.basic.auth.user.info",
            server.address
        )
    );
    let shown = format!("{error:?} {registry:?}");
    assert!(!shown.contains("s3cr") && !shown.contains("alice"), "{shown}");
    assert_eq!(kconnect::Error::from(error).kind(), ErrorKind::Fatal);
}

#[tokio::test]
async fn user_info_and_static_tokens_are_sent() {
    for (props, header) in [
        ([("basic.auth.credentials.source", "USER_INFO"), ("basic.auth.user.info", "alice:a:b")], "Basic YWxpY2U6YTpi"),
        ([("bearer.auth.credentials.source", "STATIC_TOKEN"), ("bearer.auth.token", "t0ken")], "Bearer t0ken"),
    ] {
        let server = Server::answering(&[(200, r#"{"id":1}"#)]).await;
        client(&format!("http://{}", server.address), &props).id("s", SCHEMA).await.unwrap();
        assert_eq!(server.seen()[0].2["authorization"], header);
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let busy = (503, r#"{"error_code":50302,"message":"busy"}"#);
    let server = Server::answering(&[busy, (429, ""), (500, "oops"), (200, r#"{"id":5}"#)]).await;
    let registry = client(&format!("http://{}", server.address), &[]);
    assert_eq!(registry.id("s", SCHEMA).await.unwrap(), 5);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_registry_that_stays_busy_is_retriable_with_its_own_words() {
    let server = Server::answering(&[(503, r#"{"error_code":50302,"message":"leader is away"}"#)]).await;
    let registry = client(&format!("http://{}", server.address), &[("max.retries", "1")]);
    let error = registry.id("s", SCHEMA).await.unwrap_err();
    assert!(error.to_string().ends_with("(HTTP 503): leader is away"), "{error}");
    assert!(matches!(kconnect::Error::from(error).kind(), ErrorKind::Retriable { .. }));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_is_down() {
    let server = Server::answering(&[(200, r#"{"id":6}"#)]).await;
    let registry = client(&format!("http://127.0.0.1:1,http://{}", server.address), &[]);
    assert_eq!(registry.id("s", SCHEMA).await.unwrap(), 6);
}

#[tokio::test]
async fn an_unreachable_registry_is_named_with_the_key_to_check() {
    let registry = client("http://u:hidden@127.0.0.1:1", &[]);
    let error = kconnect::Error::from(registry.id("s", SCHEMA).await.unwrap_err());
    assert_eq!(
        error.to_string(),
        "could not reach the schema registry at http://127.0.0.1:1/ (connection refused); check \
         value.converter.schema.registry.url"
    );
    assert!(!error.chain().contains("hidden"), "{}", error.chain());
    assert!(matches!(error.kind(), ErrorKind::Retriable { .. }));
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (status, body, kind, text) in [
        (
            409,
            r#"{"error_code":409,"message":"reader field gone"}"#,
            ErrorKind::Data,
            "not compatible with what subject `s` already holds: reader field gone;",
        ),
        (
            422,
            r#"{"error_code":42201,"message":"Invalid schema"}"#,
            ErrorKind::Data,
            "does not accept the schema for subject `s` (error 42201): Invalid schema",
        ),
        (
            403,
            r#"{"error_code":40301,"message":"denied"}"#,
            ErrorKind::Fatal,
            "(HTTP 403): denied; check value.converter.basic.auth.credentials.source and",
        ),
        (
            404,
            "<html>nginx</html>",
            ErrorKind::Fatal,
            "is not a schema registry (HTTP 404, Not Found); check value.converter.schema.registry.url",
        ),
        (200, "hello", ErrorKind::Fatal, "is not a schema registry (HTTP 200, an answer that is not the JSON of one)"),
    ] {
        let server = Server::answering(&[(status, body)]).await;
        let error = client(&format!("http://{}", server.address), &[]).id("s", SCHEMA).await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(kconnect::Error::from(error).kind(), kind);
        assert_eq!(server.seen().len(), 1, "{status} is not tried again");
    }
}

#[tokio::test]
async fn an_error_is_not_kept() {
    let server = Server::answering(&[(422, "{}"), (200, r#"{"id":7}"#)]).await;
    let registry = client(&format!("http://{}", server.address), &[]);
    registry.id("s", SCHEMA).await.unwrap_err();
    assert_eq!(registry.id("s", SCHEMA).await.unwrap(), 7);
}

#[tokio::test]
async fn without_auto_registration_the_schema_is_looked_up() {
    let server = Server::answering(&[(200, r#"{"subject":"s","version":3,"id":8,"schema":""}"#)]).await;
    let registry = client(
        &format!("http://{}", server.address),
        &[("auto.register.schemas", "false"), ("normalize.schemas", "true")],
    );
    assert_eq!(registry.id("s", SCHEMA).await.unwrap(), 8);
    assert_eq!(server.paths(), ["POST /subjects/s?normalize=true"]);
    let server = Server::answering(&[(404, r#"{"error_code":40403,"message":"Schema not found"}"#)]).await;
    let registry = client(&format!("http://{}", server.address), &[("auto.register.schemas", "false")]);
    assert_eq!(
        registry.id("s", SCHEMA).await.unwrap_err().to_string(),
        "the schema is not registered under subject `s`, and value.converter.auto.register.schemas is false; register it \
         (`kconnect schemas register --registry URL`), or set value.converter.auto.register.schemas=true"
    );
}

#[tokio::test]
async fn clients_of_one_mock_scope_share_it() {
    let url = "mock://clients_of_one_mock_scope_share_it";
    let other = r#"{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":0}]}"#;
    assert_eq!(client(url, &[]).id("a", SCHEMA).await.unwrap(), 1);
    assert_eq!(client(url, &[]).id("a", other).await.unwrap(), 2);
    assert_eq!(client(url, &[]).id("b", SCHEMA).await.unwrap(), 1);
    let mock = MockRegistry::scope("clients_of_one_mock_scope_share_it");
    assert_eq!(mock.schema(2).as_deref(), Some(other));
    assert_eq!(mock.subjects(), ["a", "b"]);
    let latest = mock.latest("a").unwrap();
    assert_eq!((latest.id, latest.version), (2, 2));
    let strict = client(url, &[("auto.register.schemas", "false"), ("use.latest.version", "true")]);
    assert_eq!(strict.id("a", other).await.unwrap(), 2);
    assert!(matches!(
        strict.id("a", SCHEMA).await,
        Err(RegistryError::NotReadable { .. } | RegistryError::EncodesDifferently { .. })
    ));
    assert!(matches!(strict.id("c", SCHEMA).await, Err(RegistryError::NotRegistered { .. })));
}

#[test]
fn all_mistakes_come_at_once() {
    let problems = settings(&[
        ("schema.registry.url", "ftp://u:hidden@host"),
        ("auto.register.schemas", "maybe"),
        ("basic.auth.credentials.source", "SASL"),
        ("use.schema.guid", "7"),
        ("value.subject.name.strategy", "com.example.S"),
        ("max.retries", "few"),
    ])
    .unwrap_err();
    assert_eq!(
        problems,
        [
            "schema.registry.url: Invalid value host for configuration schema.registry.url: write http://host:port, \
             https://host:port or mock://scope",
            "basic.auth.credentials.source: Invalid value SASL for configuration basic.auth.credentials.source: use URL, \
             USER_INFO or SASL_INHERIT",
            "auto.register.schemas: Invalid value maybe for configuration auto.register.schemas: Expected value to be either \
             true or false",
            "value.subject.name.strategy: Invalid value com.example.S for configuration value.subject.name.strategy: class \
             com.example.S could not be found; there are \
             io.confluent.kafka.serializers.subject.TopicNameStrategy, \
             io.confluent.kafka.serializers.subject.RecordNameStrategy, \
             io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
            "max.retries: Invalid value few for configuration max.retries: Not a number of type INT",
            "use.schema.guid: use.schema.guid is not supported yet; remove it",
        ]
    );
    assert_eq!(
        settings(&[]).unwrap_err(),
        ["schema.registry.url: Missing required configuration \"schema.registry.url\" which has no default value."]
    );
    assert_eq!(
        settings(&[("schema.registry.url", "mock://a,mock://b")]).unwrap_err(),
        ["schema.registry.url: Only one mock scope is permitted for 'schema.registry.url'. Got: a, b"]
    );
}

#[test]
fn keys_that_nobody_reads_are_reported() {
    let parsed = settings(&[
        ("schema.registry.url", "http://r:8081"),
        ("enhanced.avro.schema.support", "true"),
        ("auto.register.schema", "false"),
        ("schema.reflection", "true"),
    ])
    .unwrap();
    assert_eq!(
        parsed.unknown,
        ["value.converter.auto.register.schema is not a known configuration; did you mean \
          value.converter.auto.register.schemas?"]
    );
    assert_eq!(parsed.warnings, ["value.converter.schema.reflection has no effect here"]);
}

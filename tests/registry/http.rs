//! The client against servers that do what real ones do on bad days.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

#[path = "support/mod.rs"]
mod support;

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use kconnect::ErrorKind;
use kconnect_worker::registry::{
    ErrorCode, NewSchema, RegisterOptions, RegistryError, SchemaRegistry, SubjectFilter, Version,
};
use serde_json::json;
use support::{Answer, Server, props};

const SCHEMA: &str = r#"{"schema":"\"int\""}"#;
const SECRET: &str = "NeverToBeSeen";

fn client(url: &str, more: &[(&str, &str)]) -> SchemaRegistry {
    SchemaRegistry::from_props(&props(url, more)).unwrap()
}

fn error(status: u16, code: i64) -> Answer {
    Answer::json(status, &json!({"error_code": code, "message": "the registry's words"}).to_string())
}

async fn refusal(answer: Answer) -> RegistryError {
    let server = Server::answering([answer]).await;
    let registry = client(&server.url(), &[("max.retries", "0")]);
    registry.register("s", &NewSchema::avro("\"int\""), &RegisterOptions::default()).await.unwrap_err()
}

fn is_retriable(error: RegistryError) -> bool {
    matches!(kconnect::Error::from(error).kind(), ErrorKind::Retriable { .. })
}

#[tokio::test]
async fn requests_say_what_confluents_client_says() {
    let server = Server::answering([Answer::json(200, r#"{"id":1}"#)]).await;
    let registry = client(&format!("{}/registry/", server.url()), &[]);
    let options = RegisterOptions::normalized(true).forced();
    registry.register("a/b c%-ü", &NewSchema::avro("\"int\""), &options).await.unwrap();
    let asked = &server.asked()[0];
    assert_eq!(asked.path, "/registry/subjects/a%2Fb%20c%25-%C3%BC/versions?normalize=true&force=true");
    assert_eq!(asked.header("content-type"), Some("application/vnd.schemaregistry.v1+json"));
    assert_eq!(asked.header("accept"), Some("application/vnd.schemaregistry.v1+json"));
    assert_eq!(asked.header("confluent-accept-unknown-properties"), Some("true"));
    assert!(asked.header("confluent-client-version").is_some());
    assert_eq!(asked.json(), json!({"schema": "\"int\""}));
    assert_eq!(asked.header("authorization"), None);
}

#[tokio::test]
async fn everything_about_a_schema_is_sent() {
    let server = Server::answering([Answer::json(200, r#"{"id":1}"#)]).await;
    let schema = NewSchema::avro("\"int\"")
        .referring_to("a.B", "b-value", 3)
        .with_rule_set(json!({"domainRules": []}))
        .imported_as(7, 2);
    client(&server.url(), &[]).register("s", &schema, &RegisterOptions::default()).await.unwrap();
    assert_eq!(
        server.asked()[0].json(),
        json!({
            "schema": "\"int\"",
            "references": [{"name": "a.B", "subject": "b-value", "version": 3}],
            "ruleSet": {"domainRules": []},
            "version": 2,
            "id": 7,
        })
    );
}

#[tokio::test]
async fn what_is_unknown_or_absent_in_an_answer_does_not_matter() {
    let answers = [
        Answer::json(207, r#"{"id":1,"version":null,"references":null,"schemaType":null,"new":{"a":[1]}}"#),
        Answer::json(200, r#"{"subject":"s","version":2,"id":1,"schema":"\"int\"","schemaType":"CUSTOM"}"#),
        Answer::json(200, r#"{"compatibilityLevel":"SIDEWAYS","more":1}"#),
        Answer::json(200, r#"{"mode":"SLEEPING"}"#),
    ];
    let server = Server::answering(answers).await;
    let registry = client(&server.url(), &[]);
    let int = NewSchema::avro("\"int\"");
    let registered = registry.register("s", &int, &RegisterOptions::default()).await.unwrap();
    assert_eq!((registered.id, registered.version), (1, None));
    let version = registry.version("s", Version::Latest).await.unwrap();
    assert_eq!(serde_json::to_value(&version.schema_type).unwrap(), json!("CUSTOM"));
    let level = registry.config().await.unwrap().compatibility_level.unwrap();
    assert_eq!((level.known(), level.to_string().as_str()), (None, "SIDEWAYS"));
    assert_eq!(registry.mode().await.unwrap().to_string(), "SLEEPING");
}

#[tokio::test]
async fn an_answer_without_a_body_is_an_answer() {
    let server = Server::answering([Answer::empty(204)]).await;
    let registry = client(&server.url(), &[]);
    registry.delete_context(".old").await.unwrap();
    registry.delete_mode("s", true).await.unwrap();
    assert_eq!(server.paths(), ["DELETE /contexts/.old", "DELETE /mode/s?recursive=true"]);
}

#[tokio::test]
async fn each_code_is_told_apart() {
    for (number, expected) in [
        (40401, ErrorCode::SubjectNotFound),
        (40402, ErrorCode::VersionNotFound),
        (40403, ErrorCode::SchemaNotFound),
        (40404, ErrorCode::SubjectSoftDeleted),
        (40405, ErrorCode::SubjectNotSoftDeleted),
        (40406, ErrorCode::VersionSoftDeleted),
        (40407, ErrorCode::VersionNotSoftDeleted),
        (40408, ErrorCode::SubjectConfigNotFound),
        (40409, ErrorCode::SubjectModeNotFound),
        (42202, ErrorCode::InvalidVersion),
        (42203, ErrorCode::InvalidCompatibilityLevel),
        (42204, ErrorCode::InvalidMode),
        (42205, ErrorCode::OperationNotPermitted),
        (42206, ErrorCode::ReferenceExists),
        (42207, ErrorCode::IdDoesNotMatch),
        (42208, ErrorCode::InvalidSubject),
        (42211, ErrorCode::ContextNotEmpty),
        (40903, ErrorCode::Other(40903)),
    ] {
        let status = u16::try_from(number / 100).unwrap();
        let error = refusal(error(status, number)).await;
        assert!(matches!(&error, RegistryError::Refused { .. }), "{error:?}");
        assert_eq!(error.code(), Some(expected));
        assert_eq!(expected.number(), number);
        assert_eq!(error.is_missing(), (40401..=40403).contains(&number));
    }
}

#[tokio::test]
async fn the_status_tells_that_a_schema_is_incompatible() {
    for answer in [error(409, 40901), error(409, 409), Answer::html(409, "<p>conflict</p>")] {
        let error = refusal(answer).await;
        assert!(matches!(&error, RegistryError::Incompatible { .. }), "{error:?}");
        assert_eq!(kconnect::Error::from(error).kind(), ErrorKind::Data);
    }
}

#[tokio::test]
async fn a_schema_is_invalid_in_the_words_of_every_registry() {
    for answer in [error(422, 42201), error(422, 42209), error(422, 42210), error(422, 422), error(422, 44302)] {
        let error = refusal(answer).await;
        assert!(matches!(&error, RegistryError::Invalid { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_page_where_a_registry_should_be_is_no_registry() {
    for answer in [Answer::html(404, "<h1>Not Found</h1>"), Answer::html(200, "<h1>Welcome</h1>"), error(404, 404)] {
        let error = refusal(answer).await;
        assert!(matches!(&error, RegistryError::NotARegistry { .. }), "{error:?}");
        assert!(error.to_string().ends_with("check schema.registry.url"), "{error}");
    }
}

#[tokio::test]
async fn a_registry_without_contexts_is_still_one() {
    let server = Server::answering([error(404, 404)]).await;
    let error = client(&server.url(), &[]).contexts().await.unwrap_err();
    assert!(matches!(&error, RegistryError::Unsupported { .. }), "{error:?}");
    assert!(error.to_string().contains("does not offer to list the contexts"), "{error}");
}

#[tokio::test]
async fn a_redirection_is_told_and_not_followed() {
    let target = Server::answering([Answer::json(200, r#"{"id":1}"#)]).await;
    let location = format!("http://user:{SECRET}@127.0.0.1:{}/", target.port());
    let error = refusal(Answer::empty(301).with("location", &location)).await;
    assert!(error.to_string().contains(&format!("a redirection to 127.0.0.1:{}/", target.port())), "{error}");
    assert!(!error.to_string().contains(SECRET));
    assert!(target.asked().is_empty());
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_nothing_else() {
    for status in [408, 429, 500, 502, 503, 504] {
        let answers = [Answer::html(status, "<p>a proxy's page</p>"), Answer::json(200, r#"{"id":9}"#)];
        let server = Server::answering(answers).await;
        let registry = client(&server.url(), &[]);
        let registered = registry.register("s", &NewSchema::avro("\"int\""), &RegisterOptions::default()).await;
        assert_eq!((registered.unwrap().id, server.asked().len()), (9, 2), "{status}");
    }
    for status in [400, 401, 403, 404, 409, 413, 422, 501] {
        let server = Server::answering([error(status, i64::from(status)), Answer::json(200, r#"{"id":9}"#)]).await;
        let registry = client(&server.url(), &[]);
        registry.register("s", &NewSchema::avro("\"int\""), &RegisterOptions::default()).await.unwrap_err();
        assert_eq!(server.asked().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn every_address_has_all_attempts_and_the_one_that_answers_is_kept() {
    let down = Server::answering([Answer::html(503, "down")]).await;
    let up = Server::answering([Answer::json(200, "[]")]).await;
    let registry = client(&format!("{},{}", down.url(), up.url()), &[("max.retries", "2")]);
    registry.subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!((down.asked().len(), up.asked().len()), (3, 1));
    registry.subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!((down.asked().len(), up.asked().len()), (3, 2), "the second call does not begin with what is down");
}

#[tokio::test]
async fn a_registry_that_is_down_everywhere_is_retriable_in_its_own_words() {
    let one = Server::answering([error(503, 50004)]).await;
    let other = Server::answering([error(500, 50003)]).await;
    let registry = client(&format!("{},{}", one.url(), other.url()), &[("max.retries", "1")]);
    let error = registry.subjects(&SubjectFilter::default()).await.unwrap_err();
    assert_eq!((one.asked().len(), other.asked().len()), (2, 2));
    assert_eq!(error.code(), Some(ErrorCode::Forwarding));
    assert!(error.to_string().ends_with("(HTTP 500): the registry's words"), "{error}");
    assert!(is_retriable(error));
}

/// Says how long its answer is, sends a part of it, and hangs up; the second time it sends all.
fn tearing() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.push(byte[0]);
            }
            let body = r#"["a","b"]"#;
            let sent = if counted.fetch_add(1, Ordering::SeqCst) == 0 { &body[..4] } else { body };
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{sent}", body.len()).unwrap();
        }
    });
    (url, count)
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let (url, count) = tearing();
    let subjects = client(&url, &[]).subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!((subjects, count.load(Ordering::SeqCst)), (vec!["a".to_owned(), "b".to_owned()], 2));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let registry = client(&url, &[("http.read.timeout.ms", "50"), ("max.retries", "0")]);
    let error = registry.subjects(&SubjectFilter::default()).await.unwrap_err();
    assert!(error.to_string().contains("(no answer in time)"), "{error}");
    assert!(is_retriable(error));
}

#[tokio::test]
async fn those_who_wait_for_the_same_share_a_request() {
    let server = Server::answering([Answer::json(200, SCHEMA)]).await;
    let registry = Arc::new(client(&server.url(), &[]));
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let registry = Arc::clone(&registry);
            tokio::spawn(async move { registry.schema(5, None).await.unwrap().schema.clone() })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.unwrap(), "\"int\"");
    }
    assert_eq!(server.paths(), ["GET /schemas/ids/5"]);
}

#[tokio::test]
async fn another_asks_when_the_one_who_asked_goes_away() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let registry = Arc::new(client(&url, &[]));
    let asking = {
        let registry = Arc::clone(&registry);
        tokio::spawn(async move { registry.schema(5, None).await.map(|schema| schema.schema.clone()) })
    };
    let (reached, first) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let (held, _) = listener.accept().unwrap();
        reached.send(held).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let mut some = [0; 1024];
        let _ = stream.read(&mut some).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{SCHEMA}", SCHEMA.len()).unwrap();
    });
    let held = first.await.unwrap();
    let waiting = {
        let registry = Arc::clone(&registry);
        tokio::spawn(async move { registry.schema(5, None).await.map(|schema| schema.schema.clone()) })
    };
    tokio::task::yield_now().await;
    asking.abort();
    assert_eq!(waiting.await.unwrap().unwrap(), "\"int\"");
    drop(held);
}

#[tokio::test]
async fn ids_are_remembered_by_context() {
    let server = Server::start(|asked| {
        let text = if asked.path.contains("other") { r#"{"schema":"\"long\""}"# } else { SCHEMA };
        Answer::json(200, text)
    })
    .await;
    let registry = client(&server.url(), &[]);
    for _ in 0..2 {
        assert_eq!(registry.schema(5, None).await.unwrap().schema, "\"int\"");
        assert_eq!(registry.schema(5, Some("s")).await.unwrap().schema, "\"int\"");
        assert_eq!(registry.schema(5, Some(":.other:s")).await.unwrap().schema, "\"long\"");
    }
    assert_eq!(server.paths(), ["GET /schemas/ids/5", "GET /schemas/ids/5?subject=%3A.other%3As"]);
}

#[tokio::test]
async fn a_global_id_is_asked_for_once() {
    let server = Server::answering([Answer::json(200, r#"{"schema":"\"int\"","guid":"g","ts":1,"maxId":3}"#)]).await;
    let registry = client(&server.url(), &[]);
    registry.schema_by_guid("g").await.unwrap();
    assert_eq!(registry.schema_by_guid("g").await.unwrap().max_id, Some(3));
    assert_eq!(server.paths(), ["GET /schemas/guids/g"]);
}

#[tokio::test]
async fn the_memory_has_bounds() {
    let server = Server::answering([Answer::json(200, SCHEMA)]).await;
    let registry = client(&server.url(), &[("max.schemas.per.subject", "4")]);
    for id in 0..200 {
        registry.schema(id, None).await.unwrap();
    }
    for id in 0..200 {
        registry.schema(id, None).await.unwrap();
    }
    let asked = server.asked().len();
    assert!(asked >= 390, "{asked} requests for twice 200 ids with room for 4");
}

#[tokio::test]
async fn what_is_missing_is_remembered_if_asked_for() {
    let asked = async |more: &[(&str, &str)]| {
        let server = Server::answering([error(404, 40403)]).await;
        let registry = client(&server.url(), more);
        for _ in 0..3 {
            assert!(registry.schema(5, None).await.unwrap_err().is_missing());
        }
        server.asked().len()
    };
    assert_eq!(asked(&[]).await, 3);
    assert_eq!(asked(&[("missing.id.cache.ttl.sec", "60")]).await, 1);
    assert_eq!(asked(&[("missing.id.cache.ttl.sec", "60"), ("missing.cache.size", "0")]).await, 3);
    assert_eq!(asked(&[("missing.version.cache.ttl.sec", "60")]).await, 3);
}

#[tokio::test]
async fn other_failures_are_never_remembered() {
    let server = Server::answering([error(403, 40301), Answer::json(200, SCHEMA)]).await;
    let registry = client(&server.url(), &[("missing.id.cache.ttl.sec", "60")]);
    registry.schema(5, None).await.unwrap_err();
    registry.schema(5, None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_latest_version_is_the_latest_for_a_minute() {
    let registry = client("mock://latest_for_a_minute", &[]);
    let other = client("mock://latest_for_a_minute", &[]);
    let options = RegisterOptions::default();
    other.register("s", &NewSchema::avro("\"int\""), &options).await.unwrap();
    let latest = async || registry.version("s", Version::Latest).await.unwrap().version;
    assert_eq!(latest().await, Some(1));
    other.register("s", &NewSchema::avro("\"long\""), &options).await.unwrap();
    assert_eq!(latest().await, Some(1));
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(latest().await, Some(1));
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(latest().await, Some(2));
    registry.register("s", &NewSchema::avro("\"double\""), &options).await.unwrap();
    assert_eq!(latest().await, Some(3), "what is registered here is seen at once");
}

#[tokio::test]
async fn the_users_name_and_password_come_from_everywhere() {
    let jaas = format!(
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" password=\"{SECRET}\";"
    );
    let info = format!("alice:{SECRET}");
    let ways: [&[(&str, &str)]; 3] = [
        &[],
        &[("basic.auth.credentials.source", "USER_INFO"), ("basic.auth.user.info", &info)],
        &[("basic.auth.credentials.source", "SASL_INHERIT"), ("sasl.jaas.config", &jaas)],
    ];
    for more in ways {
        let server = Server::answering([error(401, 40101)]).await;
        let url = if more.is_empty() { format!("http://{info}@127.0.0.1:{}", server.port()) } else { server.url() };
        let registry = client(&url, more);
        let error = registry.subjects(&SubjectFilter::default()).await.unwrap_err();
        assert_eq!(server.asked()[0].header("authorization"), Some("Basic YWxpY2U6TmV2ZXJUb0JlU2Vlbg=="));
        assert!(matches!(&error, RegistryError::Unauthorized { .. }), "{error:?}");
        let shown = format!("{error} {error:?} {registry:?}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[tokio::test]
async fn mistakes_in_credentials_are_all_told_and_show_none() {
    let mistakes = [
        ("basic.auth.credentials.source", "SASL_INHERIT"),
        ("sasl.jaas.config", "Module required password=\"NeverToBeSeen\";"),
        ("bearer.auth.credentials.source", "OAUTHBEARER"),
        ("bearer.auth.client.secret", SECRET),
        ("schema.registry.ssl.keystore.key", SECRET),
    ];
    let error = SchemaRegistry::from_props(&props("http://registry:8081", &mistakes)).unwrap_err().to_string();
    for key in [
        "sasl.jaas.config",
        "bearer.auth.issuer.endpoint.url",
        "bearer.auth.client.id",
        "schema.registry.ssl.keystore.certificate.chain",
    ] {
        assert!(error.contains(key), "{error}");
    }
    assert!(!error.contains(SECRET), "{error}");
}

/// An issuer of tokens that numbers them.
async fn issuer() -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |asked| {
        let expected = format!("Basic {}", "d29ya2VyOk5ldmVyVG9CZVNlZW4=");
        if asked.header("authorization") != Some(&expected) {
            return Answer::json(401, r#"{"error":"invalid_client","error_description":"who are you"}"#);
        }
        let number = count.fetch_add(1, Ordering::SeqCst);
        Answer::json(200, &json!({"access_token": format!("token-{number}"), "expires_in": 3600}).to_string())
    })
    .await
}

fn tokens<'a>(endpoint: &'a str, secret: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("bearer.auth.credentials.source", "OAUTHBEARER"),
        ("bearer.auth.issuer.endpoint.url", endpoint),
        ("bearer.auth.client.id", "worker"),
        ("bearer.auth.client.secret", secret),
        ("bearer.auth.scope", "schemas"),
        ("bearer.auth.logical.cluster", "lsrc-1"),
        ("bearer.auth.identity.pool.id", "pool-1"),
    ]
}

#[tokio::test]
async fn a_token_is_fetched_once_and_comes_with_the_clouds_headers() {
    let (issuer, server) = (issuer().await, Server::answering([Answer::json(200, "[]")]).await);
    let endpoint = format!("{}/token", issuer.url());
    let registry = Arc::new(client(&server.url(), &tokens(&endpoint, SECRET)));
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let registry = Arc::clone(&registry);
            tokio::spawn(async move { registry.subjects(&SubjectFilter::default()).await.unwrap() })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(issuer.asked().len(), 1);
    assert_eq!(issuer.asked()[0].body.as_deref(), Some("grant_type=client_credentials&scope=schemas"));
    for asked in server.asked() {
        assert_eq!(asked.header("authorization"), Some("Bearer token-0"));
        assert_eq!(asked.header("target-sr-cluster"), Some("lsrc-1"));
        assert_eq!(asked.header("confluent-identity-pool-id"), Some("pool-1"));
    }
}

#[tokio::test]
async fn a_token_that_was_refused_is_not_used_again() {
    let (issuer, server) = (issuer().await, Server::answering([error(401, 40101), Answer::json(200, "[]")]).await);
    let endpoint = format!("{}/token", issuer.url());
    let registry = client(&server.url(), &tokens(&endpoint, SECRET));
    registry.subjects(&SubjectFilter::default()).await.unwrap_err();
    registry.subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!(server.asked()[1].header("authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn an_issuer_that_refuses_is_quoted() {
    let (issuer, server) = (issuer().await, Server::answering([Answer::json(200, "[]")]).await);
    let endpoint = format!("{}/token", issuer.url());
    let wrong = "WrongNeverToBeSeen";
    let registry = client(&server.url(), &tokens(&endpoint, wrong));
    let error = registry.subjects(&SubjectFilter::default()).await.unwrap_err();
    assert!(error.to_string().contains("HTTP 401: invalid_client who are you"), "{error}");
    assert!(!format!("{error} {error:?} {registry:?}").contains(wrong));
    assert_eq!((issuer.asked().len(), server.asked().len()), (1, 0));
    assert!(!is_retriable(error));
}

#[tokio::test]
async fn an_issuer_that_is_down_is_tried_again() {
    let answers = [Answer::html(503, "down"), Answer::json(200, r#"{"access_token":"t"}"#)];
    let (issuer, server) = (Server::answering(answers).await, Server::answering([Answer::json(200, "[]")]).await);
    let endpoint = format!("{}/token", issuer.url());
    client(&server.url(), &tokens(&endpoint, SECRET)).subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!(server.asked()[0].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_way() {
    let proxy = Server::answering([Answer::json(200, "[]")]).await;
    let more = [("proxy.host", "127.0.0.1"), ("proxy.port", proxy.port())];
    client("http://registry.invalid:8081", &more).subjects(&SubjectFilter::default()).await.unwrap();
    assert_eq!(proxy.paths(), ["GET http://registry.invalid:8081/subjects"]);
}

#[tokio::test]
async fn the_first_address_is_any_of_them_if_asked_for() {
    let servers =
        [Server::answering([Answer::json(200, "[]")]).await, Server::answering([Answer::json(200, "[]")]).await];
    let url = format!("{},{}", servers[0].url(), servers[1].url());
    for _ in 0..64 {
        client(&url, &[("url.randomize", "true")]).subjects(&SubjectFilter::default()).await.unwrap();
    }
    // Each is the first one in half of 64 cases; that one never is has a chance of 1 in 10^19.
    assert!(servers.iter().all(|server| !server.asked().is_empty()));
}

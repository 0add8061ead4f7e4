//! `kconnect schemas register`, as an operator runs it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

#[path = "support/mod.rs"]
mod support;

use std::{process::Command, sync::Arc};

use kconnect_tests::{binaries, unique};
use kconnect_worker::registry::{MockRegistry, NewSchema, RegisterOptions, SchemaRegistry, SubjectFilter};
use support::{Answer, Server};

const STATUS: &str = "io.confluent.examples.kafka.connect.twitter.Status";
/// Its `Id` is a text, which no reader of numbers takes.
const OTHER_STATUS: &str = r#"{"type":"record","name":"Status","namespace":"io.confluent.examples.kafka.connect.twitter","fields":[{"name":"Id","type":"string"}]}"#;

/// What a command did.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

async fn register(url: &str, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let args: Vec<_> = ["schemas", "register", "--registry", url].iter().chain(args).map(ToString::to_string).collect();
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    tokio::task::spawn_blocking(move || {
        let output = Command::new(binaries::kconnect().unwrap()).args(args).envs(environment).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    })
    .await
    .unwrap()
}

/// A registry of its own behind HTTP.
async fn registry(scope: &str) -> (Server, Arc<MockRegistry>) {
    let mock = MockRegistry::scope(&format!("register_{scope}"));
    let answering = Arc::clone(&mock);
    let server = Server::start(move |asked| {
        let body = asked.body.as_deref().unwrap_or_default();
        let (status, body) = answering.answer(&asked.method, &asked.path, body);
        Answer::json(status, &body)
    })
    .await;
    (server, mock)
}

fn lines<'a>(text: &'a str, with: &str) -> Vec<&'a str> {
    text.lines().filter(|line| line.contains(with)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_record_is_registered_once_under_its_name() {
    let (server, mock) = registry("once").await;
    let tried = register(&server.url(), &["--dry-run"], &[]).await;
    assert_eq!(tried.code, Some(0), "{tried:?}");
    assert!(tried.stdout.contains(&format!("{STATUS}: new\n")), "{tried:?}");
    assert!(mock.subjects().is_empty(), "a dry run registers nothing");

    let ran = register(&server.url(), &[], &[]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let subjects = mock.subjects();
    assert!(subjects.contains(&STATUS.to_owned()), "{subjects:?}");
    assert_eq!(lines(&ran.stdout, "registered ").len(), subjects.len(), "{ran:?}");
    assert!(mock.latest(STATUS).unwrap().schema.contains(r#""name":"User""#), "records in it are part of it");

    let again = register(&server.url(), &[], &[]).await;
    assert_eq!((again.code, lines(&again.stdout, "up to date (version 1, ").len()), (Some(0), subjects.len()));
    assert!(lines(&again.stdout, "registered ").is_empty(), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_registered_if_one_schema_breaks() {
    let (server, mock) = registry("breaks").await;
    let client = SchemaRegistry::at(&server.url()).unwrap();
    client.register(STATUS, &NewSchema::avro(OTHER_STATUS), &RegisterOptions::default()).await.unwrap();
    let ran = register(&server.url(), &[], &[]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(mock.subjects(), [STATUS]);
    assert!(ran.stdout.contains(&format!("{STATUS}: NOT COMPATIBLE")), "{ran:?}");
    assert!(
        ran.stdout.contains("READER_FIELD_MISSING_DEFAULT_VALUE") && ran.stdout.contains("written with version 1"),
        "{ran:?}"
    );
    assert!(!lines(&ran.stdout, ": new").is_empty(), "the others are told as well: {ran:?}");
    assert!(ran.stderr.contains("nothing was registered"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_are_called_after_topics_if_there_are_some() {
    let (server, mock) = registry("topics").await;
    let args = ["--topic", "Status=statuses", "--topic", "others"];
    let ran = register(&server.url(), &args, &[]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(mock.subjects(), ["others-value", "statuses-key", "statuses-value"]);
    let none = register(&server.url(), &["--subject-strategy", "topic-record"], &[]).await;
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("--topic"), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_come_from_the_environment_or_a_file_and_are_not_shown() {
    let secret = "NeverToBeSeen";
    let server = Server::answering([Answer::json(401, r#"{"error_code":40101,"message":"who are you"}"#)]).await;
    let info = format!("alice:{secret}");
    let file = tempfile::NamedTempFile::new().unwrap();
    let worker = "config.providers=env\nconfig.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n\
         value.converter.schema.registry.url=http://unused:1\n\
         value.converter.basic.auth.credentials.source=USER_INFO\n\
         value.converter.basic.auth.user.info=alice:${env:REGISTRY_PASSWORD}\n".to_string();
    std::fs::write(file.path(), worker).unwrap();
    let path = file.path().display().to_string();
    let of_url = server.url().replace("://", &format!("://{info}@"));
    let ways = [
        register(&server.url(), &[], &[("KCONNECT_REGISTRY_USER_INFO", &info)]).await,
        register(&server.url(), &["--config", &path], &[("REGISTRY_PASSWORD", secret)]).await,
        register(&of_url, &[], &[]).await,
    ];
    for ran in ways {
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("(HTTP 401): who are you"), "{ran:?}");
        assert!(!format!("{ran:?}").contains(secret), "{ran:?}");
    }
    let bearer = register(&server.url(), &[], &[("KCONNECT_REGISTRY_TOKEN", secret)]).await;
    assert!(!format!("{bearer:?}").contains(secret), "{bearer:?}");
    let sent: Vec<_> = server.asked().iter().map(|asked| asked.header("authorization").unwrap().to_owned()).collect();
    let basic = "Basic YWxpY2U6TmV2ZXJUb0JlU2Vlbg==";
    assert_eq!(sent, [basic, basic, basic, "Bearer NeverToBeSeen"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_registry_takes_every_schema_and_refuses_a_break() {
    let url = tokio::task::spawn_blocking(kconnect_tests::registry::url).await.unwrap().unwrap();
    let prefix = unique("register").replace('-', "_");
    let args = ["--namespace-prefix", prefix.as_str()];
    let ran = register(url, &args, &[]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let client = SchemaRegistry::at(url).unwrap();
    let mut subjects = client.subjects(&SubjectFilter::default()).await.unwrap();
    subjects.retain(|subject| subject.starts_with(&prefix));
    assert_eq!(lines(&ran.stdout, "registered ").len(), subjects.len(), "{ran:?}");
    let again = register(url, &args, &[]).await;
    assert_eq!(lines(&again.stdout, "up to date").len(), subjects.len(), "{again:?}");

    let broken = format!("{prefix}_broken");
    let subject = format!("{broken}.{STATUS}");
    let other = OTHER_STATUS.replace("io.confluent", &format!("{broken}.io.confluent"));
    client.register(&subject, &NewSchema::avro(other), &RegisterOptions::default()).await.unwrap();
    let ran = register(url, &["--namespace-prefix", &broken], &[]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains(&format!("{subject}: NOT COMPATIBLE")), "{ran:?}");
    assert!(ran.stdout.contains("written with version 1"), "{ran:?}");
}

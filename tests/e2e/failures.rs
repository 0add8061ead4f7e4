//! What goes wrong ends in one clear message, a code that says so, and no secret in the output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::process::Command;

use kconnect_tests::operator::{LIMIT, Operator, TOKEN};
use kconnect_tests::{Result, binaries, kafka, process::Process, registry, unique};
use kconnect_x_api::{Answer, CONSUMER_SECRET, Endpoint, Posts, XApi};

/// The codes of `kconnect standalone --help`.
const WORKER_REFUSED: i32 = 2;
const CONNECTOR_REFUSED: i32 = 3;
const ALL_FAILED: i32 = 4;

async fn stand_in() -> Result<XApi> {
    Ok(XApi::builder().posts(Posts::numbered(10)).hold_until_connected(true).start().await?)
}

/// Runs to the end, which has to be `code`, and answers with the output, in which there is no secret.
fn end_of(operator: &Operator, code: i32) -> Result<String> {
    let mut worker = operator.start()?;
    let status = worker.wait(LIMIT)?;
    let output = worker.output();
    assert_eq!(status.code(), Some(code), "{output}");
    for secret in [TOKEN, CONSUMER_SECRET, "wrong-secret"] {
        assert!(!output.contains(secret), "{secret} is in the output:\n{output}");
    }
    Ok(output)
}

fn assert_says(output: &str, texts: &[&str]) {
    for text in texts {
        assert!(output.contains(text), "the output does not say: {text}\n{output}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_fail_the_task_and_name_the_keys_to_check() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), &unique("credentials"))?
        .connector("twitter.oauth.consumerSecret=wrong-secret");
    let output = end_of(&operator, ALL_FAILED)?;
    assert_says(
        &output,
        &["twitter.oauth.consumerKey", "twitter.oauth.consumerSecret", "Unable to verify your credentials"],
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_broker_is_named_with_the_reason_and_the_key() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new("127.0.0.1:1", registry::url()?, &api.url(), "nowhere")?;
    let output = end_of(&operator, WORKER_REFUSED)?;
    assert_says(
        &output,
        &[
            "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties",
            "127.0.0.1:1",
            "refused",
            "bootstrap.servers",
        ],
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_registry_fails_the_task_and_is_named() -> Result {
    let api = stand_in().await?;
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("registry"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let operator = Operator::new(bootstrap, "http://127.0.0.1:1", &api.url(), &topic)?
        .worker("key.converter.max.retries", "1")
        .worker("key.converter.retries.wait.ms", "10");
    let output = end_of(&operator, ALL_FAILED)?;
    assert_says(&output, &["http://127.0.0.1:1", "schema.registry.url"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_x_refuses_fails_the_task_and_is_quoted() -> Result {
    let api = XApi::builder().posts(Posts::numbered(1)).max_rule_chars(20).start().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), &unique("rule"))?
        .connector("filter.keywords=kafka,a keyword that is far longer than the rule may be");
    let output = end_of(&operator, ALL_FAILED)?;
    assert_says(&output, &["a keyword that is far longer than the rule may be"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_usage_cap_fails_the_task_instead_of_hammering() -> Result {
    let api = stand_in().await?;
    api.control().answer_next_n(Endpoint::Stream, 100, &Answer::usage_capped());
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), &unique("cap"))?;
    let output = end_of(&operator, ALL_FAILED)?;
    assert_says(&output, &["Usage cap exceeded"]);
    assert_eq!(api.control().requests().iter().filter(|request| request.path.ends_with("/stream")).count(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_properties_file_is_shown_with_the_place() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), "malformed")?
        .edit("process.deletes=false", "process.deletes=fa\\u12zse")?;
    let output = end_of(&operator, CONNECTOR_REFUSED)?;
    assert_says(&output, &["twitter.properties:11:", "Malformed \\uxxxx encoding."]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_connector_class_is_answered_with_the_known_ones() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), "unknown")?.edit(
        "connector.class=io.confluent.kafka.connect.twitter.TwitterSourceConnector",
        "connector.class=com.example.Nothing",
    )?;
    let output = end_of(&operator, CONNECTOR_REFUSED)?;
    assert_says(
        &output,
        &["Failed to find any class that implements Connector", "com.example.Nothing", "TwitterSourceConnector"],
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_problem_of_a_connector_is_reported_at_once_in_kafkas_words() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), "problems")?
        .edit("twitter.oauth.accessTokenSecret=never-to-be-seen-token\n", "")?
        .edit("tasks.max=1", "tasks.max=many")?
        .edit("process.deletes=false", "process.deletes=perhaps")?;
    let output = end_of(&operator, CONNECTOR_REFUSED)?;
    assert_says(
        &output,
        &[
            "Connector configuration is invalid and contains the following",
            "Missing required configuration \"twitter.oauth.accessTokenSecret\" which has no default value.",
            "Invalid value many for configuration tasks.max: Not a number of type INT",
            "Invalid value perhaps for configuration process.deletes: Expected value to be either true or false",
        ],
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_problem_of_a_worker_is_reported_at_once_in_kafkas_words() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), "worker")?
        .without("offset.storage.file.filename")
        .worker("offset.flush.interval.ms", "often")
        .worker("value.converter", "com.example.NoConverter")
        .worker("producer.acks", "most");
    let output = end_of(&operator, WORKER_REFUSED)?;
    assert_says(
        &output,
        &[
            "Missing required configuration \"offset.storage.file.filename\" which has no default value.",
            "Invalid value often for configuration offset.flush.interval.ms: Not a number of type LONG",
            "Class com.example.NoConverter could not be found.",
            "acks",
        ],
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_key_is_answered_with_the_likely_one() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), &unique("misspelt"))?
        .connector("filter.keyword=rust");
    let mut worker = operator.start()?;
    worker.wait_for("filter.keyword was supplied but is not known; did you mean filter.keywords?", LIMIT)?;
    worker.terminate()?;
    worker.wait(LIMIT)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_required_key_is_missing_and_answered_with_the_right_one() -> Result {
    let api = stand_in().await?;
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), "misspelt")?
        .edit("filter.keywords=", "filter.keyword=")?;
    let output = end_of(&operator, CONNECTOR_REFUSED)?;
    assert_says(&output, &["Missing required configuration \"filter.keywords\"", "did you mean filter.keywords?"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_up_dump_shows_every_value_and_hides_the_secrets() -> Result {
    let api = stand_in().await?;
    let jaas =
        format!("org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=\"{TOKEN}\";");
    let operator = Operator::new(kafka::bootstrap()?, registry::url()?, &api.url(), &unique("dump"))?
        .worker("value.converter.basic.auth.credentials.source", "USER_INFO")
        .worker("value.converter.basic.auth.user.info", &format!("user:{TOKEN}"))
        .worker("producer.sasl.jaas.config", &jaas)
        .connector(&format!("producer.override.ssl.key.password={TOKEN}"));
    let mut worker = operator.start()?;
    worker.wait_for("Source task finished initialization and start", LIMIT)?;
    worker.terminate()?;
    worker.wait(LIMIT)?;
    let output = worker.output();
    assert_says(
        &output,
        &[
            "StandaloneConfig values: ",
            "TwitterSourceConnectorConfig values: ",
            "\ttwitter.oauth.consumerKey = [hidden]",
            "\ttwitter.oauth.accessTokenSecret = [hidden]",
            "\tfilter.keywords = [olympics, san jose, kafka]",
            "value.converter.* values: ",
            "\tbasic.auth.user.info = [hidden]",
            "producer.* values: ",
            "\tsasl.jaas.config = [hidden]",
            "\tssl.key.password = [hidden]",
        ],
    );
    for secret in [TOKEN, CONSUMER_SECRET] {
        assert!(!output.contains(secret), "{output}");
    }
    Ok(())
}

/// The binary, without a worker.
fn kconnect(arguments: &[&str]) -> Result<(Option<i32>, String)> {
    let mut command = Command::new(binaries::kconnect()?);
    command.args(arguments);
    let mut process = Process::start(command)?;
    let status = process.wait(LIMIT)?;
    Ok((status.code(), process.output()))
}

#[test]
fn a_file_that_is_not_there_is_named() -> Result {
    let (code, output) = kconnect(&["standalone", "no-such-worker.properties", "twitter.properties"])?;
    assert_eq!(code, Some(WORKER_REFUSED), "{output}");
    assert_says(&output, &["no-such-worker.properties cannot be read"]);
    Ok(())
}

#[test]
fn a_command_line_without_a_connector_is_answered_with_the_usage() -> Result {
    let (code, output) = kconnect(&["standalone", "worker.properties"])?;
    assert_eq!(code, Some(1), "{output}");
    assert_says(&output, &["Usage: kconnect standalone <WORKER> <CONNECTORS>..."]);
    Ok(())
}

//! TLS, SASL and compression towards real Kafka, written as an operator of Kafka Connect writes them.

mod issuer;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use issuer::{CLIENT, CLIENT_SECRET, Issuer, SCOPE};
use kconnect_tests::operator::{LIMIT, Operator, TOKEN};
use kconnect_tests::{
    Failure, Result, consume,
    kafka::{self, Broker, Listener},
    process::Process,
    unique,
};
use kconnect_x_api::{CONSUMER_SECRET, Posts, XApi};

const USER: &str = "alice";
const PASSWORD: &str = "NeverToBeSeenPassword";
/// It holds the right one, so that a search for that finds both.
const WRONG_PASSWORD: &str = "WrongNeverToBeSeenPassword";

/// The codes of `kconnect standalone --help`.
const WORKER_REFUSED: i32 = 2;
const CONNECTOR_REFUSED: i32 = 3;

/// How many: enough for a batch that is worth compressing.
const POSTS: u64 = 10;

/// What signs the tokens that the broker takes.
static ISSUER: LazyLock<Issuer> = LazyLock::new(Issuer::new);

/// One broker with every listener for all tests that run at this time, gone with the last of them.
fn broker() -> Result<Arc<Broker>> {
    static SHARED: Mutex<Weak<Broker>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(broker) = shared.upgrade() {
        return Ok(broker);
    }
    let settings = Broker::settings()
        .listener(Listener::SaslPlaintext)
        .listener(Listener::Ssl)
        .listener(Listener::SaslSsl)
        .user(USER, PASSWORD)
        .token_keys(&ISSUER.keys());
    let broker = Arc::new(settings.start()?);
    *shared = Arc::downgrade(&broker);
    Ok(broker)
}

/// Properties of Kafka's Java clients.
type Properties = Vec<(&'static str, String)>;

fn protocol(listener: Listener) -> Properties {
    vec![("security.protocol", listener.protocol().to_owned())]
}

fn trust(broker: &Broker) -> Result<Properties> {
    let file = broker.ca_pem()?.display().to_string();
    Ok(vec![("ssl.truststore.location", file), ("ssl.truststore.type", "PEM".to_owned())])
}

fn login(mechanism: &str, module: &str, options: &str) -> Properties {
    let module = format!("org.apache.kafka.common.security.{module} required {options};");
    vec![("sasl.mechanism", mechanism.to_owned()), ("sasl.jaas.config", module)]
}

fn plain(password: &str) -> Properties {
    let options = format!("username=\"{USER}\" password=\"{password}\"");
    login("PLAIN", "plain.PlainLoginModule", &options)
}

fn scram(mechanism: &str, password: &str) -> Properties {
    login(mechanism, "scram.ScramLoginModule", &format!("username=\"{USER}\" password=\"{password}\""))
}

/// KIP-768: a client's name and secret against a token at an endpoint.
fn tokens(endpoint: &str, secret: &str) -> Properties {
    let options = format!("clientId=\"{CLIENT}\" clientSecret=\"{secret}\" scope=\"{SCOPE}\"");
    let mut properties = login("OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule", &options);
    let handler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
    properties.push(("sasl.login.callback.handler.class", handler.to_owned()));
    properties.push(("sasl.oauthbearer.token.endpoint.url", endpoint.to_owned()));
    properties
}

/// Sets keys for the worker's own client.
fn worker(operator: Operator, properties: &Properties) -> Operator {
    properties.iter().fold(operator, |operator, (key, value)| operator.worker(key, value))
}

/// Sets keys for the worker's producers.
fn producers(operator: Operator, properties: &Properties) -> Operator {
    properties.iter().fold(operator, |operator, (key, value)| operator.worker(&format!("producer.{key}"), value))
}

/// Sets keys for the worker's own client and for its producers, as in Kafka Connect: twice.
fn worker_and_producers(operator: Operator, properties: &Properties) -> Operator {
    producers(worker(operator, properties), properties)
}

/// An operator whose connector writes keys that can be compared as text, in batches rather than one by one.
fn operator(bootstrap: &str, api: &XApi, topic: &str) -> Result<Operator> {
    let operator = Operator::new(bootstrap, "mock://security", &api.url(), topic)?
        .without("key.converter.schema.registry.url")
        .worker("key.converter", "org.apache.kafka.connect.json.JsonConverter")
        .worker("key.converter.schemas.enable", "false")
        .worker("producer.linger.ms", "500");
    Ok(operator)
}

/// Nothing that was secret may be in the output, tokens included: as JSON in base64 they begin with `eyJ`.
fn assert_keeps_secrets(output: &str) {
    for secret in [PASSWORD, TOKEN, CONSUMER_SECRET, CLIENT_SECRET, "eyJ"] {
        assert!(!output.contains(secret), "{secret} is in the output:\n{output}");
    }
}

/// A worker that is configured so brings all posts to that broker, in batches of that codec, and prints no secret.
async fn delivers(broker: &Broker, bootstrap: &str, codec: &str, secured: impl FnOnce(Operator) -> Operator) -> Result {
    let topic = unique("secured");
    kafka::create_topic(broker.bootstrap(), &topic, 1)?;
    let api = XApi::builder().posts(Posts::numbered(POSTS)).hold_until_connected(true).start().await?;
    let operator = secured(operator(bootstrap, &api, &topic)?);
    let mut process = operator.start()?;
    let records = arrivals(broker, &topic, &mut process)?;
    process.terminate()?;
    let status = process.wait(LIMIT)?;
    let output = process.output();
    assert!(status.success(), "{output}");
    let expected: Vec<_> =
        (1..=POSTS).map(|number| format!("{{\"Id\":{}}}", Posts::numbered_id(number)).into_bytes()).collect();
    let keys: Vec<_> = records.into_iter().filter_map(|record| record.key).collect();
    assert_eq!(keys, expected, "{output}");
    let batches = broker.batches(&topic)?;
    assert!(batches.contains(&format!("compresscodec: {codec}")), "{batches}");
    assert_keeps_secrets(&output);
    Ok(())
}

/// What arrives, or else what the worker has said.
fn arrivals(broker: &Broker, topic: &str, process: &mut Process) -> Result<Vec<consume::Raw>> {
    let count = usize::try_from(POSTS)?;
    consume::records(broker.bootstrap(), topic, count, LIMIT)
        .map_err(|missing| Failure::new(format!("{missing}; the worker printed:\n{}", process.output())))
}

/// A worker whose own client is configured so ends with the worker's code and one error, which is returned.
async fn refusal(bootstrap: &str, properties: &Properties) -> Result<String> {
    let api = XApi::builder().posts(Posts::numbered(1)).start().await?;
    let output = end_of(&worker(operator(bootstrap, &api, "refused")?, properties), WORKER_REFUSED)?;
    Ok(only_error(&output))
}

/// The error of an output that has one.
fn only_error(output: &str) -> String {
    let errors: Vec<_> = output.lines().filter(|line| line.contains(" ERROR ")).collect();
    let [error] = errors[..] else { panic!("{} errors, not one:\n{output}", errors.len()) };
    error.to_owned()
}

/// Runs to the end, which has to be `code`, and returns the output, in which there is no secret.
fn end_of(operator: &Operator, code: i32) -> Result<String> {
    let mut process = operator.start()?;
    let status = process.wait(LIMIT)?;
    let output = process.output();
    assert_eq!(status.code(), Some(code), "{output}");
    assert_keeps_secrets(&output);
    Ok(output)
}

fn assert_says(error: &str, texts: &[&str]) {
    for text in texts {
        assert!(error.contains(text), "the error does not say: {text}\n{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_over_sasl_ssl_with_scram_sha_512_in_zstd() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::SaslSsl), trust(&broker)?, scram("SCRAM-SHA-512", PASSWORD)].concat();
    delivers(&broker, broker.address(Listener::SaslSsl)?, "zstd", |operator| {
        worker_and_producers(operator, &security).worker("producer.compression.type", "zstd")
    })
    .await
}

/// As files that a platform mounts have it: of the worker, and of a connector for its own producer.
#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_over_sasl_plaintext_with_a_password_out_of_a_file() -> Result {
    let broker = broker()?;
    let mounted = tempfile::tempdir()?;
    std::fs::write(mounted.path().join("password"), PASSWORD)?;
    let password = format!("${{mounted:{}:password}}", mounted.path().display());
    let security = [protocol(Listener::SaslPlaintext), plain(&password)].concat();
    delivers(&broker, broker.address(Listener::SaslPlaintext)?, "none", |operator| {
        let operator = worker(operator, &security)
            .worker("config.providers", "mounted")
            .worker("config.providers.mounted.class", "DirectoryConfigProvider");
        security
            .iter()
            .fold(operator, |operator, (key, value)| operator.connector(&format!("producer.override.{key}={value}")))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_over_sasl_ssl_with_plain_in_gzip() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::SaslSsl), trust(&broker)?, plain(PASSWORD)].concat();
    delivers(&broker, broker.address(Listener::SaslSsl)?, "gzip", |operator| {
        worker_and_producers(operator, &security).worker("producer.compression.type", "gzip")
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_over_ssl_in_lz4() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::Ssl), trust(&broker)?].concat();
    delivers(&broker, broker.address(Listener::Ssl)?, "lz4", |operator| {
        worker_and_producers(operator, &security).worker("producer.compression.type", "lz4")
    })
    .await
}

/// The connector's own producer: its user and its codec come from the connector's file alone.
#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_over_sasl_plaintext_with_scram_sha_256_in_snappy_as_the_connector_overrides() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::SaslPlaintext), scram("SCRAM-SHA-256", PASSWORD)].concat();
    delivers(&broker, broker.address(Listener::SaslPlaintext)?, "snappy", |operator| {
        let operator = worker(operator, &security).connector("producer.override.compression.type=snappy");
        security
            .iter()
            .fold(operator, |operator, (key, value)| operator.connector(&format!("producer.override.{key}={value}")))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_with_tokens_from_an_endpoint_that_wants_client_credentials() -> Result {
    let (broker, endpoint) = (broker()?, ISSUER.serve().await?);
    let security = [protocol(Listener::SaslPlaintext), tokens(&endpoint, CLIENT_SECRET)].concat();
    delivers(&broker, broker.address(Listener::SaslPlaintext)?, "none", |operator| {
        worker_and_producers(operator, &security)
    })
    .await
}

/// What Kafka has for clusters that are only tried out: a token that the client makes itself.
#[tokio::test(flavor = "multi_thread")]
async fn posts_arrive_with_kafkas_unsecured_tokens() -> Result {
    let broker = Broker::settings().listener(Listener::SaslPlaintext).start()?;
    let options = format!("unsecuredLoginStringClaim_sub=\"{USER}\"");
    let login = login("OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule", &options);
    let security = [protocol(Listener::SaslPlaintext), login].concat();
    delivers(&broker, broker.address(Listener::SaslPlaintext)?, "none", |operator| {
        worker_and_producers(operator, &security)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_ends_the_worker_and_names_the_key_to_check() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::SaslPlaintext), scram("SCRAM-SHA-512", WRONG_PASSWORD)].concat();
    let error = refusal(broker.address(Listener::SaslPlaintext)?, &security).await?;
    assert_says(&error, &[broker.address(Listener::SaslPlaintext)?, "invalid credentials", "sasl.jaas.config"]);
    Ok(())
}

/// The worker's own client is let in, so this is not noticed before the connector comes.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_of_the_producers_alone_refuses_the_connector_and_names_the_key_to_check() -> Result {
    let broker = broker()?;
    let [right, wrong] = [PASSWORD, WRONG_PASSWORD]
        .map(|password| [protocol(Listener::SaslPlaintext), scram("SCRAM-SHA-512", password)].concat());
    let api = XApi::builder().posts(Posts::numbered(POSTS)).hold_until_connected(true).start().await?;
    let operator = worker(operator(broker.address(Listener::SaslPlaintext)?, &api, "refused")?, &right);
    let error = only_error(&end_of(&producers(operator, &wrong), CONNECTOR_REFUSED)?);
    assert_says(&error, &["Failed to create connector", "invalid credentials", "sasl.jaas.config"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_secret_ends_the_worker_with_the_endpoints_answer_and_names_the_key_to_check() -> Result {
    let (broker, endpoint) = (broker()?, ISSUER.serve().await?);
    let security = [protocol(Listener::SaslPlaintext), tokens(&endpoint, WRONG_PASSWORD)].concat();
    let error = refusal(broker.address(Listener::SaslPlaintext)?, &security).await?;
    assert_says(&error, &["OAUTHBEARER token", "invalid_client", "sasl.jaas.config"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_certificate_that_is_not_trusted_ends_the_worker_and_names_the_trust_store() -> Result {
    let broker = broker()?;
    let error = refusal(broker.address(Listener::Ssl)?, &protocol(Listener::Ssl)).await?;
    assert_says(&error, &["certificate verify failed", "could not be verified", "ssl.truststore.location"]);
    assert!(!error.contains("ssl.ca.location"), "that is no key of Kafka Connect's: {error}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_towards_a_listener_without_it_ends_the_worker_and_points_at_the_protocol() -> Result {
    let broker = broker()?;
    let security = [protocol(Listener::Ssl), trust(&broker)?].concat();
    let error = refusal(broker.bootstrap(), &security).await?;
    assert_says(&error, &["seems not to want TLS", "security.protocol"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_tls_towards_a_listener_that_wants_it_ends_the_worker_and_points_at_the_protocol() -> Result {
    let broker = broker()?;
    let error = refusal(broker.address(Listener::Ssl)?, &Properties::new()).await?;
    assert_says(&error, &["seems to want TLS", "security.protocol"]);
    Ok(())
}

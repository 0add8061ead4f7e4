//! What is counted as committed is in Kafka, whatever is killed, stopped or frozen. The posts are numbered, so a missing one
//! shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, time::Duration};

use kconnect_tests::operator::{LIMIT, Operator, committed};
use kconnect_tests::{
    Result, consume,
    kafka::{self, Broker},
    process::Process,
    registry, unique,
};
use kconnect_x_api::{Posts, XApi};
use serde_json::Value;

/// How often files and counters are looked at.
const LOOK: Duration = Duration::from_millis(20);

async fn stream() -> Result<XApi> {
    Ok(XApi::builder().posts(Posts::numbered(1_000_000)).rate(2_000.0).hold_until_connected(true).start().await?)
}

fn operator(bootstrap: &str, api: &XApi, topic: &str) -> Result<Operator> {
    Ok(Operator::new(bootstrap, registry::url()?, &api.url(), topic)?
        .without("key.converter.schema.registry.url")
        .worker("key.converter", "org.apache.kafka.connect.json.JsonConverter")
        .worker("key.converter.schemas.enable", "false"))
}

/// The post ids in the topic, read from keys written as JSON.
fn arrived(bootstrap: &str, topic: &str) -> Result<Vec<i64>> {
    let records = consume::everything(bootstrap, topic)?;
    let ids = records.iter().filter_map(|record| {
        let key: Value = serde_json::from_slice(record.key.as_deref()?).ok()?;
        key["Id"].as_i64()
    });
    Ok(ids.collect())
}

/// The ids of posts whose whole lines the stand-in handed to the socket, from the `from`th on.
fn delivered(api: &XApi, from: usize) -> Vec<i64> {
    api.control().delivered().iter().skip(from).map(|id| id.parse().unwrap()).collect()
}

/// Waits until the worker has committed an offset beyond `before`.
async fn committed_beyond(operator: &Operator, worker: &mut Process, before: i64) -> Result<i64> {
    for _ in 0..LIMIT.as_millis() / LOOK.as_millis() {
        if let Some(id) = committed(operator).filter(|id| *id > before) {
            return Ok(id);
        }
        assert!(worker.is_running()?, "{}", worker.output());
        tokio::time::sleep(LOOK).await;
    }
    panic!("nothing beyond {before} was committed: {}", worker.output());
}

/// SIGKILL in mid-stream, restarted and killed again: of the posts that each run was given, every one up to the committed
/// offset is in Kafka.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_worker_has_committed_nothing_that_kafka_does_not_have() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("killed"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let api = stream().await?;
    let operator = operator(bootstrap, &api, &topic)?;
    let mut last = 0;
    for _ in 0..3 {
        let before = api.control().delivered_count();
        let mut worker = operator.start()?;
        // Twice, so that a commit may be under way when the worker dies.
        committed_beyond(&operator, &mut worker, last).await?;
        let newest = committed(&operator).unwrap_or_default();
        committed_beyond(&operator, &mut worker, newest).await?;
        worker.kill()?;
        worker.wait(LIMIT)?;

        last = committed(&operator).expect("an offset was committed");
        let arrived: BTreeSet<_> = arrived(bootstrap, &topic)?.into_iter().collect();
        let given = delivered(&api, before);
        assert!(given.iter().any(|id| *id > last), "the worker was not killed in mid-stream");
        let missing: Vec<_> = given.iter().filter(|id| **id <= last && !arrived.contains(id)).collect();
        assert!(missing.is_empty(), "committed up to {last}, but Kafka lacks {missing:?}");
    }
    Ok(())
}

/// A broker that does not answer: posts go on arriving, and not one of them is counted as committed.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_committed_while_kafka_does_not_acknowledge() -> Result {
    let (mut broker, topic) = (Broker::start()?, unique("frozen"));
    let bootstrap = broker.bootstrap().to_owned();
    kafka::create_topic(&bootstrap, &topic, 1)?;
    let api = stream().await?;
    let operator = operator(&bootstrap, &api, &topic)?;
    let mut worker = operator.start()?;
    committed_beyond(&operator, &mut worker, 0).await?;

    broker.pause()?;
    // What was acknowledged before the freeze is committed while the first of these arrive; then there is nothing more.
    let count = api.control().delivered_count();
    api.control().wait_delivered(count + 2_000).await;
    let frozen = committed(&operator);
    api.control().wait_delivered(count + 4_000).await;
    assert_eq!(committed(&operator), frozen);
    worker.kill()?;
    worker.wait(LIMIT)?;
    broker.resume()?;

    let last = frozen.expect("an offset was committed");
    let arrived: BTreeSet<_> = arrived(&bootstrap, &topic)?.into_iter().collect();
    let missing: Vec<_> = delivered(&api, 0).into_iter().filter(|id| *id <= last && !arrived.contains(id)).collect();
    assert!(missing.is_empty(), "committed up to {last}, but Kafka lacks {missing:?}");
    Ok(())
}

/// A broker that dies and comes back: nothing is lost, nothing is out of order, and the worker does not notice more than a
/// delay.
#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_dies_and_comes_back_costs_no_post() -> Result {
    let (mut broker, topic) = (Broker::start()?, unique("reborn"));
    let bootstrap = broker.bootstrap().to_owned();
    kafka::create_topic(&bootstrap, &topic, 1)?;
    let api = XApi::builder().posts(Posts::numbered(6_000)).rate(1_500.0).hold_until_connected(true).start().await?;
    let operator = operator(&bootstrap, &api, &topic)?;
    let mut worker = operator.start()?;
    committed_beyond(&operator, &mut worker, 0).await?;
    broker.kill()?;
    let count = api.control().delivered_count();
    api.control().wait_delivered(count + 1_000).await;
    broker.restart()?;
    let records = consume::records(&bootstrap, &topic, 6_000, LIMIT)?;
    worker.terminate()?;
    assert!(worker.wait(LIMIT)?.success(), "{}", worker.output());
    assert!(records.len() >= 6_000);
    let mut arrived = arrived(&bootstrap, &topic)?;
    // Delivery is at least once: a record whose acknowledgement was lost may be there twice, in place.
    arrived.dedup();
    let expected: Vec<i64> = (1..=6_000).map(|number| Posts::numbered_id(number).parse().unwrap()).collect();
    assert_eq!(arrived.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
    Ok(())
}

async fn stopped_by(signal: impl Fn(&mut Process) -> Result, name: &str) -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique(name));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let api = stream().await?;
    let operator = operator(bootstrap, &api, &topic)?;
    let mut worker = operator.start()?;
    committed_beyond(&operator, &mut worker, 0).await?;
    signal(&mut worker)?;
    assert_eq!(worker.wait(LIMIT)?.code(), Some(0), "{}", worker.output());

    let arrived = arrived(bootstrap, &topic)?;
    let given = delivered(&api, 0);
    assert_eq!(arrived, given.get(..arrived.len()).unwrap_or_default(), "what arrived is what was given, in order");
    assert_eq!(committed(&operator), arrived.last().copied(), "all that arrived is committed");
    Ok(())
}

/// SIGTERM: everything the worker took is in Kafka, in order, and committed; the exit code is 0.
#[tokio::test(flavor = "multi_thread")]
async fn sigterm_loses_nothing_that_was_taken_and_commits_all_of_it() -> Result {
    stopped_by(Process::terminate, "terminated").await
}

/// SIGINT: the same.
#[tokio::test(flavor = "multi_thread")]
async fn sigint_loses_nothing_that_was_taken_and_commits_all_of_it() -> Result {
    stopped_by(Process::interrupt, "interrupted").await
}

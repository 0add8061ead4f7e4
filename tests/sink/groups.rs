//! Several members of one group: partitions come and go while tasks work.

#![allow(clippy::unwrap_used, reason = "helpers of the tests, outside their functions")]

mod script;
mod stage;

use std::{sync::Arc, time::Duration};

use kconnect::Closing;
use kconnect_tests::{kafka::Broker, unique};
use kconnect_worker::RunningWorker;
use script::{Act, Call, Gate, Probe};
use stage::{Stage, start_worker, until, write};
use tempfile::TempDir;

/// Another worker with a task of the same connector.
struct Second {
    worker: RunningWorker,
    probe: Arc<Probe>,
    _directory: TempDir,
}

async fn second(stage: &Stage, config: &[(&str, &str)]) -> Second {
    let name = unique("second");
    let mut config = config.to_vec();
    config.push(("probe", &name));
    let directory = TempDir::new().unwrap();
    let worker = start_worker(&directory, &[]).await.unwrap();
    worker.create(stage.config(&config)).await.unwrap();
    Second { worker, probe: Probe::of(&name), _directory: directory }
}

fn is_revoked(call: &Call) -> bool {
    matches!(call, Call::Close(_, Closing::Revoked))
}

fn opened(probe: &Probe) -> usize {
    probe
        .calls(0)
        .iter()
        .rev()
        .find_map(|call| if let Call::Open(list) = call { Some(list.len()) } else { None })
        .unwrap_or(0)
}

const LINES: [(i32, Option<&str>); 6] =
    [(0, Some("a0")), (1, Some("b0")), (0, Some("a1")), (1, Some("b1")), (0, Some("a2")), (1, Some("b2"))];

/// All values that both have, sorted.
fn both(first: &Probe, second: &Probe) -> Vec<String> {
    let mut values = [first.values(), second.values()].concat();
    values.sort();
    values
}

async fn all_once(first: &Probe, second: &Probe, expected: &[&str]) {
    until("all are delivered", async || (both(first, second).len() >= expected.len()).then_some(())).await;
    assert_eq!(both(first, second), expected);
}

async fn revocation_brings_a_waiting_put_back(config: &[(&str, &str)]) {
    let stage = Stage::with(2, &[]).await;
    stage.probe.gate(Gate::Waiting);
    write(&stage.topic, &LINES);
    stage.create(config).await;
    let putting = |call: &Call| matches!(call, Call::Put(lines) if !lines.is_empty());
    until("put waits", async || stage.probe.calls(0).iter().any(putting).then_some(())).await;
    let second = second(&stage, config).await;
    until("a partition is revoked", async || stage.probe.calls(0).iter().any(is_revoked).then_some(())).await;
    until("the second task has one", async || (opened(&second.probe) == 1).then_some(())).await;
    stage.probe.gate(Gate::Open);
    all_once(&stage.probe, &second.probe, &["a0", "a1", "a2", "b0", "b1", "b2"]).await;
    second.worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_brings_a_waiting_put_back_and_nothing_is_lost() {
    revocation_brings_a_waiting_put_back(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_it_does_when_the_group_rebalances_cooperatively() {
    let strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";
    revocation_brings_a_waiting_put_back(&[("consumer.override.partition.assignment.strategy", strategy)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_it_does_with_the_consumer_protocol_of_kip_848() {
    revocation_brings_a_waiting_put_back(&[("consumer.override.group.protocol", "consumer")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_flush_settles_in_a_revocation_is_committed_before_the_partition_goes() {
    // Only a revocation commits here.
    let stage = Stage::with(2, &[("offset.flush.interval.ms", "3600000")]).await;
    stage.probe.decide(|_| Act::Hold);
    stage.probe.flush_delivers();
    write(&stage.topic, &LINES);
    stage.create(&[]).await;
    until("all are held", async || (stage.probe.held().len() == 6).then_some(())).await;
    let second = second(&stage, &[]).await;
    until("the second task has a partition", async || (opened(&second.probe) == 1).then_some(())).await;
    stage.probe.decide(|_| Act::Deliver);
    write(&stage.topic, &[(0, Some("a3")), (1, Some("b3"))]);
    all_once(&stage.probe, &second.probe, &["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]).await;
    second.worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cooperative_members_keep_the_partitions_that_stay() {
    let stage = Stage::with(2, &[]).await;
    let strategy = [(
        "consumer.override.partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
    )];
    stage.create(&strategy).await;
    until("both are open", async || (opened(&stage.probe) == 2).then_some(())).await;
    let second = second(&stage, &strategy).await;
    until("the second task has one", async || (opened(&second.probe) == 1).then_some(())).await;
    let moved: Vec<_> = stage.probe.steps(0).into_iter().skip(1).collect();
    assert!(matches!(&moved[..], [Call::Close(list, Closing::Revoked)] if list.len() == 1), "{moved:?}");
    second.worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_of_a_revoked_partition_come_to_nothing() {
    let stage = Stage::with(1, &[]).await;
    stage.probe.decide(|_| Act::Hold);
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    until("all are held", async || (stage.probe.held() == [0, 1]).then_some(())).await;
    let name = unique("second");
    let config = stage.config(&[("probe", &name)]);
    let (first, topic, connector) = (Arc::clone(&stage.probe), stage.topic.clone(), stage.name.clone());
    let receipts = [first.take(0), first.take(1)];
    stage.worker.stop_connector(&connector).await.unwrap();
    for receipt in receipts {
        receipt.delivered();
    }
    assert_eq!(stage::group_offset(&connector, &topic, 0), None);
    let directory = TempDir::new().unwrap();
    let worker = start_worker(&directory, &[]).await.unwrap();
    worker.create(config).await.unwrap();
    let probe = Probe::of(&name);
    until("both come again", async || (probe.values() == ["a", "b"]).then_some(())).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_that_does_not_end_does_not_hold_up_its_group_for_ever() {
    let short = [("consumer.override.max.poll.interval.ms", "6000"), ("consumer.override.session.timeout.ms", "6000")];
    let stage = Stage::with(2, &[]).await;
    stage.probe.gate(Gate::Deaf);
    write(&stage.topic, &LINES);
    stage.create(&short).await;
    let putting = |call: &Call| matches!(call, Call::Put(lines) if !lines.is_empty());
    until("put waits", async || stage.probe.calls(0).iter().any(putting).then_some(())).await;
    let second = second(&stage, &short).await;
    until("the second task has a partition", async || (opened(&second.probe) > 0).then_some(())).await;
    stage.probe.gate(Gate::Open);
    let lost = |call: &Call| matches!(call, Call::Close(_, Closing::Lost));
    until("the first hears of its loss", async || stage.probe.calls(0).iter().any(lost).then_some(())).await;
    let all = ["a0", "a1", "a2", "b0", "b1", "b2"];
    until("nothing is missing", async || {
        let mut values = both(&stage.probe, &second.probe);
        values.dedup();
        (values == all).then_some(())
    })
    .await;
    second.worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_was_away_hears_that_its_partitions_are_lost() {
    let mut broker = Broker::start().unwrap();
    let (topic, name, bootstrap) = (unique("sink"), unique("connector"), broker.bootstrap().to_owned());
    kconnect_tests::kafka::create_topic(&bootstrap, &topic, 1).unwrap();
    let directory = TempDir::new().unwrap();
    let worker = start_worker(&directory, &[("bootstrap.servers", &bootstrap)]).await.unwrap();
    let config = [
        ("name", name.as_str()),
        ("connector.class", "ScriptSink"),
        ("probe", &name),
        ("topics", &topic),
        ("consumer.override.session.timeout.ms", "6000"),
    ];
    worker.create(config.map(|(key, value)| (key.to_owned(), value.to_owned()))).await.unwrap();
    let probe = Probe::of(&name);
    until("it is open", async || (opened(&probe) == 1).then_some(())).await;
    broker.pause().unwrap();
    let lost = Call::Close(vec![format!("{topic}-0")], Closing::Lost);
    until("it is lost", async || probe.calls(0).contains(&lost).then_some(())).await;
    broker.resume().unwrap();
    let opens = |probe: &Probe| probe.calls(0).iter().filter(|call| matches!(call, Call::Open(_))).count();
    until("it is open again", async || (opens(&probe) == 2).then_some(())).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_static_member_comes_back_to_its_partitions() {
    let stage = Stage::with(2, &[]).await;
    stage.create(&[("consumer.override.group.instance.id", "one")]).await;
    until("both are open", async || (opened(&stage.probe) == 2).then_some(())).await;
    let other = second(&stage, &[("consumer.override.group.instance.id", "two")]).await;
    until("each has one", async || (opened(&stage.probe) == 1 && opened(&other.probe) == 1).then_some(())).await;
    let before = stage.probe.steps(0).len();
    other.worker.stop().await;
    let other = second(&stage, &[("consumer.override.group.instance.id", "two")]).await;
    until("it has one again", async || (opened(&other.probe) == 1).then_some(())).await;
    assert_eq!(stage.probe.steps(0).len(), before, "the first member did not notice");
    other.worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_of_one_connector_share_its_partitions() {
    let stage = Stage::with(2, &[]).await;
    write(&stage.topic, &LINES);
    stage.create(&[("tasks.max", "2")]).await;
    let assigned =
        async || (stage.reading(0).partition_count == 1 && stage.reading(1).partition_count == 1).then_some(());
    until("each has one", assigned).await;
    stage.delivered(6).await;
    for partition in 0..2 {
        until("committed", async || (stage.offset(&stage.topic, partition) == Some(3)).then_some(())).await;
    }
    tokio::time::timeout(Duration::from_mins(1), stage.worker.stop()).await.unwrap();
}

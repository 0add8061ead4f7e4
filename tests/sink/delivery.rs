//! Records reach the task in order, and offsets follow what is settled.

mod script;
mod stage;

use kconnect::Closing;
use kconnect_worker::State;
use script::{Act, Call, Gate};
use stage::{Stage, described, group_offset, start_worker, until, write};

#[tokio::test(flavor = "multi_thread")]
async fn records_are_delivered_in_order_and_their_offset_is_committed() {
    let stage = Stage::set().await;
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    assert_eq!(stage.delivered(3).await, ["a", "b", "c"]);
    stage.committed(3).await;
    let topic = format!("{}-0", stage.topic);
    let stopped = stage.stop().await;
    let steps = stopped.probe.steps(0);
    assert_eq!(steps.first(), Some(&Call::Open(vec![topic.clone()])));
    assert_eq!(steps[steps.len() - 2..], [Call::Close(vec![topic], Closing::Stopping), Call::Stop]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tombstone_is_delivered_as_one() {
    let stage = Stage::set().await;
    write(&stage.topic, &[(0, None)]);
    stage.create(&[]).await;
    assert_eq!(stage.delivered(1).await, ["null"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_task_is_put_nothing_now_and_then() {
    let stage = Stage::set().await;
    stage.create(&[]).await;
    until("a put without records", async || stage.probe.calls(0).contains(&Call::Put(vec![])).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_has_no_more_than_max_poll_records() {
    let stage = Stage::set().await;
    stage.write(&["1", "2", "3", "4", "5"]);
    stage.create(&[("consumer.override.max.poll.records", "2")]).await;
    stage.delivered(5).await;
    let largest =
        stage.probe.calls(0).into_iter().map(|call| if let Call::Put(lines) = call { lines.len() } else { 0 });
    assert_eq!(largest.max(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_settled_prefix_is_committed_when_receipts_settle_out_of_order() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Hold } else { Act::Deliver });
    stage.write(&["a", "b", "c", "d"]);
    stage.create(&[]).await;
    stage.delivered(3).await;
    stage.committed(1).await;
    stage.probe.take(1).delivered();
    stage.committed(4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_flush_settles_is_committed_with_it() {
    let stage = Stage::set().await;
    stage.probe.decide(|_| Act::Hold);
    stage.probe.flush_delivers();
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    stage.committed(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requested_commit_does_not_wait_for_the_interval() {
    let stage = Stage::with(1, &[("offset.flush.interval.ms", "3600000")]).await;
    stage.write(&["a"]);
    stage.create(&[]).await;
    stage.delivered(1).await;
    assert_eq!(stage.offset(&stage.topic, 0), None);
    stage.probe.context(0).request_commit();
    stage.committed(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_commits_what_is_settled() {
    let stage = Stage::with(1, &[("offset.flush.interval.ms", "3600000")]).await;
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    stage.delivered(2).await;
    assert_eq!(stage.stop().await.offset(0), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_that_listens_ends_when_the_worker_stops_and_its_records_come_again() {
    let stage = Stage::set().await;
    stage.probe.gate(Gate::Waiting);
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    let waits = |call: &Call| matches!(call, Call::Put(offsets) if offsets.first() == Some(&0));
    until("put waits", async || stage.probe.calls(0).iter().any(waits).then_some(())).await;
    let stopped = stage.stop().await;
    assert_eq!(stopped.offset(0), None);
    assert_eq!(stopped.probe.steps(0).last(), Some(&Call::Stop));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_the_task_is_ended_by_force() {
    let stage = Stage::with(1, &[("task.shutdown.graceful.timeout.ms", "1")]).await;
    stage.probe.decide(|line| if line.offset < 2 { Act::Deliver } else { Act::Hold });
    stage.write(&["a", "b", "c", "d"]);
    stage.create(&[]).await;
    stage.committed(2).await;
    let config = stage.config(&[]);
    stage.probe.gate(Gate::Deaf);
    stage.write(&["e"]);
    until("put waits", async || stage.probe.calls(0).contains(&Call::Put(vec![4])).then_some(())).await;
    let stopped = stage.stop().await;
    assert!(!stopped.probe.calls(0).contains(&Call::Stop), "nothing is called on a task that was ended by force");
    stopped.probe.gate(Gate::Open);
    stopped.probe.decide(|_| Act::Deliver);
    let directory = tempfile::TempDir::new().unwrap();
    let worker = start_worker(&directory, &[]).await.unwrap();
    worker.create(config).await.unwrap();
    until("all are delivered", async || (stopped.probe.values() == ["a", "b", "c", "d", "e"]).then_some(())).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kafkas_own_tool_shows_the_committed_offsets_and_the_client() {
    let stage = Stage::set().await;
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    stage.committed(3).await;
    let shown = described(&stage.name);
    let line = shown.lines().find(|line| line.contains(&stage.topic)).unwrap();
    let columns: Vec<_> = line.split_whitespace().collect();
    assert_eq!(columns[2..6], ["0", "3", "3", "0"], "{shown}");
    assert_eq!(columns.last(), Some(&&*format!("connector-consumer-{}-0", stage.name)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_regular_expression_finds_topics_that_are_made_later() {
    let stage = Stage::set().await;
    let regex = format!("{}(-late)?", stage.topic);
    stage.write(&["a"]);
    // Its beginning matches, the whole of it does not.
    let other = format!("{}-other", stage.topic);
    kconnect_tests::kafka::create_topic(stage.bootstrap, &other, 1).unwrap();
    write(&other, &[(0, Some("never"))]);
    stage.create(&[("topics.regex", &regex)]).await;
    stage.delivered(1).await;
    let late = format!("{}-late", stage.topic);
    kconnect_tests::kafka::create_topic(stage.bootstrap, &late, 1).unwrap();
    write(&late, &[(0, Some("b"))]);
    assert_eq!(stage.delivered(2).await, ["a", "b"]);
    until("it is committed", async || (stage.offset(&late, 0) == Some(1)).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_connector_stays_in_its_group_and_takes_nothing() {
    let stage = Stage::set().await;
    stage.write(&["a"]);
    stage.create(&[]).await;
    stage.delivered(1).await;
    stage.worker.pause(&stage.name).await.unwrap();
    stage.state(0, State::Paused).await;
    stage.write(&["b"]);
    stage.committed(1).await;
    let shown = described(&stage.name);
    assert!(shown.contains("connector-consumer-"), "{shown}");
    assert_eq!(stage.probe.values(), ["a"]);
    stage.worker.resume(&stage.name).await.unwrap();
    assert_eq!(stage.delivered(2).await, ["a", "b"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_the_connector_brings_a_waiting_put_back() {
    let stage = Stage::set().await;
    stage.probe.gate(Gate::Waiting);
    stage.write(&["a"]);
    stage.create(&[]).await;
    until("put waits", async || stage.probe.calls(0).contains(&Call::Put(vec![0])).then_some(())).await;
    stage.worker.pause(&stage.name).await.unwrap();
    stage.state(0, State::Paused).await;
    stage.probe.gate(Gate::Open);
    stage.worker.resume(&stage.name).await.unwrap();
    assert_eq!(stage.delivered(1).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_pauses_and_resumes_its_partitions() {
    let stage = Stage::with(2, &[]).await;
    write(&stage.topic, &[(0, Some("a")), (1, Some("b"))]);
    stage.create(&[]).await;
    stage.delivered(2).await;
    let context = stage.probe.context(0);
    let first = context.assignment().into_iter().find(|partition| partition.partition == 0).unwrap();
    context.pause(std::slice::from_ref(&first));
    write(&stage.topic, &[(0, Some("c")), (1, Some("d"))]);
    assert_eq!(stage.delivered(3).await[2], "d");
    context.resume(&[first]);
    assert_eq!(stage.delivered(4).await[3], "c");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rewound_partition_is_read_again_and_old_receipts_mean_nothing() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 2 && line.earlier == 0 { Act::Hold } else { Act::Deliver });
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    stage.delivered(2).await;
    until("the last is held", async || (stage.probe.held() == [2]).then_some(())).await;
    stage.committed(2).await;
    let context = stage.probe.context(0);
    let old = stage.probe.take(2);
    stage.probe.decide(|line| if line.offset == 1 { Act::Hold } else { Act::Deliver });
    context.rewind(&context.assignment()[0], 1);
    old.delivered();
    assert_eq!(stage.delivered(3).await, ["a", "b", "c"]);
    // Offset 1 is held: neither the old receipt of 2 nor its new one moves the offset.
    until("it comes again", async || (stage.probe.held() == [1]).then_some(())).await;
    context.request_commit();
    stage.probe.take(1).delivered();
    stage.committed(3).await;
    assert_eq!(group_offset(&stage.name, &stage.topic, 0), Some(3));
}

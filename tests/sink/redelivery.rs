//! What the task does not settle comes again, in order, and nothing newer of its partition before it.

mod script;
mod stage;

use std::time::Duration;

use kconnect::{Closing, Error};
use script::{Act, Call, Gate};
use stage::{Stage, until, write};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_receipt_is_dropped_comes_again() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 && line.earlier == 0 { Act::Drop } else { Act::Deliver });
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    // Whether "c" was in the same batch as "b", and so came before it, is Kafka's affair.
    let mut delivered = stage.delivered(3).await;
    delivered.sort();
    assert_eq!(delivered, ["a", "b", "c"]);
    stage.committed(3).await;
    assert_eq!(stage.reading(0).redelivered_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_newer_of_a_partition_comes_before_what_comes_again() {
    let stage = Stage::with(2, &[]).await;
    let probe = stage.probe.clone();
    stage.probe.decide(move |line| match (line.partition, line.offset) {
        (0, 0) if !probe.values().contains(&"other".to_owned()) => Act::Retry,
        _ => Act::Deliver,
    });
    write(&stage.topic, &[(0, Some("first"))]);
    stage.create(&[]).await;
    until("it was given", async || stage.probe.steps(0).contains(&Call::Put(vec![0])).then_some(())).await;
    write(&stage.topic, &[(0, Some("second")), (1, Some("other"))]);
    // Another partition does not wait for it.
    assert_eq!(stage.delivered(3).await, ["other", "first", "second"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_records_come_again_in_their_order() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.earlier == 0 { Act::RetryIn(Duration::from_millis(1)) } else { Act::Deliver });
    stage.write(&["a", "b", "c", "d"]);
    stage.create(&[("consumer.override.max.poll.records", "3")]).await;
    assert_eq!(stage.delivered(4).await, ["a", "b", "c", "d"]);
    stage.committed(4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_in_a_batch_comes_again_after_a_put_that_may_be_tried_again() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| match line.offset {
        2 if line.earlier == 0 => Act::Fail(Error::retriable("busy")),
        _ => Act::Deliver,
    });
    stage.write(&["a", "b", "c", "d"]);
    stage.create(&[]).await;
    assert_eq!(stage.delivered(4).await, ["a", "b", "c", "d"]);
    stage.committed(4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_that_fails_for_good_fails_the_task_and_commits_what_was_settled() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Fail(Error::fatal("broken")) } else { Act::Deliver });
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    assert_eq!(stage.failure(0).await, "broken");
    stage.committed(1).await;
    until("the task is stopped", async || (stage.probe.calls(0).last() == Some(&Call::Stop)).then_some(())).await;
    stage.probe.decide(|_| Act::Deliver);
    stage.worker.restart_task(&stage.name, 0).await.unwrap();
    assert_eq!(stage.delivered(3).await, ["a", "b", "c"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_called_on_a_task_that_panicked_and_what_it_settled_is_committed() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Panic } else { Act::Deliver });
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    assert_eq!(stage.failure(0).await, "the task panicked: as the test wants it");
    stage.committed(1).await;
    let stopped = stage.stop().await;
    let calls = stopped.probe.calls(0);
    let last_put = |call: &Call| matches!(call, Call::Put(offsets) if offsets.last() == Some(&1));
    assert!(calls.last().is_some_and(last_put), "{calls:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_may_take_longer_than_max_poll_interval() {
    let stage = Stage::set().await;
    stage.probe.gate(Gate::Deaf);
    stage.write(&["a"]);
    let interval = ("consumer.override.max.poll.interval.ms", "6000");
    stage.create(&[interval, ("consumer.override.session.timeout.ms", "6000")]).await;
    until("put waits", async || stage.probe.calls(0).contains(&Call::Put(vec![0])).then_some(())).await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    stage.probe.gate(Gate::Open);
    stage.committed(1).await;
    stage.write(&["b"]);
    assert_eq!(stage.delivered(2).await, ["a", "b"]);
    stage.committed(2).await;
    let closed = |call: &Call| matches!(call, Call::Close(..));
    assert!(!stage.probe.calls(0).iter().any(closed), "the member was in its group all the time");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_are_tried_again_for_long_keep_the_member_in_its_group() {
    let stage = Stage::set().await;
    stage.probe.decide(|_| Act::RetryIn(Duration::from_millis(200)));
    stage.write(&["a"]);
    let interval = ("consumer.override.max.poll.interval.ms", "6000");
    stage.create(&[interval, ("consumer.override.session.timeout.ms", "6000")]).await;
    until("tried often", async || (stage.reading(0).redelivered_total >= 35).then_some(())).await;
    stage.probe.decide(|_| Act::Deliver);
    stage.committed(1).await;
    let stopped = stage.stop().await;
    let closings: Vec<_> = stopped.probe.calls(0).into_iter().filter(|call| matches!(call, Call::Close(..))).collect();
    assert_eq!(closings, [Call::Close(vec![format!("{}-0", stopped.topic)], Closing::Stopping)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flush_that_may_be_tried_again_is_a_failed_commit_and_what_it_gave_up_comes_again() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset > 0 && line.earlier == 0 { Act::Hold } else { Act::Deliver });
    stage.probe.flush_fails(Error::retriable("the other side is away"));
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    assert_eq!(stage.delivered(3).await, ["a", "b", "c"]);
    stage.committed(3).await;
    assert_eq!(stage.reading(0).offset_commit_failure_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flush_that_fails_for_good_fails_the_task() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Hold } else { Act::Deliver });
    stage.probe.flush_fails(Error::fatal("broken"));
    stage.write(&["a", "b"]);
    stage.create(&[]).await;
    assert_eq!(stage.failure(0).await, "broken");
    stage.committed(1).await;
}

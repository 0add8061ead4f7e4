//! No task can hang the worker: one that keeps its thread is FAILED and left alone, one that failed may be started again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod stage;

use kconnect_worker::State;

use stage::{Stage, until};

/// A script that goes on for ever, at its leisure.
const STEADY: &str = "push rest again";

/// Time for a stop, in which everything that listens has ended long ago.
const HASTY: (&str, &str) = ("task.shutdown.graceful.timeout.ms", "500");

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_keeps_its_thread_when_it_is_asked_to_stop_is_left_alone_and_counted_until_it_comes_back() {
    let mut stage = Stage::with(&[HASTY]).await;
    stage.create("steady", STEADY, &[("topic", "elsewhere")]).await.unwrap();
    stage.create("c", "push, hold", &[]).await.unwrap();
    until("the thread is kept", async || (stage.seen().polls() == 2).then_some(())).await;
    let task = stage.task("c", 0);
    stage.worker.stop_connector("c").await.unwrap();
    assert_eq!(stage.worker.abandoned_threads(), 1);
    assert!(task.progress.poll.is_some());
    stage.goes_on("steady", 0).await;
    stage.seen().release();
    until("the thread came back", async || (stage.worker.abandoned_threads() == 0).then_some(())).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_keeps_its_thread_longer_than_is_allowed_is_failed_and_the_others_go_on() {
    let mut stage = Stage::with(&[HASTY, ("task.blocked.timeout.ms", "300")]).await;
    stage.create("c", &format!("push, hold|{STEADY}"), &[("tasks.max", "2")]).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert_eq!(failure, "the task blocks its thread: it has not returned it for 300ms");
    assert_eq!(stage.worker.abandoned_threads(), 1);
    stage.goes_on("c", 1).await;
    assert_eq!(stage.task("c", 1).status.state, State::Running);
    // What it says when it comes back is not heard.
    stage.seen().release();
    until("the thread came back", async || (stage.worker.abandoned_threads() == 0).then_some(())).await;
    assert_eq!(stage.task("c", 0).status.state, State::Failed);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_waits_is_not_one_that_keeps_its_thread() {
    let mut stage = Stage::with(&[("task.blocked.timeout.ms", "50")]).await;
    stage.create("waiting", "push", &[("topic", "elsewhere")]).await.unwrap();
    // It is long looked at before the other one is given up.
    stage.create("kept", "hold", &[]).await.unwrap();
    stage.failure("kept", 0).await;
    assert_eq!(stage.task("waiting", 0).status.state, State::Running);
    stage.seen().release();
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_whose_thread_is_kept_can_be_started_again() {
    let mut stage = Stage::with(&[HASTY, ("task.blocked.timeout.ms", "100")]).await;
    stage.create("c", "hold", &[]).await.unwrap();
    stage.failure("c", 0).await;
    stage.worker.restart_task("c", 0).await.unwrap();
    until("it has started again", async || (stage.seen().starts() == 2).then_some(())).await;
    stage.seen().release();
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_does_not_start_again_before_the_blocking_code_of_its_predecessor_has_returned() {
    let mut stage = Stage::with(&[HASTY]).await;
    stage.create("c", "push, hold-beside", &[]).await.unwrap();
    until("blocking code runs", async || (stage.seen().polls() == 2).then_some(())).await;
    stage.worker.restart_task("c", 0).await.unwrap();
    assert_eq!(stage.task("c", 0).status.state, State::Restarting);
    assert_eq!((stage.seen().starts(), stage.worker.abandoned_threads()), (1, 1));
    stage.seen().release();
    until("it has started again", async || (stage.seen().starts() == 2).then_some(())).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_stops_whatever_keeps_its_threads() {
    let mut stage = Stage::with(&[HASTY]).await;
    stage.create("c", "push, hold", &[]).await.unwrap();
    until("the thread is kept", async || (stage.seen().polls() == 2).then_some(())).await;
    let seen = stage.seen();
    stage.stop().await;
    seen.release();
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_that_share_a_runtime_run_fail_and_panic_like_others() {
    let mut stage = Stage::with(&[("tasks.runtime", "shared")]).await;
    let script = format!("{STEADY}|push, panic|{STEADY}");
    stage.create("c", &script, &[("tasks.max", "3")]).await.unwrap();
    assert_eq!(stage.failure("c", 1).await, "the task panicked: a bug in the connector");
    stage.goes_on("c", 0).await;
    stage.goes_on("c", 2).await;
    let seen = stage.seen();
    stage.stop().await;
    assert!(seen.stopped());
}

/// Quick enough for a test.
const RESTARTS: [(&str, &str); 3] =
    [("task.restart.max.attempts", "2"), ("task.restart.backoff.ms", "10"), ("task.restart.backoff.max.ms", "60000")];

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_fails_again_and_again_is_started_again_as_often_as_is_allowed() {
    let mut stage = Stage::set().await;
    stage.create("c", "fail", &RESTARTS).await.unwrap();
    until("it is FAILED for good", async || {
        let task = stage.task("c", 0);
        (task.status.state == State::Failed && !task.restarts).then_some(())
    })
    .await;
    assert_eq!(stage.seen().starts(), 3);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workers_restart_policy_is_that_of_connectors_without_one() {
    let mut stage = Stage::with(&RESTARTS).await;
    stage.create("c", "fail", &[("task.restart.max.attempts", "1")]).await.unwrap();
    until("it is FAILED for good", async || {
        let task = stage.task("c", 0);
        (task.status.state == State::Failed && !task.restarts).then_some(())
    })
    .await;
    assert_eq!(stage.seen().starts(), 2);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_restart_policy_a_failed_task_stays_failed() {
    let mut stage = Stage::set().await;
    stage.create("c", "fail", &[]).await.unwrap();
    stage.failure("c", 0).await;
    assert!(!stage.task("c", 0).restarts);
    stage.stop().await;
}

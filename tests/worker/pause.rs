//! What a source task does while its connector is paused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod stage;

use kconnect_worker::State;

use stage::{Stage, until};

async fn is(stage: &Stage, wanted: State) {
    until(&format!("the task is {wanted}"), async || (stage.task("c", 0).status.state == wanted).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_poll_gives_way_and_the_task_goes_on_where_it_was() {
    let mut stage = Stage::set().await;
    stage.create("c", "push, outlast-the-stop push, push", &[]).await.unwrap();
    let seen = stage.seen();
    until("the second poll is under way", async || (seen.polls() == 2).then_some(())).await;
    stage.worker.pause("c").await.unwrap();
    is(&stage, State::Paused).await;
    // What it handed over when it gave way is sent, and committed, although it is paused.
    assert_eq!(stage.values(2), ["line 1", "line 2"]);
    stage.committed("c", 2).await;
    assert_eq!(seen.polls(), 2);
    stage.worker.resume("c").await.unwrap();
    assert_eq!(stage.values(3)[2], "line 3");
    assert_eq!(stage.task("c", 0).status.state, State::Running);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_task_stops_when_asked() {
    let mut stage = Stage::set().await;
    stage.create("c", "push again", &[]).await.unwrap();
    stage.first_commit("c").await;
    stage.worker.pause("c").await.unwrap();
    is(&stage, State::Paused).await;
    let (seen, metrics) = (stage.seen(), stage.metrics("c", 0));
    let stopped = stage.stop().await;
    assert!(seen.stopped());
    let polled = metrics.read().source_record_poll_total;
    assert_eq!(stopped.committed("c").await, i64::try_from(polled).ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_can_be_paused_and_resumed_again_and_again() {
    let mut stage = Stage::set().await;
    stage.create("c", "again push rest", &[]).await.unwrap();
    for _ in 0..3 {
        stage.goes_on("c", 0).await;
        stage.worker.pause("c").await.unwrap();
        is(&stage, State::Paused).await;
        stage.worker.resume("c").await.unwrap();
        is(&stage, State::Running).await;
    }
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

//! What may happen to a connector: it is paused, resumed, stopped, started again, altered, deleted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod stage;

use kconnect_worker::{Error, RestartRequest, State, properties::InitialState, stores::TargetState};

use stage::{Stage, until};

/// A script that goes on for ever, at its leisure.
const STEADY: &str = "again push rest";

impl Stage {
    fn states(&self, connector: &str) -> (State, Vec<State>) {
        let view = self.worker.connector(connector).unwrap();
        (view.status.state, view.tasks.iter().map(|task| task.status.state).collect())
    }

    async fn reaches(&self, connector: &str, state: State, tasks: &[State]) {
        until("the connector and its tasks have these states", async || {
            (self.states(connector) == (state, tasks.to_vec())).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_source_is_not_polled_and_goes_on_with_the_next_record_when_it_is_resumed() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.first_commit("c").await;
    stage.worker.pause("c").await.unwrap();
    stage.reaches("c", State::Paused, &[State::Paused]).await;
    let written = usize::try_from(stage.standstill("c", 0).await.source_record_poll_total).unwrap();
    stage.worker.resume("c").await.unwrap();
    stage.reaches("c", State::Running, &[State::Running]).await;
    stage.goes_on("c", 0).await;
    let expected: Vec<_> = (1..=written + 1).map(|line| format!("line {line}")).collect();
    assert_eq!(stage.values(written + 1), expected);
    assert_eq!(stage.seen().starts(), 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_that_waits_gives_way_to_a_pause() {
    let mut stage = Stage::set().await;
    stage.create("c", "push", &[]).await.unwrap();
    until("the task waits for its source", async || (stage.seen().polls() == 2).then_some(())).await;
    stage.worker.pause("c").await.unwrap();
    stage.reaches("c", State::Paused, &[State::Paused]).await;
    stage.worker.resume("c").await.unwrap();
    until("it is polled again", async || (stage.seen().polls() > 2).then_some(())).await;
    assert_eq!(stage.seen().starts(), 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_connector_has_no_tasks_and_begins_behind_its_offsets_when_it_is_resumed() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.first_commit("c").await;
    stage.worker.stop_connector("c").await.unwrap();
    assert_eq!(stage.states("c"), (State::Stopped, Vec::new()));
    assert!(stage.seen().stopped());
    stage.worker.resume("c").await.unwrap();
    assert_eq!(stage.worker.connector("c").unwrap().target, TargetState::Started);
    stage.goes_on("c", 0).await;
    let written = usize::try_from(stage.first_commit("c").await).unwrap();
    let expected: Vec<_> = (1..=written).map(|line| format!("line {line}")).collect();
    assert_eq!(stage.values(written), expected);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_is_created_paused_polls_nothing_before_it_is_resumed() {
    let mut stage = Stage::set().await;
    stage.create_in("c", STEADY, InitialState::Paused).await.unwrap();
    stage.reaches("c", State::Paused, &[State::Paused]).await;
    assert_eq!(stage.seen().polls(), 0);
    stage.worker.resume("c").await.unwrap();
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_is_created_stopped_has_no_tasks_before_it_is_resumed() {
    let mut stage = Stage::set().await;
    stage.create_in("c", STEADY, InitialState::Stopped).await.unwrap();
    assert_eq!(stage.states("c"), (State::Stopped, Vec::new()));
    assert_eq!(stage.seen().starts(), 0);
    stage.worker.resume("c").await.unwrap();
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_what_failed_leaves_the_tasks_alone_that_run() {
    let mut stage = Stage::set().await;
    stage.create("c", &format!("push fail|{STEADY}"), &[("tasks.max", "2")]).await.unwrap();
    stage.failure("c", 0).await;
    stage.goes_on("c", 1).await;
    let request = RestartRequest::connector().with_tasks().only_failed();
    let view = stage.worker.restart("c", request).await.unwrap();
    let states: Vec<_> = view.tasks.iter().map(|task| task.status.state).collect();
    assert_eq!((view.status.state, &*states), (State::Running, [State::Restarting, State::Running].as_slice()));
    until("the failed task starts again", async || (stage.seen().starts() == 3).then_some(())).await;
    stage.failure("c", 0).await;
    assert_eq!(stage.seen().starts(), 3);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_connector_alone_leaves_its_tasks_alone() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    let view = stage.worker.restart("c", RestartRequest::connector()).await.unwrap();
    assert_eq!(view.status.state, State::Restarting);
    assert_eq!(stage.states("c"), (State::Running, vec![State::Running]));
    assert_eq!(stage.seen().starts(), 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_with_tasks_starts_all_of_them_again() {
    let mut stage = Stage::set().await;
    stage.create("c", &format!("{STEADY}|{STEADY}"), &[("tasks.max", "2")]).await.unwrap();
    until("both tasks started", async || (stage.seen().starts() == 2).then_some(())).await;
    stage.worker.restart("c", RestartRequest::connector().with_tasks()).await.unwrap();
    until("both tasks started again", async || (stage.seen().starts() == 4).then_some(())).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_task_can_be_started_again() {
    let mut stage = Stage::set().await;
    stage.create("c", &format!("{STEADY}|push fail"), &[("tasks.max", "2")]).await.unwrap();
    stage.failure("c", 1).await;
    stage.worker.restart_task("c", 1).await.unwrap();
    until("the task starts again", async || (stage.seen().starts() == 3).then_some(())).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_connector_with_fewer_tasks_has_fewer_tasks() {
    let mut stage = Stage::set().await;
    stage.create("c", &format!("{STEADY}|{STEADY}"), &[("tasks.max", "2")]).await.unwrap();
    stage.reaches("c", State::Running, &[State::Running, State::Running]).await;
    stage.alter("c", STEADY, &[]).await.unwrap();
    stage.reaches("c", State::Running, &[State::Running]).await;
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn altering_only_the_connector_starts_its_tasks_again() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    stage.alter("c", STEADY, &[("errors.tolerance", "all")]).await.unwrap();
    until("the task started again", async || (stage.seen().starts() == 2).then_some(())).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn altering_nothing_leaves_the_tasks_alone() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    stage.alter("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    assert_eq!(stage.seen().starts(), 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_configuration_alters_nothing() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    let error = stage.alter("c", STEADY, &[("tasks.max", "0")]).await.unwrap_err();
    assert_eq!(error.status(), 400);
    stage.goes_on("c", 0).await;
    assert_eq!(stage.states("c"), (State::Running, vec![State::Running]));
    assert!(!stage.worker.config("c").unwrap().contains_key("tasks.max"));
    assert_eq!(stage.seen().starts(), 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_connector_stays_paused() {
    let mut stage = Stage::set().await;
    stage.create_in("c", STEADY, InitialState::Paused).await.unwrap();
    stage.alter("c", &format!("{STEADY}|{STEADY}"), &[("tasks.max", "2")]).await.unwrap();
    stage.reaches("c", State::Paused, &[State::Paused, State::Paused]).await;
    assert_eq!(stage.seen().polls(), 0);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_with_another_name_is_refused() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    let error = stage.alter("c", STEADY, &[("name", "d")]).await.unwrap_err();
    assert_eq!(error.to_string(), "Connector name configuration (d) doesn't match connector name in the URL (c)");
    assert_eq!(error.status(), 400);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_connector_is_gone_and_another_of_its_name_goes_on_behind_its_offsets() {
    let mut stage = Stage::set().await;
    stage.create("c", "push push", &[]).await.unwrap();
    stage.committed("c", 2).await;
    stage.worker.delete("c").await.unwrap();
    assert!(stage.worker.connectors().is_empty());
    assert!(stage.seen().stopped());
    stage.create("c", "push", &[]).await.unwrap();
    assert_eq!(stage.values(3), ["line 1", "line 2", "line 3"]);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_is_shown_as_it_was_written() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[("errors.tolerance", " all ")]).await.unwrap();
    let config = stage.worker.config("c").unwrap();
    assert_eq!(config["errors.tolerance"].as_deref(), Some(" all "));
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found_in_kafkas_words() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    let worker = &stage.worker;
    let refused = |outcome: Result<(), Error>| {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), 404, "{error}");
        error.to_string()
    };
    let request = RestartRequest::connector();
    assert_eq!(refused(worker.pause("x").await), "Unknown connector x");
    assert_eq!(refused(worker.resume("x").await), "Unknown connector x");
    assert_eq!(refused(worker.stop_connector("x").await), "Unknown connector x");
    assert_eq!(refused(worker.delete("x").await), "Connector x not found");
    assert_eq!(refused(worker.restart("x", request).await.map(drop)), "Unknown connector: x");
    assert_eq!(refused(worker.restart_task("x", 0).await), "Connector x not found");
    assert_eq!(refused(worker.restart_task("c", 1).await), "Task c-1 not found");
    assert_eq!(refused(worker.connector("x").map(drop)), "Connector x not found");
    assert_eq!(refused(worker.config("x").map(drop)), "Connector x not found");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_says_so_has_its_work_divided_again() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[("tasks.max", "2")]).await.unwrap();
    stage.goes_on("c", 0).await;
    stage.seen().divide(&format!("{STEADY}|{STEADY}"));
    stage.reaches("c", State::Running, &[State::Running, State::Running]).await;
    stage.goes_on("c", 1).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_is_divided_as_before_leaves_the_tasks_alone() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[("tasks.max", "2")]).await.unwrap();
    stage.goes_on("c", 0).await;
    stage.seen().divide(STEADY);
    stage.seen().divide(&format!("{STEADY}|{STEADY}"));
    stage.reaches("c", State::Running, &[State::Running, State::Running]).await;
    stage.seen().divide(&format!("{STEADY}|{STEADY}"));
    stage.goes_on("c", 1).await;
    assert_eq!(stage.seen().starts(), 3);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_can_have_the_work_divided_again() {
    let mut stage = Stage::set().await;
    stage.create("c", "push, hold, ask", &[("tasks.max", "2")]).await.unwrap();
    stage.committed("c", 1).await;
    stage.seen().divide_silently(&format!("{STEADY}|{STEADY}"));
    stage.seen().release();
    stage.reaches("c", State::Running, &[State::Running, State::Running]).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_whose_watch_fails_is_failed_and_its_tasks_go_on() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.goes_on("c", 0).await;
    stage.seen().trouble("the source is locked");
    stage.reaches("c", State::Failed, &[State::Running]).await;
    let trace = stage.worker.connector("c").unwrap().status.trace;
    assert_eq!(trace.as_deref(), Some("the source is locked"));
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_connector_runs_again_after_a_restart() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    stage.seen().trouble("the source is locked");
    until("the connector fails", async || (stage.states("c").0 == State::Failed).then_some(())).await;
    stage.worker.restart("c", RestartRequest::connector().only_failed()).await.unwrap();
    assert_eq!(stage.states("c").0, State::Running);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_tasks_than_tasks_max_make_the_connector_failed_in_kafkas_words() {
    let mut stage = Stage::set().await;
    let error = stage.create("c", "push|push", &[("tasks.max", "1")]).await.unwrap_err();
    let expected = "The connector c has generated 2 tasks, which is greater than 1, the maximum number of tasks it is \
                    configured to create. This behaviour should be considered a bug and is disallowed.";
    assert!(error.to_string().contains(expected), "{error}");
    let status = stage.worker.connector("c").unwrap().status;
    assert_eq!(status.state, State::Failed);
    assert!(status.trace.unwrap().starts_with(expected));
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_tasks_than_tasks_max_run_where_that_is_not_enforced() {
    let mut stage = Stage::set().await;
    let script = format!("{STEADY}|{STEADY}");
    stage.create("c", &script, &[("tasks.max", "1"), ("tasks.max.enforce", "false")]).await.unwrap();
    stage.reaches("c", State::Running, &[State::Running, State::Running]).await;
    stage.stop().await;
}

//! What a worker promises when a task fails, panics, never waits, or does not listen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod stage;

use kconnect_tests::unique;
use kconnect_worker::{
    Error, State,
    dev::{MockBroker, MockRegistry},
};
use tempfile::TempDir;

use stage::{Stage, start_worker, until};

const AVRO: &str = "io.confluent.connect.avro.AvroConverter";

/// A script that goes on for ever, at its leisure.
const STEADY: &str = "push rest again";

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_during_a_poll_that_succeeds_leaves_the_task_one_more_to_hand_over_what_it_holds() {
    let mut stage = Stage::set().await;
    stage.create("c", "push, outlast-the-stop, push, push", &[]).await.unwrap();
    let (seen, metrics) = (stage.seen(), stage.metrics("c", 0));
    until("the second poll is under way", async || (seen.polls() == 2).then_some(())).await;
    let stopped = stage.stop().await;
    assert_eq!(seen.polls(), 3);
    assert_eq!(stopped.values(2), ["line 1", "line 2"]);
    assert_eq!(metrics.read().source_record_write_total, 2);
    assert_eq!(stopped.committed("c").await, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pushed_before_a_fatal_error_arrives_and_is_committed() {
    let mut stage = Stage::set().await;
    stage.create("c", "push, push push fail", &[]).await.unwrap();
    assert_eq!(stage.values(3), ["line 1", "line 2", "line 3"]);
    stage.committed("c", 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fatal_error_makes_the_task_failed_with_its_message() {
    let mut stage = Stage::set().await;
    stage.create("c", "push fail", &[]).await.unwrap();
    assert_eq!(stage.failure("c", 0).await, "the source is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fatal_error_does_not_lose_records_whose_schema_id_is_not_known_yet() {
    let registry = unique("registry");
    let url = format!("mock://{registry}");
    let mut stage = Stage::with(&[
        ("key.converter", AVRO),
        ("key.converter.schema.registry.url", &url),
        ("value.converter", AVRO),
        ("value.converter.schema.registry.url", &url),
    ])
    .await;
    stage.create("c", "push push fail", &[]).await.unwrap();
    let records = stage.records(2);
    let id = MockRegistry::scope(&registry).latest(&format!("{}-value", stage.topic)).unwrap().id;
    let expected = |text: &[u8; 6]| [&[0], id.to_be_bytes().as_slice(), &[12], text].concat();
    assert_eq!(records[0].value.as_deref(), Some(expected(b"line 1").as_slice()));
    assert_eq!(records[1].value.as_deref(), Some(expected(b"line 2").as_slice()));
    stage.committed("c", 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_makes_the_task_failed_and_what_it_handed_over_before_arrives_and_is_committed() {
    let mut stage = Stage::set().await;
    stage.create("c", "push push, panic", &[]).await.unwrap();
    assert_eq!(stage.failure("c", 0).await, "the task panicked: a bug in the connector");
    assert_eq!(stage.values(2), ["line 1", "line 2"]);
    stage.committed("c", 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_one_connector_leaves_the_others_running() {
    let mut stage = Stage::set().await;
    stage.create("steady", STEADY, &[]).await.unwrap();
    stage.create("broken", "push, panic", &[("topic", "elsewhere")]).await.unwrap();
    stage.failure("broken", 0).await;
    stage.goes_on("steady", 0).await;
    assert_eq!(stage.task("steady", 0).status.state, State::Running);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_input_fails_the_task_and_holds_back_its_offset_but_not_the_records_around_it() {
    let mut stage = Stage::set().await;
    stage.create("c", "push reject push", &[("errors.tolerance", "none")]).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert!(failure.starts_with("Tolerance exceeded in error handler: not a line"), "{failure}");
    assert_eq!(stage.values(2), ["line 1", "line 3"]);
    assert_eq!(stage.stop().await.committed("c").await, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_input_that_is_tolerated_is_counted_and_passed() {
    let mut stage = Stage::set().await;
    stage.create("c", "push reject, push", &[("errors.tolerance", "all")]).await.unwrap();
    assert_eq!(stage.values(2), ["line 1", "line 3"]);
    stage.committed("c", 3).await;
    assert_eq!(stage.task("c", 0).status.state, State::Running);
    assert_eq!(stage.reading("c", 0).total_records_skipped, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offset_at_a_rejected_input_that_is_tolerated_is_committed_too() {
    let mut stage = Stage::set().await;
    stage.create("c", "push reject", &[("errors.tolerance", "all")]).await.unwrap();
    stage.committed("c", 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_callback_fails_its_task_and_no_other_that_shares_the_producer() {
    let mut stage = Stage::set().await;
    let script = format!("push-and-panic-on-delivery|{STEADY}");
    stage.create("c", &script, &[("tasks.max", "2")]).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert_eq!(failure, "the task's code panicked on an acknowledgement: a bug in the callback");
    stage.goes_on("c", 1).await;
    assert_eq!(stage.task("c", 1).status.state, State::Running);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_beside_a_task_that_fails_makes_the_task_failed() {
    let mut stage = Stage::set().await;
    stage.create("c", "push spawn-failing", &[]).await.unwrap();
    assert_eq!(stage.failure("c", 0).await, "the reader lost its file");
    stage.committed("c", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_beside_a_task_that_panics_makes_the_task_failed() {
    let mut stage = Stage::set().await;
    stage.create("c", "push spawn-panicking", &[]).await.unwrap();
    assert_eq!(stage.failure("c", 0).await, "the reader panicked: a bug in the reader");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_beside_a_task_that_does_not_listen_does_not_keep_the_worker_from_stopping() {
    let mut stage = Stage::with(&[("task.shutdown.graceful.timeout.ms", "1000")]).await;
    stage.create("c", "push spawn-deaf", &[]).await.unwrap();
    stage.committed("c", 1).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_never_waits_has_its_offsets_committed_while_it_runs() {
    let mut stage = Stage::set().await;
    stage.create("c", "push again", &[]).await.unwrap();
    let first = stage.first_commit("c").await;
    until("a later line is committed", async || (stage.first_commit("c").await > first).then_some(())).await;
    assert_eq!(stage.task("c", 0).status.state, State::Running);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_never_waits_stops_when_asked() {
    let mut stage = Stage::set().await;
    stage.create("c", "push again", &[]).await.unwrap();
    stage.first_commit("c").await;
    let seen = stage.seen();
    stage.stop().await;
    assert!(seen.stopped());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_delivers_and_never_returns_stops_when_asked_and_all_is_committed() {
    let mut stage = Stage::set().await;
    stage.create("c", "deliver-for-ever", &[("size", "1000")]).await.unwrap();
    stage.first_commit("c").await;
    let (seen, metrics) = (stage.seen(), stage.metrics("c", 0));
    let stopped = stage.stop().await;
    assert!(seen.stopped());
    let polled = metrics.read().source_record_poll_total;
    assert_eq!(stopped.committed("c").await, i64::try_from(polled).ok());
}

/// More than a task may have under way, so that its own limit is the one that is met.
const ROOMY: (&str, &str) = ("producer.buffer.memory", "134217728");

/// A task has 32 MiB under way at most, and the record that reaches them.
#[tokio::test(flavor = "multi_thread")]
async fn a_task_takes_no_more_from_its_source_while_the_broker_is_down_and_goes_on_when_it_is_back() {
    for script in ["push again", "deliver-for-ever"] {
        let mut stage = Stage::with(&[ROOMY]).await;
        stage.create("c", script, &[("size", "32768")]).await.unwrap();
        stage.first_commit("c").await;
        stage.broker.set_up(false).unwrap();
        let standstill = stage.standstill("c", 0).await;
        assert!((1000..=1024).contains(&standstill.source_record_active_count), "{script}: {standstill:?}");
        stage.broker.set_up(true).unwrap();
        stage.goes_on("c", 0).await;
        stage.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_waits_for_a_broker_that_is_down_stops_when_asked_and_only_what_arrived_is_committed() {
    for script in ["push again", "deliver-for-ever"] {
        let mut stage = Stage::with(&[ROOMY, ("offset.flush.timeout.ms", "100")]).await;
        stage.create("c", script, &[("size", "32768")]).await.unwrap();
        stage.first_commit("c").await;
        stage.broker.set_up(false).unwrap();
        stage.standstill("c", 0).await;
        let (seen, metrics) = (stage.seen(), stage.metrics("c", 0));
        let stopped = stage.stop().await;
        assert!(seen.stopped(), "{script}");
        let read = metrics.read();
        assert!(read.source_record_active_count > 0, "{script}: {read:?}");
        assert_eq!(stopped.committed("c").await, i64::try_from(read.source_record_write_total).ok(), "{script}");
    }
}

fn assert_names(error: &Error, key: &str, value: &str) {
    let expected = format!("Invalid value {value} for configuration {key}: not supported by this version");
    assert!(error.to_string().contains(&expected), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_asks_for_what_this_version_lacks_is_refused_by_the_key() {
    let mut stage = Stage::set().await;
    for (key, value) in [("exactly.once.support", "required"), ("transaction.boundary", "interval")] {
        let error = stage.create("c", "push", &[(key, value)]).await.expect_err(key);
        assert!(matches!(error, Error::ConnectorConfig { count: 1, .. }), "{error}");
        assert_names(&error, key, value);
    }
    assert!(stage.worker.connectors().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_asks_for_what_this_version_lacks_is_refused_by_the_key() {
    let (broker, directory) = (MockBroker::start().unwrap(), TempDir::new().unwrap());
    let error = start_worker(&broker, &directory, &[("exactly.once.source.support", "enabled")]).await.unwrap_err();
    assert!(matches!(error, Error::WorkerConfig { count: 1, .. }), "{error}");
    assert_names(&error, "exactly.once.source.support", "enabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_connector_of_the_same_name_is_refused_and_the_first_goes_on() {
    let mut stage = Stage::set().await;
    stage.create("c", STEADY, &[]).await.unwrap();
    let error = stage.create("c", "push", &[]).await.unwrap_err();
    assert_eq!(error.to_string(), "Connector c already exists");
    assert_eq!(stage.worker.connectors().len(), 1);
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_that_the_workers_policy_does_not_allow_is_refused_in_kafkas_words() {
    let mut stage = Stage::with(&[("connector.client.config.override.policy", "None")]).await;
    let error = stage.create("c", "push", &[("producer.override.acks", "1")]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Connector configuration is invalid and contains the following 1 error(s):\n\
         The 'None' policy does not allow 'acks' to be overridden in the connector configuration."
    );
    assert_eq!(error.status(), 400);
    assert!(stage.worker.connectors().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_that_is_not_there_is_refused_in_kafkas_words() {
    let mut stage = Stage::set().await;
    let error = stage.create("c", "push", &[("connector.class", "com.example.Nowhere")]).await.unwrap_err();
    let expected = "Failed to find any class that implements Connector and which name matches com.example.Nowhere, \
                    available connectors are: PluginDesc{klass=class com.example.ScriptConnector, ";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!(error.status(), 400);
}

//! Records that cannot be handled: tolerance, the dead letter queue, and what they mean for offsets.

mod script;
mod stage;

use kconnect_tests::{consume, unique};
use script::Act;
use stage::{LIMIT, Stage, until, write};

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_record_fails_the_task_unless_that_is_tolerated() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Reject } else { Act::Deliver });
    stage.write(&["a", "b", "c"]);
    stage.create(&[]).await;
    let trace = stage.failure(0).await;
    assert!(trace.starts_with("Tolerance exceeded in error handler: never"), "{trace}");
    stage.committed(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_record_that_is_tolerated_is_settled() {
    let stage = Stage::set().await;
    stage.probe.decide(|line| if line.offset == 1 { Act::Reject } else { Act::Deliver });
    stage.write(&["a", "b", "c"]);
    stage.create(&[("errors.tolerance", "all")]).await;
    assert_eq!(stage.delivered(2).await, ["a", "c"]);
    stage.committed(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_record_is_in_the_dead_letter_queue_before_its_offset_is_committed() {
    let stage = Stage::set().await;
    let letters = unique("letters");
    stage.probe.decide(|line| if line.offset == 0 { Act::Reject } else { Act::Deliver });
    write(&stage.topic, &[(0, Some("bad"))]);
    stage
        .create(&[
            ("errors.tolerance", "all"),
            ("errors.deadletterqueue.topic.name", &letters),
            ("errors.deadletterqueue.topic.replication.factor", "1"),
            ("errors.deadletterqueue.context.headers.enable", "true"),
        ])
        .await;
    stage.committed(1).await;
    // Once the offset is committed there is nothing to wait for.
    let found = tokio::task::block_in_place(|| consume::everything(stage.bootstrap, &letters)).unwrap();
    let [letter] = &found[..] else { panic!("{} letters", found.len()) };
    assert_eq!((letter.key.as_deref(), letter.value.as_deref()), (Some(&b"key"[..]), Some(&b"bad"[..])));
    let header = |name: &str| {
        let (_, value) = letter.headers.iter().find(|(key, _)| key == name)?;
        String::from_utf8(value.clone()?).ok()
    };
    assert_eq!(header("__connect.errors.topic"), Some(stage.topic.clone()));
    assert_eq!(header("__connect.errors.stage"), Some("TASK_PUT".to_owned()));
    assert_eq!(header("__connect.errors.class.name"), Some("com.example.ScriptSink".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_converted_is_settled_when_that_is_tolerated() {
    let stage = Stage::set().await;
    let letters = unique("letters");
    stage.write(&["{\"schema\": 1", "7"]);
    stage
        .create(&[
            ("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            ("value.converter.schemas.enable", "false"),
            ("transforms", "text"),
            ("transforms.text.type", "org.apache.kafka.connect.transforms.Cast$Value"),
            ("transforms.text.spec", "string"),
            ("errors.tolerance", "all"),
            ("errors.deadletterqueue.topic.name", &letters),
            ("errors.deadletterqueue.topic.replication.factor", "1"),
        ])
        .await;
    assert_eq!(stage.delivered(1).await, ["7"]);
    stage.committed(2).await;
    let found = tokio::task::block_in_place(|| consume::records(stage.bootstrap, &letters, 1, LIMIT)).unwrap();
    assert_eq!(found[0].value.as_deref(), Some(&b"{\"schema\": 1"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_converted_fails_the_task() {
    let stage = Stage::set().await;
    stage.write(&["{"]);
    stage.create(&[("value.converter", "org.apache.kafka.connect.json.JsonConverter")]).await;
    let trace = stage.failure(0).await;
    assert!(trace.starts_with("Tolerance exceeded in error handler"), "{trace}");
    assert_eq!(stage.offset(&stage.topic, 0), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_transformation_drops_moves_the_offset() {
    let stage = Stage::set().await;
    write(&stage.topic, &[(0, None), (0, Some("a")), (0, None)]);
    stage
        .create(&[
            ("transforms", "drop"),
            ("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter"),
            ("transforms.drop.predicate", "tombstone"),
            ("predicates", "tombstone"),
            ("predicates.tombstone.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"),
        ])
        .await;
    assert_eq!(stage.delivered(1).await, ["a"]);
    stage.committed(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transformation_changes_what_the_task_sees_and_not_where_it_came_from() {
    let stage = Stage::set().await;
    stage.write(&["a"]);
    stage
        .create(&[
            ("transforms", "route"),
            ("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter"),
            ("transforms.route.regex", ".*"),
            ("transforms.route.replacement", "elsewhere"),
        ])
        .await;
    stage.delivered(1).await;
    assert_eq!(stage.probe.delivered()[0].topic, stage.topic);
    stage.committed(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_offset_reset_none_fails_a_task_without_a_committed_offset() {
    let stage = Stage::set().await;
    stage.write(&["a"]);
    stage.create(&[("consumer.override.auto.offset.reset", "none")]).await;
    let trace = stage.failure(0).await;
    assert!(trace.contains("auto.offset.reset=none: set it to earliest or latest"), "{trace}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_is_not_there_yet_is_read_when_it_is() {
    let stage = Stage::set().await;
    let later = unique("later");
    stage.create(&[("topics", &later), ("consumer.override.allow.auto.create.topics", "false")]).await;
    until("the task is called", async || (!stage.task(0).status.state.to_string().is_empty()).then_some(())).await;
    kconnect_tests::kafka::create_topic(stage.bootstrap, &later, 1).unwrap();
    write(&later, &[(0, Some("a"))]);
    assert_eq!(stage.delivered(1).await, ["a"]);
}

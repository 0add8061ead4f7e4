//! What `error-handling` says of whole tasks, in prose: each row is a test of this repository, with a running worker.

use std::path::Path;

use serde_json::Value;

use crate::formats::outcome::{Outcome, differs, object, only, same, skipped};

/// A row of `error-handling` about a whole task: what Kafka Connect does, and the test of this repository that shows it with a running worker.
struct Shown {
    kind: &'static str,
    event: &'static str,
    expect: &'static str,
    file: &'static str,
    test: &'static str,
}

/// All of them. Where kconnect's decision is another one, the test's name says so.
const SHOWN: &[Shown] = &[
    Shown {
        kind: "source",
        event: "stageOrder",
        expect: r#"{"stages": ["TRANSFORMATION", "HEADER_CONVERTER", "KEY_CONVERTER", "VALUE_CONVERTER"]}"#,
        file: "worker/errors.rs",
        test: "a_source_record_is_transformed_then_its_header_its_key_and_its_value_are_converted",
    },
    Shown {
        kind: "source",
        event: "poll throws connect or kafka RetriableException",
        expect: r#"{"action": "treat as null batch, poll again, no backoff"}"#,
        file: "worker/errors.rs",
        test: "a_poll_that_may_succeed_later_is_repeated_and_what_it_handed_over_arrives",
    },
    Shown {
        kind: "source",
        event: "poll throws other",
        expect: r#"{"action": "task FAILED", "final_offset_commit": true}"#,
        file: "worker/lifecycle.rs",
        test: "what_was_pushed_before_a_fatal_error_arrives_and_is_committed",
    },
    Shown {
        kind: "source",
        event: "poll returns null",
        expect: r#"{"action": "loop"}"#,
        file: "worker/errors.rs",
        test: "a_poll_that_hands_over_nothing_is_followed_by_another",
    },
    Shown {
        kind: "source",
        event: "producer.send throws RetriableException",
        expect: r#"{"action": "keep remaining records, wait 100 ms, resend from failed record"}"#,
        file: "worker/errors.rs",
        test: "records_that_the_producer_has_no_room_for_are_sent_later_in_their_order",
    },
    Shown {
        kind: "source",
        event: "send callback error, tolerance none",
        expect: r#"{"action": "task FAILED at next poll or send", "message": "Unrecoverable exception from producer send callback"}"#,
        file: "worker/errors.rs",
        test: "a_record_that_kafka_does_not_take_fails_the_task",
    },
    Shown {
        kind: "source",
        event: "send callback error, tolerance all",
        expect: r#"{"action": "executeFailed(KAFKA_PRODUCE), ack, commitRecord(record,null)"}"#,
        file: "worker/errors.rs",
        test: "a_record_that_kafka_does_not_take_is_reported_and_told_of_and_passed_where_that_is_tolerated",
    },
    Shown {
        kind: "source",
        event: "producer.send throws non-retriable KafkaException",
        expect: r#"{"action": "task FAILED", "message": "Unrecoverable exception trying to send"}"#,
        file: "worker/errors.rs",
        test: "a_topic_that_cannot_be_written_to_fails_the_task_whatever_is_tolerated",
    },
    Shown {
        kind: "source",
        event: "transform returns null",
        expect: r#"{"action": "commitRecord(record,null); its offset is never submitted"}"#,
        file: "worker/errors.rs",
        test: "a_source_whose_records_are_all_dropped_is_told_and_its_offsets_are_committed",
    },
    Shown {
        kind: "sink",
        event: "stageOrder",
        expect: r#"{"stages": ["KEY_CONVERTER", "VALUE_CONVERTER", "HEADER_CONVERTER", "TRANSFORMATION"]}"#,
        file: "sink/order.rs",
        test: "a_sink_record_has_its_key_its_value_and_its_headers_converted_and_is_then_transformed",
    },
    Shown {
        kind: "",
        event: "none",
        expect: r#"{"after_put": {"kind": "ConnectException", "message": "Tolerance exceeded in error handler"}}"#,
        file: "sink/errors.rs",
        test: "a_rejected_record_fails_the_task_unless_that_is_tolerated",
    },
    Shown {
        kind: "sink",
        event: "put throws connect RetriableException",
        expect: r#"{"action": "pause all partitions, redeliver same batch on next loop, DLQ not used", "honours": "context.timeout(ms)"}"#,
        file: "sink/redelivery.rs",
        test: "what_was_left_in_a_batch_comes_again_after_a_put_that_may_be_tried_again",
    },
    Shown {
        kind: "sink",
        event: "put throws anything else",
        expect: r#"{"action": "task FAILED", "message": "Exiting WorkerSinkTask due to unrecoverable exception."}"#,
        file: "sink/redelivery.rs",
        test: "a_put_that_fails_for_good_fails_the_task_and_commits_what_was_settled",
    },
    // What the task gave up comes again from the worker's copies; what it holds, it holds.
    Shown {
        kind: "sink",
        event: "preCommit throws, not closing",
        expect: r#"{"action": "seek to last committed offsets, count commit failure"}"#,
        file: "sink/redelivery.rs",
        test: "a_flush_that_may_be_tried_again_is_a_failed_commit_and_what_it_gave_up_comes_again",
    },
    // Offsets are the worker's: with no receipt settled there is none to commit.
    Shown {
        kind: "sink",
        event: "preCommit returns empty map",
        expect: r#"{"action": "skip commit, counted as success"}"#,
        file: "sink/delivery.rs",
        test: "only_the_settled_prefix_is_committed_when_receipts_settle_out_of_order",
    },
    // A task names no offsets here; a receipt from before a rewind is the nearest to one that is ahead.
    Shown {
        kind: "sink",
        event: "preCommit returns offset greater than consumed",
        expect: r#"{"action": "ignore that partition, warn"}"#,
        file: "sink/delivery.rs",
        test: "a_rewound_partition_is_read_again_and_old_receipts_mean_nothing",
    },
];

pub(super) fn shown(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "kind", "event", "tolerance"])?;
    let (op, kind) = (given["op"].as_str().unwrap_or_default(), given["kind"].as_str().unwrap_or_default());
    let event = given["event"].as_str().or(given["tolerance"].as_str()).unwrap_or(op);
    let known = SHOWN.iter().find(|shown| (shown.kind, shown.event) == (kind, event));
    let Some(Shown { expect: expected, file, test, .. }) = known else {
        return skipped(format!("no test shows `{kind} {event}`"));
    };
    for name in object("expect", expect)?.keys() {
        if !["action", "message", "final_offset_commit", "honours", "stages", "after_put"].contains(&name.as_str()) {
            return skipped(format!("expect has `{name}`, which nothing here looks at"));
        }
    }
    let expected: Value = serde_json::from_str(expected).unwrap();
    same("what the test shows", &expected, expect)?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let source = std::fs::read_to_string(&path).unwrap_or_default();
    if source.contains(&format!("async fn {test}()")) {
        Ok(())
    } else {
        differs(format!("{test} in {file}"), "no such test")
    }
}

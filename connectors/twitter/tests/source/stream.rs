//! From the socket to records, on a good day.

use kconnect::ErrorKind;
use kconnect_x_api::{Fault, Posts, XApi};
use serde_json::json;

use crate::support::{Record, Worker, properties, with};

fn ids(records: &[Record]) -> Vec<String> {
    records.iter().map(Record::id).collect()
}

#[tokio::test]
async fn every_post_arrives_whole_however_the_network_cuts_it() {
    let x = XApi::builder().posts(Posts::numbered(50)).chunk_bytes(7).start().await.unwrap();
    let records = Worker::start(properties(&x)).await.records(50).await;
    assert_eq!(ids(&records), x.control().delivered());
    for (record, number) in records.iter().zip(1..) {
        assert_eq!(record.value["Text"], format!("Post number {number} about kafka 🙂"));
    }
}

#[tokio::test]
async fn a_record_carries_the_topic_and_the_time_of_the_post() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    let records = Worker::start(properties(&x)).await.records(1).await;
    assert_eq!(records[0].topic, "twitter");
    assert_eq!(records[0].timestamp_ms, records[0].value["CreatedAt"].as_i64());
    assert!(records[0].timestamp_ms.is_some());
}

#[tokio::test]
async fn the_offset_is_the_newest_post_even_when_an_older_one_comes_later() {
    let newest = Posts::numbered_id(2);
    let posts = [&newest, &Posts::numbered_id(1)].map(|id| json!({"data": {"id": id, "text": "kafka"}}));
    let x = XApi::builder().posts(Posts::from_values(posts.to_vec()).unwrap()).start().await.unwrap();
    let records = Worker::start(properties(&x)).await.records(2).await;
    let newest = json!({"id": newest.parse::<i64>().unwrap()});
    assert_eq!([&records[0].offset, &records[1].offset], [&newest, &newest]);
}

#[tokio::test]
async fn after_a_restart_the_offset_does_not_go_back_behind_what_was_committed() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    let committed = json!({"id": i64::MAX});
    let records = Worker::resume(properties(&x), Some(&committed.to_string())).await.records(1).await;
    assert_eq!(records[0].offset, committed);
}

#[tokio::test]
async fn the_source_partition_is_the_set_of_keywords_in_whatever_order() {
    let x = XApi::builder().start().await.unwrap();
    let partitions = |keywords: &'static str| {
        let props = with(properties(&x), "filter.keywords", keywords);
        async move { Worker::start(props).await.partitions() }
    };
    assert_eq!(partitions("kafka,san jose,kafka").await, [r#"{"keywords":"kafka,san jose"}"#]);
    assert_eq!(partitions("san jose,kafka").await, [r#"{"keywords":"kafka,san jose"}"#]);
}

#[tokio::test]
async fn a_task_that_is_paused_opens_the_stream_again_afterwards() {
    let x = XApi::builder().posts(Posts::numbered(20)).rate(50.0).hold_until_connected(true).start().await.unwrap();
    let mut worker = Worker::start(properties(&x)).await;
    worker.records(5).await;
    assert_eq!(worker.pause().await.kind(), ErrorKind::Stopping);
    worker.unpause();
    let records = worker.records(20).await;
    assert_eq!(ids(&records), x.control().delivered());
    assert_eq!(x.control().connects(), 2);
}

#[tokio::test]
async fn a_task_that_is_stopped_leaves_nothing_running() {
    let x = XApi::builder().posts(Posts::numbered(5)).start().await.unwrap();
    let mut worker = Worker::start(properties(&x)).await;
    worker.records(5).await;
    assert_eq!(worker.stop().await.len(), 5);
}

#[tokio::test]
async fn what_has_been_read_is_handed_over_before_the_task_stops() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    // One piece of the network's, three posts; there is room for one at a time.
    let three = ["7", "8", "9"].map(|id| json!({"data": {"id": id, "text": "kafka"}}).to_string());
    x.control().fault_after(1, Fault::Line(three.join("\n")));
    let mut worker = Worker::start(with(properties(&x), "twitter.queue.bytes", "1")).await;
    worker.records(2).await;
    worker.pause().await;
    assert_eq!(ids(&worker.stop().await), [&Posts::numbered_id(1), "7", "8", "9"]);
}

#[tokio::test]
async fn a_queue_smaller_than_a_post_slows_the_reader_and_loses_nothing() {
    let x = XApi::builder().posts(Posts::numbered(200)).start().await.unwrap();
    let records = Worker::start(with(properties(&x), "twitter.queue.bytes", "1")).await.records(200).await;
    assert_eq!(ids(&records), x.control().delivered());
}

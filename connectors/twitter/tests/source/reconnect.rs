//! What the source survives.

use std::time::Duration;

use kconnect_x_api::{Answer, Disconnect, End, Endpoint, Fault, Posts, XApi};

use crate::support::{Record, Worker, properties, with};

const STREAM: &str = "/2/tweets/search/stream";

/// Twenty numbered posts; those whose connection broke under them come again.
async fn twenty() -> XApi {
    XApi::builder().posts(Posts::numbered(20)).hold_until_connected(true).start().await.unwrap()
}

/// All twenty posts arrive, in order and once.
async fn assert_all_arrive(x: &XApi) {
    let mut worker = Worker::start(properties(x)).await;
    let ids: Vec<_> = worker.records(20).await.iter().map(Record::id).collect();
    assert_eq!(ids, (1..=20).map(Posts::numbered_id).collect::<Vec<_>>());
    assert_eq!(worker.rejected(), []);
}

/// How many requests for the stream X has seen.
fn attempts(x: &XApi) -> usize {
    x.control().requests().iter().filter(|request| request.path == STREAM).count()
}

#[tokio::test]
async fn a_stream_that_x_closes_is_opened_again() {
    let x = twenty().await;
    x.control().fault_after(7, Fault::Close(End::Clean));
    assert_all_arrive(&x).await;
    assert_eq!(x.control().connects(), 2);
}

#[tokio::test]
async fn a_stream_that_the_network_resets_is_opened_again() {
    let x = twenty().await;
    x.control().fault_after(7, Fault::Close(End::Reset));
    assert_all_arrive(&x).await;
    assert_eq!(x.control().connects(), 2);
}

#[tokio::test]
async fn half_a_line_at_the_end_of_a_connection_is_not_a_post() {
    for end in [End::Clean, End::Cut, End::Reset] {
        let x = twenty().await;
        x.control().fault_after(7, Fault::TornLine(end));
        assert_all_arrive(&x).await;
    }
}

#[tokio::test]
async fn a_disconnect_that_x_announces_is_followed_by_a_new_stream() {
    for disconnect in
        [Disconnect::Operational, Disconnect::Force, Disconnect::SlowReader, Disconnect::TooManyConnections]
    {
        let x = twenty().await;
        x.control().fault_after(7, Fault::Disconnect(disconnect));
        assert_all_arrive(&x).await;
        assert_eq!(x.control().connects(), 2, "{disconnect:?}");
    }
}

#[tokio::test]
async fn a_stream_that_falls_silent_is_opened_again() {
    let x = twenty().await;
    x.control().fault_after(7, Fault::Silence);
    let mut worker = Worker::start(with(properties(&x), "twitter.stream.keep.alive.ms", "200")).await;
    assert_eq!(worker.records(20).await.len(), 20);
    assert_eq!(x.control().connects(), 2);
}

#[tokio::test]
async fn keep_alives_keep_a_stream_without_posts_open() {
    let posts = Posts::numbered(2);
    let x = XApi::builder().posts(posts).rate(2.0).keep_alive(Duration::from_millis(50)).start().await.unwrap();
    let mut worker = Worker::start(with(properties(&x), "twitter.stream.keep.alive.ms", "300")).await;
    worker.records(2).await;
    assert_eq!(x.control().connects(), 1);
}

#[tokio::test]
async fn another_stream_of_the_same_app_is_waited_for() {
    let x = twenty().await;
    x.control().answer_next_n(Endpoint::Stream, 2, &Answer::too_many_connections());
    assert_all_arrive(&x).await;
    assert_eq!(attempts(&x), 3);
}

#[tokio::test]
async fn rate_limits_and_server_errors_are_waited_out_wherever_they_come() {
    for endpoint in [Endpoint::Token, Endpoint::Rules, Endpoint::Stream] {
        let x = twenty().await;
        x.control().answer_next(endpoint, Answer::too_many_requests(Duration::from_secs(1)));
        x.control().answer_next(endpoint, Answer::unavailable());
        assert_all_arrive(&x).await;
    }
}

#[tokio::test]
async fn a_token_that_x_revokes_is_replaced() {
    let x = twenty().await;
    let mut worker = Worker::start(properties(&x)).await;
    x.control().fault_after(7, Fault::Close(End::Clean));
    x.control().wait_connected().await;
    x.control().revoke_token();
    assert_eq!(worker.records(20).await.len(), 20);
}

#[tokio::test]
async fn rules_that_somebody_deleted_are_added_again() {
    let x = twenty().await;
    let none = Answer::new(409).json(&serde_json::json!({
        "title": "ConnectionException",
        "connection_issue": "RuleConfigurationIssue",
        "type": "https://api.x.com/2/problems/streaming-connection",
    }));
    x.control().answer_next(Endpoint::Stream, none);
    assert_all_arrive(&x).await;
    let listed = x
        .control()
        .requests()
        .iter()
        .filter(|request| request.method == "GET" && request.path.ends_with("/rules"))
        .count();
    assert_eq!(listed, 2);
}

#[tokio::test]
async fn a_line_that_is_no_post_is_rejected_with_its_text_and_the_stream_goes_on() {
    let x = twenty().await;
    let line = r#"{"data":{"id":"not a number","text":"kafka"}}"#;
    x.control().fault_after(7, Fault::Line(line.to_owned()));
    let mut worker = Worker::start(properties(&x)).await;
    worker.records(20).await;
    let [(raw, reason)] = worker.rejected().try_into().unwrap();
    assert_eq!(raw, line);
    assert!(
        reason.starts_with("the line is not a post of X API v2: invalid value: string \"not a number\""),
        "{reason}"
    );
}

#[tokio::test]
async fn a_post_with_a_time_that_is_none_is_rejected_and_the_stream_goes_on() {
    let x = twenty().await;
    let line = r#"{"data":{"id":"1","text":"kafka","created_at":"yesterday"}}"#;
    x.control().fault_after(7, Fault::Line(line.to_owned()));
    let mut worker = Worker::start(properties(&x)).await;
    worker.records(20).await;
    let [(raw, reason)] = worker.rejected().try_into().unwrap();
    assert_eq!(raw, line);
    assert!(reason.starts_with("`created_at` is `yesterday`, which is no time"), "{reason}");
}

#[tokio::test]
async fn a_message_of_a_kind_that_x_invents_later_is_ignored() {
    let x = twenty().await;
    x.control().fault_after(7, Fault::Line(r#"{"notice":{"about":"nothing"}}"#.to_owned()));
    assert_all_arrive(&x).await;
    assert_eq!(x.control().connects(), 1);
}

//! The filtered stream: who gets it, what it says, and how it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{collections::BTreeSet, time::Duration};

use common::{App, numbered};
use kconnect_x_api::{Answer, Disconnect, End, Endpoint, Fault, Posts, XApi};
use serde_json::{Value, json};

const STREAM: &str = "/2/tweets/search/stream";

fn counting(count: u64) -> kconnect_x_api::Builder {
    XApi::builder().posts(Posts::numbered(count))
}

#[tokio::test]
async fn without_rules_there_is_no_stream() {
    let app = App::start(XApi::builder()).await;
    let answer = app.connect().await;
    assert_eq!(answer.status(), 409);
    assert_eq!(answer.json::<Value>().await.unwrap()["connection_issue"], "RuleConfigurationIssue");
}

#[tokio::test]
async fn delivered_posts_are_those_that_were_read() {
    let app = App::with_rule(counting(500), "kafka").await;
    let mut reader = app.stream("").await;
    assert_eq!(reader.ids(500).await, numbered(1..=500));
    app.api.control().wait_delivered(500).await;
    assert_eq!(app.api.control().delivered(), numbered(1..=500));
}

#[tokio::test]
async fn a_second_connection_is_one_too_many_until_the_first_is_gone() {
    let app = App::with_rule(counting(1), "kafka").await;
    let first = app.stream("").await;
    let second = app.connect().await;
    assert_eq!(second.status(), 429);
    assert_ne!(second.headers()["x-rate-limit-remaining"], "0");
    assert_eq!(
        second.json::<Value>().await.unwrap(),
        json!({
            "title": "ConnectionException",
            "detail": "This stream is currently at the maximum allowed connection limit.",
            "connection_issue": "TooManyConnections",
            "type": "https://api.twitter.com/2/problems/streaming-connection",
        })
    );
    drop(first);
    while app.connect().await.status() == 429 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_connection_left_without_a_word_lingers() {
    let app = App::with_rule(counting(1).linger(Duration::from_hours(1)), "kafka").await;
    drop(app.stream("").await);
    while app.api.control().is_connected() {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.connect().await.status(), 429);
}

#[tokio::test]
async fn connects_are_limited_and_counted_in_the_headers() {
    let app = App::with_rule(counting(1).max_connects(2), "kafka").await;
    let first = app.connect().await;
    assert_eq!((first.status().as_u16(), &first.headers()["x-rate-limit-remaining"]), (200, &"1".parse().unwrap()));
    assert_eq!(app.connect().await.headers()["x-rate-limit-remaining"], "0");
    let third = app.connect().await;
    assert_eq!(third.status(), 429);
    assert_eq!(third.json::<Value>().await.unwrap()["title"], "Too Many Requests");
}

#[tokio::test]
async fn an_idle_stream_says_it_is_alive() {
    let app = App::with_rule(counting(1).keep_alive(Duration::from_millis(20)), "kafka").await;
    let mut reader = app.stream("").await;
    assert_ne!(reader.line().await.unwrap().unwrap(), "");
    for _ in 0..3 {
        assert_eq!(reader.line().await.unwrap().unwrap(), "");
    }
}

#[tokio::test]
async fn chunks_are_cut_through_lines_and_characters() {
    let app = App::with_rule(counting(20).chunk_bytes(7), "kafka").await;
    let mut reader = app.stream("tweet.fields=created_at").await;
    assert_eq!(reader.ids(20).await, numbered(1..=20));
    assert!(reader.chunks.iter().all(|chunk| chunk.len() <= 7));
    assert!(reader.chunks.iter().any(|chunk| std::str::from_utf8(chunk).is_err()), "no character was cut");
}

#[tokio::test]
async fn a_torn_line_ends_inside_a_character_and_is_not_delivered() {
    let app = App::with_rule(counting(5), "kafka").await;
    app.api.control().fault_after(2, Fault::TornLine(End::Clean));
    let mut reader = app.stream("").await;
    assert_eq!(reader.ids(2).await, numbered(1..=2));
    assert_eq!(reader.line().await.unwrap(), None);
    assert!(reader.buffer.starts_with(b"{\"data\":{"));
    assert!(std::str::from_utf8(&reader.buffer).is_err());
    assert_eq!(app.stream("").await.ids(2).await, numbered(4..=5));
    app.api.control().wait_delivered(4).await;
    assert_eq!(app.api.control().delivered(), [numbered(1..=2), numbered(4..=5)].concat());
}

#[tokio::test]
async fn a_torn_post_comes_again_when_posts_are_held() {
    let app = App::with_rule(counting(3).hold_until_connected(true), "kafka").await;
    app.api.control().fault_after(1, Fault::TornLine(End::Cut));
    let mut reader = app.stream("").await;
    assert_eq!(reader.ids(1).await, numbered(1..=1));
    reader.line().await.unwrap_err();
    assert_eq!(app.stream("").await.ids(2).await, numbered(2..=3));
}

#[tokio::test]
async fn an_in_stream_error_ends_the_stream() {
    let app = App::with_rule(counting(3), "kafka").await;
    app.api.control().fault_after(3, Fault::Disconnect(Disconnect::Operational));
    let mut reader = app.stream("").await;
    reader.ids(3).await;
    let error = reader.json().await;
    assert_eq!(error["errors"][0]["disconnect_type"], "UpstreamOperationalDisconnect");
    assert_eq!(error.get("data"), None);
    assert_eq!(reader.line().await.unwrap(), None);
}

#[tokio::test]
async fn faults_wait_for_their_turn() {
    let app = App::with_rule(counting(6), "kafka").await;
    app.api.control().fault_after(2, Fault::Close(End::Clean));
    app.api.control().fault_after(2, Fault::Line("not json".to_owned()));
    let mut first = app.stream("").await;
    assert_eq!(first.ids(2).await, numbered(1..=2));
    assert_eq!(first.line().await.unwrap(), None);
    let mut second = app.stream("").await;
    assert_eq!(second.ids(2).await, numbered(3..=4));
    assert_eq!(second.line().await.unwrap().unwrap(), "not json");
    assert_eq!(second.ids(2).await, numbered(5..=6));
}

#[tokio::test]
async fn a_reset_is_an_error_for_the_reader() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = App::with_rule(counting(1), "kafka").await;
    let address = app.api.url().replace("http://", "");
    let mut socket = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!("GET {STREAM} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n", app.token);
    socket.write_all(request.as_bytes()).await.unwrap();
    app.api.control().wait_delivered(1).await;
    app.api.control().fault(Fault::Close(End::Reset));
    let mut read = Vec::new();
    let error = socket.read_to_end(&mut read).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn silence_sends_nothing_and_holds_the_connection() {
    let app = App::with_rule(counting(2).keep_alive(Duration::from_millis(10)), "kafka").await;
    app.api.control().fault_after(1, Fault::Silence);
    let mut reader = app.stream("").await;
    assert_eq!(reader.ids(1).await, numbered(1..=1));
    tokio::time::timeout(Duration::from_millis(200), reader.line()).await.unwrap_err();
    assert!(app.api.control().is_connected());
}

#[tokio::test]
async fn connects_can_be_answered_by_script() {
    let app = App::with_rule(counting(1), "kafka").await;
    for (answer, status) in [
        (Answer::too_many_requests(Duration::from_secs(5)), 429),
        (Answer::too_many_connections(), 429),
        (Answer::unavailable(), 503),
        (Answer::unauthorized(), 401),
        (Answer::usage_capped(), 429),
        (Answer::credits_depleted(), 402),
    ] {
        app.api.control().answer_next(Endpoint::Stream, answer);
        assert_eq!(app.connect().await.status(), status);
    }
    assert_eq!(app.connect().await.status(), 200);
    assert_eq!(app.api.control().connects(), 1);
}

#[tokio::test]
async fn without_parameters_only_the_default_fields_come() {
    let app = App::with_rule(counting(1), "kafka").await;
    let line = app.stream("").await.json().await;
    let fields: BTreeSet<&str> = line["data"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, BTreeSet::from(["edit_history_tweet_ids", "id", "text"]));
    assert_eq!(line.get("includes"), None);
}

#[tokio::test]
async fn fields_and_expansions_bring_what_was_asked_for() {
    let app = App::with_rule(counting(1), "kafka").await;
    let line = app.stream("tweet.fields=lang&expansions=author_id&user.fields=verified").await.json().await;
    let fields: BTreeSet<&str> = line["data"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, BTreeSet::from(["author_id", "edit_history_tweet_ids", "id", "lang", "text"]));
    assert_eq!(
        line["includes"],
        json!({"users": [{"id": "1700000000000000001", "name": "A counter", "username": "a_counter", "verified": false}]})
    );
}

#[tokio::test]
async fn a_failed_expansion_is_told_to_those_who_asked_for_it() {
    let post = json!({
        "data": {"id": "1", "text": "kafka", "author_id": "2"},
        "errors": [{"parameter": "author_id", "value": "2", "title": "Not Found Error"}],
    });
    let list = Posts::from_values(vec![post.clone()]).unwrap();
    let app = App::with_rule(XApi::builder().posts(list.clone()), "kafka").await;
    assert_eq!(app.stream("expansions=author_id").await.json().await["errors"], post["errors"]);
    let app = App::with_rule(XApi::builder().posts(list), "kafka").await;
    assert_eq!(app.stream("").await.json().await.get("errors"), None);
}

#[tokio::test]
async fn an_unknown_field_is_an_invalid_request() {
    let app = App::with_rule(counting(1), "kafka").await;
    let answer = app.get(&format!("{STREAM}?poll.fields=id,colour")).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({
            "errors": [{
                "parameters": {"poll.fields": ["id,colour"]},
                "message": "The `poll.fields` query parameter value [colour] is not one of [duration_minutes,end_datetime,id,options,voting_status]",
            }],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        })
    );
    assert_eq!(app.get(&format!("{STREAM}?partition=1")).send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_repeated_post_has_a_new_id_each_time() {
    let id = "2019800255881908224";
    let posts = json!({"data": {"id": id, "text": "kafka", "conversation_id": id, "edit_history_tweet_ids": [id]}});
    let posts = Posts::from_values(vec![posts]).unwrap().repeating();
    let app = App::with_rule(XApi::builder().posts(posts), "kafka").await;
    let mut reader = app.stream("tweet.fields=conversation_id").await;
    let mut ids = Vec::new();
    for _ in 0..50 {
        let data = reader.json().await["data"].take();
        assert_eq!(data["conversation_id"], data["id"]);
        assert_eq!(data["edit_history_tweet_ids"], json!([data["id"]]));
        ids.push(data["id"].as_str().unwrap().parse::<u64>().unwrap());
    }
    assert!(ids.is_sorted_by(|a, b| a < b));
}

#[tokio::test]
async fn a_list_can_be_replayed_a_number_of_times() {
    let posts = ["100", "200"].map(|id| json!({"data": {"id": id, "text": "kafka"}}));
    let posts = Posts::from_values(posts.to_vec()).unwrap().rounds(3);
    let app = App::with_rule(XApi::builder().posts(posts), "kafka").await;
    assert!(!app.api.control().is_exhausted());
    let mut ids = app.stream("").await.ids(6).await;
    app.api.control().exhausted().await;
    assert!(app.api.control().is_exhausted());
    assert_eq!(app.api.control().delivered(), ids);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn what_is_posted_while_nobody_is_connected_is_lost_unless_held() {
    for (hold, complete) in [(false, false), (true, true)] {
        let app = App::with_rule(counting(60).rate(200.0).hold_until_connected(hold), "kafka").await;
        app.api.control().fault_after(5, Fault::Close(End::Clean));
        let mut first = app.stream("").await;
        let mut ids = first.ids(5).await;
        assert_eq!(first.line().await.unwrap(), None);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut second = app.stream("").await;
        while ids.last() != numbered(60..=60).last() {
            ids.extend(second.ids(1).await);
        }
        assert_eq!(ids == numbered(1..=60), complete, "hold {hold}: {ids:?}");
        app.api.control().wait_delivered(ids.len()).await;
        assert_eq!(app.api.control().delivered(), ids);
    }
}

#[tokio::test]
async fn a_published_post_comes_at_once() {
    let app = App::with_rule(counting(1), "kafka OR extra").await;
    let mut reader = app.stream("").await;
    reader.ids(1).await;
    app.api.control().publish(json!({"data": {"id": "77", "text": "EXTRA! EXTRA!"}}));
    assert_eq!(reader.ids(1).await, ["77"]);
}

#[tokio::test]
async fn a_rule_added_later_reaches_the_open_stream() {
    let app = App::with_rule(counting(1), "olympics").await;
    let mut reader = app.stream("").await;
    app.api.control().exhausted().await;
    app.add_rule("kafka").await;
    app.api.control().publish(json!({"data": {"id": "78", "text": "kafka"}}));
    assert_eq!(reader.ids(1).await, ["78"]);
}

#[tokio::test]
async fn shutdown_ends_the_open_stream_in_good_order() {
    let app = App::with_rule(counting(1), "kafka").await;
    let mut reader = app.stream("").await;
    reader.ids(1).await;
    let (url, client) = (app.api.url(), app.client.clone());
    app.api.shutdown().await;
    assert_eq!(reader.line().await.unwrap(), None);
    client.get(url).send().await.unwrap_err();
}

#[tokio::test]
async fn requests_are_logged_with_their_status() {
    let app = App::with_rule(counting(1), "kafka").await;
    let _reader = app.stream("tweet.fields=lang").await;
    let log: Vec<String> = app
        .api
        .control()
        .requests()
        .iter()
        .map(|request| format!("{} {}?{} {}", request.method, request.path, request.query, request.status))
        .collect();
    assert_eq!(log, ["POST /oauth2/token? 200", "GET /2/tweets/search/stream?tweet.fields=lang 200"]);
}

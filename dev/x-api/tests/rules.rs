//! The rules endpoint.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use common::App;
use kconnect_x_api::{Answer, Endpoint, XApi};
use serde_json::{Value, json};

const RULES: &str = "/2/tweets/search/stream/rules";

async fn refusal(rule: &str) -> Value {
    App::start(XApi::builder().max_rule_chars(40)).await.add_rule(rule).await["errors"][0].take()
}

#[tokio::test]
async fn added_rules_are_listed_until_they_are_deleted() {
    let app = App::start(XApi::builder()).await;
    let empty: Value = app.get(RULES).send().await.unwrap().json().await.unwrap();
    assert_eq!((empty.get("data"), &empty["meta"]["result_count"]), (None, &json!(0)));

    let answer = app.rules(&json!({"add": [{"value": "kafka", "tag": "k"}, {"value": "san jose"}]})).await;
    assert_eq!(answer.status(), 201);
    let added: Value = answer.json().await.unwrap();
    assert_eq!(added["meta"]["summary"], json!({"created": 2, "not_created": 0, "valid": 2, "invalid": 0}));

    let listed: Value = app.get(RULES).send().await.unwrap().json().await.unwrap();
    assert_eq!(listed["data"], added["data"]);
    assert_eq!(listed["data"][0]["tag"], "k");
    assert_eq!(listed["data"][1].get("tag"), None);

    let by_id: Value = app.rules(&json!({"delete": {"ids": [added["data"][0]["id"]]}})).await.json().await.unwrap();
    assert_eq!(by_id["meta"]["summary"], json!({"deleted": 1, "not_deleted": 0}));
    app.rules(&json!({"delete": {"values": ["san jose"]}})).await;
    assert!(app.api.control().rules().is_empty());
}

#[tokio::test]
async fn a_duplicate_is_answered_201_with_the_existing_id() {
    let app = App::start(XApi::builder()).await;
    let first = app.add_rule("from:elonmusk").await;
    let answer = app.rules(&json!({"add": [{"value": "from:elonmusk", "tag": "again"}]})).await;
    assert_eq!(answer.status(), 201);
    let second: Value = answer.json().await.unwrap();
    assert_eq!(second.get("data"), None);
    assert_eq!(second["meta"]["summary"], json!({"created": 0, "not_created": 1, "valid": 0, "invalid": 1}));
    assert_eq!(
        second["errors"],
        json!([{
            "value": "from:elonmusk",
            "id": first["data"][0]["id"],
            "title": "DuplicateRule",
            "type": "https://api.twitter.com/2/problems/duplicate-rules",
        }])
    );
}

#[tokio::test]
async fn a_dry_run_checks_and_keeps_nothing() {
    let app = App::start(XApi::builder()).await;
    let request = app.client.post(format!("{}{RULES}?dry_run=true", app.api.url())).bearer_auth(&app.token);
    let answer: Value =
        request.json(&json!({"add": [{"value": "kafka"}, {"value": "("}]})).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["meta"]["summary"], json!({"created": 1, "not_created": 1, "valid": 1, "invalid": 1}));
    assert!(app.api.control().rules().is_empty());
}

#[tokio::test]
async fn more_rules_than_allowed_are_refused_but_known_ones_are_duplicates() {
    let app = App::start(XApi::builder().max_rules(1)).await;
    app.add_rule("one").await;
    let answer = app.rules(&json!({"add": [{"value": "two"}]})).await;
    assert_eq!(answer.status(), 422);
    assert_eq!(answer.json::<Value>().await.unwrap()["title"], "RulesCapExceeded");
    assert_eq!(app.add_rule("one").await["errors"][0]["title"], "DuplicateRule");
}

#[tokio::test]
async fn an_invalid_rule_is_named_with_the_reason() {
    let error = refusal("kafka (streams").await;
    assert_eq!(error["type"], "https://api.twitter.com/2/problems/invalid-rules");
    assert_eq!(error["value"], "kafka (streams");
    assert_eq!(error["details"][0], "`(` without `)` (at position 7)");
}

#[tokio::test]
async fn rules_that_are_no_rules_are_refused() {
    for (rule, reason) in [
        ("", "rule is empty"),
        ("kafka)", "`)` without `(`"),
        ("\"san jose", "without a closing"),
        ("lang:en", "standalone"),
        ("-kafka", "standalone"),
        ("kafka OR has:media", "standalone"),
        ("kafka OR", "missing here"),
        ("kafka -(a b)", "not a group"),
        ("kafka and streams", "ambiguous use of `and`"),
        ("is:famous kafka", "`is:famous` is no operator"),
        ("bounding_box:1 kafka", "does not know"),
        ("!!!", "no letter"),
        ("a very long rule, longer than forty chars", "rule has 41 characters, the limit is 40"),
    ] {
        let error = refusal(rule).await;
        assert!(error["details"][0].as_str().unwrap().contains(reason), "{rule}: {error}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_change_is_an_invalid_request() {
    let app = App::start(XApi::builder()).await;
    let answer = app.rules(&json!({"delete": []})).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(
        answer.json::<Value>().await.unwrap()["errors"],
        json!([{"parameters": {"delete": []}, "message": "JSON doesn't match expected schema"}])
    );
}

#[tokio::test]
async fn every_answer_tells_of_the_rate_limit_and_the_last_is_429() {
    let app = App::start(XApi::builder()).await;
    for remaining in (0..100).rev() {
        let answer = app.rules(&json!({"add": []})).await;
        assert_eq!(answer.headers()["x-rate-limit-limit"], "100");
        assert_eq!(answer.headers()["x-rate-limit-remaining"], remaining.to_string());
        assert!(answer.headers().contains_key("x-rate-limit-reset"));
    }
    assert_eq!(app.rules(&json!({"add": []})).await.status(), 429);
}

#[tokio::test]
async fn rules_can_be_answered_by_script() {
    let app = App::start(XApi::builder()).await;
    app.api.control().answer_next_n(Endpoint::Rules, 2, &Answer::client_forbidden());
    assert_eq!(app.get(RULES).send().await.unwrap().status(), 403);
    assert_eq!(app.rules(&json!({"add": [{"value": "kafka"}]})).await.status(), 403);
    assert_eq!(app.rules(&json!({"add": [{"value": "kafka"}]})).await.status(), 201);
}

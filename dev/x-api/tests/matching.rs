//! Which posts a rule selects, seen on the stream.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use common::App;
use kconnect_x_api::{Posts, XApi};
use serde_json::{Value, json};

/// Whether a rule alone selects a post.
async fn selects(rule: &str, post: Value) -> bool {
    let app = App::with_rule(XApi::builder().posts(Posts::from_values(vec![post]).unwrap()), rule).await;
    let _reader = app.stream("").await;
    app.api.control().exhausted().await;
    app.api.control().delivered_count() > 0
}

fn post(text: &str) -> Value {
    json!({"data": {"id": "1", "text": text}})
}

#[tokio::test]
async fn words_and_phrases_are_matched_by_whole_terms() {
    for (rule, text, expected) in [
        ("kafka", "I read KAFKA, daily.", true),
        ("kafka", "kafkaesque", false),
        ("kafka", "#Kafka", true),
        ("san jose", "Jose from San Diego", true),
        ("\"san jose\"", "Jose from San Diego", false),
        ("\"san jose\"", "in San Jose!", true),
        ("san jose", "San José", false),
        ("amp", "Fish &amp; chips", false),
        ("a&b", "a &amp; b", true),
        ("kafka OR olympics", "The Olympics", true),
        ("kafka olympics OR snow", "snow", true),
        ("kafka (olympics OR snow)", "snow", false),
        ("kafka (olympics OR snow)", "kafka in the snow", true),
        ("kafka -snow", "kafka in the snow", false),
        ("kafka -\"deep snow\"", "kafka in the snow", true),
        ("東京", "今日は東京です", true),
        ("🚀", "go 🚀🚀", true),
        ("#kafka", "kafka", false),
        ("#kafka", "so #Kafka it is", true),
        ("@ann", "hi @Ann!", true),
        ("OREGON", "oregon trail", true),
    ] {
        assert_eq!(selects(rule, post(text)).await, expected, "{rule} on {text}");
    }
}

#[tokio::test]
async fn operators_look_at_the_post_and_its_includes() {
    let post = json!({
        "data": {
            "id": "10", "text": "RT @bob: cut…", "author_id": "7", "lang": "de", "geo": {"place_id": "p"},
            "attachments": {"media_keys": ["3_1"]},
            "referenced_tweets": [{"type": "retweeted", "id": "9"}],
            "entities": {"urls": [{"expanded_url": "https://example.com/kafka-docs"}]},
        },
        "includes": {
            "users": [{"id": "7", "username": "Ann", "verified": true}, {"id": "8", "username": "bob"}],
            "tweets": [{"id": "9", "author_id": "8", "text": "the whole text"}],
            "media": [{"media_key": "3_1", "type": "photo"}],
            "places": [{"id": "p", "full_name": "San Jose, CA", "country_code": "US"}],
        },
    });
    for (rule, expected) in [
        ("from:ann", true),
        ("from:@ANN", true),
        ("from:7", true),
        ("from:bob", false),
        ("retweets_of:bob", true),
        ("whole", true),
        ("from:ann lang:de", true),
        ("from:ann lang:en", false),
        ("from:ann is:retweet", true),
        ("from:ann -is:retweet", false),
        ("from:ann is:quote", false),
        ("from:ann is:verified", true),
        ("from:ann has:images has:media -has:videos", true),
        ("from:ann has:hashtags", false),
        ("from:ann has:geo has:links", true),
        ("url:\"example.com\"", true),
        ("place:\"san jose, ca\"", true),
        ("place_country:us", true),
        ("retweets_of_tweet_id:9", true),
    ] {
        assert_eq!(selects(rule, post.clone()).await, expected, "{rule}");
    }
}

#[tokio::test]
async fn a_long_post_is_matched_by_its_whole_text() {
    let post = json!({"data": {"id": "1", "text": "begins…", "note_tweet": {"text": "begins and ends in Kafka"}}});
    assert!(selects("kafka", post).await);
}

#[tokio::test]
async fn a_post_comes_once_with_all_rules_it_matches() {
    let app = App::with_rule(XApi::builder().posts(Posts::numbered(2)), "kafka").await;
    let second = app.api.control().add_rule("number", None).unwrap();
    app.api.control().add_rule("olympics", Some("no")).unwrap();
    let mut reader = app.stream("").await;
    let first = app.api.control().rules()[0].id.clone();
    assert_eq!(
        reader.json().await["matching_rules"],
        json!([{"id": first, "tag": "first"}, {"id": second, "tag": ""}])
    );
    assert_eq!(reader.json().await["data"]["id"], Posts::numbered_id(2));
}

#[tokio::test]
async fn our_own_posts_match_the_keywords_of_the_example_and_not_all_do() {
    for (rule, least) in [("olympics", 10), ("san jose", 5), ("kafka", 10), ("olympics OR (san jose) OR kafka", 25)] {
        let app = App::with_rule(XApi::builder(), rule).await;
        let _reader = app.stream("").await;
        app.api.control().exhausted().await;
        let count = app.api.control().delivered_count();
        assert!((least..41).contains(&count), "{rule}: {count}");
    }
}

#[tokio::test]
async fn all_recorded_posts_are_delivered_when_asked_so() {
    let posts = Posts::recorded();
    let ids: Vec<String> = posts.values().iter().map(|post| post["data"]["id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.len() >= 104, "{}", ids.len());
    let app = App::with_rule(XApi::builder().posts(posts).deliver_unmatched(true), "nothing_has_this_word").await;
    let mut reader = app.stream("").await;
    assert_eq!(reader.ids(ids.len()).await, ids);
}

#[tokio::test]
async fn every_embedded_post_has_an_id_of_its_own_and_a_text() {
    for posts in [Posts::own(), Posts::recorded()] {
        let values = posts.values();
        let mut ids: Vec<&str> = values.iter().map(|post| post["data"]["id"].as_str().unwrap()).collect();
        assert!(values.iter().all(|post| post["data"]["text"].is_string()));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), values.len());
    }
}

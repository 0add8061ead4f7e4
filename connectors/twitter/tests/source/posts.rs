//! Recorded posts become statuses.

use std::collections::BTreeMap;

use kconnect_x_api::{Posts, XApi};
use serde_json::{Value, json};

use crate::support::{Record, Worker, properties};

/// Each recorded post with its record, by id.
async fn recorded() -> BTreeMap<String, (Value, Record)> {
    let posts = Posts::recorded();
    let values = posts.values();
    let x = XApi::builder().posts(posts).deliver_unmatched(true).start().await.unwrap();
    let mut worker = Worker::start(properties(&x)).await;
    let records = worker.records(values.len()).await;
    assert_eq!(worker.rejected(), []);
    values.into_iter().zip(records).map(|(post, record)| (record.id(), (post, record))).collect()
}

#[tokio::test]
async fn every_recorded_post_becomes_a_status_with_its_own_values() {
    let recorded = recorded().await;
    assert!(recorded.len() > 100, "{} posts", recorded.len());
    for (id, (post, Record { value, .. })) in &recorded {
        let data = &post["data"];
        assert_eq!(data["id"], json!(id));
        let text = data["text"].as_str().unwrap().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert_eq!(value["Text"], json!(text));
        assert_eq!(value["Lang"], data["lang"], "{id}");
        assert_eq!(value["Source"], data["source"], "{id}");
        let retweets = data["public_metrics"].get("retweet_count").cloned().unwrap_or(json!(-1));
        assert_eq!(value["RetweetCount"], retweets, "{id}");
        let countries = data["withheld"].get("country_codes").cloned().unwrap_or(json!([]));
        assert_eq!(value["WithheldInCountries"], countries, "{id}");
        let is_retweet =
            data["referenced_tweets"].as_array().is_some_and(|all| all.iter().any(|one| one["type"] == "retweeted"));
        assert_eq!(value["Retweet"], json!(is_retweet), "{id}");
        let user = value["User"]["Id"].as_i64().map(|id| id.to_string());
        assert_eq!(json!(user), data["author_id"], "{id}");
    }
}

#[tokio::test]
async fn a_post_whose_author_x_could_not_load_keeps_the_author_s_id() {
    let recorded = recorded().await;
    let without = recorded.values().filter(|(post, _)| {
        let users = post["includes"]["users"].as_array().map_or(&[][..], Vec::as_slice);
        !post["data"]["author_id"].is_null() && users.iter().all(|user| user["id"] != post["data"]["author_id"])
    });
    let mut count = 0;
    for (_, record) in without {
        count += 1;
        let user = record.value["User"].as_object().unwrap();
        let filled: Vec<_> = user.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str()).collect();
        assert_eq!(filled, ["Id", "WithheldInCountries"]);
    }
    assert!(count > 0, "no such post is recorded");
}

//! `tweepy` from `PyPI`, unmodified but for the base address, uses the stand-in as it uses X.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::{path::Path, process::Command, time::Duration};

use kconnect_x_api::{CONSUMER_KEY, CONSUMER_SECRET, Posts, XApi};
use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/e2e/tweepy_client.py");
const COUNT: usize = 15;

/// What tweepy saw of our own posts, and what the stand-in says it delivered.
async fn session() -> (Value, Vec<String>) {
    // Chunks that cut lines and characters, as X's do.
    let api = XApi::builder().posts(Posts::own()).chunk_bytes(7).start().await.unwrap();
    let mut python = Command::new(kconnect_tests::python::interpreter().unwrap());
    python
        .arg(Path::new(SCRIPT))
        .args([&api.url(), &COUNT.to_string()])
        .env("CONSUMER_KEY", CONSUMER_KEY)
        .env("CONSUMER_SECRET", CONSUMER_SECRET)
        // The stand-in is on loopback: not through the proxy that the environment may name.
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    let output = tokio::task::spawn_blocking(move || python.output()).await.unwrap().unwrap();
    assert!(
        output.status.success(),
        "{}: {}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // The stand-in books what the socket took a moment after the client has read it.
    let booked = tokio::time::timeout(Duration::from_secs(30), api.control().wait_delivered(COUNT)).await;
    assert!(booked.is_ok(), "the stand-in delivered {} posts", api.control().delivered_count());
    let delivered = api.control().delivered();
    api.shutdown().await;
    (serde_json::from_slice(&output.stdout).unwrap(), delivered)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_independent_client_adds_rules_and_streams_what_they_select() {
    let (saw, delivered) = session().await;

    assert_eq!(saw["version"], "4.17.0");
    assert!(saw["refused"].as_str().unwrap().contains("bearer"), "{}", saw["refused"]);
    let added = saw["added"].as_array().unwrap();
    assert_eq!(added.iter().map(|rule| &rule["value"]).collect::<Vec<_>>(), ["olympics", "san jose"]);
    assert_eq!(
        saw["duplicate"],
        json!({
            "data": null,
            "errors": [{
                "value": "olympics",
                "id": added[0]["id"],
                "title": "DuplicateRule",
                "type": "https://api.twitter.com/2/problems/duplicate-rules",
            }],
            "summary": {"created": 0, "not_created": 1, "valid": 0, "invalid": 1},
        })
    );
    assert_eq!(saw["invalid"][0]["type"], "https://api.twitter.com/2/problems/invalid-rules");

    let posts = saw["posts"].as_array().unwrap();
    let ids: Vec<&str> = posts.iter().map(|post| post["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), COUNT);
    assert_eq!(ids, delivered[..COUNT], "tweepy saw other posts than were delivered");
    for post in posts {
        let text = post["text"].as_str().unwrap().to_lowercase();
        let tags = post["rules"].as_array().unwrap();
        // A quote or a long post may match by the text that tweepy does not show.
        assert!(!tags.is_empty(), "{post}");
        assert!(tags.contains(&json!("games")) || !text.contains("olympics"), "{post}");
        assert!(tags.contains(&json!("town")) || !text.contains("san jose"), "{post}");
    }
    // One of our authors is missing, and X says so beside the data.
    let known = |post: &&Value| post["authors"].as_array().is_some_and(|authors| authors.len() == 1);
    assert_eq!(posts.iter().filter(known).count(), COUNT - 1);
    assert_eq!(posts.iter().filter(|post| post["errors"] == 1).count(), 1);

    assert_eq!(saw["failures"], json!([]));
    assert_eq!(saw["deleted"], json!({"deleted": 1, "not_deleted": 0}));
    assert_eq!(saw["left"].as_array().unwrap().iter().map(|rule| &rule["tag"]).collect::<Vec<_>>(), ["town"]);
}

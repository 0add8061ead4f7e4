//! The main job on real Kafka with a real registry: posts of X arrive as Avro that anybody can read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use kconnect_tests::operator::{LIMIT, Operator, TOKEN};
use kconnect_tests::{Result, console, consume, decode, kafka, registry, unique};
use kconnect_x_api::{Posts, XApi};
use serde_json::{Value, json};

/// Confluent's own deserializer, in another language and process, reads every recorded post to the values that were
/// recorded: emoji, right-to-left text, missing users, retweets and quotes among them.
#[tokio::test(flavor = "multi_thread")]
async fn confluents_deserializer_reads_every_recorded_post_to_its_values() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("recorded"));
    kafka::create_topic(bootstrap, &topic, 3)?;
    let recorded = Posts::recorded();
    let posts = recorded.values();
    let api = XApi::builder().posts(recorded).hold_until_connected(true).deliver_unmatched(true).start().await?;
    let operator = Operator::new(bootstrap, registry::url()?, &api.url(), &topic)?;
    let mut worker = operator.start()?;
    let decoded = decode::avro(bootstrap, registry::url()?, &topic, posts.len(), LIMIT)?;
    worker.terminate()?;
    assert!(worker.wait(LIMIT)?.success(), "{}", worker.output());

    let expected: BTreeMap<i64, Value> =
        posts.iter().map(|post| (id(&post["data"]["id"]), expectation(post))).collect();
    assert!(expected.len() >= 100, "only {} different posts were recorded", expected.len());
    for (class, count) in classes(&posts) {
        assert!(count > 0, "no recorded post has {class}");
    }
    let mut seen = BTreeSet::new();
    for record in &decoded {
        let key = record.key["Id"].as_i64().expect("a key with the post's id");
        let expected = expected.get(&key).unwrap_or_else(|| panic!("{key} was never posted"));
        assert_eq!(&view(&record.value), expected, "post {key}");
        assert_eq!(record.timestamp, expected["CreatedAt"].as_i64().or(record.timestamp), "post {key}");
        seen.insert(key);
    }
    assert_eq!(seen.len(), expected.len());
    assert!(!worker.output().contains(TOKEN));
    Ok(())
}

/// What the recorded posts have to show, and how many do.
fn classes(posts: &[Value]) -> [(&'static str, usize); 5] {
    let count = |has: &dyn Fn(&Value) -> bool| posts.iter().filter(|post| has(post)).count();
    let written = |post: &Value, range: std::ops::RangeInclusive<char>| {
        post["data"]["text"].as_str().is_some_and(|text| text.chars().any(|c| range.contains(&c)))
    };
    [
        ("emoji", count(&|post| written(post, '\u{1F300}'..='\u{1FAFF}'))),
        ("right-to-left text", count(&|post| written(post, '\u{0590}'..='\u{08FF}'))),
        ("no user", count(&|post| post["includes"]["users"].is_null())),
        ("a retweet", count(&|post| referenced(&post["data"], "retweeted").is_some())),
        ("a quote", count(&|post| referenced(&post["data"], "quoted").is_some())),
    ]
}

fn id(text: &Value) -> i64 {
    text.as_str().and_then(|text| text.parse().ok()).unwrap_or(-1)
}

/// X escapes three characters in text, and nothing else.
fn unescaped(text: &Value) -> Value {
    text.as_str()
        .map_or(Value::Null, |text| json!(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")))
}

fn millis(text: &Value) -> Value {
    text.as_str().map_or(Value::Null, |text| json!(text.parse::<jiff::Timestamp>().unwrap().as_millisecond()))
}

fn referenced<'a>(data: &'a Value, kind: &str) -> Option<&'a Value> {
    let references = data["referenced_tweets"].as_array()?;
    references.iter().find(|reference| reference["type"] == kind).map(|reference| &reference["id"])
}

/// What the recording says the record has to say.
fn expectation(post: &Value) -> Value {
    let data = &post["data"];
    let users = post["includes"]["users"].as_array().cloned().unwrap_or_default();
    let user = users.iter().find(|user| user["id"] == data["author_id"] && !data["author_id"].is_null());
    let places = post["includes"]["places"].as_array().cloned().unwrap_or_default();
    let place = places.iter().find(|place| place["id"] == data["geo"]["place_id"] && !place["id"].is_null());
    let text = if data["note_tweet"]["text"].is_string() { &data["note_tweet"]["text"] } else { &data["text"] };
    json!({
        "Id": id(&data["id"]),
        "CreatedAt": millis(&data["created_at"]),
        "Text": unescaped(text),
        "Retweet": referenced(data, "retweeted").is_some(),
        "InReplyToStatusId": referenced(data, "replied_to").map_or(-1, id),
        "InReplyToUserId": id(&data["in_reply_to_user_id"]),
        "InReplyToScreenName": users
            .iter()
            .find(|user| user["id"] == data["in_reply_to_user_id"] && !user["id"].is_null())
            .map_or(Value::Null, |user| user["username"].clone()),
        "Lang": data["lang"],
        "Source": unescaped(&data["source"]),
        "RetweetCount": data["public_metrics"]["retweet_count"].as_i64().unwrap_or(-1),
        "Place": place.map_or(Value::Null, |place| place["full_name"].clone()),
        "CountryCode": place.map_or(Value::Null, |place| place["country_code"].clone()),
        "Favorited": false,
        "CurrentUserRetweetId": -1,
        "Contributors": [],
        "Followers": user.map(|user| user["public_metrics"]["followers_count"].as_i64().unwrap_or(-1)),
        "Description": user.map_or(Value::Null, |user| unescaped(&user["description"])),
        "Longitude": data["geo"]["coordinates"]["coordinates"][0],
        "FavoriteCount": data["public_metrics"]["like_count"].as_i64().unwrap_or(-1),
        "PossiblySensitive": data["possibly_sensitive"].as_bool().unwrap_or(false),
        "WithheldInCountries": data["withheld"]["country_codes"].as_array().cloned().unwrap_or_default(),
        "Latitude": data["geo"]["coordinates"]["coordinates"][1],
        "UserId": data["author_id"].as_str().map(|_| id(&data["author_id"])),
        "ScreenName": user.map_or(&Value::Null, |user| &user["username"]),
        "UserName": user.map_or(&Value::Null, |user| &user["name"]),
        "UserCreatedAt": user.map_or(Value::Null, |user| millis(&user["created_at"])),
    })
}

/// The same of a decoded record.
fn view(status: &Value) -> Value {
    json!({
        "Id": status["Id"],
        "CreatedAt": status["CreatedAt"],
        "Text": status["Text"],
        "Retweet": status["Retweet"],
        "InReplyToStatusId": status["InReplyToStatusId"],
        "InReplyToUserId": status["InReplyToUserId"],
        "InReplyToScreenName": status["InReplyToScreenName"],
        "Lang": status["Lang"],
        "Source": status["Source"],
        "RetweetCount": status["RetweetCount"],
        "Place": status["Place"]["FullName"],
        "CountryCode": status["Place"]["CountryCode"],
        "Favorited": status["Favorited"],
        "CurrentUserRetweetId": status["CurrentUserRetweetId"],
        "Contributors": status["Contributors"],
        "Followers": if status["User"]["Name"].is_null() { &Value::Null } else { &status["User"]["FollowersCount"] },
        "Description": status["User"]["Description"],
        "Longitude": status["GeoLocation"]["Longitude"],
        "FavoriteCount": status["FavoriteCount"],
        "PossiblySensitive": status["PossiblySensitive"],
        "WithheldInCountries": status["WithheldInCountries"],
        "Latitude": status["GeoLocation"]["Latitude"],
        "UserId": status["User"]["Id"],
        "ScreenName": status["User"]["ScreenName"],
        "UserName": status["User"]["Name"],
        "UserCreatedAt": status["User"]["CreatedAt"],
    })
}

/// Kafka's own console consumer shows the post ids as keys, when the keys are written as JSON.
#[tokio::test(flavor = "multi_thread")]
async fn kafkas_console_consumer_shows_the_post_ids_as_keys() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("keys"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let api = XApi::builder().posts(Posts::numbered(20)).hold_until_connected(true).start().await?;
    let operator = Operator::new(bootstrap, registry::url()?, &api.url(), &topic)?
        .without("key.converter.schema.registry.url")
        .worker("key.converter", "org.apache.kafka.connect.json.JsonConverter")
        .worker("key.converter.schemas.enable", "false");
    let mut worker = operator.start()?;
    let keys = console::keys(bootstrap, &topic, 20, &[])?;
    worker.terminate()?;
    worker.wait(LIMIT)?;
    let expected: Vec<_> = (1..=20).map(|number| format!("{{\"Id\":{}}}", Posts::numbered_id(number))).collect();
    assert_eq!(keys, expected);
    Ok(())
}

/// The registry holds what the repository holds: the exported files are what is registered.
#[tokio::test(flavor = "multi_thread")]
async fn the_registered_schema_is_the_exported_one() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("registered"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let api = XApi::builder().posts(Posts::numbered(1)).hold_until_connected(true).start().await?;
    let operator = Operator::new(bootstrap, registry::url()?, &api.url(), &topic)?;
    let mut worker = operator.start()?;
    consume::records(bootstrap, &topic, 1, LIMIT)?;
    worker.terminate()?;
    worker.wait(LIMIT)?;
    for (part, name) in [("key", "StatusKey"), ("value", "Status")] {
        let (status, answer) = registry::get(&format!("/subjects/{topic}-{part}/versions/latest"))?;
        assert_eq!(status, 200, "{answer}");
        let registered: Value = serde_json::from_str(answer["schema"].as_str().unwrap_or_default())?;
        let file = format!("schemas/twitter/io.confluent.examples.kafka.connect.twitter.{name}.avsc");
        let exported: Value = serde_json::from_slice(&std::fs::read(kconnect_tests::paths::workspace().join(file))?)?;
        assert_eq!(registered, exported);
    }
    Ok(())
}

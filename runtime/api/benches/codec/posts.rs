//! Statuses of the recorded posts that the X API of the tests delivers.

use std::{fs, path::Path};

use kconnect::Timestamp;
use serde_json::Value;

use crate::status::{GeoLocation, Place, Status, User};

/// What the classic API's "missing" was for a number.
const NONE: i64 = -1;

/// All recorded posts, as the connector would emit them. Those of which nothing but id and text was recorded, too.
pub(crate) fn statuses() -> Vec<Status> {
    let posts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dev/x-api/posts/recorded/posts.ndjson");
    let posts = fs::read_to_string(&posts).unwrap_or_else(|error| panic!("{}: {error}", posts.display()));
    posts.lines().map(|line| status(&serde_json::from_str(line).expect("a post is JSON"))).collect()
}

fn status(line: &Value) -> Status {
    let post = &line["data"];
    let find = |of: &str, id: &Value| {
        let all = line["includes"][of].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|one| one["id"] == *id)
    };
    let geo = &post["geo"];
    let replied =
        post["referenced_tweets"].as_array().and_then(|all| all.iter().find(|one| one["type"] == "replied_to"));
    let coordinates = geo["coordinates"]["coordinates"].as_array();
    Status {
        created_at: time(post),
        id: id(&post["id"]),
        text: text(&post["text"]),
        source: text(&post["source"]),
        truncated: Some(false),
        in_reply_to_status_id: replied.map_or(Some(NONE), |replied| id(&replied["id"])),
        in_reply_to_user_id: id(&post["in_reply_to_user_id"]).or(Some(NONE)),
        in_reply_to_screen_name: find("users", &post["in_reply_to_user_id"]).and_then(|user| text(&user["username"])),
        geo_location: coordinates.map(|at| GeoLocation {
            latitude: at[1].as_f64().unwrap_or_default(),
            longitude: at[0].as_f64().unwrap_or_default(),
        }),
        place: text(&geo["place_id"]).map(|_| place(&find("places", &geo["place_id"]).unwrap_or_default())),
        favorited: Some(false),
        retweeted: Some(false),
        favorite_count: count(&post["public_metrics"]["like_count"]),
        user: user(&find("users", &post["author_id"]).unwrap_or_default()),
        retweet: Some(false),
        contributors: Vec::new(),
        retweet_count: count(&post["public_metrics"]["retweet_count"]),
        retweeted_by_me: Some(false),
        current_user_retweet_id: Some(NONE),
        possibly_sensitive: Some(post["possibly_sensitive"] == true),
        lang: text(&post["lang"]),
        withheld_in_countries: texts(&post["withheld"]["country_codes"]),
    }
}

fn place(of: &Value) -> Place {
    Place {
        name: text(&of["name"]),
        street_address: None,
        country_code: text(&of["country_code"]),
        id: text(&of["id"]),
        country: text(&of["country"]),
        place_type: text(&of["place_type"]),
        url: None,
        full_name: text(&of["full_name"]),
    }
}

fn user(of: &Value) -> User {
    let metrics = &of["public_metrics"];
    let portrait = text(&of["profile_image_url"]);
    let sized = |suffix: &str| portrait.as_ref().map(|url| url.replace("_normal", suffix));
    let http = |url: Option<String>| url.map(|url| url.replacen("https", "http", 1));
    User {
        id: id(&of["id"]),
        name: text(&of["name"]),
        screen_name: text(&of["username"]),
        location: text(&of["location"]),
        description: text(&of["description"]),
        contributors_enabled: Some(false),
        profile_image_url: http(portrait.clone()),
        bigger_profile_image_url: http(sized("_bigger")),
        mini_profile_image_url: http(sized("_mini")),
        original_profile_image_url: http(sized("")),
        bigger_profile_image_url_https: sized("_bigger"),
        mini_profile_image_url_https: sized("_mini"),
        original_profile_image_url_https: sized(""),
        profile_image_url_https: portrait,
        default_profile_image: Some(false),
        url: text(&of["url"]),
        protected: Some(false),
        followers_count: count(&metrics["followers_count"]),
        profile_use_background_image: Some(false),
        default_profile: Some(false),
        show_all_inline_media: Some(false),
        friends_count: count(&metrics["following_count"]),
        created_at: time(of),
        favourites_count: count(&metrics["like_count"]),
        utc_offset: Some(-1),
        profile_background_tiled: Some(false),
        statuses_count: count(&metrics["tweet_count"]),
        geo_enabled: Some(false),
        verified: Some(of["verified"] == true),
        translator: Some(false),
        listed_count: count(&metrics["listed_count"]),
        follow_request_sent: Some(false),
        withheld_in_countries: texts(&of["withheld"]["country_codes"]),
        ..User::default()
    }
}

fn text(of: &Value) -> Option<String> {
    of.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn texts(of: &Value) -> Vec<String> {
    of.as_array().into_iter().flatten().filter_map(text).collect()
}

fn id(of: &Value) -> Option<i64> {
    of.as_str()?.parse().ok()
}

fn count(of: &Value) -> Option<i32> {
    Some(of.as_i64().and_then(|count| count.try_into().ok()).unwrap_or(-1))
}

/// Some time, told by the digits of the recorded one: its size in the encoding is what matters.
fn time(of: &Value) -> Option<Timestamp> {
    let digits: String = of["created_at"].as_str()?.chars().filter(char::is_ascii_digit).collect();
    digits.get(..13)?.parse().ok().map(Timestamp::from_ms)
}

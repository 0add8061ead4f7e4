//! Which parts of a post a request asked for: the `*.fields` and `expansions` parameters.
//!
//! The values allowed are those of X's `OpenAPI` document, version 2.167.

#![allow(clippy::indexing_slicing, reason = "a JSON value answers null where there is nothing; it does not panic")]

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

const TWEET_FIELDS: &[&str] = &[
    "article",
    "attachments",
    "author_id",
    "card_uri",
    "community_id",
    "context_annotations",
    "conversation_id",
    "created_at",
    "display_text_range",
    "edit_controls",
    "edit_history_tweet_ids",
    "entities",
    "geo",
    "id",
    "in_reply_to_user_id",
    "lang",
    "matched_media_notes",
    "media_metadata",
    "non_public_metrics",
    "note_request_suggestions",
    "note_tweet",
    "organic_metrics",
    "paid_partnership",
    "possibly_sensitive",
    "promoted_metrics",
    "public_metrics",
    "referenced_tweets",
    "reply_settings",
    "scopes",
    "source",
    "suggested_source_links",
    "suggested_source_links_with_counts",
    "text",
    "withheld",
];
const EXPANSIONS: &[&str] = &[
    "article.cover_media",
    "article.media_entities",
    "attachments.media_keys",
    "attachments.media_source_tweet",
    "attachments.poll_ids",
    "author_id",
    "author_screen_name",
    "edit_history_tweet_ids",
    "entities.mentions.username",
    "entities.note.mentions.username",
    "geo.place_id",
    "in_reply_to_user_id",
    "referenced_tweets.id",
    "referenced_tweets.id.attachments.media_keys",
    "referenced_tweets.id.author_id",
];
const USER_FIELDS: &[&str] = &[
    "affiliation",
    "confirmed_email",
    "connection_status",
    "created_at",
    "description",
    "entities",
    "id",
    "is_identity_verified",
    "location",
    "most_recent_tweet_id",
    "name",
    "parody",
    "pinned_tweet_id",
    "profile_banner_url",
    "profile_image_url",
    "protected",
    "public_metrics",
    "receives_your_dm",
    "subscription",
    "subscription_type",
    "url",
    "username",
    "verified",
    "verified_followers_count",
    "verified_type",
    "withheld",
];
const MEDIA_FIELDS: &[&str] = &[
    "alt_text",
    "duration_ms",
    "height",
    "media_key",
    "non_public_metrics",
    "organic_metrics",
    "preview_image_url",
    "promoted_metrics",
    "public_metrics",
    "type",
    "url",
    "variants",
    "width",
];
const PLACE_FIELDS: &[&str] =
    &["contained_within", "country", "country_code", "full_name", "geo", "id", "name", "place_type"];
const POLL_FIELDS: &[&str] = &["duration_minutes", "end_datetime", "id", "options", "voting_status"];
const PARAMETERS: &[&str] = &[
    "backfill_minutes",
    "end_time",
    "expansions",
    "media.fields",
    "place.fields",
    "poll.fields",
    "start_time",
    "tweet.fields",
    "user.fields",
];

/// The parts of a post that a connection gets.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    tweet: BTreeSet<&'static str>,
    user: BTreeSet<&'static str>,
    media: BTreeSet<&'static str>,
    place: BTreeSet<&'static str>,
    poll: BTreeSet<&'static str>,
    expansions: BTreeSet<&'static str>,
}

impl Selection {
    /// Reads a query string; each error is the offending parameter and X's message.
    pub(crate) fn parse(query: &str) -> Result<Self, Vec<(Value, String)>> {
        let mut selection = Self {
            tweet: ["id", "text", "edit_history_tweet_ids"].into(),
            user: ["id", "name", "username"].into(),
            media: ["media_key", "type"].into(),
            place: ["id", "full_name"].into(),
            poll: ["id", "options"].into(),
            expansions: BTreeSet::new(),
        };
        let mut errors = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let (set, known) = match &*name {
                "tweet.fields" => (&mut selection.tweet, TWEET_FIELDS),
                "user.fields" => (&mut selection.user, USER_FIELDS),
                "media.fields" => (&mut selection.media, MEDIA_FIELDS),
                "place.fields" => (&mut selection.place, PLACE_FIELDS),
                "poll.fields" => (&mut selection.poll, POLL_FIELDS),
                "expansions" => (&mut selection.expansions, EXPANSIONS),
                "backfill_minutes" | "start_time" | "end_time" => {
                    // X gives these to enterprise accounts only.
                    errors.push((json!({&*name: [value]}), format!("The `{name}` query parameter is not available")));
                    continue;
                }
                _ => {
                    let allowed = PARAMETERS.join(",");
                    errors.push((
                        json!({&*name: [value]}),
                        format!("The query parameter [{name}] is not one of [{allowed}]"),
                    ));
                    continue;
                }
            };
            for item in value.split(',') {
                match known.iter().find(|known| **known == item) {
                    Some(known) => {
                        set.insert(*known);
                    }
                    None => errors.push((
                        json!({&*name: [value]}),
                        format!("The `{name}` query parameter value [{item}] is not one of [{}]", known.join(",")),
                    )),
                }
            }
        }
        // An expansion brings the field it expands.
        for expansion in &selection.expansions {
            let root = expansion.split('.').next().unwrap_or(expansion);
            selection.tweet.extend(TWEET_FIELDS.iter().find(|field| **field == root));
        }
        if errors.is_empty() { Ok(selection) } else { Err(errors) }
    }

    /// The parts of a post that were asked for; `includes` and `errors` only where something is left of them.
    pub(crate) fn apply(&self, post: &Value) -> Map<String, Value> {
        let mut line = Map::new();
        line.insert("data".to_owned(), pick(&post["data"], &self.tweet));
        let includes = self.includes(post);
        if !includes.is_empty() {
            line.insert("includes".to_owned(), Value::Object(includes));
        }
        // An error tells of an expansion that failed; who did not ask for it is not told.
        let asked = |error: &&Value| error["parameter"].as_str().is_none_or(|name| self.expansions.contains(name));
        let errors: Vec<Value> = list(&post["errors"]).iter().filter(asked).cloned().collect();
        if !errors.is_empty() {
            line.insert("errors".to_owned(), errors.into());
        }
        line
    }

    fn includes(&self, post: &Value) -> Map<String, Value> {
        let data = &post["data"];
        let expands = |name: &str| self.expansions.contains(name);
        let mut users = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut media = BTreeSet::new();
        let mut tweets = BTreeSet::new();
        if expands("author_id") {
            users.extend(data["author_id"].as_str());
        }
        if expands("in_reply_to_user_id") {
            users.extend(data["in_reply_to_user_id"].as_str());
        }
        if expands("entities.mentions.username") {
            names.extend(strings(&data["entities"]["mentions"], "username"));
        }
        if expands("entities.note.mentions.username") {
            names.extend(strings(&data["note_tweet"]["entities"]["mentions"], "username"));
        }
        if expands("attachments.media_keys") {
            media.extend(list(&data["attachments"]["media_keys"]).iter().filter_map(Value::as_str));
        }
        if self.expansions.iter().any(|name| name.starts_with("referenced_tweets.id")) {
            tweets.extend(strings(&data["referenced_tweets"], "id"));
        }
        for tweet in list(&post["includes"]["tweets"]).iter().filter(|tweet| holds(&tweets, &tweet["id"])) {
            if expands("referenced_tweets.id.author_id") {
                users.extend(tweet["author_id"].as_str());
            }
            if expands("referenced_tweets.id.attachments.media_keys") {
                media.extend(list(&tweet["attachments"]["media_keys"]).iter().filter_map(Value::as_str));
            }
        }
        let mut polls = BTreeSet::new();
        if expands("attachments.poll_ids") {
            polls.extend(list(&data["attachments"]["poll_ids"]).iter().filter_map(Value::as_str));
        }
        let mut places = BTreeSet::new();
        if expands("geo.place_id") {
            places.extend(data["geo"]["place_id"].as_str());
        }

        let mut includes = Map::new();
        let mut take = |kind: &str, fields: &BTreeSet<&str>, wanted: &dyn Fn(&Value) -> bool| {
            let taken: Vec<Value> = list(&post["includes"][kind])
                .iter()
                .filter(|item| wanted(item))
                .map(|item| pick(item, fields))
                .collect();
            if !taken.is_empty() {
                includes.insert(kind.to_owned(), taken.into());
            }
        };
        take("users", &self.user, &|user| holds(&users, &user["id"]) || holds(&names, &user["username"]));
        take("tweets", &self.tweet, &|tweet| holds(&tweets, &tweet["id"]));
        take("media", &self.media, &|item| holds(&media, &item["media_key"]));
        take("places", &self.place, &|place| holds(&places, &place["id"]));
        take("polls", &self.poll, &|poll| holds(&polls, &poll["id"]));
        includes
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn strings<'a>(items: &'a Value, key: &'a str) -> impl Iterator<Item = &'a str> {
    list(items).iter().filter_map(move |item| item[key].as_str())
}

fn holds(set: &BTreeSet<&str>, value: &Value) -> bool {
    value.as_str().is_some_and(|value| set.contains(value))
}

fn pick(object: &Value, fields: &BTreeSet<&str>) -> Value {
    let fields = object.as_object().into_iter().flatten().filter(|(name, _)| fields.contains(name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

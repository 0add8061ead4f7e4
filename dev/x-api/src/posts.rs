//! Where the stream's posts come from: recorded, our own, numbered, or a caller's.

#![allow(clippy::indexing_slicing, reason = "a JSON value answers null where there is nothing; it does not panic")]

use std::{fmt, sync::Arc};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::rules::Subject;

const RECORDED: &str = include_str!("../posts/recorded/posts.ndjson");
const OWN: &str = include_str!("../posts/own.ndjson");

/// Milliseconds between the Unix epoch and the first snowflake id.
const SNOWFLAKE_EPOCH_MS: u64 = 1_288_834_974_657;
/// One millisecond in a snowflake id; the bits below it are free for machine and sequence numbers.
const SNOWFLAKE_MS: u64 = 1 << 22;
/// 2026-01-01T00:00:00Z: the moment of the numbered post 0.
const NUMBERED_EPOCH_MS: u64 = 1_767_225_600_000;

/// A list of posts to replay, each `{"data": …, "includes": …, "errors": …}` as the stream has them.
#[derive(Clone)]
pub struct Posts {
    source: Source,
    /// How often the list is replayed; for ever without a number.
    rounds: Option<u64>,
}

#[derive(Clone)]
enum Source {
    List(Arc<[(Value, Arc<Subject>)]>),
    Numbered(u64),
}

/// Why a list of posts cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostsError {
    /// A line is not JSON.
    #[error("line {line} is not JSON")]
    Json {
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// A post has no `data.id` in decimal digits.
    #[error("post {post} has no `data.id` of decimal digits; write `{{\"data\": {{\"id\": \"1\", \"text\": \"…\"}}}}`")]
    NoId {
        /// The post, from 1.
        post: usize,
    },
    /// There is not one post.
    #[error("there are no posts")]
    Empty,
}

impl Posts {
    /// The recorded posts: real ones from public test data, in many languages and shapes; few match any one keyword.
    ///
    /// Their origins and licences are in `posts/recorded/SOURCES.md`.
    #[must_use]
    pub fn recorded() -> Self {
        Self::embedded(RECORDED)
    }

    /// Posts written for this project, whose authors do not exist.
    ///
    /// Most mention `olympics`, `san jose` or `kafka`, the keywords of the connector's example; some mention none.
    #[must_use]
    pub fn own() -> Self {
        Self::embedded(OWN)
    }

    /// `count` posts with rising ids whose text holds their number, from 1, for tests that count.
    ///
    /// The text is `Post number 17 about kafka 🙂`, so the rule `kafka` selects them all.
    #[must_use]
    pub fn numbered(count: u64) -> Self {
        Self { source: Source::Numbered(count), rounds: Some(1) }
    }

    /// The id of a numbered post.
    #[must_use]
    pub fn numbered_id(number: u64) -> String {
        ((NUMBERED_EPOCH_MS - SNOWFLAKE_EPOCH_MS + number) * SNOWFLAKE_MS).to_string()
    }

    /// Reads posts from text with one JSON object a line; empty lines do not count.
    ///
    /// # Errors
    ///
    /// A line is not JSON or not a post, or there is none.
    pub fn from_ndjson(text: &str) -> Result<Self, PostsError> {
        let values = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(index, line)| {
            serde_json::from_str(line).map_err(|source| PostsError::Json { line: index + 1, source })
        });
        Self::from_values(values.collect::<Result<_, _>>()?)
    }

    /// Takes posts as JSON values.
    ///
    /// # Errors
    ///
    /// A value has no id, or there is none.
    pub fn from_values(values: Vec<Value>) -> Result<Self, PostsError> {
        if values.is_empty() {
            return Err(PostsError::Empty);
        }
        for (index, value) in values.iter().enumerate() {
            id_of(value).ok_or(PostsError::NoId { post: index + 1 })?;
        }
        let list = values.into_iter().map(|value| {
            let subject = Arc::new(Subject::of(&value));
            (value, subject)
        });
        Ok(Self { source: Source::List(list.collect()), rounds: Some(1) })
    }

    /// Starts again when the list ends, for ever, with a new id for every post.
    #[must_use]
    pub fn repeating(mut self) -> Self {
        self.rounds = None;
        self
    }

    /// Replays the list so many times, with a new id for every post from the second round on.
    #[must_use]
    pub fn rounds(mut self, rounds: u64) -> Self {
        self.rounds = Some(rounds);
        self
    }

    /// How many posts one round has.
    #[must_use]
    pub fn count(&self) -> u64 {
        match &self.source {
            Source::List(list) => u64::try_from(list.len()).unwrap_or(u64::MAX),
            Source::Numbered(count) => *count,
        }
    }

    /// One round of the posts as JSON values.
    #[must_use]
    pub fn values(&self) -> Vec<Value> {
        match &self.source {
            Source::List(list) => list.iter().map(|(value, _)| value.clone()).collect(),
            Source::Numbered(count) => (1..=*count).map(|number| numbered(number, number)).collect(),
        }
    }

    /// The post at a position, counted from 0 over all rounds.
    pub(crate) fn at(&self, position: u64) -> Option<Post> {
        let count = self.count();
        let round = position.checked_div(count)?;
        if self.rounds.is_some_and(|rounds| round >= rounds) {
            return None;
        }
        let index = position % count;
        Some(match &self.source {
            Source::Numbered(_) => Post::new(numbered(index + 1, position + 1)),
            Source::List(list) => {
                let (value, subject) = list.get(usize::try_from(index).ok()?)?;
                let mut json = value.clone();
                if round > 0 {
                    let newest = list.iter().filter_map(|(value, _)| id_of(value)).max()?;
                    renumber(&mut json, newest + (position - count + 1) * SNOWFLAKE_MS);
                }
                let id = id_of(&json)?.to_string();
                Post { id, json, subject: Arc::clone(subject) }
            }
        })
    }

    fn embedded(text: &str) -> Self {
        match Self::from_ndjson(text) {
            Ok(posts) => posts,
            Err(error) => unreachable!("the embedded posts are read by this crate's tests: {error}"),
        }
    }
}

impl fmt::Debug for Posts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Posts").field("count", &self.count()).field("rounds", &self.rounds).finish_non_exhaustive()
    }
}

/// One post on its way to the stream.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) json: Value,
    pub(crate) subject: Arc<Subject>,
}

impl Post {
    pub(crate) fn new(json: Value) -> Self {
        let subject = Arc::new(Subject::of(&json));
        Self { id: json["data"]["id"].as_str().unwrap_or_default().to_owned(), json, subject }
    }
}

fn id_of(post: &Value) -> Option<u64> {
    post["data"]["id"].as_str()?.parse().ok()
}

/// Gives a post another id, everywhere it names itself.
fn renumber(post: &mut Value, id: u64) {
    let Some(data) = post["data"].as_object_mut() else { return };
    let old = data.insert("id".to_owned(), id.to_string().into());
    if old.is_some() && data.get("conversation_id") == old.as_ref() {
        data.insert("conversation_id".to_owned(), id.to_string().into());
    }
    if let Some(history) = data.get_mut("edit_history_tweet_ids") {
        *history = json!([id.to_string()]);
    }
}

fn numbered(number: u64, sequence: u64) -> Value {
    let id = Posts::numbered_id(sequence);
    let text = format!("Post number {number} about kafka 🙂");
    let millis = i64::try_from(NUMBERED_EPOCH_MS + sequence).unwrap_or(i64::MAX);
    json!({
        "data": {
            "id": id,
            "text": text,
            "author_id": "1700000000000000001",
            "conversation_id": id,
            "created_at": timestamp(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)),
            "edit_history_tweet_ids": [id],
            "lang": "en",
            "possibly_sensitive": false,
            "reply_settings": "everyone",
            "public_metrics": {
                "retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0,
                "bookmark_count": 0, "impression_count": 0
            },
        },
        "includes": {
            "users": [{
                "id": "1700000000000000001",
                "name": "A counter",
                "username": "a_counter",
                "created_at": "2023-09-07T00:00:00.000Z",
                "description": "Counts.",
                "protected": false,
                "verified": false,
                "public_metrics": {
                    "followers_count": 1, "following_count": 2, "tweet_count": number, "listed_count": 0
                },
            }],
        },
    })
}

/// Formats a moment as X does: milliseconds, always three digits.
pub(crate) fn timestamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

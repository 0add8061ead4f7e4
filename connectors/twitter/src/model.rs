//! The lines of X API v2's filtered stream, as far as the connector reads them.
//!
//! Two vocabularies are understood: X has begun to say "post" where it said "tweet". Fields that are not listed are
//! skipped by the parser without being built.

use serde::Deserialize;

use crate::{
    json::{Id, or_default},
    problem::Problem,
};

/// One line of the stream.
#[derive(Debug)]
pub(crate) enum Line {
    /// A post that matched a rule.
    Post(Box<Matched>),
    /// The server says what is wrong; the connection ends.
    Problem(Box<Problem>),
    /// Valid JSON of a kind that X did not send when this was written.
    Unknown,
}

impl Line {
    /// Parses one line of the stream.
    ///
    /// A line with both a post and errors is a post: X reports this way that a part of it could not be loaded.
    pub(crate) fn parse(line: &[u8]) -> Result<Self, serde_json::Error> {
        let Envelope { data, includes, matching_rules, errors, title, detail, kind, connection_issue, disconnect_type } =
            serde_json::from_slice(line)?;
        if let Some(post) = data {
            return Ok(Self::Post(Box::new(Matched { post, includes, matching_rules })));
        }
        let problem = Problem { title, detail, kind, connection_issue, disconnect_type, errors, ..Problem::default() };
        Ok(if problem.says_something() { Self::Problem(Box::new(innermost(problem))) } else { Self::Unknown })
    }
}

/// A problem of its own, or the first of a list without words of its own.
fn innermost(mut problem: Problem) -> Problem {
    if problem.title.is_none() && problem.detail.is_none() && !problem.errors.is_empty() {
        return problem.errors.swap_remove(0);
    }
    problem
}

/// Everything a line may hold. The problem's fields stand beside the post's; serde's `flatten` would first build a tree
/// of every line.
#[derive(Deserialize)]
struct Envelope {
    data: Option<Post>,
    #[serde(default, deserialize_with = "or_default")]
    includes: Includes,
    #[serde(default, deserialize_with = "or_default")]
    matching_rules: Vec<MatchingRule>,
    #[serde(default, deserialize_with = "or_default")]
    errors: Vec<Problem>,
    title: Option<String>,
    detail: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    connection_issue: Option<String>,
    disconnect_type: Option<String>,
}

/// A post with what X delivers beside it.
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) post: Post,
    pub(crate) includes: Includes,
    pub(crate) matching_rules: Vec<MatchingRule>,
}

/// A rule that a post matched.
#[derive(Debug, Deserialize)]
pub(crate) struct MatchingRule {
    pub(crate) id: Id,
}

/// A post.
#[derive(Debug, Deserialize)]
pub(crate) struct Post {
    pub(crate) id: Id,
    pub(crate) text: String,
    /// The text of a post longer than 280 characters, of which `text` is the beginning.
    #[serde(alias = "note_post")]
    pub(crate) note_tweet: Option<Note>,
    pub(crate) author_id: Option<Id>,
    pub(crate) created_at: Option<String>,
    pub(crate) in_reply_to_user_id: Option<Id>,
    #[serde(default, deserialize_with = "or_default", alias = "referenced_posts")]
    pub(crate) referenced_tweets: Vec<Reference>,
    pub(crate) geo: Option<Geo>,
    pub(crate) lang: Option<String>,
    pub(crate) possibly_sensitive: Option<bool>,
    pub(crate) public_metrics: Option<PostMetrics>,
    pub(crate) source: Option<String>,
    pub(crate) withheld: Option<Withheld>,
}

/// The text of a long post.
#[derive(Debug, Deserialize)]
pub(crate) struct Note {
    pub(crate) text: Option<String>,
}

/// Another post that this one is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Reference {
    #[serde(rename = "type")]
    pub(crate) kind: ReferenceKind,
    pub(crate) id: Id,
}

/// How.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReferenceKind {
    #[serde(alias = "reposted")]
    Retweeted,
    Quoted,
    RepliedTo,
    #[serde(other)]
    Other,
}

/// Where a post was written.
#[derive(Debug, Deserialize)]
pub(crate) struct Geo {
    pub(crate) place_id: Option<String>,
    pub(crate) coordinates: Option<Point>,
}

/// A `GeoJSON` point: longitude, then latitude.
#[derive(Debug, Deserialize)]
pub(crate) struct Point {
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) coordinates: Vec<f64>,
}

/// How often a post was read and passed on.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PostMetrics {
    #[serde(alias = "repost_count")]
    pub(crate) retweet_count: Option<i64>,
    pub(crate) like_count: Option<i64>,
}

/// Where X does not show a post or a user.
#[derive(Debug, Deserialize)]
pub(crate) struct Withheld {
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) country_codes: Vec<String>,
}

/// What the request's expansions add to a post.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Includes {
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) users: Vec<Author>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) places: Vec<Location>,
}

/// A user.
#[derive(Debug, Deserialize)]
pub(crate) struct Author {
    pub(crate) id: Id,
    pub(crate) name: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) profile_image_url: Option<String>,
    pub(crate) profile_banner_url: Option<String>,
    pub(crate) protected: Option<bool>,
    pub(crate) public_metrics: Option<AuthorMetrics>,
    pub(crate) url: Option<String>,
    pub(crate) verified: Option<bool>,
    pub(crate) withheld: Option<Withheld>,
}

/// How much a user wrote and is read.
#[derive(Debug, Default, Deserialize)]
#[expect(clippy::struct_field_names, reason = "X's names")]
pub(crate) struct AuthorMetrics {
    pub(crate) followers_count: Option<i64>,
    pub(crate) following_count: Option<i64>,
    #[serde(alias = "post_count")]
    pub(crate) tweet_count: Option<i64>,
    pub(crate) listed_count: Option<i64>,
    pub(crate) like_count: Option<i64>,
}

/// A place.
#[derive(Debug, Deserialize)]
pub(crate) struct Location {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) country_code: Option<String>,
    pub(crate) place_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(line: &str) -> Box<Matched> {
        match Line::parse(line.as_bytes()) {
            Ok(Line::Post(matched)) => matched,
            other => panic!("not a post: {other:?}"),
        }
    }

    #[test]
    fn both_vocabularies_give_the_same_post() {
        let tweet = post(
            r#"{"data":{"id":"1","text":"a","note_tweet":{"text":"long"},"public_metrics":{"retweet_count":2},
            "referenced_tweets":[{"type":"quoted","id":"3"}]}}"#,
        );
        let renamed = post(
            r#"{"data":{"id":"1","text":"a","note_post":{"text":"long"},"public_metrics":{"repost_count":2},
            "referenced_posts":[{"type":"quoted","id":"3"}]}}"#,
        );
        assert_eq!(format!("{tweet:?}"), format!("{renamed:?}"));
        assert_eq!(tweet.post.referenced_tweets.first().map(|reference| reference.id), Some(Id(3)));
    }

    #[test]
    fn fields_unknown_null_and_absent_are_all_tolerated() {
        let line = r#"{"data":{"id":"1","text":"a","lang":null,"referenced_tweets":null,"new":{"deep":[1]}},
            "includes":null,"matching_rules":[{"id":1377649934414049282,"tag":null}],"newer":true}"#;
        let matched = post(line);
        assert!(matched.includes.users.is_empty());
        assert_eq!(matched.matching_rules.first().map(|rule| rule.id), Some(Id(1_377_649_934_414_049_282)));
    }

    #[test]
    fn errors_beside_a_post_do_not_end_the_stream() {
        let line = r#"{"data":{"id":"1","text":"a"},"errors":[{"title":"Not Found Error","resource_type":"user"}]}"#;
        assert_eq!(post(line).post.id, Id(1));
    }

    #[test]
    fn errors_alone_are_a_problem() {
        let line = br#"{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"This stream has been disconnected upstream for operational reasons.","type":"https://api.x.com/2/problems/operational-disconnect"}]}"#;
        let Ok(Line::Problem(problem)) = Line::parse(line) else { panic!("not a problem") };
        assert_eq!(problem.name(), "operational-disconnect");
        assert_eq!(problem.disconnect_type.as_deref(), Some("UpstreamOperationalDisconnect"));
    }

    #[test]
    fn a_problem_without_a_list_is_one_too() {
        let line = br#"{"title":"ConnectionException","detail":"This stream is currently at the maximum allowed connection limit.","connection_issue":"TooManyConnections","type":"https://api.x.com/2/problems/streaming-connection"}"#;
        let Ok(Line::Problem(problem)) = Line::parse(line) else { panic!("not a problem") };
        assert_eq!(problem.connection_issue.as_deref(), Some("TooManyConnections"));
    }

    #[test]
    fn a_message_of_a_new_kind_is_neither_a_post_nor_a_problem() {
        assert!(matches!(Line::parse(br#"{"info":{"sent":"2021-04-01T15:52:31.000Z"}}"#), Ok(Line::Unknown)));
    }
}

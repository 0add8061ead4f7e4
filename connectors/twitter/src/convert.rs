//! From a post of X API v2 to the blog's `StatusKey` and `Status`.
//!
//! What v2 no longer has gets the value that `Twitter4J`, and with it the classic connector, gave for "missing": -1 for
//! numbers, `false`, null for text, an empty list.

use crate::{
    json::Id,
    model::{Geo, Includes, Location, Matched, Note, Post, PostMetrics, ReferenceKind},
    profile,
    status::{GeoLocation, Place, Status, StatusKey},
    user::User,
    value::{NONE, TimeError, count, countries, time, unescape},
};

/// The record of a post.
///
/// # Errors
/// When a time is none. Everything else that X may leave out has a value.
pub(crate) fn record(matched: Matched) -> Result<(StatusKey, Status), TimeError> {
    let Matched { post, mut includes, .. } = matched;
    let reply = reply(&post, &includes);
    let Post { id: Id(id), text, note_tweet, author_id, created_at, referenced_tweets, .. } = post;
    let Post { geo, lang, possibly_sensitive, public_metrics, source, withheld, .. } = post;
    let PostMetrics { retweet_count, like_count } = public_metrics.unwrap_or_default();
    let status = Status {
        created_at: time("created_at", created_at)?,
        id: Some(id),
        text: Some(unescape(note_tweet.and_then(|Note { text }| text).unwrap_or(text))),
        source: source.map(unescape),
        truncated: Some(false),
        in_reply_to_status_id: Some(reply.status.map_or(NONE, |Id(id)| id)),
        in_reply_to_user_id: Some(reply.user.map_or(NONE, |Id(id)| id)),
        in_reply_to_screen_name: reply.screen_name,
        geo_location: geo.as_ref().and_then(coordinates),
        place: geo.and_then(|Geo { place_id, .. }| place_id).map(|id| place(id, &mut includes)),
        favorited: Some(false),
        retweeted: Some(false),
        favorite_count: Some(count(like_count)),
        user: author(author_id, &mut includes)?,
        retweet: Some(referenced_tweets.iter().any(|reference| reference.kind == ReferenceKind::Retweeted)),
        contributors: Vec::new(),
        retweet_count: Some(count(retweet_count)),
        retweeted_by_me: Some(false),
        current_user_retweet_id: Some(NONE),
        possibly_sensitive: Some(possibly_sensitive.unwrap_or(false)),
        lang: lang.map(unescape),
        withheld_in_countries: countries(withheld),
    };
    Ok((StatusKey { id: Some(id) }, status))
}

/// What a post answers.
struct Reply {
    status: Option<Id>,
    user: Option<Id>,
    screen_name: Option<String>,
}

fn reply(post: &Post, includes: &Includes) -> Reply {
    let status = post.referenced_tweets.iter().find(|reference| reference.kind == ReferenceKind::RepliedTo);
    let user = post.in_reply_to_user_id;
    // Only where the expansion brought the user: X leaves out users that are gone.
    let screen_name =
        includes.users.iter().find(|included| Some(included.id) == user).and_then(|user| user.username.clone());
    Reply { status: status.map(|reference| reference.id), user, screen_name }
}

/// `GeoJSON` has the longitude first.
fn coordinates(geo: &Geo) -> Option<GeoLocation> {
    match geo.coordinates.as_ref()?.coordinates.as_slice() {
        &[longitude, latitude, ..] => Some(GeoLocation { latitude, longitude }),
        _ => None,
    }
}

/// At least the id, if X has left out the rest.
fn place(id: String, includes: &mut Includes) -> Place {
    let found = includes.places.iter().position(|place| place.id == id).map(|at| includes.places.swap_remove(at));
    let Some(Location { id, name, full_name, country, country_code, place_type }) = found else {
        return Place { id: Some(id), ..Place::default() };
    };
    Place { name, street_address: None, country_code, id: Some(id), country, place_type, url: None, full_name }
}

/// At least the id: a status without a user is not possible, and X leaves out users that it cannot load.
fn author(id: Option<Id>, includes: &mut Includes) -> Result<User, TimeError> {
    let found = includes.users.iter().position(|user| Some(user.id) == id);
    match found.map(|at| includes.users.swap_remove(at)) {
        Some(author) => profile::user(author),
        None => Ok(User { id: id.map(|Id(id)| id), ..User::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Line;

    /// The record of a line of the stream.
    fn status(line: &str) -> Status {
        let Ok(Line::Post(matched)) = Line::parse(line.as_bytes()) else { panic!("not a post: {line}") };
        record(*matched).unwrap().1
    }

    #[test]
    fn a_post_with_nothing_but_id_and_text_gets_twitter4j_s_neutral_values() {
        let status = status(r#"{"data":{"id":"7","text":"a"}}"#);
        assert_eq!(
            status,
            Status {
                created_at: None,
                id: Some(7),
                text: Some("a".to_owned()),
                source: None,
                truncated: Some(false),
                in_reply_to_status_id: Some(-1),
                in_reply_to_user_id: Some(-1),
                in_reply_to_screen_name: None,
                geo_location: None,
                place: None,
                favorited: Some(false),
                retweeted: Some(false),
                favorite_count: Some(-1),
                user: User::default(),
                retweet: Some(false),
                contributors: vec![],
                retweet_count: Some(-1),
                retweeted_by_me: Some(false),
                current_user_retweet_id: Some(-1),
                possibly_sensitive: Some(false),
                lang: None,
                withheld_in_countries: vec![],
            }
        );
    }

    #[test]
    fn a_long_post_has_its_whole_text() {
        let line = r#"{"data":{"id":"7","text":"the begi…","note_tweet":{"text":"the beginning &amp; the end"}}}"#;
        assert_eq!(status(line).text.as_deref(), Some("the beginning & the end"));
    }

    #[test]
    fn a_reply_names_the_post_and_the_user_that_it_answers() {
        let status = status(
            r#"{"data":{"id":"7","text":"a","author_id":"1","in_reply_to_user_id":"2",
            "referenced_tweets":[{"type":"quoted","id":"5"},{"type":"replied_to","id":"6"}]},
            "includes":{"users":[{"id":"1","username":"me"},{"id":"2","username":"you"}]}}"#,
        );
        assert_eq!((status.in_reply_to_status_id, status.in_reply_to_user_id), (Some(6), Some(2)));
        assert_eq!(status.in_reply_to_screen_name.as_deref(), Some("you"));
        assert_eq!(status.user.screen_name.as_deref(), Some("me"));
        assert_eq!(status.retweet, Some(false));
    }

    #[test]
    fn a_reply_to_oneself_has_both_names() {
        let status = status(
            r#"{"data":{"id":"7","text":"a","author_id":"1","in_reply_to_user_id":"1"},
            "includes":{"users":[{"id":"1","username":"me"}]}}"#,
        );
        assert_eq!(status.in_reply_to_screen_name.as_deref(), Some("me"));
        assert_eq!(status.user.screen_name.as_deref(), Some("me"));
    }

    #[test]
    fn a_retweet_is_marked() {
        let line = r#"{"data":{"id":"7","text":"RT @a: b","referenced_tweets":[{"type":"retweeted","id":"6"}]}}"#;
        assert_eq!(status(line).retweet, Some(true));
    }

    #[test]
    fn coordinates_come_longitude_first() {
        let line =
            r#"{"data":{"id":"7","text":"a","geo":{"coordinates":{"type":"Point","coordinates":[-121.9,37.3]}}}}"#;
        assert_eq!(status(line).geo_location, Some(GeoLocation { latitude: 37.3, longitude: -121.9 }));
    }

    #[test]
    fn a_place_is_looked_up_among_what_came_with_the_post() {
        let status = status(
            r#"{"data":{"id":"7","text":"a","geo":{"place_id":"b"}},"includes":{"places":[{"id":"a","full_name":"x"},
            {"id":"b","name":"San Jose","full_name":"San Jose, CA","country":"United States","country_code":"US",
            "place_type":"city"}]}}"#,
        );
        let text = |text: &str| Some(text.to_owned());
        let expected = Place {
            name: text("San Jose"),
            street_address: None,
            country_code: text("US"),
            id: text("b"),
            country: text("United States"),
            place_type: text("city"),
            url: None,
            full_name: text("San Jose, CA"),
        };
        assert_eq!(status.place, Some(expected));
    }

    #[test]
    fn a_place_that_x_left_out_keeps_its_id() {
        let line = r#"{"data":{"id":"7","text":"a","geo":{"place_id":"b"}}}"#;
        assert_eq!(status(line).place, Some(Place { id: Some("b".to_owned()), ..Place::default() }));
    }
}

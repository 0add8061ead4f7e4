//! The records of the blog's connector: a post under its id.
//!
//! Names, order, types and optionality are those of the connector that the blog describes; consumers depend on them. What
//! X no longer delivers is still there, with the value that the classic connector gave for "missing": -1, false or null.

use kconnect::{ConnectSchema, Timestamp};

use crate::user::User;

/// Key for a twitter status.
#[derive(Clone, Debug, PartialEq, Eq, ConnectSchema)]
#[connect(
    namespace = "io.confluent.examples.kafka.connect.twitter",
    rename_all = "PascalCase",
    committed = "schemas/io.confluent.examples.kafka.connect.twitter.StatusKey.avsc"
)]
pub struct StatusKey {
    /// Id of the post.
    pub id: Option<i64>,
}

/// Twitter status message.
#[derive(Clone, Debug, PartialEq, ConnectSchema)]
#[connect(
    namespace = "io.confluent.examples.kafka.connect.twitter",
    rename_all = "PascalCase",
    committed = "schemas/io.confluent.examples.kafka.connect.twitter.Status.avsc"
)]
pub struct Status {
    /// When the post was written.
    pub created_at: Option<Timestamp>,
    /// Id of the post, the same as in the key.
    pub id: Option<i64>,
    /// Text of the post, without HTML escapes. Of a repost the beginning, after `RT @user:`; of any other post all.
    pub text: Option<String>,
    /// Name of the program that the post was written with.
    pub source: Option<String>,
    /// Whether the text was cut off; always false, since long posts come in full.
    pub truncated: Option<bool>,
    /// Id of the post that this one answers, or -1.
    pub in_reply_to_status_id: Option<i64>,
    /// Id of the user whom the post answers, or -1.
    pub in_reply_to_user_id: Option<i64>,
    /// Handle of the user whom the post answers, if X delivered the user.
    pub in_reply_to_screen_name: Option<String>,
    /// Where the post was written, if its author shared the coordinates.
    pub geo_location: Option<GeoLocation>,
    /// The place that the author attached to the post.
    pub place: Option<Place>,
    /// Whether the reader likes the post; always false, since an app likes nothing.
    pub favorited: Option<bool>,
    /// Whether the reader reposted the post; always false, since an app reposts nothing.
    pub retweeted: Option<bool>,
    /// Number of likes when the post was delivered, or -1.
    pub favorite_count: Option<i32>,
    /// Author of the post.
    pub user: User,
    /// Whether the post repeats somebody else's.
    pub retweet: Option<bool>,
    /// Ids of users who helped to write the post; always empty, X dropped the feature.
    pub contributors: Vec<i64>,
    /// Number of reposts when the post was delivered, or -1.
    pub retweet_count: Option<i32>,
    /// Whether the reader reposted the post; always false.
    pub retweeted_by_me: Option<bool>,
    /// Id of the reader's own repost; always -1.
    pub current_user_retweet_id: Option<i64>,
    /// Whether a link in the post may lead to sensitive content.
    pub possibly_sensitive: Option<bool>,
    /// Language of the text as X guesses it: a BCP 47 tag or one of X's own, such as `und`.
    pub lang: Option<String>,
    /// Codes of the countries in which X does not show the post.
    pub withheld_in_countries: Vec<String>,
}

/// Coordinates that the author of a post shared.
#[derive(Clone, Debug, PartialEq, ConnectSchema)]
#[connect(
    namespace = "io.confluent.examples.kafka.connect.twitter",
    rename_all = "PascalCase",
    committed = "schemas/io.confluent.examples.kafka.connect.twitter.GeoLocation.avsc"
)]
pub struct GeoLocation {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A place that the author of a post attached to it.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema)]
#[connect(
    namespace = "io.confluent.examples.kafka.connect.twitter",
    rename_all = "PascalCase",
    committed = "schemas/io.confluent.examples.kafka.connect.twitter.Place.avsc"
)]
pub struct Place {
    /// Short name.
    pub name: Option<String>,
    /// Street address; X no longer delivers it.
    pub street_address: Option<String>,
    /// ISO 3166-1 code of the country, two letters.
    pub country_code: Option<String>,
    /// X's id of the place.
    pub id: Option<String>,
    /// Name of the country.
    pub country: Option<String>,
    /// Kind of place, such as `city` or `poi`.
    pub place_type: Option<String>,
    /// Address of the place's description; X no longer delivers it.
    #[connect(rename = "URL")]
    pub url: Option<String>,
    /// Name with the region around it.
    pub full_name: Option<String>,
}

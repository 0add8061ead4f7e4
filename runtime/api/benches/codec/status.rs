//! The status that the blog's connector emits, with the fields, names and types of `connectors/twitter`, for every library
//! that is measured.

use kconnect::{ConnectSchema, Timestamp};
use serde::{Deserialize, Serialize};

/// Twitter status message.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema, Serialize, Deserialize)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Status {
    /// When the post was written.
    #[serde(with = "time")]
    pub(crate) created_at: Option<Timestamp>,
    /// Id of the post, the same as in the key.
    pub(crate) id: Option<i64>,
    /// Text of the post, without HTML escapes. Of a repost the beginning, after `RT @user:`; of any other post all.
    pub(crate) text: Option<String>,
    /// Name of the program that the post was written with.
    pub(crate) source: Option<String>,
    /// Whether the text was cut off; always false, since long posts come in full.
    pub(crate) truncated: Option<bool>,
    /// Id of the post that this one answers, or -1.
    pub(crate) in_reply_to_status_id: Option<i64>,
    /// Id of the user whom the post answers, or -1.
    pub(crate) in_reply_to_user_id: Option<i64>,
    /// Handle of the user whom the post answers, if X delivered the user.
    pub(crate) in_reply_to_screen_name: Option<String>,
    /// Where the post was written, if its author shared the coordinates.
    pub(crate) geo_location: Option<GeoLocation>,
    /// The place that the author attached to the post.
    pub(crate) place: Option<Place>,
    /// Whether the reader likes the post; always false, since an app likes nothing.
    pub(crate) favorited: Option<bool>,
    /// Whether the reader reposted the post; always false, since an app reposts nothing.
    pub(crate) retweeted: Option<bool>,
    /// Number of likes when the post was delivered, or -1.
    pub(crate) favorite_count: Option<i32>,
    /// Author of the post.
    pub(crate) user: User,
    /// Whether the post repeats somebody else's.
    pub(crate) retweet: Option<bool>,
    /// Ids of users who helped to write the post; always empty, X dropped the feature.
    pub(crate) contributors: Vec<i64>,
    /// Number of reposts when the post was delivered, or -1.
    pub(crate) retweet_count: Option<i32>,
    /// Whether the reader reposted the post; always false.
    pub(crate) retweeted_by_me: Option<bool>,
    /// Id of the reader's own repost; always -1.
    pub(crate) current_user_retweet_id: Option<i64>,
    /// Whether a link in the post may lead to sensitive content.
    pub(crate) possibly_sensitive: Option<bool>,
    /// Language of the text as X guesses it: a BCP 47 tag or one of X's own, such as `und`.
    #[connect(alias = "Language")]
    pub(crate) lang: Option<String>,
    /// Codes of the countries in which X does not show the post.
    pub(crate) withheld_in_countries: Vec<String>,
}

/// Coordinates that the author of a post shared.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema, Serialize, Deserialize)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GeoLocation {
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
}

/// A place that the author of a post attached to it.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema, Serialize, Deserialize)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Place {
    /// Short name.
    pub(crate) name: Option<String>,
    /// Street address; X no longer delivers it.
    pub(crate) street_address: Option<String>,
    /// ISO 3166-1 code of the country, two letters.
    pub(crate) country_code: Option<String>,
    /// X's id of the place.
    pub(crate) id: Option<String>,
    /// Name of the country.
    pub(crate) country: Option<String>,
    /// Kind of place, such as `city` or `poi`.
    pub(crate) place_type: Option<String>,
    /// Address of the place's description; X no longer delivers it.
    #[connect(rename = "URL")]
    #[serde(rename = "URL")]
    pub(crate) url: Option<String>,
    /// Name with the region around it.
    pub(crate) full_name: Option<String>,
}

/// The author of a status.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema, Serialize, Deserialize)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter", rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
pub(crate) struct User {
    /// Id of the user.
    pub(crate) id: Option<i64>,
    /// Name as the user writes it.
    pub(crate) name: Option<String>,
    /// Handle, without the @.
    pub(crate) screen_name: Option<String>,
    /// Where the user claims to be.
    pub(crate) location: Option<String>,
    /// What the user says about themselves, without HTML escapes.
    pub(crate) description: Option<String>,
    /// Whether others may post for the user; always false, X dropped the feature.
    pub(crate) contributors_enabled: Option<bool>,
    /// Portrait of 48 pixels, over HTTP.
    #[connect(rename = "ProfileImageURL")]
    #[serde(rename = "ProfileImageURL")]
    pub(crate) profile_image_url: Option<String>,
    /// Portrait of 73 pixels, over HTTP.
    #[connect(rename = "BiggerProfileImageURL")]
    #[serde(rename = "BiggerProfileImageURL")]
    pub(crate) bigger_profile_image_url: Option<String>,
    /// Portrait of 24 pixels, over HTTP.
    #[connect(rename = "MiniProfileImageURL")]
    #[serde(rename = "MiniProfileImageURL")]
    pub(crate) mini_profile_image_url: Option<String>,
    /// Portrait as uploaded, over HTTP.
    #[connect(rename = "OriginalProfileImageURL")]
    #[serde(rename = "OriginalProfileImageURL")]
    pub(crate) original_profile_image_url: Option<String>,
    /// Portrait of 48 pixels.
    #[connect(rename = "ProfileImageURLHttps")]
    #[serde(rename = "ProfileImageURLHttps")]
    pub(crate) profile_image_url_https: Option<String>,
    /// Portrait of 73 pixels.
    #[connect(rename = "BiggerProfileImageURLHttps")]
    #[serde(rename = "BiggerProfileImageURLHttps")]
    pub(crate) bigger_profile_image_url_https: Option<String>,
    /// Portrait of 24 pixels.
    #[connect(rename = "MiniProfileImageURLHttps")]
    #[serde(rename = "MiniProfileImageURLHttps")]
    pub(crate) mini_profile_image_url_https: Option<String>,
    /// Portrait as uploaded.
    #[connect(rename = "OriginalProfileImageURLHttps")]
    #[serde(rename = "OriginalProfileImageURLHttps")]
    pub(crate) original_profile_image_url_https: Option<String>,
    /// Whether the user has uploaded no portrait.
    pub(crate) default_profile_image: Option<bool>,
    /// The user's web page, as X's short link.
    #[connect(rename = "URL")]
    #[serde(rename = "URL")]
    pub(crate) url: Option<String>,
    /// Whether only accepted followers see what the user posts.
    pub(crate) protected: Option<bool>,
    /// Number of users who follow this one, or -1.
    pub(crate) followers_count: Option<i32>,
    /// Colour of the profile page; X no longer delivers it.
    pub(crate) profile_background_color: Option<String>,
    /// Colour of the text on the profile page; X no longer delivers it.
    pub(crate) profile_text_color: Option<String>,
    /// Colour of the links on the profile page; X no longer delivers it.
    pub(crate) profile_link_color: Option<String>,
    /// Colour of the profile page's sidebar; X no longer delivers it.
    pub(crate) profile_sidebar_fill_color: Option<String>,
    /// Colour of the sidebar's border; X no longer delivers it.
    pub(crate) profile_sidebar_border_color: Option<String>,
    /// Whether the profile page has a background image; always false.
    pub(crate) profile_use_background_image: Option<bool>,
    /// Whether the profile page looks as X made it; always false.
    pub(crate) default_profile: Option<bool>,
    /// Whether the user wants to see all media; always false.
    pub(crate) show_all_inline_media: Option<bool>,
    /// Number of users whom this one follows, or -1.
    pub(crate) friends_count: Option<i32>,
    /// When the user joined.
    #[serde(with = "time")]
    pub(crate) created_at: Option<Timestamp>,
    /// Number of posts that the user likes, or -1.
    pub(crate) favourites_count: Option<i32>,
    /// Offset from UTC in seconds; always -1.
    pub(crate) utc_offset: Option<i32>,
    /// Time zone; X no longer delivers it.
    pub(crate) time_zone: Option<String>,
    /// Background image over HTTP; X no longer delivers it.
    #[connect(rename = "ProfileBackgroundImageURL")]
    #[serde(rename = "ProfileBackgroundImageURL")]
    pub(crate) profile_background_image_url: Option<String>,
    /// Background image; X no longer delivers it.
    pub(crate) profile_background_image_url_https: Option<String>,
    /// Banner for the web.
    #[connect(rename = "ProfileBannerURL")]
    #[serde(rename = "ProfileBannerURL")]
    pub(crate) profile_banner_url: Option<String>,
    /// Banner for the web, twice the resolution.
    #[connect(rename = "ProfileBannerRetinaURL")]
    #[serde(rename = "ProfileBannerRetinaURL")]
    pub(crate) profile_banner_retina_url: Option<String>,
    /// Banner for tablets.
    #[connect(rename = "ProfileBannerIPadURL")]
    #[serde(rename = "ProfileBannerIPadURL")]
    pub(crate) profile_banner_ipad_url: Option<String>,
    /// Banner for tablets, twice the resolution.
    #[connect(rename = "ProfileBannerIPadRetinaURL")]
    #[serde(rename = "ProfileBannerIPadRetinaURL")]
    pub(crate) profile_banner_ipad_retina_url: Option<String>,
    /// Banner for phones.
    #[connect(rename = "ProfileBannerMobileURL")]
    #[serde(rename = "ProfileBannerMobileURL")]
    pub(crate) profile_banner_mobile_url: Option<String>,
    /// Banner for phones, twice the resolution.
    #[connect(rename = "ProfileBannerMobileRetinaURL")]
    #[serde(rename = "ProfileBannerMobileRetinaURL")]
    pub(crate) profile_banner_mobile_retina_url: Option<String>,
    /// Whether the background image is tiled; always false.
    pub(crate) profile_background_tiled: Option<bool>,
    /// Language of the user interface; X no longer delivers it.
    pub(crate) lang: Option<String>,
    /// Number of posts, or -1.
    pub(crate) statuses_count: Option<i32>,
    /// Whether posts may carry coordinates; always false.
    pub(crate) geo_enabled: Option<bool>,
    /// Whether the user has a badge; since 2023 a badge can be bought.
    pub(crate) verified: Option<bool>,
    /// Whether the user translates for X; always false.
    pub(crate) translator: Option<bool>,
    /// Number of public lists that the user is on, or -1.
    pub(crate) listed_count: Option<i32>,
    /// Whether the reader asked to follow the user; always false.
    pub(crate) follow_request_sent: Option<bool>,
    /// Codes of the countries in which X does not show the user.
    pub(crate) withheld_in_countries: Vec<String>,
}

/// A time as Connect writes it: milliseconds.
mod time {
    use kconnect::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        time.map(Timestamp::as_ms).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::deserialize(from)?.map(Timestamp::from_ms))
    }
}

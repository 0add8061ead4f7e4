//! The author of a post, as the blog's `Status` carries it.

use kconnect::{ConnectSchema, Timestamp};

/// The author of a status.
#[derive(Clone, Debug, Default, PartialEq, ConnectSchema)]
#[connect(
    namespace = "io.confluent.examples.kafka.connect.twitter",
    rename_all = "PascalCase",
    committed = "schemas/io.confluent.examples.kafka.connect.twitter.User.avsc"
)]
pub struct User {
    /// Id of the user.
    pub id: Option<i64>,
    /// Name as the user writes it.
    pub name: Option<String>,
    /// Handle, without the @.
    pub screen_name: Option<String>,
    /// Where the user claims to be.
    pub location: Option<String>,
    /// What the user says about themselves, without HTML escapes.
    pub description: Option<String>,
    /// Whether others may post for the user; always false, X dropped the feature.
    pub contributors_enabled: Option<bool>,
    /// Portrait of 48 pixels, over HTTP.
    #[connect(rename = "ProfileImageURL")]
    pub profile_image_url: Option<String>,
    /// Portrait of 73 pixels, over HTTP.
    #[connect(rename = "BiggerProfileImageURL")]
    pub bigger_profile_image_url: Option<String>,
    /// Portrait of 24 pixels, over HTTP.
    #[connect(rename = "MiniProfileImageURL")]
    pub mini_profile_image_url: Option<String>,
    /// Portrait as uploaded, over HTTP.
    #[connect(rename = "OriginalProfileImageURL")]
    pub original_profile_image_url: Option<String>,
    /// Portrait of 48 pixels.
    #[connect(rename = "ProfileImageURLHttps")]
    pub profile_image_url_https: Option<String>,
    /// Portrait of 73 pixels.
    #[connect(rename = "BiggerProfileImageURLHttps")]
    pub bigger_profile_image_url_https: Option<String>,
    /// Portrait of 24 pixels.
    #[connect(rename = "MiniProfileImageURLHttps")]
    pub mini_profile_image_url_https: Option<String>,
    /// Portrait as uploaded.
    #[connect(rename = "OriginalProfileImageURLHttps")]
    pub original_profile_image_url_https: Option<String>,
    /// Whether the user has uploaded no portrait.
    pub default_profile_image: Option<bool>,
    /// The user's web page, as X's short link.
    #[connect(rename = "URL")]
    pub url: Option<String>,
    /// Whether only accepted followers see what the user posts.
    pub protected: Option<bool>,
    /// Number of users who follow this one, or -1.
    pub followers_count: Option<i32>,
    /// Colour of the profile page; X no longer delivers it.
    pub profile_background_color: Option<String>,
    /// Colour of the text on the profile page; X no longer delivers it.
    pub profile_text_color: Option<String>,
    /// Colour of the links on the profile page; X no longer delivers it.
    pub profile_link_color: Option<String>,
    /// Colour of the profile page's sidebar; X no longer delivers it.
    pub profile_sidebar_fill_color: Option<String>,
    /// Colour of the sidebar's border; X no longer delivers it.
    pub profile_sidebar_border_color: Option<String>,
    /// Whether the profile page has a background image; always false.
    pub profile_use_background_image: Option<bool>,
    /// Whether the profile page looks as X made it; always false.
    pub default_profile: Option<bool>,
    /// Whether the user wants to see all media; always false.
    pub show_all_inline_media: Option<bool>,
    /// Number of users whom this one follows, or -1.
    pub friends_count: Option<i32>,
    /// When the user joined.
    pub created_at: Option<Timestamp>,
    /// Number of posts that the user likes, or -1.
    pub favourites_count: Option<i32>,
    /// Offset from UTC in seconds; always -1.
    pub utc_offset: Option<i32>,
    /// Time zone; X no longer delivers it.
    pub time_zone: Option<String>,
    /// Background image over HTTP; X no longer delivers it.
    #[connect(rename = "ProfileBackgroundImageURL")]
    pub profile_background_image_url: Option<String>,
    /// Background image; X no longer delivers it.
    pub profile_background_image_url_https: Option<String>,
    /// Banner for the web.
    #[connect(rename = "ProfileBannerURL")]
    pub profile_banner_url: Option<String>,
    /// Banner for the web, twice the resolution.
    #[connect(rename = "ProfileBannerRetinaURL")]
    pub profile_banner_retina_url: Option<String>,
    /// Banner for tablets.
    #[connect(rename = "ProfileBannerIPadURL")]
    pub profile_banner_ipad_url: Option<String>,
    /// Banner for tablets, twice the resolution.
    #[connect(rename = "ProfileBannerIPadRetinaURL")]
    pub profile_banner_ipad_retina_url: Option<String>,
    /// Banner for phones.
    #[connect(rename = "ProfileBannerMobileURL")]
    pub profile_banner_mobile_url: Option<String>,
    /// Banner for phones, twice the resolution.
    #[connect(rename = "ProfileBannerMobileRetinaURL")]
    pub profile_banner_mobile_retina_url: Option<String>,
    /// Whether the background image is tiled; always false.
    pub profile_background_tiled: Option<bool>,
    /// Language of the user interface; X no longer delivers it.
    pub lang: Option<String>,
    /// Number of posts, or -1.
    pub statuses_count: Option<i32>,
    /// Whether posts may carry coordinates; always false.
    pub geo_enabled: Option<bool>,
    /// Whether the user has a badge; since 2023 a badge can be bought.
    pub verified: Option<bool>,
    /// Whether the user translates for X; always false.
    pub translator: Option<bool>,
    /// Number of public lists that the user is on, or -1.
    pub listed_count: Option<i32>,
    /// Whether the reader asked to follow the user; always false.
    pub follow_request_sent: Option<bool>,
    /// Codes of the countries in which X does not show the user.
    pub withheld_in_countries: Vec<String>,
}

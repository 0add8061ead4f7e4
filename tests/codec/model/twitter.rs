//! The records of the connector that the blog post's became, in the form that its newest release gives them.

use std::collections::BTreeMap;

use kconnect::{ConnectSchema, Timestamp};

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct StatusKey {
    /// A field.
    #[connect(rename = "Id")]
    id: Option<i64>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct Status {
    /// A field.
    #[connect(rename = "CreatedAt")]
    created_at: Option<Timestamp>,
    /// A field.
    #[connect(rename = "Id")]
    id: Option<i64>,
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
    /// A field.
    #[connect(rename = "Source")]
    source: Option<String>,
    /// A field.
    #[connect(rename = "Truncated")]
    truncated: Option<bool>,
    /// A field.
    #[connect(rename = "InReplyToStatusId")]
    in_reply_to_status_id: Option<i64>,
    /// A field.
    #[connect(rename = "InReplyToUserId")]
    in_reply_to_user_id: Option<i64>,
    /// A field.
    #[connect(rename = "InReplyToScreenName")]
    in_reply_to_screen_name: Option<String>,
    /// A field.
    #[connect(rename = "GeoLocation")]
    geo_location: Option<GeoLocation>,
    /// A field.
    #[connect(rename = "Place")]
    place: Option<Place>,
    /// A field.
    #[connect(rename = "Favorited")]
    favorited: Option<bool>,
    /// A field.
    #[connect(rename = "Retweeted")]
    retweeted: Option<bool>,
    /// A field.
    #[connect(rename = "FavoriteCount")]
    favorite_count: Option<i32>,
    /// A field.
    #[connect(rename = "User")]
    user: User,
    /// A field.
    #[connect(rename = "Retweet")]
    retweet: Option<bool>,
    /// A field.
    #[connect(rename = "Contributors")]
    contributors: Vec<i64>,
    /// A field.
    #[connect(rename = "RetweetCount")]
    retweet_count: Option<i32>,
    /// A field.
    #[connect(rename = "RetweetedByMe")]
    retweeted_by_me: Option<bool>,
    /// A field.
    #[connect(rename = "CurrentUserRetweetId")]
    current_user_retweet_id: Option<i64>,
    /// A field.
    #[connect(rename = "PossiblySensitive")]
    possibly_sensitive: Option<bool>,
    /// A field.
    #[connect(rename = "Lang")]
    lang: Option<String>,
    /// A field.
    #[connect(rename = "WithheldInCountries")]
    withheld_in_countries: Vec<String>,
    /// A field.
    #[connect(rename = "HashtagEntities")]
    hashtag_entities: Option<Vec<HashtagEntity>>,
    /// A field.
    #[connect(rename = "UserMentionEntities")]
    user_mention_entities: Option<Vec<UserMentionEntity>>,
    /// A field.
    #[connect(rename = "MediaEntities")]
    media_entities: Option<Vec<MediaEntity>>,
    /// A field.
    #[connect(rename = "SymbolEntities")]
    symbol_entities: Option<Vec<SymbolEntity>>,
    /// A field.
    #[connect(rename = "URLEntities")]
    url_entities: Option<Vec<URLEntity>>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct GeoLocation {
    /// A field.
    #[connect(rename = "Latitude")]
    latitude: f64,
    /// A field.
    #[connect(rename = "Longitude")]
    longitude: f64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct Place {
    /// A field.
    #[connect(rename = "Name")]
    name: Option<String>,
    /// A field.
    #[connect(rename = "StreetAddress")]
    street_address: Option<String>,
    /// A field.
    #[connect(rename = "CountryCode")]
    country_code: Option<String>,
    /// A field.
    #[connect(rename = "Id")]
    id: Option<String>,
    /// A field.
    #[connect(rename = "Country")]
    country: Option<String>,
    /// A field.
    #[connect(rename = "PlaceType")]
    place_type: Option<String>,
    /// A field.
    #[connect(rename = "URL")]
    url: Option<String>,
    /// A field.
    #[connect(rename = "FullName")]
    full_name: Option<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct User {
    /// A field.
    #[connect(rename = "Id")]
    id: Option<i64>,
    /// A field.
    #[connect(rename = "Name")]
    name: Option<String>,
    /// A field.
    #[connect(rename = "ScreenName")]
    screen_name: Option<String>,
    /// A field.
    #[connect(rename = "Location")]
    location: Option<String>,
    /// A field.
    #[connect(rename = "Description")]
    description: Option<String>,
    /// A field.
    #[connect(rename = "ContributorsEnabled")]
    contributors_enabled: Option<bool>,
    /// A field.
    #[connect(rename = "ProfileImageURL")]
    profile_image_url: Option<String>,
    /// A field.
    #[connect(rename = "BiggerProfileImageURL")]
    bigger_profile_image_url: Option<String>,
    /// A field.
    #[connect(rename = "MiniProfileImageURL")]
    mini_profile_image_url: Option<String>,
    /// A field.
    #[connect(rename = "OriginalProfileImageURL")]
    original_profile_image_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileImageURLHttps")]
    profile_image_url_https: Option<String>,
    /// A field.
    #[connect(rename = "BiggerProfileImageURLHttps")]
    bigger_profile_image_url_https: Option<String>,
    /// A field.
    #[connect(rename = "MiniProfileImageURLHttps")]
    mini_profile_image_url_https: Option<String>,
    /// A field.
    #[connect(rename = "OriginalProfileImageURLHttps")]
    original_profile_image_url_https: Option<String>,
    /// A field.
    #[connect(rename = "DefaultProfileImage")]
    default_profile_image: Option<bool>,
    /// A field.
    #[connect(rename = "URL")]
    url: Option<String>,
    /// A field.
    #[connect(rename = "Protected")]
    protected: Option<bool>,
    /// A field.
    #[connect(rename = "FollowersCount")]
    followers_count: Option<i32>,
    /// A field.
    #[connect(rename = "ProfileBackgroundColor")]
    profile_background_color: Option<String>,
    /// A field.
    #[connect(rename = "ProfileTextColor")]
    profile_text_color: Option<String>,
    /// A field.
    #[connect(rename = "ProfileLinkColor")]
    profile_link_color: Option<String>,
    /// A field.
    #[connect(rename = "ProfileSidebarFillColor")]
    profile_sidebar_fill_color: Option<String>,
    /// A field.
    #[connect(rename = "ProfileSidebarBorderColor")]
    profile_sidebar_border_color: Option<String>,
    /// A field.
    #[connect(rename = "ProfileUseBackgroundImage")]
    profile_use_background_image: Option<bool>,
    /// A field.
    #[connect(rename = "DefaultProfile")]
    default_profile: Option<bool>,
    /// A field.
    #[connect(rename = "ShowAllInlineMedia")]
    show_all_inline_media: Option<bool>,
    /// A field.
    #[connect(rename = "FriendsCount")]
    friends_count: Option<i32>,
    /// A field.
    #[connect(rename = "CreatedAt")]
    created_at: Option<Timestamp>,
    /// A field.
    #[connect(rename = "FavouritesCount")]
    favourites_count: Option<i32>,
    /// A field.
    #[connect(rename = "UtcOffset")]
    utc_offset: Option<i32>,
    /// A field.
    #[connect(rename = "TimeZone")]
    time_zone: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBackgroundImageURL")]
    profile_background_image_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBackgroundImageUrlHttps")]
    profile_background_image_url_https: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerURL")]
    profile_banner_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerRetinaURL")]
    profile_banner_retina_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerIPadURL")]
    profile_banner_i_pad_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerIPadRetinaURL")]
    profile_banner_i_pad_retina_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerMobileURL")]
    profile_banner_mobile_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBannerMobileRetinaURL")]
    profile_banner_mobile_retina_url: Option<String>,
    /// A field.
    #[connect(rename = "ProfileBackgroundTiled")]
    profile_background_tiled: Option<bool>,
    /// A field.
    #[connect(rename = "Lang")]
    lang: Option<String>,
    /// A field.
    #[connect(rename = "StatusesCount")]
    statuses_count: Option<i32>,
    /// A field.
    #[connect(rename = "GeoEnabled")]
    geo_enabled: Option<bool>,
    /// A field.
    #[connect(rename = "Verified")]
    verified: Option<bool>,
    /// A field.
    #[connect(rename = "Translator")]
    translator: Option<bool>,
    /// A field.
    #[connect(rename = "ListedCount")]
    listed_count: Option<i32>,
    /// A field.
    #[connect(rename = "FollowRequestSent")]
    follow_request_sent: Option<bool>,
    /// A field.
    #[connect(rename = "WithheldInCountries")]
    withheld_in_countries: Vec<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct HashtagEntity {
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
    /// A field.
    #[connect(rename = "Start")]
    start: Option<i32>,
    /// A field.
    #[connect(rename = "End")]
    end: Option<i32>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct UserMentionEntity {
    /// A field.
    #[connect(rename = "Name")]
    name: Option<String>,
    /// A field.
    #[connect(rename = "Id")]
    id: Option<i64>,
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
    /// A field.
    #[connect(rename = "ScreenName")]
    screen_name: Option<String>,
    /// A field.
    #[connect(rename = "Start")]
    start: Option<i32>,
    /// A field.
    #[connect(rename = "End")]
    end: Option<i32>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct MediaEntity {
    /// A field.
    #[connect(rename = "Id")]
    id: Option<i64>,
    /// A field.
    #[connect(rename = "Type")]
    kind: Option<String>,
    /// A field.
    #[connect(rename = "MediaURL")]
    media_url: Option<String>,
    /// A field.
    #[connect(rename = "Sizes")]
    sizes: BTreeMap<i32, MediaSize>,
    /// A field.
    #[connect(rename = "MediaURLHttps")]
    media_url_https: Option<String>,
    /// A field.
    #[connect(rename = "VideoAspectRatioWidth")]
    video_aspect_ratio_width: Option<i32>,
    /// A field.
    #[connect(rename = "VideoAspectRatioHeight")]
    video_aspect_ratio_height: Option<i32>,
    /// A field.
    #[connect(rename = "VideoDurationMillis")]
    video_duration_millis: Option<i64>,
    /// A field.
    #[connect(rename = "VideoVariants")]
    video_variants: Option<Vec<VideoVariant>>,
    /// A field.
    #[connect(rename = "ExtAltText")]
    ext_alt_text: Option<String>,
    /// A field.
    #[connect(rename = "URL")]
    url: Option<String>,
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
    /// A field.
    #[connect(rename = "ExpandedURL")]
    expanded_url: Option<String>,
    /// A field.
    #[connect(rename = "Start")]
    start: Option<i32>,
    /// A field.
    #[connect(rename = "End")]
    end: Option<i32>,
    /// A field.
    #[connect(rename = "DisplayURL")]
    display_url: Option<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter.MediaEntity", name = "Size")]
pub(crate) struct MediaSize {
    /// A field.
    #[connect(rename = "Resize")]
    resize: Option<i32>,
    /// A field.
    #[connect(rename = "Width")]
    width: Option<i32>,
    /// A field.
    #[connect(rename = "Height")]
    height: Option<i32>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter.ExtendedMediaEntity", name = "Variant")]
pub(crate) struct VideoVariant {
    /// A field.
    #[connect(rename = "Url")]
    url: Option<String>,
    /// A field.
    #[connect(rename = "Bitrate")]
    bitrate: Option<i32>,
    /// A field.
    #[connect(rename = "ContentType")]
    content_type: Option<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct SymbolEntity {
    /// A field.
    #[connect(rename = "Start")]
    start: Option<i32>,
    /// A field.
    #[connect(rename = "End")]
    end: Option<i32>,
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct URLEntity {
    /// A field.
    #[connect(rename = "URL")]
    url: Option<String>,
    /// A field.
    #[connect(rename = "Text")]
    text: Option<String>,
    /// A field.
    #[connect(rename = "ExpandedURL")]
    expanded_url: Option<String>,
    /// A field.
    #[connect(rename = "Start")]
    start: Option<i32>,
    /// A field.
    #[connect(rename = "End")]
    end: Option<i32>,
    /// A field.
    #[connect(rename = "DisplayURL")]
    display_url: Option<String>,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct StatusDeletionNoticeKey {
    /// A field.
    #[connect(rename = "StatusId")]
    status_id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.github.jcustenborder.kafka.connect.twitter")]
pub(crate) struct StatusDeletionNotice {
    /// A field.
    #[connect(rename = "StatusId")]
    status_id: i64,
    /// A field.
    #[connect(rename = "UserId")]
    user_id: i64,
}

//! From a user of X API v2 to the blog's `User`.

use crate::{
    json::Id,
    model::{Author, AuthorMetrics},
    user::User,
    value::{TimeError, count, countries, time, unescape},
};

/// Part of the address of the portrait that new users have.
const DEFAULT_PORTRAIT: &str = "default_profile_images";

/// The user, with `Twitter4J`'s neutral values for what v2 no longer has.
pub(crate) fn user(author: Author) -> Result<User, TimeError> {
    let AuthorMetrics { followers_count, following_count, tweet_count, listed_count, like_count } =
        author.public_metrics.unwrap_or_default();
    let portrait = author.profile_image_url.as_deref();
    let banner = |size| author.profile_banner_url.as_ref().map(|url| format!("{url}/{size}"));
    let Id(id) = author.id;
    Ok(User {
        id: Some(id),
        name: author.name,
        screen_name: author.username,
        location: author.location,
        description: author.description.map(unescape),
        contributors_enabled: Some(false),
        profile_image_url: portrait.map(http),
        bigger_profile_image_url: portrait.map(|url| http(&sized(url, "_bigger"))),
        mini_profile_image_url: portrait.map(|url| http(&sized(url, "_mini"))),
        original_profile_image_url: portrait.map(|url| http(&sized(url, ""))),
        profile_image_url_https: portrait.map(str::to_owned),
        bigger_profile_image_url_https: portrait.map(|url| sized(url, "_bigger")),
        mini_profile_image_url_https: portrait.map(|url| sized(url, "_mini")),
        original_profile_image_url_https: portrait.map(|url| sized(url, "")),
        default_profile_image: Some(portrait.is_some_and(|url| url.contains(DEFAULT_PORTRAIT))),
        // X says "no address" with an empty one.
        url: author.url.filter(|url| !url.is_empty()),
        protected: Some(author.protected.unwrap_or(false)),
        followers_count: Some(count(followers_count)),
        profile_background_color: None,
        profile_text_color: None,
        profile_link_color: None,
        profile_sidebar_fill_color: None,
        profile_sidebar_border_color: None,
        profile_use_background_image: Some(false),
        default_profile: Some(false),
        show_all_inline_media: Some(false),
        friends_count: Some(count(following_count)),
        created_at: time("created_at", author.created_at)?,
        favourites_count: Some(count(like_count)),
        utc_offset: Some(-1),
        time_zone: None,
        profile_background_image_url: None,
        profile_background_image_url_https: None,
        profile_banner_url: banner("web"),
        profile_banner_retina_url: banner("web_retina"),
        profile_banner_ipad_url: banner("ipad"),
        profile_banner_ipad_retina_url: banner("ipad_retina"),
        profile_banner_mobile_url: banner("mobile"),
        profile_banner_mobile_retina_url: banner("mobile_retina"),
        profile_background_tiled: Some(false),
        lang: None,
        statuses_count: Some(count(tweet_count)),
        geo_enabled: Some(false),
        verified: Some(author.verified.unwrap_or(false)),
        translator: Some(false),
        listed_count: Some(count(listed_count)),
        follow_request_sent: Some(false),
        withheld_in_countries: countries(author.withheld),
    })
}

/// X keeps each portrait in several sizes and tells only the address of the one that ends in `_normal`.
fn sized(url: &str, suffix: &str) -> String {
    let file = url.rfind('/').map_or(0, |slash| slash + 1);
    let dot = url.get(file..).and_then(|name| name.rfind('.')).map_or(url.len(), |dot| file + dot);
    let (stem, extension) = url.split_at(dot);
    match stem.strip_suffix("_normal") {
        Some(stem) => format!("{stem}{suffix}{extension}"),
        None => url.to_owned(),
    }
}

/// The address under which the classic API delivered the same image.
fn http(url: &str) -> String {
    url.strip_prefix("https://").map_or_else(|| url.to_owned(), |rest| format!("http://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portraits_differ_in_the_end_of_their_name() {
        let url = "https://pbs.twimg.com/profile_images/137/dP_C.fpaM_normal.jpg";
        assert_eq!(sized(url, "_bigger"), "https://pbs.twimg.com/profile_images/137/dP_C.fpaM_bigger.jpg");
        assert_eq!(sized(url, ""), "https://pbs.twimg.com/profile_images/137/dP_C.fpaM.jpg");
    }

    #[test]
    fn a_portrait_without_extension_has_sizes_too() {
        assert_eq!(sized("https://x.test/a.b/me_normal", "_mini"), "https://x.test/a.b/me_mini");
    }

    #[test]
    fn a_portrait_of_an_unknown_form_is_the_same_in_every_size() {
        assert_eq!(sized("https://x.test/me.png", "_mini"), "https://x.test/me.png");
    }
}

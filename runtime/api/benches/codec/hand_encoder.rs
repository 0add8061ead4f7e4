//! The encoder that one would write by hand for this one record: straight code over the bytes, nothing general.

use kconnect::Timestamp;

use crate::status::{GeoLocation, Place, Status, User};

pub(crate) fn status(out: &mut Vec<u8>, of: &Status) {
    optional_long(out, of.created_at.map(Timestamp::as_ms));
    optional_long(out, of.id);
    optional_text(out, of.text.as_deref());
    optional_text(out, of.source.as_deref());
    optional_boolean(out, of.truncated);
    optional_long(out, of.in_reply_to_status_id);
    optional_long(out, of.in_reply_to_user_id);
    optional_text(out, of.in_reply_to_screen_name.as_deref());
    match &of.geo_location {
        Some(some) => {
            out.push(2);
            geo_location(out, some);
        }
        None => out.push(0),
    }
    match &of.place {
        Some(some) => {
            out.push(2);
            place(out, some);
        }
        None => out.push(0),
    }
    optional_boolean(out, of.favorited);
    optional_boolean(out, of.retweeted);
    optional_int(out, of.favorite_count);
    user(out, &of.user);
    optional_boolean(out, of.retweet);
    longs(out, &of.contributors);
    optional_int(out, of.retweet_count);
    optional_boolean(out, of.retweeted_by_me);
    optional_long(out, of.current_user_retweet_id);
    optional_boolean(out, of.possibly_sensitive);
    optional_text(out, of.lang.as_deref());
    texts(out, &of.withheld_in_countries);
}

fn user(out: &mut Vec<u8>, of: &User) {
    optional_long(out, of.id);
    optional_text(out, of.name.as_deref());
    optional_text(out, of.screen_name.as_deref());
    optional_text(out, of.location.as_deref());
    optional_text(out, of.description.as_deref());
    optional_boolean(out, of.contributors_enabled);
    optional_text(out, of.profile_image_url.as_deref());
    optional_text(out, of.bigger_profile_image_url.as_deref());
    optional_text(out, of.mini_profile_image_url.as_deref());
    optional_text(out, of.original_profile_image_url.as_deref());
    optional_text(out, of.profile_image_url_https.as_deref());
    optional_text(out, of.bigger_profile_image_url_https.as_deref());
    optional_text(out, of.mini_profile_image_url_https.as_deref());
    optional_text(out, of.original_profile_image_url_https.as_deref());
    optional_boolean(out, of.default_profile_image);
    optional_text(out, of.url.as_deref());
    optional_boolean(out, of.protected);
    optional_int(out, of.followers_count);
    optional_text(out, of.profile_background_color.as_deref());
    optional_text(out, of.profile_text_color.as_deref());
    optional_text(out, of.profile_link_color.as_deref());
    optional_text(out, of.profile_sidebar_fill_color.as_deref());
    optional_text(out, of.profile_sidebar_border_color.as_deref());
    optional_boolean(out, of.profile_use_background_image);
    optional_boolean(out, of.default_profile);
    optional_boolean(out, of.show_all_inline_media);
    optional_int(out, of.friends_count);
    optional_long(out, of.created_at.map(Timestamp::as_ms));
    optional_int(out, of.favourites_count);
    optional_int(out, of.utc_offset);
    optional_text(out, of.time_zone.as_deref());
    optional_text(out, of.profile_background_image_url.as_deref());
    optional_text(out, of.profile_background_image_url_https.as_deref());
    optional_text(out, of.profile_banner_url.as_deref());
    optional_text(out, of.profile_banner_retina_url.as_deref());
    optional_text(out, of.profile_banner_ipad_url.as_deref());
    optional_text(out, of.profile_banner_ipad_retina_url.as_deref());
    optional_text(out, of.profile_banner_mobile_url.as_deref());
    optional_text(out, of.profile_banner_mobile_retina_url.as_deref());
    optional_boolean(out, of.profile_background_tiled);
    optional_text(out, of.lang.as_deref());
    optional_int(out, of.statuses_count);
    optional_boolean(out, of.geo_enabled);
    optional_boolean(out, of.verified);
    optional_boolean(out, of.translator);
    optional_int(out, of.listed_count);
    optional_boolean(out, of.follow_request_sent);
    texts(out, &of.withheld_in_countries);
}

fn geo_location(out: &mut Vec<u8>, of: &GeoLocation) {
    out.extend_from_slice(&of.latitude.to_le_bytes());
    out.extend_from_slice(&of.longitude.to_le_bytes());
}

fn place(out: &mut Vec<u8>, of: &Place) {
    optional_text(out, of.name.as_deref());
    optional_text(out, of.street_address.as_deref());
    optional_text(out, of.country_code.as_deref());
    optional_text(out, of.id.as_deref());
    optional_text(out, of.country.as_deref());
    optional_text(out, of.place_type.as_deref());
    optional_text(out, of.url.as_deref());
    optional_text(out, of.full_name.as_deref());
}

#[inline]
fn long(out: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
    if rest < 0x80 {
        return out.push(rest as u8);
    }
    let mut bytes = [0; 10];
    let mut len = 0;
    while rest >= 0x80 {
        bytes[len] = rest as u8 | 0x80;
        rest >>= 7;
        len += 1;
    }
    bytes[len] = rest as u8;
    out.extend_from_slice(&bytes[..=len]);
}

#[inline]
fn text(out: &mut Vec<u8>, text: &str) {
    long(out, text.len() as i64);
    out.extend_from_slice(text.as_bytes());
}

#[inline]
fn optional_long(out: &mut Vec<u8>, number: Option<i64>) {
    match number {
        Some(number) => {
            out.push(2);
            long(out, number);
        }
        None => out.push(0),
    }
}

#[inline]
fn optional_int(out: &mut Vec<u8>, number: Option<i32>) {
    optional_long(out, number.map(i64::from));
}

#[inline]
fn optional_boolean(out: &mut Vec<u8>, boolean: Option<bool>) {
    match boolean {
        Some(boolean) => out.extend_from_slice(&[2, boolean.into()]),
        None => out.push(0),
    }
}

#[inline]
fn optional_text(out: &mut Vec<u8>, some: Option<&str>) {
    match some {
        Some(some) => {
            out.push(2);
            text(out, some);
        }
        None => out.push(0),
    }
}

fn longs(out: &mut Vec<u8>, numbers: &[i64]) {
    if !numbers.is_empty() {
        long(out, numbers.len() as i64);
        for number in numbers {
            long(out, *number);
        }
    }
    out.push(0);
}

fn texts(out: &mut Vec<u8>, all: &[String]) {
    if !all.is_empty() {
        long(out, all.len() as i64);
        for each in all {
            text(out, each);
        }
    }
    out.push(0);
}

//! The decoder that one would write by hand for this one record. It trusts no length, as a decoder has to.

use kconnect::Timestamp;

use crate::status::{GeoLocation, Place, Status, User};

/// The bytes are not this record.
#[derive(Debug)]
pub(crate) struct Malformed;

/// What is left to read.
pub(crate) struct Cursor<'a>(&'a [u8]);

/// The record that `bytes` are.
pub(crate) fn status(bytes: &[u8]) -> Result<Status, Malformed> {
    let mut from = Cursor(bytes);
    let status = from.status()?;
    if from.0.is_empty() { Ok(status) } else { Err(Malformed) }
}

impl Cursor<'_> {
    fn status(&mut self) -> Result<Status, Malformed> {
        let from = self;
        Ok(Status {
            created_at: from.optional_long()?.map(Timestamp::from_ms),
            id: from.optional_long()?,
            text: from.optional_text()?,
            source: from.optional_text()?,
            truncated: from.optional_boolean()?,
            in_reply_to_status_id: from.optional_long()?,
            in_reply_to_user_id: from.optional_long()?,
            in_reply_to_screen_name: from.optional_text()?,
            geo_location: if from.some()? { Some(from.geo_location()?) } else { None },
            place: if from.some()? { Some(from.place()?) } else { None },
            favorited: from.optional_boolean()?,
            retweeted: from.optional_boolean()?,
            favorite_count: from.optional_int()?,
            user: from.user()?,
            retweet: from.optional_boolean()?,
            contributors: from.longs()?,
            retweet_count: from.optional_int()?,
            retweeted_by_me: from.optional_boolean()?,
            current_user_retweet_id: from.optional_long()?,
            possibly_sensitive: from.optional_boolean()?,
            lang: from.optional_text()?,
            withheld_in_countries: from.texts()?,
        })
    }

    fn user(&mut self) -> Result<User, Malformed> {
        let from = self;
        Ok(User {
            id: from.optional_long()?,
            name: from.optional_text()?,
            screen_name: from.optional_text()?,
            location: from.optional_text()?,
            description: from.optional_text()?,
            contributors_enabled: from.optional_boolean()?,
            profile_image_url: from.optional_text()?,
            bigger_profile_image_url: from.optional_text()?,
            mini_profile_image_url: from.optional_text()?,
            original_profile_image_url: from.optional_text()?,
            profile_image_url_https: from.optional_text()?,
            bigger_profile_image_url_https: from.optional_text()?,
            mini_profile_image_url_https: from.optional_text()?,
            original_profile_image_url_https: from.optional_text()?,
            default_profile_image: from.optional_boolean()?,
            url: from.optional_text()?,
            protected: from.optional_boolean()?,
            followers_count: from.optional_int()?,
            profile_background_color: from.optional_text()?,
            profile_text_color: from.optional_text()?,
            profile_link_color: from.optional_text()?,
            profile_sidebar_fill_color: from.optional_text()?,
            profile_sidebar_border_color: from.optional_text()?,
            profile_use_background_image: from.optional_boolean()?,
            default_profile: from.optional_boolean()?,
            show_all_inline_media: from.optional_boolean()?,
            friends_count: from.optional_int()?,
            created_at: from.optional_long()?.map(Timestamp::from_ms),
            favourites_count: from.optional_int()?,
            utc_offset: from.optional_int()?,
            time_zone: from.optional_text()?,
            profile_background_image_url: from.optional_text()?,
            profile_background_image_url_https: from.optional_text()?,
            profile_banner_url: from.optional_text()?,
            profile_banner_retina_url: from.optional_text()?,
            profile_banner_ipad_url: from.optional_text()?,
            profile_banner_ipad_retina_url: from.optional_text()?,
            profile_banner_mobile_url: from.optional_text()?,
            profile_banner_mobile_retina_url: from.optional_text()?,
            profile_background_tiled: from.optional_boolean()?,
            lang: from.optional_text()?,
            statuses_count: from.optional_int()?,
            geo_enabled: from.optional_boolean()?,
            verified: from.optional_boolean()?,
            translator: from.optional_boolean()?,
            listed_count: from.optional_int()?,
            follow_request_sent: from.optional_boolean()?,
            withheld_in_countries: from.texts()?,
        })
    }

    fn geo_location(&mut self) -> Result<GeoLocation, Malformed> {
        let from = self;
        Ok(GeoLocation { latitude: from.double()?, longitude: from.double()? })
    }

    fn place(&mut self) -> Result<Place, Malformed> {
        let from = self;
        Ok(Place {
            name: from.optional_text()?,
            street_address: from.optional_text()?,
            country_code: from.optional_text()?,
            id: from.optional_text()?,
            country: from.optional_text()?,
            place_type: from.optional_text()?,
            url: from.optional_text()?,
            full_name: from.optional_text()?,
        })
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, Malformed> {
        let (byte, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*byte)
    }

    #[inline]
    fn long(&mut self) -> Result<i64, Malformed> {
        let mut zigzag = 0_u64;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            zigzag |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed());
            }
            shift += 7;
            if shift > 63 {
                return Err(Malformed);
            }
        }
    }

    #[inline]
    fn int(&mut self) -> Result<i32, Malformed> {
        i32::try_from(self.long()?).map_err(|_| Malformed)
    }

    #[inline]
    fn boolean(&mut self) -> Result<bool, Malformed> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed),
        }
    }

    fn double(&mut self) -> Result<f64, Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(f64::from_le_bytes(*bytes))
    }

    #[inline]
    fn text(&mut self) -> Result<String, Malformed> {
        let len = usize::try_from(self.long()?).map_err(|_| Malformed)?;
        let (bytes, rest) = self.0.split_at_checked(len).ok_or(Malformed)?;
        self.0 = rest;
        str::from_utf8(bytes).map(str::to_owned).map_err(|_| Malformed)
    }

    #[inline]
    fn some(&mut self) -> Result<bool, Malformed> {
        match self.byte()? {
            0 => Ok(false),
            2 => Ok(true),
            _ => Err(Malformed),
        }
    }

    #[inline]
    fn optional_long(&mut self) -> Result<Option<i64>, Malformed> {
        if self.some()? { self.long().map(Some) } else { Ok(None) }
    }

    #[inline]
    fn optional_int(&mut self) -> Result<Option<i32>, Malformed> {
        if self.some()? { self.int().map(Some) } else { Ok(None) }
    }

    #[inline]
    fn optional_boolean(&mut self) -> Result<Option<bool>, Malformed> {
        if self.some()? { self.boolean().map(Some) } else { Ok(None) }
    }

    #[inline]
    fn optional_text(&mut self) -> Result<Option<String>, Malformed> {
        if self.some()? { self.text().map(Some) } else { Ok(None) }
    }

    fn longs(&mut self) -> Result<Vec<i64>, Malformed> {
        self.items(Self::long)
    }

    fn texts(&mut self) -> Result<Vec<String>, Malformed> {
        self.items(Self::text)
    }

    fn items<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
        let mut items = Vec::new();
        loop {
            let mut count = self.long()?;
            if count == 0 {
                return Ok(items);
            }
            if count < 0 {
                self.long()?;
                count = -count;
            }
            for _ in 0..count {
                items.push(item(self)?);
            }
        }
    }
}

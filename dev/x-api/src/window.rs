//! A rate limit: so many requests in a window of time, and the headers that tell of it.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use tokio::time::Instant;

/// One limit of one app.
#[derive(Debug)]
pub(crate) struct Window {
    limit: u32,
    length: Duration,
    used: u32,
    ends: Option<Instant>,
}

impl Window {
    pub(crate) fn new(limit: u32, length: Duration) -> Self {
        Self { limit, length, used: 0, ends: None }
    }

    /// Counts a request; false when it is one too many.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        if self.ends.is_none_or(|ends| ends <= now) {
            self.used = 0;
            self.ends = Some(now + self.length);
        }
        let fits = self.used < self.limit;
        self.used = self.used.saturating_add(1).min(self.limit);
        fits
    }

    /// `x-rate-limit-*`, as X answers every request.
    pub(crate) fn headers(&self, now: Instant) -> HeaderMap {
        let left = self.ends.map_or(self.length, |ends| ends.saturating_duration_since(now));
        // Rounded up: a client that waits until then finds the window open.
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        let reset = Timestamp::now().as_second().saturating_add_unsigned(seconds);
        HeaderMap::from_iter([
            (http::HeaderName::from_static("x-rate-limit-limit"), HeaderValue::from(self.limit)),
            (http::HeaderName::from_static("x-rate-limit-remaining"), HeaderValue::from(self.limit - self.used)),
            (http::HeaderName::from_static("x-rate-limit-reset"), HeaderValue::from(reset)),
        ])
    }
}

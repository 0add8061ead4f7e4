//! `POST /oauth2/token`: consumer key and secret for a bearer token.
//!
//! See <https://docs.x.com/fundamentals/authentication/oauth-2-0/application-only>.

use std::sync::Arc;

use axum::extract::State;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::{answer::Answer, state::Shared};

pub(crate) async fn issue(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Answer {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let credentials = basic(text(header::AUTHORIZATION));
    if credentials != Some((shared.settings.consumer_key.clone(), shared.settings.consumer_secret.clone())) {
        return refused(99, "authenticity_token_error", "Unable to verify your credentials");
    }
    let mut form = form_urlencoded::parse(&body);
    if !is_form(text(header::CONTENT_TYPE)) || !form.any(|(name, _)| name == "grant_type") {
        return refused(170, "forbidden_missing_parameter", "Missing required parameter: grant_type");
    }
    let mut form = form_urlencoded::parse(&body);
    if !form.any(|pair| pair == ("grant_type".into(), "client_credentials".into())) {
        return refused(99, "authenticity_token_error", "Unable to verify your credentials");
    }
    Answer::new(200).json(&json!({"token_type": "bearer", "access_token": shared.bearer()}))
}

/// Key and secret of a Basic header: percent-encoded each, so that a `:` in them is none.
fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, encoded) = authorization.split_once(' ')?;
    let pair = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    let (key, secret) = pair.split_once(':').filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some((decode(key)?, decode(secret)?))
}

/// Undoes RFC 3986's percent-encoding, and takes nothing that should have been encoded.
fn decode(text: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    let percents = text.matches('%').count();
    let escapes = text.len() - percents * 2;
    // Every `%` must have stood for one byte.
    (text.chars().all(allowed) && decoded.len() == escapes).then(|| decoded.into_owned())
}

fn is_form(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn refused(code: u32, label: &str, message: &str) -> Answer {
    Answer::new(403).json(&json!({"errors": [{"code": code, "label": label, "message": message}]}))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of X's documentation.
    #[test]
    fn the_documented_header_gives_the_documented_credentials() {
        let header = "Basic eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzpMOHFxOVBaeVJnNmllS0dFS2hab2xHQzB2SldMdzhpRUo4OERSZHlPZw==";
        assert_eq!(
            basic(header),
            Some(("xvz1evFS4wEEPTGEFPHBog".into(), "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg".into()))
        );
    }

    #[test]
    fn what_is_not_percent_encoded_is_refused() {
        assert_eq!(decode("a%3Ab%20c"), Some("a:b c".into()));
        assert_eq!(decode("a+b"), None);
        assert_eq!(decode("50%"), None);
    }
}

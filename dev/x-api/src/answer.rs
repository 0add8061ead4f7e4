//! Answers to put in the place of the real ones, and the problems that X answers with.

use std::time::Duration;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A group of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /oauth2/token`.
    Token,
    /// `GET` and `POST /2/tweets/search/stream/rules`.
    Rules,
    /// `GET /2/tweets/search/stream`.
    Stream,
}

impl Endpoint {
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path {
            "/oauth2/token" => Some(Self::Token),
            "/2/tweets/search/stream/rules" => Some(Self::Rules),
            "/2/tweets/search/stream" => Some(Self::Stream),
            _ => None,
        }
    }
}

/// A whole answer: status, headers, body.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
}

impl Answer {
    /// An empty answer.
    ///
    /// # Panics
    ///
    /// The status is not one of three digits.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else { unreachable!("a status has three digits, not {status}") };
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// The name or the value holds characters that headers cannot.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (name.parse(), value.parse()) else { unreachable!("`{name}` cannot be a header") };
        self.headers.push((name, value));
        self
    }

    /// Sets the body and its type.
    #[must_use]
    pub fn body(mut self, content_type: &str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json; charset=utf-8", body.to_string())
    }

    /// 429, the rate limit: nothing remains, and `x-rate-limit-reset` is this far away, in whole seconds.
    #[must_use]
    pub fn too_many_requests(reset_in: Duration) -> Self {
        let reset = Timestamp::now().as_second().saturating_add_unsigned(reset_in.as_secs());
        Self::new(429)
            .header("x-rate-limit-limit", "50")
            .header("x-rate-limit-remaining", "0")
            .header("x-rate-limit-reset", &reset.to_string())
            .json(&too_many_requests())
    }

    /// 429, a connection too many. The rate limit is not exhausted, and its headers say so.
    #[must_use]
    pub fn too_many_connections() -> Self {
        let reset = Timestamp::now().as_second().saturating_add(900);
        Self::new(429)
            .header("x-rate-limit-limit", "50")
            .header("x-rate-limit-remaining", "47")
            .header("x-rate-limit-reset", &reset.to_string())
            .json(&too_many_connections())
    }

    /// 429, the monthly cap: no reconnect helps.
    #[must_use]
    pub fn usage_capped() -> Self {
        Self::new(429).json(&json!({
            "account_id": 1_700_000_000_000_000_002_u64,
            "product_name": "standard-basic",
            "title": "UsageCapExceeded",
            "period": "Monthly",
            "scope": "Product",
            "detail": "Usage cap exceeded: Monthly product cap",
            "type": "https://api.twitter.com/2/problems/usage-capped",
        }))
    }

    /// 503 with a page for people.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(503).body(
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html><head><title>X / ?</title></head><body><p>Something is technically wrong.</p></body></html>\n",
        )
    }

    /// 401.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401).json(&unauthorized())
    }

    /// 402: nothing left to pay with. The body's words are not recorded anywhere; its title is.
    #[must_use]
    pub fn credits_depleted() -> Self {
        Self::new(402).json(&json!({
            "title": "CreditsDepleted",
            "detail": "Your enrolled account does not have any credits to fulfill this request.",
            "type": "https://api.x.com/2/problems/credits",
        }))
    }

    /// 403: the app is not enrolled.
    #[must_use]
    pub fn client_forbidden() -> Self {
        Self::new(403).json(&json!({
            "client_id": "10000000",
            "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.",
            "registration_url": "https://developer.twitter.com/en/docs/projects/overview",
            "title": "Client Forbidden",
            "required_enrollment": "Standard Basic",
            "reason": "client-not-enrolled",
            "type": "https://api.twitter.com/2/problems/client-forbidden",
        }))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response.headers_mut().insert(header::SERVER, HeaderValue::from_static("x-api stand-in"));
        response
    }
}

pub(crate) fn too_many_connections() -> Value {
    json!({
        "title": "ConnectionException",
        "detail": "This stream is currently at the maximum allowed connection limit.",
        "connection_issue": "TooManyConnections",
        "type": "https://api.twitter.com/2/problems/streaming-connection",
    })
}

pub(crate) fn too_many_requests() -> Value {
    json!({"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429})
}

pub(crate) fn unauthorized() -> Value {
    json!({"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"})
}

/// 400, as X answers parameters it does not take.
pub(crate) fn invalid_request(errors: &[(Value, String)]) -> Answer {
    let errors: Vec<Value> =
        errors.iter().map(|(parameters, message)| json!({"parameters": parameters, "message": message})).collect();
    Answer::new(400).json(&json!({
        "errors": errors,
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }))
}

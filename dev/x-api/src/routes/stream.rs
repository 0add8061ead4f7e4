//! `GET /2/tweets/search/stream`: who may open it.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{ConnectInfo, RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use serde_json::json;
use tokio::time::Instant;

use super::session::Session;
use crate::{
    answer::{Answer, invalid_request, too_many_connections, too_many_requests},
    fields::Selection,
    state::{Shared, Slot, State as Whole},
    wire::Wire,
};

pub(crate) async fn open(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    RawQuery(query): RawQuery,
) -> Response {
    let now = Instant::now();
    let (outcome, headers) = shared.change(|state| {
        let outcome = if state.connect_window.take(now) {
            admit(state, &query.unwrap_or_default(), now)
        } else {
            Err(Answer::new(429).json(&too_many_requests()))
        };
        (outcome, state.connect_window.headers(now))
    });
    let mut response = match outcome {
        Ok(selection) => {
            let session = Session::new(shared, wire, selection);
            let mut response = Response::new(Body::from_stream(session.into_stream()));
            let kind = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Err(answer) => answer.into_response(),
    };
    response.headers_mut().extend(headers);
    response
}

/// Takes the app's one connection, or answers why not.
fn admit(state: &mut Whole, query: &str, now: Instant) -> Result<Selection, Answer> {
    let selection = Selection::parse(query).map_err(|errors| invalid_request(&errors))?;
    if state.rules.len() == 0 {
        return Err(Answer::new(409).json(&json!({
            "title": "ConnectionException",
            "detail": "You must define rules using the POST /2/tweets/search/stream/rules endpoint before connecting to filtered stream.",
            "connection_issue": "RuleConfigurationIssue",
            "type": "https://api.twitter.com/2/problems/streaming-connection",
        })));
    }
    let taken = match state.slot {
        Slot::Free => false,
        Slot::Open => true,
        Slot::Lingering(until) => until > now,
    };
    if taken {
        return Err(Answer::new(429).json(&too_many_connections()));
    }
    state.slot = Slot::Open;
    state.connects += 1;
    state.feed.connect(now);
    Ok(selection)
}

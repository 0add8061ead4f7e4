//! Bearer tokens: all that the v2 endpoints of an app take.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::header;
use serde_json::json;

use crate::{answer::Answer, state::Shared};

pub(crate) async fn require_bearer(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let authorization = request.headers().get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    match authorization.and_then(|value| value.split_once(' ')) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && token == shared.bearer() => {
            next.run(request).await
        }
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("oauth") => unsupported().into_response(),
        _ => Answer::unauthorized().into_response(),
    }
}

fn unsupported() -> Answer {
    Answer::new(403).json(&json!({
        "title": "Unsupported Authentication",
        "detail": "Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.  Supported authentication types are [OAuth 2.0 Application-Only].",
        "type": "https://api.twitter.com/2/problems/unsupported-authentication",
        "status": 403,
    }))
}

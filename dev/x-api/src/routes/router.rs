//! Routes, the log of requests, and the answers that a test put in the place of the real ones.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use super::{auth, rules, stream, token};
use crate::{
    answer::{Answer, Endpoint},
    control,
    state::Shared,
};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let bearer = Router::new()
        .route("/2/tweets/search/stream/rules", get(rules::list).post(rules::change))
        .route("/2/tweets/search/stream", get(stream::open))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), auth::require_bearer));
    Router::new()
        .route("/oauth2/token", post(token::issue))
        .merge(bearer)
        .fallback(unknown)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), answer_and_log))
        .with_state(shared)
}

async fn answer_and_log(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let scripted = Endpoint::of(&path).and_then(|endpoint| {
        shared.change(|state| {
            let at = state.answers.iter().position(|(of, _)| *of == endpoint)?;
            state.answers.remove(at)
        })
    });
    let response = match scripted {
        Some((_, answer)) => answer.into_response(),
        None => next.run(request).await,
    };
    let status = response.status().as_u16();
    shared.change(|state| state.requests.push(control::Request { method, path, query, status }));
    response
}

async fn unknown() -> Answer {
    Answer::new(404).json(&json!({"title": "Not Found", "type": "about:blank", "status": 404, "detail": "Not Found"}))
}

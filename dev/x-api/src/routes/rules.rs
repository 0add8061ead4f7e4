//! `GET` and `POST /2/tweets/search/stream/rules`.

#![allow(clippy::indexing_slicing, reason = "a JSON value answers null where there is nothing; it does not panic")]

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, header};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::{
    answer::{Answer, invalid_request, too_many_requests},
    posts::timestamp,
    rules::{Rule, RuleBook, RuleError},
    state::{Shared, State as Whole},
    window::Window,
};

/// The body of a `POST`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    add: Option<Vec<Add>>,
    delete: Option<Delete>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    value: String,
    tag: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delete {
    ids: Option<Vec<String>>,
    values: Option<Vec<String>>,
}

pub(crate) async fn list(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    limited(
        &shared,
        |state| &mut state.rules_read_window,
        |state| {
            let query = query.unwrap_or_default();
            let mut ids: Vec<String> = Vec::new();
            for (name, value) in form_urlencoded::parse(query.as_bytes()) {
                match &*name {
                    "ids" => ids.extend(value.split(',').map(ToOwned::to_owned)),
                    // Every rule fits one page here.
                    "max_results" | "pagination_token" => {}
                    _ => return unknown_parameter(&name, &value, "ids,max_results,pagination_token"),
                }
            }
            let rules: Vec<&Rule> =
                state.rules.iter().filter(|rule| ids.is_empty() || ids.contains(&rule.id)).collect();
            let mut body = Map::new();
            if !rules.is_empty() {
                body.insert("data".to_owned(), json!(rules));
            }
            body.insert("meta".to_owned(), json!({"sent": sent(), "result_count": rules.len()}));
            Answer::new(200).json(&body.into())
        },
    )
}

pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    limited(
        &shared,
        |state| &mut state.rules_write_window,
        |state| {
            let mut dry_run = false;
            for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
                match &*name {
                    "dry_run" => dry_run = value == "true",
                    _ => return unknown_parameter(&name, &value, "dry_run"),
                }
            }
            let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            if !kind.starts_with("application/json") {
                return Answer::new(415).json(&json!({
                "title": "Unsupported Media Type", "detail": "Unsupported Media Type", "type": "about:blank", "status": 415,
            }));
            }
            match serde_json::from_slice(&body) {
                Ok(Change { add: Some(rules), delete: None }) if !rules.is_empty() => {
                    add(&mut state.rules, &rules, dry_run)
                }
                Ok(Change { add: None, delete: Some(Delete { ids: Some(ids), values: None }) }) if !ids.is_empty() => {
                    delete(&mut state.rules, &ids, |rule| &rule.id, dry_run)
                }
                Ok(Change { add: None, delete: Some(Delete { ids: None, values: Some(values) }) })
                    if !values.is_empty() =>
                {
                    delete(&mut state.rules, &values, |rule| &rule.value, dry_run)
                }
                _ => {
                    let parameters = match serde_json::from_slice(&body) {
                        Ok(Value::Object(body)) => body.into_iter().map(|(name, _)| (name, json!([]))).collect(),
                        _ => Value::Object(Map::new()),
                    };
                    invalid_request(&[(parameters, "JSON doesn't match expected schema".to_owned())])
                }
            }
        },
    )
}

/// Counts a request and adds the headers that tell of the limit, whatever the answer.
fn limited(
    shared: &Shared,
    window: impl Fn(&mut Whole) -> &mut Window,
    answer: impl FnOnce(&mut Whole) -> Answer,
) -> Response {
    shared.change(|state| {
        let now = Instant::now();
        let fits = window(state).take(now);
        let answer = if fits { answer(state) } else { Answer::new(429).json(&too_many_requests()) };
        let mut response = answer.into_response();
        response.headers_mut().extend(window(state).headers(now));
        response
    })
}

/// Adds what can be added. One bad rule does not stop the others; the answer is 201 even if all are bad.
fn add(book: &mut RuleBook, rules: &[Add], dry_run: bool) -> Answer {
    let new = rules.iter().filter(|rule| book.iter().all(|known| known.value != rule.value)).count();
    if book.len() + new > book.max_rules() {
        return Answer::new(422).json(&json!({
            "title": "RulesCapExceeded",
            "detail": RuleError::TooMany { limit: book.max_rules() }.to_string(),
            "type": "https://api.twitter.com/2/problems/rule-cap",
        }));
    }
    let mut added = Vec::new();
    let mut errors = Vec::new();
    for rule in rules {
        match book.add(&rule.value, rule.tag.as_deref(), dry_run) {
            Ok(rule) => added.push(rule),
            Err(RuleError::Duplicate { id }) => errors.push(json!({
                "value": rule.value,
                "id": id,
                "title": "DuplicateRule",
                "type": "https://api.twitter.com/2/problems/duplicate-rules",
            })),
            Err(error) => errors.push(json!({
                "value": rule.value,
                "details": [error.to_string()],
                "title": "UnprocessableEntity",
                "type": "https://api.twitter.com/2/problems/invalid-rules",
            })),
        }
    }
    let mut body = Map::new();
    let summary = json!({
        "created": added.len(), "not_created": errors.len(), "valid": added.len(), "invalid": errors.len(),
    });
    if !added.is_empty() {
        body.insert("data".to_owned(), json!(added));
    }
    body.insert("meta".to_owned(), json!({"sent": sent(), "summary": summary}));
    if !errors.is_empty() {
        body.insert("errors".to_owned(), errors.into());
    }
    Answer::new(201).json(&body.into())
}

fn delete(book: &mut RuleBook, wanted: &[String], key: fn(&Rule) -> &String, dry_run: bool) -> Answer {
    let deleted = book.delete(|rule| wanted.contains(key(rule)), dry_run);
    let missing = wanted.len().saturating_sub(deleted);
    let mut body = json!({
        "meta": {"sent": sent(), "summary": {"deleted": deleted, "not_deleted": missing}},
    });
    if missing > 0 {
        body["errors"] = json!([{
            "errors": [{"parameters": {}, "message": "Rule does not exist"}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        }]);
    }
    Answer::new(200).json(&body)
}

fn unknown_parameter(name: &str, value: &str, allowed: &str) -> Answer {
    let message = format!("The query parameter [{name}] is not one of [{allowed}]");
    invalid_request(&[(json!({name: [value]}), message)])
}

fn sent() -> String {
    timestamp(Timestamp::now())
}

//! `POST /oauth2/token`, and what its bearer opens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use common::{App, client};
use kconnect_x_api::{Answer, CONSUMER_KEY, CONSUMER_SECRET, Endpoint, XApi};
use reqwest::{Response, header};
use serde_json::{Value, json};

const RULES: &str = "/2/tweets/search/stream/rules";

async fn ask(api: &XApi, key: &str, secret: &str, body: &'static str) -> Response {
    client()
        .post(format!("{}/oauth2/token", api.url()))
        .basic_auth(key, Some(secret))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
        .body(body)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn the_same_credentials_get_the_same_token_with_its_percent_escapes() {
    let app = App::start(XApi::builder()).await;
    let answer: Value =
        ask(&app.api, CONSUMER_KEY, CONSUMER_SECRET, "grant_type=client_credentials").await.json().await.unwrap();
    assert_eq!(answer, json!({"token_type": "bearer", "access_token": app.token}));
    assert!(app.token.contains("%2F") && app.token.contains("%3D"), "{}", app.token);
}

#[tokio::test]
async fn a_wrong_secret_is_refused_with_code_99() {
    let api = XApi::builder().start().await.unwrap();
    let answer = ask(&api, CONSUMER_KEY, "another", "grant_type=client_credentials").await;
    assert_eq!(answer.status(), 403);
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({"errors": [{
            "code": 99, "label": "authenticity_token_error", "message": "Unable to verify your credentials",
        }]})
    );
}

#[tokio::test]
async fn credentials_are_percent_encoded_before_they_become_basic() {
    let api = XApi::builder().credentials("k:1", "s/2%").start().await.unwrap();
    assert_eq!(ask(&api, "k%3A1", "s%2F2%25", "grant_type=client_credentials").await.status(), 200);
    assert_eq!(ask(&api, "k:1", "s/2%", "grant_type=client_credentials").await.status(), 403);
}

#[tokio::test]
async fn a_grant_type_is_required() {
    let api = XApi::builder().start().await.unwrap();
    let answer: Value =
        ask(&api, CONSUMER_KEY, CONSUMER_SECRET, "grant=client_credentials").await.json().await.unwrap();
    assert_eq!(answer["errors"][0]["code"], 170);
}

#[tokio::test]
async fn no_bearer_and_a_wrong_bearer_are_unauthorized() {
    let app = App::start(XApi::builder()).await;
    let url = format!("{}{RULES}", app.api.url());
    assert_eq!(app.client.get(&url).send().await.unwrap().status(), 401);
    assert_eq!(app.client.get(&url).bearer_auth("AAAA").send().await.unwrap().status(), 401);
    assert_eq!(app.get(RULES).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_unescaped_token_is_another_token() {
    let app = App::start(XApi::builder()).await;
    let unescaped = app.token.replace("%2F", "/").replace("%3D", "=").replace("%2B", "+");
    let url = format!("{}{RULES}", app.api.url());
    assert_eq!(app.client.get(url).bearer_auth(unescaped).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn oauth_1_is_no_way_to_the_stream() {
    let app = App::start(XApi::builder()).await;
    let request = app.client.get(format!("{}/2/tweets/search/stream", app.api.url()));
    let answer = request.header(header::AUTHORIZATION, "OAuth oauth_consumer_key=\"k\"").send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["type"], "https://api.twitter.com/2/problems/unsupported-authentication");
}

#[tokio::test]
async fn a_revoked_token_is_unauthorized_and_the_next_one_differs() {
    let app = App::start(XApi::builder()).await;
    app.api.control().revoke_token();
    assert_eq!(app.get(RULES).send().await.unwrap().status(), 401);
    let answer = ask(&app.api, CONSUMER_KEY, CONSUMER_SECRET, "grant_type=client_credentials").await;
    let token = answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    assert_ne!(token, app.token);
    let url = format!("{}{RULES}", app.api.url());
    assert_eq!(app.client.get(url).bearer_auth(token).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn scripted_answers_come_first_and_in_order() {
    let api = XApi::builder().start().await.unwrap();
    api.control().answer_next(Endpoint::Token, Answer::unavailable());
    api.control().answer_next(Endpoint::Token, Answer::new(500).header("retry-after", "1"));
    let first = ask(&api, CONSUMER_KEY, CONSUMER_SECRET, "grant_type=client_credentials").await;
    assert_eq!((first.status().as_u16(), first.text().await.unwrap().contains("<html>")), (503, true));
    let second = ask(&api, CONSUMER_KEY, CONSUMER_SECRET, "grant_type=client_credentials").await;
    assert_eq!((second.status().as_u16(), second.headers()["retry-after"].to_str().unwrap()), (500, "1"));
    assert_eq!(ask(&api, CONSUMER_KEY, CONSUMER_SECRET, "grant_type=client_credentials").await.status(), 200);
    let statuses: Vec<u16> = api.control().requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [503, 500, 200]);
}

#[tokio::test]
async fn no_secret_is_in_the_debug_output() {
    let app = App::start(XApi::builder().credentials(CONSUMER_KEY, CONSUMER_SECRET)).await;
    let output = format!("{:?} {:?}", app.api, app.api.control().requests());
    assert!(!output.contains(CONSUMER_SECRET) && !output.contains(&app.token), "{output}");
}

//! What only an operator can mend: the task fails, and says what to do.

use kconnect::{Error, ErrorKind, Props};
use kconnect_x_api::{Answer, Disconnect, Endpoint, Fault, XApi};

use crate::support::{Worker, properties, with};

async fn failure(props: Props) -> Error {
    Worker::start(props).await.failure().await
}

/// How the task fails when X answers like that.
async fn failure_after(endpoint: Endpoint, answer: Answer) -> Error {
    let x = XApi::builder().start().await.unwrap();
    x.control().answer_next_n(endpoint, 2, &answer);
    failure(properties(&x)).await
}

#[tokio::test]
async fn wrong_credentials_fail_the_task_and_the_message_names_the_keys_to_check() {
    let x = XApi::builder().start().await.unwrap();
    let error = failure(with(properties(&x), "twitter.oauth.consumerSecret", "wrong-secret")).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert_eq!(
        error.chain(),
        "X does not accept the consumer key and secret (Unable to verify your credentials); copy \
         `twitter.oauth.consumerKey` and `twitter.oauth.consumerSecret` (\"API Key and Secret\") anew from the app's \
         page in X's developer portal"
    );
    assert!(!format!("{error:?}").contains("wrong-secret"), "{error:?}");
}

#[tokio::test]
async fn credentials_with_characters_of_urls_are_sent_as_x_wants_them() {
    let x = XApi::builder().credentials("k:e y%", "s+/=&é").start().await.unwrap();
    let props = with(properties(&x), "twitter.oauth.consumerKey", "k:e y%");
    let mut worker = Worker::start(with(props, "twitter.oauth.consumerSecret", "s+/=&é")).await;
    worker.records(1).await;
}

#[tokio::test]
async fn a_token_of_another_type_is_refused() {
    let token = serde_json::json!({"token_type": "mac", "access_token": "abc"});
    let error = failure_after(Endpoint::Token, Answer::new(200).json(&token)).await;
    let expected =
        "the request for a token was answered with one of type `mac` instead of `bearer`; check `twitter.api.url`";
    assert_eq!((error.kind(), error.chain()), (ErrorKind::Fatal, expected.to_owned()));
}

#[tokio::test]
async fn a_fresh_token_that_is_refused_twice_fails_the_task() {
    let error = failure_after(Endpoint::Rules, Answer::unauthorized()).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.chain().starts_with("X refuses the bearer token that it has just given (Unauthorized);"), "{error}");
}

#[tokio::test]
async fn an_app_without_access_to_v2_is_told_to_join_a_project() {
    let error = failure_after(Endpoint::Stream, Answer::client_forbidden()).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    let text = error.chain();
    assert!(
        text.starts_with("X refuses the app (Client Forbidden: client-not-enrolled: When authenticating"),
        "{text}"
    );
    assert!(text.contains("attach it to a project with access to API v2"), "{text}");
}

#[tokio::test]
async fn a_used_up_month_fails_the_task_at_once() {
    let x = XApi::builder().start().await.unwrap();
    x.control().answer_next(Endpoint::Stream, Answer::usage_capped());
    let error = failure(properties(&x)).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(
        error.chain().starts_with("X delivers nothing more to this account (UsageCapExceeded: Usage cap exceeded"),
        "{error}"
    );
    assert_eq!(x.control().connects(), 0);
}

#[tokio::test]
async fn an_account_without_credits_is_told_to_buy_some() {
    let error = failure_after(Endpoint::Stream, Answer::credits_depleted()).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.chain().contains("buy credits in X's developer portal, then restart the task"), "{error}");
}

#[tokio::test]
async fn rules_that_x_calls_invalid_in_mid_stream_fail_the_task() {
    let x = XApi::builder().start().await.unwrap();
    x.control().fault_after(1, Fault::Disconnect(Disconnect::InvalidRules));
    let mut worker = Worker::start(properties(&x)).await;
    let error = worker.failure().await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.chain().contains("check `filter.keywords`"), "{error}");
    assert_eq!(worker.stop().await.len(), 1, "what came before the failure is handed over");
}

#[tokio::test]
async fn an_address_that_is_not_x_s_api_is_named_as_the_mistake() {
    let x = XApi::builder().start().await.unwrap();
    let error = failure(with(properties(&x), "twitter.api.url", &format!("{}/nowhere", x.url()))).await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    let text = error.chain();
    assert!(text.starts_with("X refuses POST /oauth2/token with HTTP 404"), "{text}");
    assert!(text.ends_with("check `twitter.api.url`"), "{text}");
}

//! One HTTP request and its answer: time-outs, error answers, rate-limit headers.
//!
//! Proxies are taken from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`).

use std::time::{Duration, SystemTime};

use reqwest::{Client, RequestBuilder, Response, header::HeaderMap, redirect::Policy};
use serde::de::DeserializeOwned;

use crate::{
    error::{ClientError, Result},
    problem::Problem,
};

/// How long one request may take, body included; of the stream's, only its headers.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// X's problems are a few hundred bytes, the pages of gateways a few thousand.
const ERROR_BODY_MAX: usize = 64 * 1024;

/// An HTTP client for that API, which says who it is. The system's proxy is used, but not on the way to this machine.
pub(crate) fn client(api: &str) -> Result<Client> {
    let builder = if is_loopback(api) { Client::builder().no_proxy() } else { Client::builder() };
    builder
        .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        // X redirects nothing; whoever does is not to see the token.
        .redirect(Policy::none())
        .build()
        .map_err(ClientError::Setup)
}

fn is_loopback(api: &str) -> bool {
    match url::Url::parse(api).ok().as_ref().and_then(url::Url::host) {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// Sends a request and turns every answer but success into an error.
pub(crate) async fn send(what: &'static str, request: RequestBuilder) -> Result<Response> {
    let response = within(what, request.send()).await?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let reset = reset(response.headers());
    let body = within(what, error_body(response)).await?;
    Err(ClientError::from_answer(what, status.as_u16(), reset, Box::new(Problem::from_body(&body))))
}

/// Reads the body of a successful answer.
pub(crate) async fn read<T: DeserializeOwned>(what: &'static str, response: Response) -> Result<T> {
    let body = within(what, response.bytes()).await?;
    serde_json::from_slice(&body).map_err(|source| ClientError::Malformed { request: what, source })
}

async fn within<T>(what: &'static str, work: impl Future<Output = reqwest::Result<T>>) -> Result<T> {
    match tokio::time::timeout(REQUEST_TIMEOUT, work).await {
        Ok(Ok(value)) => Ok(value),
        // The address adds nothing and may hold a password of a proxy's or of the API's.
        Ok(Err(source)) => Err(ClientError::Network { request: what, source: source.without_url() }),
        Err(_) => Err(ClientError::TimedOut { request: what, after: REQUEST_TIMEOUT }),
    }
}

/// As much of an error's body as is worth reading.
async fn error_body(mut response: Response) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > ERROR_BODY_MAX {
            break;
        }
    }
    Ok(body)
}

/// How long until the used-up limit is lifted. X sends these headers with every answer; a refusal that leaves some of
/// the limit has another reason.
fn reset(headers: &HeaderMap) -> Option<Duration> {
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    if number("x-rate-limit-remaining").is_some_and(|remaining| remaining > 0) {
        return None;
    }
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number("x-rate-limit-reset")?))?;
    at.duration_since(SystemTime::now()).ok()
}

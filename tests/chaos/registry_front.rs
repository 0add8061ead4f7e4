//! Stands before the registry, and answers in its place when there is to be trouble.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{Method, StatusCode, Uri, header::CONTENT_TYPE},
};
use kconnect_tests::{Result, registry};
use tokio::net::TcpListener;

/// How the registry behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Answers,
    /// HTTP 503 to everything.
    Fails,
    /// It answers after a second.
    Slow,
}

/// A front that runs until the process ends.
pub(crate) struct Front {
    pub(crate) url: String,
    mode: Arc<AtomicU8>,
}

#[derive(Clone)]
struct Shared {
    mode: Arc<AtomicU8>,
    registry: &'static str,
    client: reqwest::Client,
}

impl Front {
    /// Needs a runtime around it.
    pub(crate) fn start() -> Result<Self> {
        let mode = Arc::new(AtomicU8::new(0));
        // Loopback: not through the proxy that the environment may name.
        let client = reqwest::Client::builder().no_proxy().build()?;
        let shared = Shared { mode: Arc::clone(&mode), registry: registry::url()?, client };
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let listener = TcpListener::from_std(listener)?;
        let router = Router::new().fallback(forward).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, mode })
    }

    pub(crate) fn set(&self, mode: Mode) {
        let mode = match mode {
            Mode::Answers => 0,
            Mode::Fails => 1,
            Mode::Slow => 2,
        };
        self.mode.store(mode, Ordering::Release);
    }
}

type Answer = (StatusCode, [(axum::http::HeaderName, &'static str); 1], Bytes);

async fn forward(State(shared): State<Shared>, method: Method, uri: Uri, body: Bytes) -> Answer {
    const JSON: [(axum::http::HeaderName, &str); 1] = [(CONTENT_TYPE, "application/vnd.schemaregistry.v1+json")];
    let refused = |message: &str| {
        let body = format!("{{\"error_code\":50301,\"message\":\"{message}\"}}");
        (StatusCode::SERVICE_UNAVAILABLE, JSON, Bytes::from(body))
    };
    match shared.mode.load(Ordering::Acquire) {
        1 => return refused("trouble, as ordered"),
        2 => tokio::time::sleep(Duration::from_secs(1)).await,
        _ => {}
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = shared.client.request(method, format!("{}{path}", shared.registry));
    let response = request.header(CONTENT_TYPE, JSON[0].1).body(body).send().await;
    match response {
        Ok(response) => (response.status(), JSON, response.bytes().await.unwrap_or_default()),
        Err(error) => refused(&error.to_string()),
    }
}

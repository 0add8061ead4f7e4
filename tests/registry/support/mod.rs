//! An HTTP server that answers as the test tells it, and keeps what it was asked.

#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses a part of it, outside its functions")]

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use kconnect::{Prop, Props};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query, as they were encoded; the whole address if it came as to a proxy.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<String>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.body.as_deref().unwrap()).unwrap()
    }
}

/// What to answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        let headers = vec![("content-type", "application/vnd.schemaregistry.v1+json".to_owned())];
        Self { status, headers, body: body.to_owned() }
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self { status, headers: vec![("content-type", "text/html".to_owned())], body: body.to_owned() }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// The server, on a port of its own, until the test's runtime ends.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers each request with what `answer` makes of it.
    pub(crate) async fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (keep, answer) = (Arc::clone(&asked), Arc::new(answer));
        let app = Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let body = (!body.is_empty()).then(|| String::from_utf8(body.to_vec()).unwrap());
            let request = Asked { method: method.to_string(), path: uri.to_string(), headers, body };
            keep.lock().unwrap().push(request.clone());
            let answer = Arc::clone(&answer);
            async move {
                let Answer { status, headers, body } = answer(&request);
                let headers = axum::response::AppendHeaders(headers);
                (StatusCode::from_u16(status).unwrap(), headers, body)
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, asked }
    }

    /// Answers with each of these in turn, and with the last one again and again.
    pub(crate) async fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect::<std::collections::VecDeque<_>>());
        Self::start(move |_| {
            let mut answers = answers.lock().unwrap();
            if answers.len() > 1 { answers.pop_front().unwrap() } else { answers.front().unwrap().clone() }
        })
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Method and path of every request.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }
}

/// A configuration that does not wait between attempts.
pub(crate) fn props(url: &str, more: &[(&str, &str)]) -> Props {
    let hasty = [("schema.registry.url", url), ("retries.wait.ms", "1"), ("retries.max.wait.ms", "1")];
    let all = hasty.iter().chain(more);
    all.map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect()
}

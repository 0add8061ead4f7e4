//! A client made of plain HTTP requests, shared by the tests.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::time::Duration;

use kconnect_x_api::{Builder, CONSUMER_KEY, CONSUMER_SECRET, XApi};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

pub(crate) struct App {
    pub(crate) api: XApi,
    pub(crate) token: String,
    pub(crate) client: Client,
}

impl App {
    /// Starts a stand-in and gets its token.
    pub(crate) async fn start(builder: Builder) -> Self {
        let api = builder.start().await.unwrap();
        let client = client();
        let answer: Value = client
            .post(format!("{}/oauth2/token", api.url()))
            .basic_auth(CONSUMER_KEY, Some(CONSUMER_SECRET))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Self { api, token, client }
    }

    /// Starts a stand-in with one rule.
    pub(crate) async fn with_rule(builder: Builder, rule: &str) -> Self {
        let app = Self::start(builder).await;
        app.api.control().add_rule(rule, Some("first")).unwrap();
        app
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.api.url())).bearer_auth(&self.token)
    }

    pub(crate) async fn rules(&self, body: &Value) -> Response {
        let url = format!("{}/2/tweets/search/stream/rules", self.api.url());
        self.client.post(url).bearer_auth(&self.token).json(body).send().await.unwrap()
    }

    pub(crate) async fn add_rule(&self, value: &str) -> Value {
        self.rules(&json!({"add": [{"value": value}]})).await.json().await.unwrap()
    }

    /// Asks for the stream without any parameter.
    pub(crate) async fn connect(&self) -> Response {
        self.get("/2/tweets/search/stream").send().await.unwrap()
    }

    /// Opens the stream and reads it.
    pub(crate) async fn stream(&self, query: &str) -> Reader {
        let response = self.get(&format!("/2/tweets/search/stream?{query}")).send().await.unwrap();
        assert_eq!(response.status(), 200, "{}", response.text().await.unwrap_or_default());
        Reader { response, buffer: Vec::new(), chunks: Vec::new() }
    }
}

/// A client that goes straight to loopback, whatever proxy the environment names.
pub(crate) fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// An open stream.
pub(crate) struct Reader {
    response: Response,
    pub(crate) buffer: Vec<u8>,
    pub(crate) chunks: Vec<Vec<u8>>,
}

impl Reader {
    /// The next line without its end, `None` at the clean end, and what is left in `buffer` then.
    pub(crate) async fn line(&mut self) -> Result<Option<String>, reqwest::Error> {
        loop {
            if let Some(at) = self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..at + 2).take(at).collect();
                return Ok(Some(String::from_utf8(line).unwrap()));
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk());
            match chunk.await.expect("the stream says something within 10 s")? {
                Some(chunk) => {
                    self.chunks.push(chunk.to_vec());
                    self.buffer.extend_from_slice(&chunk);
                }
                None => return Ok(None),
            }
        }
    }

    /// The next line that is not a keep-alive, as JSON.
    pub(crate) async fn json(&mut self) -> Value {
        loop {
            let line = self.line().await.unwrap().expect("another line");
            if !line.is_empty() {
                return serde_json::from_str(&line).unwrap();
            }
        }
    }

    /// The ids of the next posts.
    pub(crate) async fn ids(&mut self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        while ids.len() < count {
            ids.push(self.json().await["data"]["id"].as_str().unwrap().to_owned());
        }
        ids
    }
}

/// The ids of numbered posts.
pub(crate) fn numbered(numbers: std::ops::RangeInclusive<u64>) -> Vec<String> {
    numbers.map(kconnect_x_api::Posts::numbered_id).collect()
}

//! Tokens from an issuer, by OAuth 2.0's client credentials grant.

use std::time::Duration;

use serde::Deserialize;
use tokio::{sync::Mutex, time::Instant};

use super::settings::ClientCredentials;

/// Gets tokens, and keeps each until shortly before its end.
pub(super) struct Tokens {
    credentials: ClientCredentials,
    /// Held while a token is fetched, so that all who need it wait for one.
    current: Mutex<Option<Token>>,
}

struct Token {
    text: String,
    until: Option<Instant>,
}

/// Why there is none.
pub(super) struct Refused {
    pub(super) url: String,
    pub(super) reason: String,
    /// Whether another attempt may succeed.
    pub(super) passing: bool,
}

#[derive(Deserialize)]
struct Issued {
    access_token: String,
    expires_in: Option<u64>,
}

/// RFC 6749, 5.2.
#[derive(Deserialize)]
struct Problem {
    error: String,
    #[serde(default)]
    error_description: String,
}

impl Tokens {
    pub(super) fn new(credentials: ClientCredentials) -> Self {
        Self { credentials, current: Mutex::new(None) }
    }

    /// A token that is still good. Cancel safe.
    pub(super) async fn get(&self, client: &reqwest::Client) -> Result<String, Refused> {
        let mut current = self.current.lock().await;
        if let Some(token) = &*current
            && token.until.is_none_or(|until| Instant::now() < until)
        {
            return Ok(token.text.clone());
        }
        let issued = self.fetch(client).await?;
        let until = issued.expires_in.map(|seconds| {
            let life = Duration::from_secs(seconds);
            // A buffer as long as the token's life would mean a new one for each request.
            Instant::now() + life.saturating_sub(self.credentials.buffer).max(life / 5)
        });
        *current = Some(Token { text: issued.access_token.clone(), until });
        Ok(issued.access_token)
    }

    /// Forgets a token that the registry did not take.
    pub(super) async fn forget(&self, refused: &str) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|token| token.text == refused) {
            *current = None;
        }
    }

    async fn fetch(&self, client: &reqwest::Client) -> Result<Issued, Refused> {
        let ClientCredentials { endpoint, client_id, client_secret, scope, .. } = &self.credentials;
        let refused = |reason: String, passing| Refused { url: endpoint.clone(), reason, passing };
        let lost = |error: reqwest::Error| refused(super::http::reason(&error.without_url()), true);
        let mut form = vec![("grant_type", "client_credentials")];
        form.extend(scope.as_deref().map(|scope| ("scope", scope)));
        let request = client.post(endpoint).basic_auth(client_id, Some(client_secret)).form(&form);
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        let body = response.bytes().await.map_err(lost)?;
        if status.is_success() {
            return serde_json::from_slice(&body)
                .map_err(|_| refused("its answer has no access_token".to_owned(), false));
        }
        let passing = status.is_server_error() || matches!(status.as_u16(), 408 | 429);
        let words = serde_json::from_slice::<Problem>(&body).map_or_else(
            |_| status.canonical_reason().unwrap_or("no reason given").to_owned(),
            |problem| format!("{} {}", problem.error, problem.error_description).trim_end().to_owned(),
        );
        Err(refused(format!("HTTP {}: {words}", status.as_u16()), passing))
    }
}

//! An issuer of tokens, as an identity provider is one: OAuth 2.0's client credentials grant (RFC 6749, 4.4), answered
//! with signed JSON Web Tokens (RFC 7519, ES256).

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

use std::collections::BTreeMap;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    routing::post,
};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use kconnect_tests::Result;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The one client that it knows.
pub(crate) const CLIENT: &str = "worker";

/// The client's secret.
pub(crate) const CLIENT_SECRET: &str = "NeverToBeSeenClientSecret";

/// The scope that the client may have.
pub(crate) const SCOPE: &str = "kafka";

/// An issuer with a key of its own.
pub(crate) struct Issuer {
    key: EcdsaKeyPair,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        Self { key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key") }
    }

    /// The JSON Web Key Set (RFC 7517) that its tokens are checked with.
    pub(crate) fn keys(&self) -> String {
        // SEC 1's uncompressed point: a 4, then both coordinates.
        let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
        let [x, y] = [x, y].map(|coordinate| BASE64_URL_SAFE_NO_PAD.encode(coordinate));
        let key = json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "tests", "x": x, "y": y});
        json!({"keys": [key]}).to_string()
    }

    /// Answers at the address that is returned, until the test's runtime ends.
    pub(crate) async fn serve(&'static self) -> Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/token", listener.local_addr()?);
        let router = Router::new().route("/token", post(token)).with_state(self);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(url)
    }

    fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": "tests"});
        let [header, claims] = [&header, claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_string()));
        let text = format!("{header}.{claims}");
        let signature = self.key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn token(State(issuer): State<&'static Issuer>, headers: HeaderMap, body: String) -> (StatusCode, Json<Value>) {
    let expected = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{CLIENT_SECRET}")));
    if headers.get(AUTHORIZATION).is_none_or(|given| given != expected.as_str()) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"})));
    }
    let form: BTreeMap<_, _> = form_urlencoded::parse(body.as_bytes()).collect();
    if form.get("grant_type").is_none_or(|grant| grant != "client_credentials") {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "unsupported_grant_type"})));
    }
    if form.get("scope").is_none_or(|scope| scope != SCOPE) {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_scope"})));
    }
    let now = jiff::Timestamp::now().as_second();
    let claims = json!({"sub": CLIENT, "scope": SCOPE, "iat": now, "exp": now + 3600});
    let answer = json!({"access_token": issuer.sign(&claims), "token_type": "Bearer", "expires_in": 3600});
    (StatusCode::OK, Json(answer))
}

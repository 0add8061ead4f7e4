//! Who the client says it is.

use std::time::Duration;

use super::reader::Reader;
use crate::{kafka::login_module, problem::Problem};

const BASIC: &str = "basic.auth.credentials.source";
const BEARER: &str = "bearer.auth.credentials.source";

/// What goes into the `Authorization` header. Holds passwords: there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(in super::super) enum Auth {
    None,
    Basic {
        user: String,
        password: String,
    },
    /// A token that does not change.
    Bearer(String),
    /// Tokens from an issuer.
    Issued(ClientCredentials),
}

/// OAuth 2.0's client credentials grant (RFC 6749, 4.4). Holds passwords: there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(in super::super) struct ClientCredentials {
    pub(in super::super) endpoint: String,
    pub(in super::super) client_id: String,
    pub(in super::super) client_secret: String,
    pub(in super::super) scope: Option<String>,
    /// How long before its end a token is replaced.
    pub(in super::super) buffer: Duration,
}

impl Reader<'_> {
    pub(super) fn auth(&mut self, of_url: Auth) -> Auth {
        let basic = self.basic(of_url);
        match self.text(BEARER) {
            None => basic,
            Some(_) if basic != Auth::None => {
                self.problem(BEARER, "basic and bearer authentication cannot be used together; remove one of them");
                basic
            }
            Some("STATIC_TOKEN") => {
                if let Some(token) = self.text("bearer.auth.token") {
                    Auth::Bearer(token.to_owned())
                } else {
                    self.problem("bearer.auth.token", "bearer.auth.credentials.source=STATIC_TOKEN needs a token here");
                    Auth::None
                }
            }
            Some("OAUTHBEARER") => Auth::Issued(self.client_credentials()),
            Some(other) => {
                self.problems.push(Problem::invalid(BEARER, other, "use STATIC_TOKEN or OAUTHBEARER"));
                Auth::None
            }
        }
    }

    /// Headers that Confluent's cloud wants beside a token.
    pub(super) fn cloud_headers(&self) -> Vec<(&'static str, String)> {
        [
            ("target-sr-cluster", "bearer.auth.logical.cluster"),
            ("Confluent-Identity-Pool-Id", "bearer.auth.identity.pool.id"),
        ]
        .into_iter()
        .filter_map(|(header, key)| Some((header, self.text(key)?.to_owned())))
        .collect()
    }

    fn basic(&mut self, of_url: Auth) -> Auth {
        match self.text(BASIC) {
            None | Some("URL") => of_url,
            Some("USER_INFO") => {
                let info =
                    self.text("basic.auth.user.info").or_else(|| self.text("schema.registry.basic.auth.user.info"));
                if let Some((user, password)) = info.and_then(|info| info.split_once(':')) {
                    Auth::Basic { user: user.to_owned(), password: password.to_owned() }
                } else {
                    self.problem(
                        "basic.auth.user.info",
                        "write user:password, which basic.auth.credentials.source=USER_INFO needs",
                    );
                    Auth::None
                }
            }
            Some("SASL_INHERIT") => self.of_login_module(),
            Some(other) => {
                self.problems.push(Problem::invalid(BASIC, other, "use URL, USER_INFO or SASL_INHERIT"));
                Auth::None
            }
        }
    }

    /// User and password as the Kafka client logs in, from the keys beside the registry's.
    fn of_login_module(&mut self) -> Auth {
        const JAAS: &str = "sasl.jaas.config";
        let module = self.needed(JAAS, &format!("{BASIC}=SASL_INHERIT"));
        if module.is_empty() {
            return Auth::None;
        }
        match login_module(&module) {
            Ok(options) => {
                if let (Some(user), Some(password)) = (options.get("username"), options.get("password")) {
                    return Auth::Basic { user: user.clone(), password: password.clone() };
                }
                self.problem(JAAS, format!("the login module needs username and password for {BASIC}=SASL_INHERIT"));
            }
            Err(why) => self.problem(JAAS, why),
        }
        Auth::None
    }

    fn client_credentials(&mut self) -> ClientCredentials {
        const ENDPOINT: &str = "bearer.auth.issuer.endpoint.url";
        let by = format!("{BEARER}=OAUTHBEARER");
        let endpoint = self.needed(ENDPOINT, &by);
        if !endpoint.is_empty() && !url::Url::parse(&endpoint).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        {
            self.problem(ENDPOINT, format!("Invalid value for configuration {ENDPOINT}: write https://host/path"));
        }
        ClientCredentials {
            endpoint,
            client_id: self.needed("bearer.auth.client.id", &by),
            client_secret: self.needed("bearer.auth.client.secret", &by),
            scope: self.text("bearer.auth.scope").map(str::to_owned),
            buffer: Duration::from_secs(self.number("bearer.auth.cache.expiry.buffer.seconds", 300)),
        }
    }
}

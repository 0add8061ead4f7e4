//! The five requests that the source makes of X API v2. Each is made once: who calls decides about another attempt.

use std::fmt;

use kconnect::Password;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{
    RequestBuilder, Response,
    header::{AUTHORIZATION, HeaderValue},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{ClientError, Result},
    http::{self, read, send},
    json::{Id, or_default},
    problem::Problem,
};

/// All that RFC 3986 calls unreserved stays as it is, as X's page "Application-only authentication" demands.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const TOKEN: &str = "POST /oauth2/token";
const LIST_RULES: &str = "GET /2/tweets/search/stream/rules";
const CHANGE_RULES: &str = "POST /2/tweets/search/stream/rules";
const STREAM: &str = "GET /2/tweets/search/stream";

/// What the stream's lines carry. One place, for the day that X calls them `post.fields`.
const STREAM_FIELDS: &[(&str, &str)] = &[
    (
        "tweet.fields",
        "attachments,author_id,context_annotations,conversation_id,created_at,display_text_range,edit_controls,\
         edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,note_tweet,possibly_sensitive,public_metrics,\
         referenced_tweets,reply_settings,source,text,withheld",
    ),
    (
        "expansions",
        "attachments.media_keys,attachments.poll_ids,author_id,entities.mentions.username,geo.place_id,\
         in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id,\
         referenced_tweets.id.attachments.media_keys",
    ),
    (
        "user.fields",
        "created_at,description,entities,id,location,name,pinned_tweet_id,profile_banner_url,profile_image_url,\
         protected,public_metrics,url,username,verified,verified_type,withheld",
    ),
    ("media.fields", "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width"),
    ("place.fields", "contained_within,country,country_code,full_name,geo,id,name,place_type"),
    ("poll.fields", "duration_minutes,end_datetime,id,options,voting_status"),
];

/// A client of X API v2 that acts for one app.
pub(crate) struct Client {
    http: reqwest::Client,
    api: String,
    key: Password,
    secret: Password,
    bearer: Option<HeaderValue>,
}

/// A rule of the filtered stream that X knows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Rule {
    /// X's id of it.
    pub(crate) id: Id,
    /// What it matches.
    pub(crate) value: String,
    /// Its owner's note.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) tag: String,
}

/// A rule to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct NewRule {
    /// What it matches.
    pub(crate) value: String,
    /// Its owner's note.
    pub(crate) tag: String,
}

/// What became of added rules.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Added {
    /// Those that X took.
    #[serde(rename = "data", default, deserialize_with = "or_default")]
    pub(crate) rules: Vec<Rule>,
    /// Those that it did not, with the reason; a rule that exists already is among them.
    #[serde(rename = "errors", default, deserialize_with = "or_default")]
    pub(crate) refused: Vec<Problem>,
}

impl Client {
    /// A client for the API at `api`, such as `https://api.x.com`. Connects to nothing.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub(crate) fn new(api: &str, key: Password, secret: Password) -> Result<Self> {
        Ok(Self { http: http::client(api)?, api: api.trim_end_matches('/').to_owned(), key, secret, bearer: None })
    }

    /// Whether [`Client::authenticate`] has succeeded since the token was last dropped.
    pub(crate) fn is_authenticated(&self) -> bool {
        self.bearer.is_some()
    }

    /// Exchanges key and secret for the app's bearer token, which further requests carry.
    ///
    /// # Errors
    /// [`ClientError::Credentials`] when X does not know them; else as every request.
    pub(crate) async fn authenticate(&mut self) -> Result<()> {
        #[derive(Deserialize)]
        struct Token {
            token_type: String,
            access_token: String,
        }
        self.bearer = None;
        let escape = |text: &Password| utf8_percent_encode(text.expose(), ESCAPED).to_string();
        let request = self
            .http
            .post(format!("{}/oauth2/token", self.api))
            .basic_auth(escape(&self.key), Some(escape(&self.secret)))
            .form(&[("grant_type", "client_credentials")]);
        let response = send(TOKEN, request).await.map_err(|error| match error {
            ClientError::Forbidden(problem) | ClientError::TokenExpired(problem) => ClientError::Credentials(problem),
            other => other,
        })?;
        let token: Token = read(TOKEN, response).await?;
        if !token.token_type.eq_ignore_ascii_case("bearer") {
            return Err(ClientError::TokenType(token.token_type));
        }
        // A token that is no header value came from something else than X.
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.access_token))
            .map_err(|_| ClientError::TokenType("one that does not fit a header".to_owned()))?;
        bearer.set_sensitive(true);
        self.bearer = Some(bearer);
        Ok(())
    }

    /// Forgets the token; the next request needs [`Client::authenticate`] first.
    pub(crate) fn drop_token(&mut self) {
        self.bearer = None;
    }

    /// All rules of the app, whoever added them.
    ///
    /// # Errors
    /// As every request.
    pub(crate) async fn rules(&self) -> Result<Vec<Rule>> {
        #[derive(Deserialize)]
        struct Page {
            #[serde(default, deserialize_with = "or_default")]
            data: Vec<Rule>,
            #[serde(default, deserialize_with = "or_default")]
            meta: Meta,
        }
        #[derive(Default, Deserialize)]
        struct Meta {
            next_token: Option<String>,
        }
        let mut rules = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let mut request = self.http.get(self.rules_url());
            if let Some(token) = &next {
                request = request.query(&[("pagination_token", token)]);
            }
            let page: Page = read(LIST_RULES, send(LIST_RULES, self.authorized(request)).await?).await?;
            rules.extend(page.data);
            match page.meta.next_token {
                Some(token) if next.as_ref() != Some(&token) => next = Some(token),
                _ => return Ok(rules),
            }
        }
    }

    /// Adds rules. X takes some and refuses others; both are in the answer.
    ///
    /// # Errors
    /// As every request.
    pub(crate) async fn add_rules(&self, rules: &[NewRule]) -> Result<Added> {
        #[derive(Serialize)]
        struct Add<'a> {
            add: &'a [NewRule],
        }
        let request = self.http.post(self.rules_url()).json(&Add { add: rules });
        match send(CHANGE_RULES, self.authorized(request)).await {
            Ok(response) => read(CHANGE_RULES, response).await,
            // A refused rule may come as HTTP 400 or 201, with the same list.
            Err(ClientError::Refused { problem, .. }) if problem.errors.iter().any(|error| error.value.is_some()) => {
                Ok(Added { rules: Vec::new(), refused: problem.errors })
            }
            Err(ClientError::Refused { problem, .. }) => Err(ClientError::RulesRefused(problem)),
            Err(error) => Err(error),
        }
    }

    /// Deletes rules.
    ///
    /// # Errors
    /// As every request.
    pub(crate) async fn delete_rules(&self, ids: &[Id]) -> Result<()> {
        #[derive(Serialize)]
        struct Delete<'a> {
            delete: Ids<'a>,
        }
        #[derive(Serialize)]
        struct Ids<'a> {
            ids: &'a [Id],
        }
        let request = self.http.post(self.rules_url()).json(&Delete { delete: Ids { ids } });
        send(CHANGE_RULES, self.authorized(request)).await?;
        Ok(())
    }

    /// Opens the filtered stream; the body of the answer is endless.
    ///
    /// # Errors
    /// As every request; [`ClientError::TooManyConnections`] while the app has another stream.
    pub(crate) async fn stream(&self) -> Result<Response> {
        let request = self.http.get(format!("{}/2/tweets/search/stream", self.api)).query(STREAM_FIELDS);
        send(STREAM, self.authorized(request)).await
    }

    fn rules_url(&self) -> String {
        format!("{}/2/tweets/search/stream/rules", self.api)
    }

    /// Without a token the request goes out as it is, and X's 401 leads to one.
    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.bearer {
            Some(bearer) => request.header(AUTHORIZATION, bearer),
            None => request,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.api).finish_non_exhaustive()
    }
}

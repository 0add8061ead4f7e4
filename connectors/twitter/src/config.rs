//! The source's configuration: the blog's nine keys word for word, then our own.

use std::time::Duration;

use kconnect::{ConfigDef, Password};

use crate::{keyword::rule, ladder::Steps};

/// Configuration of the Twitter source.
#[derive(Clone, Debug, ConfigDef)]
pub struct TwitterSourceConnectorConfig {
    /// Whether to log every post and keep-alive that arrives. The classic connector passed it on to its Twitter library.
    #[config(key = "twitter.debug", default = false, importance = low, group = "Connection")]
    pub debug: bool,
    /// OAuth consumer key, which X's developer portal calls "API Key". Together with the secret it opens the stream.
    #[config(key = "twitter.oauth.consumerKey", importance = high, group = "Authentication")]
    pub consumer_key: Password,
    /// OAuth consumer secret, which X's developer portal calls "API Key Secret".
    #[config(key = "twitter.oauth.consumerSecret", importance = high, group = "Authentication")]
    pub consumer_secret: Password,
    /// OAuth access token. Required as ever, but no longer used: X API v2 opens the filtered stream to apps, not to users,
    /// and the access token is for writing posts.
    #[config(key = "twitter.oauth.accessToken", importance = high, group = "Authentication")]
    pub access_token: Password,
    /// OAuth access token secret. Required as ever, but no longer used, as the access token.
    #[config(key = "twitter.oauth.accessTokenSecret", importance = high, group = "Authentication")]
    pub access_token_secret: Password,
    /// Twitter keywords to filter for, separated by commas. A post matches a keyword when it has all its words, in any
    /// order. Each keyword becomes one rule of the app's filtered stream.
    #[config(key = "filter.keywords", importance = high, non_empty, validate = keywords_make_rules, group = "Filter")]
    pub keywords: Vec<String>,
    /// Kafka topic to write the statuses to.
    #[config(key = "kafka.status.topic", importance = high, non_empty, group = "Topics")]
    pub status_topic: String,
    /// Kafka topic to write delete events to. Required as ever; nothing is written to it, since process.deletes cannot
    /// be true.
    #[config(key = "kafka.delete.topic", importance = high, group = "Topics")]
    pub delete_topic: String,
    /// Should this connector process deletes. Only false is possible: the filtered stream of X API v2 reports no deletes.
    #[config(key = "process.deletes", importance = high, validate = deletes_are_not_reported, group = "Topics")]
    pub process_deletes: bool,
    /// Address of X's API, for a stand-in or a gateway.
    #[config(key = "twitter.api.url", default = "https://api.x.com", importance = low, validate = is_base_address, group = "Connection")]
    pub api_url: String,
    /// How long the stream may be silent before it is opened anew. X sends a sign of life every 20 seconds at the latest.
    #[config(key = "twitter.stream.keep.alive.ms", default = Duration::from_secs(25), importance = low, validate = is_positive, group = "Connection")]
    pub keep_alive: Duration,
    /// How many bytes of posts may wait for Kafka. When they are reached the stream is not read until some are taken; X
    /// ends a stream that is read too slowly.
    #[config(key = "twitter.queue.bytes", default = 16_777_216, importance = low, range = 1.., group = "Connection")]
    pub queue_bytes: i32,
    /// First step of the waits after network trouble; they grow by it up to 64 times as much. The default is what X asks
    /// for.
    #[config(key = "twitter.reconnect.network.ms", default = Duration::from_millis(250), importance = low, validate = is_positive, group = "Connection")]
    pub reconnect_network: Duration,
    /// First of the waits after an HTTP 5xx; they double up to 64 times as much. The default is what X asks for.
    #[config(key = "twitter.reconnect.server.ms", default = Duration::from_secs(5), importance = low, validate = is_positive, group = "Connection")]
    pub reconnect_server: Duration,
    /// First of the waits after an HTTP 429 that names no time; they double up to 15 times as much. The default is what X
    /// asks for.
    #[config(key = "twitter.reconnect.limited.ms", default = Duration::from_mins(1), importance = low, validate = is_positive, group = "Connection")]
    pub reconnect_limited: Duration,
    /// Begins the tag of every rule that this connector adds. Rules with such a tag that filter.keywords does not ask for
    /// are removed, so give every connector on the same app a name of its own.
    #[config(key = "filter.rules.owner", default = "kconnect", importance = low, non_empty, group = "Filter")]
    pub rules_owner: String,
}

impl TwitterSourceConnectorConfig {
    /// The first steps of the reconnect ladders.
    pub(crate) fn steps(&self) -> Steps {
        Steps { network: self.reconnect_network, server: self.reconnect_server, limited: self.reconnect_limited }
    }
}

fn keywords_make_rules(keywords: &[String]) -> Result<(), String> {
    match keywords.iter().find(|keyword| rule(keyword).is_empty()) {
        Some(keyword) => Err(format!("the keyword '{keyword}' has nothing to search for; write a word")),
        None => Ok(()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "every check takes a reference")]
fn deletes_are_not_reported(process_deletes: &bool) -> Result<(), &'static str> {
    if *process_deletes {
        return Err("the filtered stream of X API v2 reports no deletes, only the compliance stream of enterprise \
                    access does, which this connector does not read; set process.deletes=false");
    }
    Ok(())
}

fn is_base_address(address: &str) -> Result<(), String> {
    let url =
        url::Url::parse(address).map_err(|error| format!("{error}; write an address such as https://api.x.com"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("an address that begins with https:// or http:// is needed".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "an address is no place for credentials; use twitter.oauth.consumerKey and consumerSecret".to_owned()
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("leave out what follows the path".to_owned());
    }
    Ok(())
}

fn is_positive(duration: &Duration) -> Result<(), &'static str> {
    if duration.is_zero() { Err("at least 1 ms is needed") } else { Ok(()) }
}

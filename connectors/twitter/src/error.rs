//! What can go wrong with X, and the one decision what to do about each.

use std::time::Duration;

use kconnect::Error;

use crate::{ladder::Setback, problem::Problem};

/// The result of asking X for something.
pub(crate) type Result<T, E = ClientError> = std::result::Result<T, E>;

/// Why X did not do what it was asked. Every message ends with what the operator can do, where anything can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The consumer key or secret is wrong.
    #[error(
        "X does not accept the consumer key and secret ({0}); copy `twitter.oauth.consumerKey` and \
         `twitter.oauth.consumerSecret` (\"API Key and Secret\") anew from the app's page in X's developer portal"
    )]
    Credentials(Box<Problem>),
    /// Something else than X answered the request for a token.
    #[error("the request for a token was answered with one of type `{0}` instead of `bearer`; check `twitter.api.url`")]
    TokenType(String),
    /// A fresh bearer token is refused.
    #[error(
        "X refuses the bearer token that it has just given ({0}); check in X's developer portal that the app is active \
         and has access to the filtered stream"
    )]
    Unauthorized(Box<Problem>),
    /// The app has no access to v2.
    #[error(
        "X refuses the app ({0}); in X's developer portal, attach it to a project with access to API v2, then copy the \
         consumer key and secret anew"
    )]
    NotEnrolled(Box<Problem>),
    /// HTTP 403 for any other reason.
    #[error("X forbids the request ({0}); check the app's access level and permissions in X's developer portal")]
    Forbidden(Box<Problem>),
    /// HTTP 402.
    #[error("the account has no credits left at X ({0}); buy credits in X's developer portal, then restart the task")]
    CreditsDepleted(Box<Problem>),
    /// The month's posts are used up.
    #[error(
        "X delivers nothing more to this account ({0}); wait until the cap's period is over or raise the cap in X's \
         developer portal, then restart the task"
    )]
    UsageCap(Box<Problem>),
    /// A rule of the filter was refused.
    #[error("X refuses the rule `{rule}` for the keyword `{keyword}` in `filter.keywords` ({problem})")]
    RuleRefused {
        /// As in the configuration.
        keyword: String,
        /// As sent.
        rule: String,
        /// X's reason.
        problem: Box<Problem>,
    },
    /// The rules were refused, and X does not say which.
    #[error("X refuses the rules for `filter.keywords` ({0})")]
    RulesRefused(Box<Problem>),
    /// X took the rules, and did not have them afterwards.
    #[error("X does not keep the rules for `filter.keywords`; does another program delete rules of the same app?")]
    RulesLost,
    /// X ended the stream because of a rule.
    #[error("X cannot apply the rules of the stream ({0}); check `filter.keywords`, and other rules on the same app")]
    RulesInvalid(Box<Problem>),
    /// Any other refusal; the same request would be refused again.
    #[error("X refuses {request} with HTTP {status} ({problem}); check `twitter.api.url`")]
    Refused {
        /// Method and path.
        request: &'static str,
        /// HTTP status.
        status: u16,
        /// X's reason.
        problem: Box<Problem>,
    },
    /// An answer that is not what X's API gives.
    #[error("the answer to {request} is not what X's API gives; check `twitter.api.url`")]
    Malformed {
        /// Method and path.
        request: &'static str,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client cannot be set up")]
    Setup(#[source] reqwest::Error),
    /// A token that X accepted before is refused now: fetch another.
    #[error("X no longer accepts the bearer token ({0})")]
    TokenExpired(Box<Problem>),
    /// Another stream of the same app is open, or the end of an earlier one has not been noticed yet.
    #[error(
        "X allows this app no further stream ({0}); if this lasts, another program uses the same app: give each an app \
         of its own"
    )]
    TooManyConnections(Box<Problem>),
    /// HTTP 429.
    #[error("X's rate limit is reached ({problem})")]
    RateLimited {
        /// When the limit is lifted, from `x-rate-limit-reset`.
        reset: Option<Duration>,
        /// X's reason.
        problem: Box<Problem>,
    },
    /// The app has no rules although they were registered: they need some seconds, or somebody removed them.
    #[error("X has no rules for the stream ({0})")]
    NoRules(Box<Problem>),
    /// HTTP 5xx.
    #[error("X cannot answer {request} now: HTTP {status} ({problem})")]
    Server {
        /// Method and path.
        request: &'static str,
        /// HTTP status.
        status: u16,
        /// X's reason.
        problem: Box<Problem>,
    },
    /// DNS, TCP or TLS, or an answer that broke off.
    #[error("{request} came to nothing; check `twitter.api.url`, the network and the proxy if this lasts")]
    Network {
        /// Method and path.
        request: &'static str,
        /// What happened.
        #[source]
        source: reqwest::Error,
    },
    /// No answer in time.
    #[error("{request} was not answered within {} s", .after.as_secs_f64())]
    TimedOut {
        /// Method and path.
        request: &'static str,
        /// How long the client waited.
        after: Duration,
    },
    /// The stream sent neither posts nor keep-alives.
    #[error("the stream was silent for {} s, X promises a sign of life every 20 s", .0.as_secs_f64())]
    Silent(Duration),
    /// X said that it ends the stream.
    #[error("X ended the stream ({0})")]
    Disconnected(Box<Problem>),
    /// The stream ended without a word.
    #[error("X closed the stream")]
    Ended,
    /// The stream broke.
    #[error("the stream broke off")]
    Broken(#[source] reqwest::Error),
}

impl ClientError {
    /// An HTTP error answer.
    pub(crate) fn from_answer(
        request: &'static str,
        status: u16,
        reset: Option<Duration>,
        problem: Box<Problem>,
    ) -> Self {
        match (status, problem.name()) {
            (_, "usage-capped") => Self::UsageCap(problem),
            (409, _) => Self::NoRules(problem),
            (_, "streaming-connection") => Self::from_line(problem),
            (401, _) => Self::TokenExpired(problem),
            (402, _) => Self::CreditsDepleted(problem),
            (403, "client-forbidden") => Self::NotEnrolled(problem),
            (403, _) => Self::Forbidden(problem),
            (429, _) => Self::RateLimited { reset, problem },
            (500.., _) => Self::Server { request, status, problem },
            _ => Self::Refused { request, status, problem },
        }
    }

    /// A problem that came as a line of the stream, or as the answer to the request for it.
    pub(crate) fn from_line(problem: Box<Problem>) -> Self {
        let issue = problem.connection_issue.as_deref().or(problem.disconnect_type.as_deref()).unwrap_or_default();
        match (problem.name(), issue) {
            ("usage-capped", _) => Self::UsageCap(problem),
            ("client-forbidden", _) => Self::NotEnrolled(problem),
            (_, "TooManyConnections") => Self::TooManyConnections(problem),
            (_, "RuleConfigurationIssue") => Self::NoRules(problem),
            (_, "RulesInvalidIssue" | "InvalidRules") => Self::RulesInvalid(problem),
            _ => Self::Disconnected(problem),
        }
    }

    /// Which ladder paces the next attempt; `None`: the next attempt would end the same way.
    pub(crate) fn setback(&self) -> Option<Setback> {
        match self {
            Self::Ended | Self::Broken(_) | Self::Silent(_) | Self::Disconnected(_) | Self::TokenExpired(_) => {
                Some(Setback::Dropped)
            }
            Self::Network { .. } | Self::TimedOut { .. } => Some(Setback::Unreachable),
            Self::Server { .. } | Self::NoRules(_) => Some(Setback::Server),
            Self::TooManyConnections(_) => Some(Setback::Limited(None)),
            Self::RateLimited { reset, .. } => Some(Setback::Limited(*reset)),
            Self::Credentials(_)
            | Self::TokenType(_)
            | Self::Unauthorized(_)
            | Self::NotEnrolled(_)
            | Self::Forbidden(_)
            | Self::CreditsDepleted(_)
            | Self::UsageCap(_)
            | Self::RuleRefused { .. }
            | Self::RulesRefused(_)
            | Self::RulesLost
            | Self::RulesInvalid(_)
            | Self::Refused { .. }
            | Self::Malformed { .. }
            | Self::Setup(_) => None,
        }
    }
}

/// What the worker does about each.
impl From<ClientError> for Error {
    fn from(error: ClientError) -> Self {
        match error.setback() {
            Some(Setback::Limited(Some(reset))) => Self::retriable(error).retry_after(reset),
            Some(_) => Self::retriable(error),
            None => Self::fatal(error),
        }
    }
}

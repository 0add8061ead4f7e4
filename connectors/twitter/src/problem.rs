//! What X says when something is wrong, in every form that it uses for it.

use std::fmt;

use serde::Deserialize;

use crate::json::{Id, or_default};

/// Longest text taken from an answer that is not X's own JSON.
const EXCERPT: usize = 200;

/// A problem as X describes it: in the body of an HTTP error, in the `errors` of an answer, or as a line of the stream.
///
/// All parts are optional, since X's gateways, its v2 and its older endpoints each fill others.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// A few words.
    pub title: Option<String>,
    /// A sentence.
    pub detail: Option<String>,
    /// Address of the problem's type. Its host has changed over time: compare [`Problem::name`].
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Why an app is refused, such as `client-not-enrolled`.
    pub reason: Option<String>,
    /// Why a stream is refused, such as `TooManyConnections`.
    pub connection_issue: Option<String>,
    /// Why a stream was ended, such as `OperationalDisconnect`.
    pub disconnect_type: Option<String>,
    /// The sentence of the older endpoints.
    pub message: Option<String>,
    /// The rule or other value that the problem is about.
    pub value: Option<String>,
    /// The rule that already exists.
    pub id: Option<Id>,
    /// Sentences about a refused rule.
    #[serde(default, deserialize_with = "or_default")]
    pub details: Vec<String>,
    /// Problems within this one.
    #[serde(default, deserialize_with = "or_default")]
    pub errors: Vec<Problem>,
}

impl Problem {
    /// Reads the body of an HTTP error: JSON where X itself answers, HTML or nothing where a gateway does.
    #[must_use]
    pub fn from_body(body: &[u8]) -> Self {
        serde_json::from_slice(body).ok().filter(Self::says_something).unwrap_or_else(|| {
            let text = String::from_utf8_lossy(body);
            Self { title: Some(excerpt(html_title(&text).unwrap_or(&text))), ..Self::default() }
        })
    }

    /// The last segment of the problem's type, such as `usage-capped`; empty when it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.kind.as_deref().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default()
    }

    /// Whether there is anything that a person could read.
    pub(crate) fn says_something(&self) -> bool {
        self.sentences().next().is_some()
    }

    fn sentences(&self) -> impl Iterator<Item = &str> {
        // X often gives the same words as title and detail.
        let detail = self.detail.as_ref().filter(|detail| self.title.as_ref() != Some(*detail));
        let own = [self.title.as_ref(), self.reason.as_ref(), detail, self.message.as_ref()];
        let inner = self.errors.iter().flat_map(|error| error.message.iter().chain(&error.detail));
        own.into_iter().flatten().chain(&self.details).chain(inner).map(|text| text.trim_end_matches('.'))
    }
}

/// All that X says, in one line, without a final period.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.sentences().map(one_line).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
        f.write_str(if text.is_empty() { "X gives no reason" } else { &text })
    }
}

fn html_title(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<title>")?;
    rest.split_once("</title>").map(|(title, _)| title)
}

fn excerpt(text: &str) -> String {
    one_line(text).chars().take(EXCERPT).collect()
}

/// White space of any kind becomes one space, so that an answer cannot forge lines of a log.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_s_own_form_is_read_and_the_host_of_its_type_does_not_matter() {
        for host in ["api.x.com", "api.twitter.com"] {
            let body = format!(
                r#"{{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","type":"https://{host}/2/problems/usage-capped"}}"#
            );
            let problem = Problem::from_body(body.as_bytes());
            assert_eq!(problem.name(), "usage-capped");
            assert_eq!(problem.to_string(), "UsageCapExceeded: Usage cap exceeded: Monthly product cap");
        }
    }

    #[test]
    fn the_list_of_the_older_endpoints_is_read() {
        let body = br#"{"errors":[{"code":99,"label":"authenticity_token_error","message":"Unable to verify your credentials"}]}"#;
        assert_eq!(Problem::from_body(body).to_string(), "Unable to verify your credentials");
    }

    #[test]
    fn the_sentences_of_a_list_follow_those_of_the_whole() {
        let body = br#"{"errors":[{"parameters":{"id":["x"]},"message":"The id is wrong."}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid."}"#;
        let expected = "Invalid Request: One or more parameters to your request was invalid: The id is wrong";
        assert_eq!(Problem::from_body(body).to_string(), expected);
    }

    #[test]
    fn a_gateway_s_html_page_gives_its_title_in_one_line() {
        let body = b"<html><head>\n<title>Error 403 \nPlease use V2 streams\n</title></head></html>";
        assert_eq!(Problem::from_body(body).to_string(), "Error 403 Please use V2 streams");
    }

    #[test]
    fn an_empty_body_says_so() {
        assert_eq!(Problem::from_body(b"").to_string(), "X gives no reason");
    }
}

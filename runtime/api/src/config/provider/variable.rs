//! Where the variables are in a text.

use std::{fmt, ops::Range};

use super::super::props::HIDDEN;

/// A variable in a text, `${provider:key}` or `${provider:path:key}`. The ranges are those of its bytes in that text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigVariable {
    /// The name of the provider, as `config.providers` gives it.
    pub provider: String,
    /// What the provider is asked about: a file, a directory. Empty if the variable has none.
    pub path: String,
    /// Which of the values there are.
    pub key: String,
    /// All of it, from the dollar sign to the brace.
    pub span: Range<usize>,
    /// The provider's name.
    pub provider_span: Range<usize>,
    /// The path; an empty range before the key if there is none.
    pub path_span: Range<usize>,
    /// The key.
    pub key_span: Range<usize>,
}

impl ConfigVariable {
    /// Provider and path.
    pub(super) fn place(&self) -> (String, String) {
        (self.provider.clone(), self.path.clone())
    }
}

/// As it was written.
impl fmt::Display for ConfigVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { provider, path, key, .. } = self;
        if self.path_span.end == self.key_span.start {
            return write!(f, "${{{provider}:{key}}}");
        }
        write!(f, "${{{provider}:{path}:{key}}}")
    }
}

/// Every variable of a text, from left to right, as Kafka's pattern `\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}` finds them.
///
/// A variable ends at the first brace, so there is none inside another; the path ends at the second colon, and the key may
/// hold more of them. There is no way to escape one: a dollar sign with a brace and a colon is always a variable.
///
/// ```
/// let found = kconnect::config::parse_variables("token ${file:/etc/secrets:x:y}");
/// assert_eq!((&*found[0].provider, &*found[0].path, &*found[0].key), ("file", "/etc/secrets", "x:y"));
/// assert_eq!(found[0].key_span, 26..29);
/// ```
#[must_use]
pub fn parse_variables(text: &str) -> Vec<ConfigVariable> {
    const OPEN: &str = "${";
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, content)) = next(text, from, OPEN) {
        from = content.end + 1;
        let inside = text.get(content.clone()).unwrap_or_default();
        // Without a colon it is no variable, nor is anything that begins later and ends at the same brace.
        let Some(colon) = inside.find(':') else { continue };
        let provider_span = content.start..content.start + colon;
        let rest = provider_span.end + 1..content.end;
        let (path_span, key_span) = match text.get(rest.clone()).and_then(|rest| rest.find(':')) {
            Some(colon) => (rest.start..rest.start + colon, rest.start + colon + 1..rest.end),
            None => (rest.start..rest.start, rest),
        };
        let part = |span: &Range<usize>| text.get(span.clone()).unwrap_or_default().to_owned();
        found.push(ConfigVariable {
            provider: part(&provider_span),
            path: part(&path_span),
            key: part(&key_span),
            span: start..content.end + 1,
            provider_span,
            path_span,
            key_span,
        });
    }
    found
}

/// Where the next opening is, and what stands between it and the first brace behind it.
fn next(text: &str, from: usize, open: &str) -> Option<(usize, Range<usize>)> {
    let start = from + text.get(from..)?.find(open)?;
    let content = start + open.len();
    Some((start, content..content + text.get(content..)?.find('}')?))
}

/// A text with variables as it may be shown where it is a secret: the variables, and `[hidden]` for what is beside them.
///
/// ```
/// use kconnect::config::variables_alone;
///
/// assert_eq!(variables_alone("user:${file:/etc/kafka:password}"), "[hidden]${file:/etc/kafka:password}");
/// ```
#[must_use]
pub fn variables_alone(text: &str) -> String {
    let mut shown = String::new();
    let mut done = 0;
    for variable in parse_variables(text) {
        if done < variable.span.start {
            shown.push_str(HIDDEN);
        }
        shown.push_str(text.get(variable.span.clone()).unwrap_or_default());
        done = variable.span.end;
    }
    if done < text.len() {
        shown.push_str(HIDDEN);
    }
    shown
}

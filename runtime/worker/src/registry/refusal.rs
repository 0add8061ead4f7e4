//! What an answer means that is no success.

use serde::Deserialize;

use super::{
    ErrorCode, RegistryError,
    request::{Answer, Request},
    settings::{Auth, Settings},
};

/// `ErrorMessage` of Confluent's client.
#[derive(Deserialize)]
struct ErrorMessage {
    error_code: i64,
    #[serde(default)]
    message: String,
}

impl Answer {
    /// The registry's code and words; the status and its name if a proxy answered, or somebody without JSON.
    fn error(&self) -> (ErrorCode, String) {
        if let Ok(ErrorMessage { error_code, message }) = serde_json::from_slice(&self.body) {
            return (error_code.into(), message);
        }
        let name = reqwest::StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason());
        (i64::from(self.status).into(), name.unwrap_or("no reason given").to_owned())
    }

    /// It will pass, but has not while it was waited for.
    pub(super) fn unavailable(self) -> RegistryError {
        let (code, message) = self.error();
        RegistryError::Unavailable { url: self.url, status: self.status, code, message }
    }

    /// What was refused. The status decides first: old servers and others than Confluent's have it as code.
    pub(super) fn refused(self, request: Request<'_>, settings: &Settings) -> RegistryError {
        let (code, message) = self.error();
        let Self { url, status, .. } = self;
        let what = request.what;
        // The status again, or nothing: Apicurio has 0 for what it does not know.
        let bare = matches!(code, ErrorCode::Other(..1000));
        match (status, request.subject) {
            (401 | 403, _) => {
                RegistryError::Unauthorized { url, what, status, message, key: credentials_key(settings) }
            }
            // 40902 to 40908 are about associations, which nobody asks for here.
            (409, Some(subject)) if bare || code == ErrorCode::Incompatible => {
                RegistryError::Incompatible { subject: subject.to_owned(), message }
            }
            (422, Some(subject)) if bare || is_about_schema(code) => {
                RegistryError::Invalid { subject: subject.to_owned(), code, message }
            }
            (404 | 405, _) if bare && request.optional => RegistryError::Unsupported { url, what, status, message },
            (404 | 405, _) if bare => {
                RegistryError::NotARegistry { url, status, found: message, key: settings.url_key() }
            }
            _ => RegistryError::Refused { url, what, status, code, message },
        }
    }
}

fn is_about_schema(code: ErrorCode) -> bool {
    // Karapace: references are not supported.
    const REFERENCES: ErrorCode = ErrorCode::Other(44302);
    matches!(code, ErrorCode::InvalidSchema | ErrorCode::SchemaTooLarge | ErrorCode::InvalidRuleSet | REFERENCES)
}

fn credentials_key(settings: &Settings) -> String {
    match settings.auth {
        Auth::Bearer(_) => settings.key("bearer.auth.token"),
        Auth::Issued(_) => settings.key("bearer.auth.client.id"),
        Auth::Basic { .. } => settings.key("basic.auth.user.info"),
        Auth::None => {
            let (source, user) = (settings.key("basic.auth.credentials.source"), settings.key("basic.auth.user.info"));
            format!("{source} and {user}")
        }
    }
}

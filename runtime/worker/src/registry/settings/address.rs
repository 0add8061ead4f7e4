//! `schema.registry.url`: servers, or a registry inside the process.

use kconnect::{
    Prop,
    config::{Resolved, Secrets},
};

use super::{Auth, reader::Reader};
use crate::problem::Problem;

const KEY: &str = "schema.registry.url";

/// Servers, or a registry inside the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Address {
    /// Base addresses without user information, tried in this order.
    Http(Vec<url::Url>),
    /// `mock://scope`.
    Mock(String),
}

/// The addresses in the forms that messages have them in, if they came from a variable.
pub(super) fn places(given: Option<&Prop>, address: &Address) -> Secrets {
    let (Some(reference), Address::Http(urls)) = (given.and_then(Prop::reference), address) else {
        return Secrets::default();
    };
    let forms = urls.iter().flat_map(|url| {
        let whole = url.as_str().trim_end_matches('/');
        [Some(whole), url.host_str()].into_iter().flatten().map(str::to_owned)
    });
    let forms: Vec<_> = forms.map(|form| Prop::Resolved(Resolved::new(reference, form, Vec::new()))).collect();
    Secrets::of(&forms)
}

impl Reader<'_> {
    /// The addresses, and the credentials in them.
    pub(super) fn address(&mut self) -> (Address, Auth) {
        let mut urls = Vec::new();
        let mut auth = Auth::None;
        let mut scopes = Vec::new();
        for text in self.text(KEY).unwrap_or_default().split(',').map(str::trim).filter(|text| !text.is_empty()) {
            if let Some(scope) = text.strip_prefix("mock://") {
                scopes.push(scope.to_owned());
                continue;
            }
            match url::Url::parse(text) {
                Ok(mut url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                    if !url.username().is_empty() {
                        auth = user_info(&url);
                    }
                    // Only addresses that cannot have user information refuse this, and these have a host.
                    let stripped = url.set_username("").and_then(|()| url.set_password(None));
                    debug_assert!(stripped.is_ok());
                    urls.push(url);
                }
                _ => {
                    let shown = text.rsplit('@').next().unwrap_or_default();
                    let remedy = "write http://host:port, https://host:port or mock://scope";
                    self.problems.push(Problem::invalid(KEY, shown, remedy));
                }
            }
        }
        match (urls.is_empty(), scopes.as_slice()) {
            (false, []) => {}
            (true, [scope]) => return (Address::Mock(scope.clone()), Auth::None),
            (true, []) => {
                if self.problems.is_empty() {
                    self.problem(KEY, format!("Missing required configuration \"{KEY}\" which has no default value."));
                }
            }
            (true, _) => {
                self.problem(KEY, format!("Only one mock scope is permitted for '{KEY}'. Got: {}", scopes.join(", ")));
            }
            (false, _) => self.problem(KEY, format!("Cannot mix mock and real urls for '{KEY}'")),
        }
        (Address::Http(urls), auth)
    }
}

fn user_info(url: &url::Url) -> Auth {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    Auth::Basic { user: decoded(url.username()), password: decoded(url.password().unwrap_or_default()) }
}

//! URLs and URIs.

use iri_string::types::IriReferenceStr;
use url::Url;

use super::{
    super::types::{Invalid, Parsed},
    text::{each_text, refused},
    validator::Validator,
};

/// An absolute URL, as the `url` crate and every browser read it; of a LIST, every element (connect-utils' `validUrl`).
///
/// Where Java's `URL` accepts what no client can use, such as `http:` or a port of five nines, this does not; where it
/// knows a handful of schemes only, this takes any.
#[derive(Clone, Copy, Debug)]
pub struct ValidUrl {
    /// The valid schemes, in lower case; any if there are none.
    pub schemes: &'static [&'static str],
}

impl ValidUrl {
    /// With any scheme.
    pub const ANY: Self = Self { schemes: &[] };
    /// For an HTTP client.
    pub const HTTP: Self = Self { schemes: &["http", "https"] };
}

impl Validator for ValidUrl {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        each_text(value, "Must be a string or list.", |text| {
            let url = Url::parse(text).map_err(|_| refused(text, "Could not parse to URL."))?;
            one_of(self.schemes, Some(url.scheme()), text)
        })
    }

    fn describe(&self) -> String {
        schemes("URL", self.schemes)
    }
}

/// A URI or a reference relative to one (RFC 3986 and 3987); of a LIST, every element (connect-utils' `validURI`).
#[derive(Clone, Copy, Debug)]
pub struct ValidUri {
    /// The valid schemes, letter for letter; if there are none then any, and a reference without one.
    pub schemes: &'static [&'static str],
}

impl ValidUri {
    /// With any scheme or none.
    pub const ANY: Self = Self { schemes: &[] };
}

impl Validator for ValidUri {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        each_text(value, "Must be a string or list.", |text| {
            // connect-utils says URL here too.
            let uri = IriReferenceStr::new(text).map_err(|_| refused(text, "Could not parse to URL."))?;
            one_of(self.schemes, uri.scheme_str(), text)
        })
    }

    fn describe(&self) -> String {
        schemes("URI", self.schemes)
    }
}

fn one_of(valid: &[&str], scheme: Option<&str>, text: &str) -> Result<(), Invalid> {
    if valid.is_empty() || scheme.is_some_and(|scheme| valid.contains(&scheme)) {
        return Ok(());
    }
    let quoted: Vec<_> = valid.iter().map(|scheme| format!("'{scheme}'")).collect();
    Err(refused(text, format!("Scheme must be one of the following. {}", quoted.join(", "))))
}

fn schemes(what: &str, schemes: &[&str]) -> String {
    if schemes.is_empty() { what.to_owned() } else { format!("{what} ({})", schemes.join(", ")) }
}

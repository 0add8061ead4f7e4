//! URLs.

use url::Url;

use super::{
    super::{
        types::{ConfigType, Invalid, Parsed},
        validators::{ValidUrl, Validator},
    },
    ConfigField, ListElement,
};

/// An absolute URL of any scheme.
#[diagnostic::do_not_recommend]
impl ConfigField for Url {
    const TYPE: ConfigType = ConfigType::String;
    const VALIDATOR: Option<&'static dyn Validator> = Some(&ValidUrl::ANY);

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        Self::parse(&String::from_parsed(value)?).map_err(|_| Invalid::value(value, "Could not parse to URL."))
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::String(self.as_str().to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl ListElement for Url {
    const LIST_VALIDATOR: Option<&'static dyn Validator> = Some(&ValidUrl::ANY);
}

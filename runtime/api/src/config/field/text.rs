//! Other types of text.

use std::{path::PathBuf, sync::Arc};

use super::{
    super::types::{ConfigType, Invalid, Parsed},
    ConfigField, ListElement,
};

macro_rules! text {
    ($($type:ty, $text:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl ConfigField for $type {
            const TYPE: ConfigType = ConfigType::String;

            fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
                String::from_parsed(value).map(Self::from)
            }

            fn from_owned(value: Parsed) -> Result<Self, Invalid> {
                String::from_owned(value).map(Self::from)
            }

            fn to_parsed(&self) -> Parsed {
                let text: fn(&Self) -> String = $text;
                Parsed::String(text(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl ListElement for $type {}
    )*};
}

text! {
    PathBuf, |path| path.display().to_string();
    // Cheap to clone into every task.
    Arc<str>, |text| text.to_string();
    Box<str>, |text| text.to_string();
}

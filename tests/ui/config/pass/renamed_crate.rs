//! `kconnect` under another name.

mod sdk {
    pub(crate) mod inner {
        pub(crate) use kconnect::*;
    }
}

use sdk::inner::{ConfigDef, ConfigEnum};

#[derive(ConfigEnum, Clone, Debug)]
#[config(crate = crate::sdk::inner)]
enum Choice {
    One,
}

/// A configuration.
#[derive(ConfigDef, Clone, Debug)]
#[config(crate = crate::sdk::inner)]
struct Config {
    /// A choice.
    #[config(importance = low, default = Choice::One)]
    choice: Choice,
}

fn main() {
    assert_eq!(Config::parse(&[].into()).unwrap().choice.to_string(), "one");
}

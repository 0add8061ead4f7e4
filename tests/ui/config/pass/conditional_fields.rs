//! Fields and attributes that are there under a condition.

#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum};

#[derive(ConfigEnum, Clone, Debug, PartialEq)]
enum Mode {
    Fast,
    #[cfg(any())]
    Slow,
    #[cfg_attr(all(), config(rename = "never"))]
    Stopped,
}

#[derive(ConfigDef, Clone)]
#[cfg_attr(all(), config(validate = together))]
struct Config {
    /// Mode.
    #[config(importance = low, default = Mode::Stopped)]
    mode: Mode,
    #[cfg(any())]
    missing: Missing,
    #[cfg(all())]
    /// There.
    #[cfg_attr(all(), config(importance = low, default = 3))]
    #[cfg_attr(any(), config(importance = high))]
    there: i32,
}

fn together(_: &Config, _: &mut kconnect::Validation) {}

fn main() {
    let config = Config::parse(&[].into()).unwrap();
    assert_eq!((config.mode.to_string().as_str(), config.there), ("never", 3));
    assert_eq!(Config::definition().keys().len(), 2);
    assert_eq!(Mode::Fast.to_string(), "fast");
}

//! Attributes of the compiler on the struct and its fields.

#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum, ConfigField};

#[derive(ConfigEnum, Clone, Debug)]
#[non_exhaustive]
#[repr(u8)]
enum Mode {
    #[deprecated]
    Slow = 7,
    Fast = 3,
}

#[derive(ConfigField, Clone, Debug)]
#[repr(transparent)]
#[must_use]
struct Name(#[allow(dead_code)] String);

#[derive(ConfigDef, Clone)]
#[must_use]
#[non_exhaustive]
struct Config {
    /// Old.
    #[deprecated(note = "use `new`")]
    #[config(importance = low, default = 1)]
    old: i32,
    /// New.
    #[config(importance = low, default = Mode::Fast)]
    #[allow(dead_code)]
    new: Mode,
    /// Name.
    #[config(importance = low, default = "a")]
    name: Name,
}

fn main() {
    let config = Config::parse(&[].into()).unwrap();
    #[allow(deprecated)]
    let old = config.old;
    assert_eq!((old, config.new.to_string().as_str(), config.name.0.as_str()), (1, "fast", "a"));
}

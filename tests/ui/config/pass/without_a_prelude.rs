//! No prelude at all.

#![no_implicit_prelude]
#![deny(warnings)]

/// Mode.
#[derive(::kconnect::ConfigEnum, ::std::clone::Clone, ::std::fmt::Debug)]
#[config(case_insensitive)]
pub enum Mode {
    /// Fast.
    Fast,
    /// Slow.
    Slow,
}

/// A name.
#[derive(::kconnect::ConfigField, ::std::clone::Clone, ::std::fmt::Debug)]
#[config(non_empty, validate = check)]
pub struct Name(pub ::std::string::String);

fn check(_: &str) -> ::std::result::Result<(), ::std::string::String> {
    ::std::result::Result::Ok(())
}

/// Rules.
#[derive(::kconnect::ConfigDef, ::std::clone::Clone, ::std::fmt::Debug)]
#[config(validate = together)]
pub struct Config {
    /// Name.
    #[config(importance = high, default = "n")]
    pub name: Name,
    /// Mode.
    #[config(importance = high, default = Mode::Fast)]
    pub mode: Mode,
    /// Size.
    #[config(importance = low, range = 1..=5, default = 2)]
    pub size: i32,
    /// Rest.
    #[config(prefix = "rest.")]
    pub rest: ::std::collections::BTreeMap<::std::string::String, bool>,
}

fn together(_: &Config, _: &mut ::kconnect::Validation) {}

fn main() {
    let parsed = <Config as ::kconnect::ConfigDef>::parse(&<::kconnect::Props as ::std::default::Default>::default());
    ::std::assert_eq!(parsed.unwrap().size, 2);
}

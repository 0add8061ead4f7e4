//! Every lint that a crate may deny.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unused,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    unused_import_braces,
    unreachable_pub,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    variant_size_differences,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    let_underscore,
    keyword_idents,
    non_ascii_idents,
    redundant_lifetimes,
    unit_bindings
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

use kconnect::{
    ConfigDef, ConfigEnum, ConfigField, Props, Validation,
    config::{Named, NonEmptyString},
};

/// A choice.
#[derive(ConfigEnum, Clone, Copy, Debug)]
pub enum Choice {
    /// One.
    One,
}

/// A name.
#[derive(ConfigField, Clone, Debug)]
#[config(matches = "[a-z]+")]
pub struct Name(String);

/// Inside.
#[derive(ConfigDef, Clone, Debug)]
pub struct Inner {
    /// Choice.
    #[config(importance = low, default = Choice::One)]
    pub choice: Choice,
}

/// Everything.
#[derive(ConfigDef, Clone, Debug)]
#[config(validate = together)]
pub struct Config {
    /// Name.
    #[config(importance = low, default = "a", validate = check, dependents = ["size"])]
    pub name: Name,
    /// Size.
    #[config(importance = low, default = 1, range = 0..=5)]
    pub size: i32,
    /// Names.
    #[config(importance = low, default, list_size = 2, alternative = "none")]
    pub names: Vec<String>,
    /// Address.
    #[config(importance = low, default = "https://a", url, validator = NonEmptyString)]
    pub address: String,
    /// Inside.
    #[config(embed = "inner.", group = "Inner")]
    pub inner: Inner,
    /// Named.
    #[config(importance = low, named = "named.")]
    pub named: Named<Inner>,
    /// Open.
    #[config(prefix = "open.")]
    pub open: Props,
}

/// Generic.
#[derive(ConfigDef, Clone, Debug)]
pub struct Generic<T: ConfigField> {
    /// Value.
    #[config(importance = low)]
    pub value: T,
}

/// Generic.
#[derive(ConfigField, Clone, Copy, Debug)]
pub struct Around<T: ConfigField>(T);

const fn together(_: &Config, _: &mut Validation) {}

fn check(name: &Name) -> Result<(), String> {
    if name.0 == "reserved" { Err("the name is reserved".to_owned()) } else { Ok(()) }
}

fn main() {
    assert!(Config::parse(&Props::new()).is_ok());
    assert!(Generic::<Around<i32>>::parse(&Props::new()).is_err());
}

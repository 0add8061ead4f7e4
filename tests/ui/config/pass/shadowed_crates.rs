//! Modules with the names of crates, and macros with the names of the standard ones.

#![allow(dead_code, unused_macros)]

mod core {}
mod std {}
mod alloc {}

macro_rules! concat {
    () => {};
}
macro_rules! assert {
    () => {};
}
macro_rules! panic {
    () => {};
}

use ::kconnect::{ConfigDef, ConfigField};

#[derive(ConfigField, Clone)]
#[config(one_of = ["a", "b"])]
struct Letter(String);

#[derive(ConfigDef, Clone)]
struct Config {
    #[doc = ::core::concat!("Let", "ter.")]
    ///
    /// More.
    #[config(importance = low, default = "a", non_empty)]
    letter: Letter,
}

fn main() {
    ::core::assert_eq!(Config::parse(&[].into()).unwrap().letter.0, "a");
}

//! Traits whose methods every type has, under the names that the expansion calls.

#![allow(dead_code, unused_variables)]

use kconnect::{ConfigDef, ConfigField, config::Named};

trait Everything: Sized {
    fn row(self) {}
    fn read(self) {}
    fn write(self) {}
    fn default(self) {}
    fn define(self) {}
    fn validator(self) {}
    fn validate(self) {}
    fn map(self) {}
    fn take(self) {}
    fn give(self) {}
    fn get_or_init(self) {}
    fn to_string(self) {}
    fn clone(self) {}
}

impl<T> Everything for T {}

#[derive(ConfigField, Clone)]
struct Name(String);

#[derive(ConfigDef, Clone)]
struct Inner {
    /// Name.
    #[config(importance = low, default = "a", no_control_chars)]
    name: Name,
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = low, default, range = 0..)]
    size: i32,
    #[config(embed = "inner.")]
    inner: Inner,
    /// Others.
    #[config(importance = low, named = "others.")]
    others: Named<Inner>,
}

fn main() {
    assert_eq!(Config::parse(&[].into()).unwrap().inner.name.0, "a");
}

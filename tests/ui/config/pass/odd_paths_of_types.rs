//! Types that are not written as one name.

#![deny(warnings)]
#![allow(unused_parens)]

use kconnect::ConfigDef;

mod types {
    pub(crate) type Text = String;
    pub(crate) type Maybe<T> = Option<T>;
}

trait Family {
    type Member;
}

struct Numbers;

impl Family for Numbers {
    type Member = i32;
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Absolute.
    #[config(importance = low, default = "a", non_empty)]
    absolute: ::std::string::String,
    /// An alias.
    #[config(importance = low, default = "b", matches = "b")]
    alias: self::types::Text,
    /// A generic alias.
    #[config(importance = low, range = 1..)]
    generic: types::Maybe<i32>,
    /// A projection.
    #[config(importance = low, default = 3, range = 1.., port)]
    projection: <Numbers as Family>::Member,
    /// In parentheses.
    #[config(importance = low, default = "c")]
    parentheses: (String),
    /// Nested.
    #[config(importance = low)]
    nested: std::option::Option<std::vec::Vec<std::path::PathBuf>>,
}

fn main() {
    let config = Config::parse(&[].into()).unwrap();
    assert_eq!((config.absolute.as_str(), config.alias.as_str(), config.projection), ("a", "b", 3));
    assert_eq!((config.parentheses.as_str(), config.generic, config.nested), ("c", None, None));
}

//! Strict lints, names of the prelude taken, raw identifiers, `macro_rules`, no content.

#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all)]
#![allow(dead_code)]

/// The prelude's names mean something else here.
pub mod shadowed {
    /// Not core's.
    #[derive(Clone, Debug)]
    pub struct Option;
    /// Not core's.
    #[derive(Clone, Debug)]
    pub struct Result;
    /// Not std's.
    #[derive(Clone, Debug)]
    pub struct Vec;
    /// Not std's.
    #[derive(Clone, Debug)]
    pub struct String;
    /// Not core's.
    #[derive(Clone, Debug)]
    pub struct Some;
    /// Not core's.
    pub trait Into {}

    /// A configuration.
    #[derive(kconnect::ConfigDef, Clone, Debug)]
    pub struct Config {
        /// A raw name.
        #[config(importance = high, default = "a", one_of = ["a", "b"])]
        pub r#type: std::string::String,
        /// A list.
        #[config(importance = high, default = ["a"], non_empty)]
        pub list: std::vec::Vec<std::string::String>,
        /// A number.
        #[config(importance = high, range = 1..)]
        pub number: std::option::Option<i32>,
    }

    /// A choice.
    #[derive(kconnect::ConfigEnum, Clone, Copy, Debug)]
    pub enum Choice {
        /// A raw name.
        r#Self_,
        /// Another.
        Other,
    }
}

macro_rules! configuration {
    ($name:ident, $field:ident: $type:ty = $default:expr, $key:literal) => {
        /// Made by a macro.
        #[derive(kconnect::ConfigDef, Clone, Debug)]
        pub(crate) struct $name {
            /// A field.
            #[config(key = $key, importance = low, default = $default, range = ..=10)]
            $field: $type,
        }
    };
}

configuration!(Made, size: i32 = 3, "made.size");

/// Nothing to configure.
#[derive(kconnect::ConfigDef, Clone, Debug)]
pub struct Nothing;

#[doc = include_str!("hostile_surroundings.rs")]
#[derive(kconnect::ConfigDef, Clone, Debug)]
pub struct Included {
    #[doc = include_str!("hostile_surroundings.rs")]
    #[config(importance = low)]
    pub text: Option<String>,
}

fn main() {
    use kconnect::ConfigDef;

    assert_eq!(shadowed::Config::TYPE_CONF, "type");
    assert_eq!(Made::parse(&[].into()).unwrap().size, 3);
    assert!(Nothing::parse(&[].into()).is_ok());
    assert!(Included::definition().keys()[0].doc().contains("the prelude taken"));
}

//! Keywords as names.

#![allow(non_camel_case_types)]
#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum, ConfigField};

#[derive(ConfigEnum, Clone, Debug, PartialEq)]
enum r#enum {
    r#Match,
    r#fn,
}

#[derive(ConfigField, Clone, Debug)]
struct r#impl {
    r#in: i32,
}

#[derive(ConfigDef, Clone, Debug)]
struct r#struct {
    /// Type.
    #[config(importance = low, default = "t")]
    r#type: String,
    /// Match.
    #[config(importance = low, default = r#enum::r#fn)]
    r#match: r#enum,
    /// Loop.
    #[config(importance = low, default = r#impl { r#in: 3 }, range = 1..)]
    r#loop: r#impl,
}

fn main() {
    let config = r#struct::parse(&[].into()).unwrap();
    assert_eq!((r#struct::TYPE_CONF, r#struct::NAME), ("type", "struct"));
    assert_eq!((config.r#type.as_str(), config.r#match.to_string().as_str(), config.r#loop.r#in), ("t", "fn", 3));
}

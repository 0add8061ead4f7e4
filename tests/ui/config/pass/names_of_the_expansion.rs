//! The expansion's own names, as names of the user's.

#![allow(dead_code, non_upper_case_globals)]

use kconnect::{ConfigDef, ConfigField};

const __0: i32 = 1;
const __1: &str = "b";
static __ROWS: i32 = 2;
static __DEFINITION: i32 = 3;
struct Key;
struct Row;
struct Definition;
struct ConfigReader;
struct Cow;
struct Parsed;
struct OnceLock;
mod __kconnect {}
mod derived {}

#[derive(ConfigField, Clone)]
struct Value {
    __value: i32,
}

#[derive(ConfigDef, Clone)]
#[config(validate = __config)]
struct Config {
    /// A.
    #[config(importance = low, default = Value { __value: 3 })]
    __reader: Value,
    /// B.
    #[config(importance = low, default = 4)]
    __writer: i32,
    /// C.
    #[config(importance = low, default = 5, validate = __value)]
    __field_0: i32,
    /// D.
    #[config(importance = low, default = 6)]
    __definition: i32,
    /// E.
    #[config(importance = low, default = 7)]
    __config: i32,
}

fn __config(_: &Config, _: &mut kconnect::Validation) {}

fn __value(_: &i32) -> Result<(), String> {
    Ok(())
}

fn main() {
    let config = Config::parse(&[].into()).unwrap();
    assert_eq!((config.__reader.__value, config.__writer, config.__field_0), (3, 4, 5));
    assert_eq!((config.__definition, config.__config), (6, 7));
    assert_eq!((__0, __1, __ROWS, __DEFINITION), (1, "b", 2, 3));
}

//! Structs where other structs cannot see them.

#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum, ConfigField};

struct Other;

impl Other {
    fn size(&self) -> i32 {
        #[derive(ConfigField, Clone)]
        struct Size(i32);

        /// In a method.
        #[derive(ConfigDef, Clone)]
        struct Config {
            /// Size.
            #[config(importance = low, default = Size(5))]
            size: Size,
        }

        Config::parse(&[].into()).unwrap().size.0
    }
}

fn generic<T: Default>() -> (T, i64) {
    #[derive(ConfigDef, Clone)]
    struct Config {
        /// Size.
        #[config(importance = low, default = 6)]
        size: i64,
    }

    (T::default(), Config::parse(&[].into()).unwrap().size)
}

const SIZE: &str = {
    #[derive(ConfigDef, Clone)]
    struct Config {
        /// Size.
        #[config(key = "the.size", importance = low)]
        _size: i64,
    }

    Config::THE_SIZE_CONF
};

fn main() {
    #[derive(ConfigEnum, Clone, PartialEq, Debug)]
    enum Mode {
        Fast,
    }

    const LARGEST: i32 = 7;

    fn check(_: &i32) -> Result<(), String> {
        Ok(())
    }

    #[derive(ConfigDef, Clone)]
    struct Config {
        /// Mode.
        #[config(importance = low, default = Mode::Fast)]
        mode: Mode,
        /// Size.
        #[config(importance = low, default = LARGEST, range = ..=LARGEST, validate = check)]
        size: i32,
    }

    let config = Config::parse(&[].into()).unwrap();
    assert_eq!((config.mode, config.size), (Mode::Fast, 7));
    let in_a_closure = || {
        #[derive(ConfigDef, Clone)]
        struct Config {
            /// Size.
            #[config(importance = low, default = 8)]
            size: i32,
        }
        Config::parse(&[].into()).unwrap().size
    };
    assert_eq!((Other.size(), generic::<bool>().1, in_a_closure(), SIZE), (5, 6, 8, "the.size"));
}

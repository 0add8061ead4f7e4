use kconnect::{ConfigDef, ConfigEnum};

const LARGEST: i64 = 100;

#[derive(ConfigEnum, Clone)]
enum Mode {
    Fast,
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = high, default = LARGEST)]
    size: i32,
    /// Sizes.
    #[config(importance = high, default = [LARGEST])]
    sizes: Vec<i32>,
    /// Mode.
    #[config(importance = high, default)]
    mode: Mode,
}

fn main() {}

use kconnect::{ConfigDef, ConfigEnum};

#[derive(ConfigEnum, Clone)]
enum Mode {
    Fast,
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Mode.
    #[config(importance = low, default = "fast")]
    mode: Mode,
    #[config(embed = "mode.")]
    section: Mode,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Mode.
    #[config(importance = low, one_of = ["fast", " slow"])]
    mode: String,
    /// Another mode.
    #[config(importance = low, one_of = ["fast", "slow", "fast"])]
    other: String,
}

fn main() {}

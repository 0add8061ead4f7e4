use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Modes.
    #[config(importance = low, one_of = ["fast", "slow"], case_insensitive)]
    modes: Vec<String>,
}

fn main() {}

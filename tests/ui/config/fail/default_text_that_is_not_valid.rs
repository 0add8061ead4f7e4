use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Mode.
    #[config(importance = high, one_of = ["fast", "slow"], case_insensitive, default = "SLOWLY")]
    mode: String,
    /// Level.
    #[config(importance = high, one_of = ["low", "high"], default = "LOW")]
    level: String,
    /// Name.
    #[config(importance = high, non_empty, default = String::from(""))]
    name: String,
}

fn main() {}

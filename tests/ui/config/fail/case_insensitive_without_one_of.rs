use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Mode.
    #[config(importance = low, case_insensitive)]
    mode: String,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Whether.
    #[config(importance = low, non_empty)]
    whether: bool,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, key = "a")]
    #[config(key = "b")]
    topic: String,
}

fn main() {}

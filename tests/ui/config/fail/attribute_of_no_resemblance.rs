use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, rename = "topic")]
    topic: String,
}

fn main() {}

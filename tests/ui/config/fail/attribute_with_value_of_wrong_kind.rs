use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, key = topic, order = "first")]
    topic: String,
    /// Keywords.
    #[config(importance = high, non_empty = true)]
    keywords: Vec<String>,
}

fn main() {}

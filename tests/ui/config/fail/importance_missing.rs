use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(key = "kafka.status.topic")]
    topic: String,
    /// Keywords.
    keywords: Vec<String>,
}

fn main() {}

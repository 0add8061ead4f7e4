use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = "high")]
    topic: String,
    /// Keywords.
    #[config(importance = hgih)]
    keywords: Vec<String>,
    /// Size of a batch.
    #[config(importance = critical)]
    size: i32,
}

fn main() {}

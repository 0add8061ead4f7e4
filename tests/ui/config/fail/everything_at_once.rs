use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    #[config(key = "kafka.status.topic", importance = high)]
    topic: String,
    /// Keywords.
    #[config(key = "kafka.status.topic", importance = hihg)]
    keywords: Vec<String>,
    /// Size of a batch.
    #[config(importance = low, defualt = 100)]
    size: i32,
    /// Pause.
    #[config(key = "pause.ms", importance = low, range = 1..10)]
    pause: i64,
    /// Token.
    token: String,
    /// What to do.
    #[config(importance = low, one_of = [], width = wide)]
    behavior: String,
}

fn main() {}

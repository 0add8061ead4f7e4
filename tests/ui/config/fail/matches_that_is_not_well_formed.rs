use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, matches = "[a-z")]
    topic: String,
    /// Name.
    #[config(importance = low, matches = "a)")]
    name: String,
    /// Path.
    #[config(importance = low, matches = "C:\\")]
    path: String,
    /// Language.
    #[config(importance = low, matches = en)]
    language: String,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, non_empty, matches = "a", matches = "b", non_empty)]
    topic: String,
}

fn main() {}

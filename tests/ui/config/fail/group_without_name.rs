use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = high, group = "")]
    topic: String,
}

fn main() {}

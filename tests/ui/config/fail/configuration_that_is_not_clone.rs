use kconnect::ConfigDef;

#[derive(ConfigDef)]
struct Config {
    /// Topic.
    #[config(importance = high)]
    topic: String,
}

fn main() {}

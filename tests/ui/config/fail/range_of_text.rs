use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, range = 1..=100)]
    topic: String,
}

fn main() {}

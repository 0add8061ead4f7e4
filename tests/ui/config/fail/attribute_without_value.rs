use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, key)]
    topic: String,
    /// Size of a batch.
    #[config(importance, order(3))]
    size: i32,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size of a batch.
    #[config(importance = high, non_empty)]
    size: i32,
}

fn main() {}

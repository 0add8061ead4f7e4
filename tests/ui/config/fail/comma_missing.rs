use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size of a batch.
    #[config(importance = high default = 3)]
    size: i32,
}

fn main() {}

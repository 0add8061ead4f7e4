use kconnect::ConfigDef;

const LARGEST: i64 = 100;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = high, range = 1..=LARGEST)]
    size: i32,
}

fn main() {}

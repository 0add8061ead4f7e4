use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Size.
    #[config(importance = high, default = [1])]
    size: i32,
}

fn main() {}

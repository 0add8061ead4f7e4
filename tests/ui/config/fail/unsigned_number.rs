use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Port.
    #[config(importance = high, default = 8083)]
    port: u16,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// First.
    #[config(importance = low, group = "Proxy", order = 1)]
    host: String,
    /// Second.
    #[config(importance = low, group = "Proxy", order = 1)]
    port: i32,
    /// Third.
    #[config(importance = low, order = 1)]
    user: String,
    /// Fourth.
    #[config(importance = low, order = 0x1)]
    password: String,
}

fn main() {}

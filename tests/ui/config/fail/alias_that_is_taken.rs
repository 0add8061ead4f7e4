use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// First.
    #[config(key = "proxy.host", importance = low, alias = "proxy.host", alias = "proxy", alias = "proxy")]
    host: String,
    /// Second.
    #[config(importance = low, alias = "proxy.host")]
    port: i32,
    /// Third.
    #[config(importance = low, alias = "proxy")]
    user: String,
    /// Fourth.
    #[config(importance = low, alias = "a b")]
    password: String,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Port.
    #[config(importance = low, port)]
    port: String,
    /// Another port.
    #[config(importance = low, port)]
    admin: i64,
}

fn main() {}

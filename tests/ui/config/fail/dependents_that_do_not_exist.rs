use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Whether there is a proxy.
    #[config(key = "proxy.enabled", importance = low, default, dependents = ["proxy.hots", "port", "proxy_port", "proxy.user"])]
    enabled: bool,
    /// Its host.
    #[config(key = "proxy.host", importance = low, default)]
    host: String,
    /// Its port.
    #[config(importance = low, default = 80, alias = "port")]
    proxy_port: i32,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Address.
    #[config(importance = low, url = ["https://"])]
    address: String,
    /// Proxy.
    #[config(importance = low, url = ["HTTP"])]
    proxy: String,
    /// Mirror.
    #[config(importance = low, url = "https")]
    mirror: String,
}

fn main() {}

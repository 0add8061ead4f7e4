use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Address.
    #[config(importance = low, url, default = "api.x.com")]
    address: String,
    /// Addresses.
    #[config(importance = low, url = ["https"], default = ["https://a", "http://b"])]
    addresses: Vec<String>,
    /// Proxy.
    #[config(importance = low, url, default = "http://")]
    proxy: String,
}

fn main() {}

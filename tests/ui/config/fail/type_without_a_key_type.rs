use kconnect::ConfigDef;

use std::net::IpAddr;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Address.
    #[config(importance = high)]
    address: IpAddr,
}

fn main() {}

use std::net::IpAddr;

use kconnect::ConfigField;

#[derive(ConfigField)]
struct Port(u16);

#[derive(ConfigField)]
struct Address(IpAddr);

fn main() {}

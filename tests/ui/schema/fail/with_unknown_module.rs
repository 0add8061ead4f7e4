//! A module that is not there.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An address.
    #[connect(with = adress)]
    address: std::net::Ipv4Addr,
}

fn main() {}

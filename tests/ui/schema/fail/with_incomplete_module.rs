//! A module that says neither the type nor how it is read.

use kconnect::ConnectSchema;

mod address {
    pub fn write<W: kconnect::data::DataWriter>(_: &std::net::Ipv4Addr, _: &mut W) -> Result<(), W::Error> {
        unimplemented!()
    }
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An address.
    #[connect(with = address)]
    address: std::net::Ipv4Addr,
}

fn main() {}

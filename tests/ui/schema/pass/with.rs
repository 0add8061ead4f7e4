//! A module says how a foreign type is written and read.

use std::net::Ipv4Addr;

use kconnect::ConnectSchema;

#[path = "../common/codec.rs"]
mod codec;

/// An address as text.
mod address {
    use std::net::Ipv4Addr;

    use kconnect::{
        Error,
        data::{DataReader, DataWriter, Type},
    };

    pub const TYPE: Type = Type::String;

    pub fn write<W: DataWriter>(address: &Ipv4Addr, writer: &mut W) -> Result<(), W::Error> {
        writer.string(&address.to_string())
    }

    pub fn read<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Ipv4Addr, R::Error> {
        reader.string()?.parse().map_err(|error| Error::data(error).into())
    }
}

/// A host.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Host {
    /// Its address.
    #[connect(with = address)]
    address: Ipv4Addr,
    /// Another one, or none.
    #[connect(with = self::address)]
    second: Option<Ipv4Addr>,
    /// With a default.
    #[connect(with = crate::address, default = Ipv4Addr::LOCALHOST, parameters("com.example.kind" = "address"))]
    gateway: Ipv4Addr,
    /// With a default that is not null.
    #[connect(with = address, default = Some(Ipv4Addr::BROADCAST))]
    broadcast: Option<Ipv4Addr>,
    /// Everywhere, by way of a newtype.
    others: Vec<Address>,
}

#[derive(ConnectSchema, Clone, Debug, PartialEq)]
struct Address(#[connect(with = address)] Ipv4Addr);

fn main() {
    let host = Host {
        address: Ipv4Addr::new(10, 0, 0, 1),
        second: Some(Ipv4Addr::new(10, 0, 0, 2)),
        gateway: Ipv4Addr::new(10, 0, 0, 3),
        broadcast: None,
        others: vec![Address(Ipv4Addr::new(10, 0, 0, 4))],
    };
    codec::comes_back(&host);
    assert_eq!(
        codec::json(&host),
        r#"{"address":"10.0.0.1","second":"10.0.0.2","gateway":"10.0.0.3","broadcast":null,"others":["10.0.0.4"]}"#
    );
    let schema = codec::schema::<Host>();
    assert!(schema.contains(r#""default":"127.0.0.1""#), "{schema}");
    assert!(schema.contains(r#""default":"255.255.255.255""#), "{schema}");
    assert!(schema.contains(r#""connect.parameters":{"com.example.kind":"address"}"#), "{schema}");
}

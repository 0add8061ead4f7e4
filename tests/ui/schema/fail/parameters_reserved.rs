//! Parameters by which the converters tell types apart.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", parameters("io.confluent.connect.avro.Enum" = "Kind"))]
struct Record {
    /// A hash.
    #[connect(parameters("connect.fixed.size" = "16"))]
    hash: Vec<u8>,
    /// A price.
    #[connect(parameters("scale" = "3", "connect.decimal.precision" = "9"))]
    price: kconnect::Decimal<2>,
    /// A union.
    #[connect(parameters("org.apache.kafka.connect.data.Union" = "Kind", "" = "x"))]
    kind: String,
}

fn main() {}

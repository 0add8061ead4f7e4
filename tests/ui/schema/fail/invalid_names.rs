//! Names that Avro does not allow.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.my-company", name = "com.example.Name", alias = "1st")]
struct Record {
    /// A name with a hyphen.
    #[connect(rename = "user-id")]
    id: i64,
    /// A name with an umlaut.
    größe: i64,
    /// An alias that begins with a digit.
    #[connect(alias = "2nd")]
    text: String,
}

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "kebab-case")]
enum Kind {
    One,
    TwoOrMore,
}

fn main() {}

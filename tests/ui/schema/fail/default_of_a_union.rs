//! A default of a union, for which Confluent has no form.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Text(String),
    Number(i64),
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// Some.
    #[connect(default = Union::Number(1))]
    some: Union,
    /// Some or none.
    #[connect(default = Some(Union::Number(1)))]
    maybe: Option<Union>,
    /// Null is fine.
    #[connect(default = None)]
    none: Option<Union>,
}

fn main() {}

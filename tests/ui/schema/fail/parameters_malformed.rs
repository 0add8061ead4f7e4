//! Parameters that are no pairs of texts.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A.
    #[connect(parameters)]
    a: i64,
    /// B.
    #[connect(parameters = "x")]
    b: i64,
    /// C.
    #[connect(parameters())]
    c: i64,
    /// D.
    #[connect(parameters(unit = "kg"))]
    d: i64,
    /// E.
    #[connect(parameters("unit"))]
    e: i64,
    /// F.
    #[connect(parameters("unit" = 1))]
    f: i64,
}

fn main() {}

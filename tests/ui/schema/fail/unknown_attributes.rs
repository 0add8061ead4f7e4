//! Attributes that there are not, each named with what was probably meant.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespce = "com.example", flatten)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    #[connect(renam = "Id")]
    id: i64,
    /// A text.
    #[connect(transparent, alias)]
    text: String,
}

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(alias = "ONE")]
    One,
}

fn main() {}

//! `with` without a path.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A text.
    #[connect(with)]
    text: String,
    /// Another one.
    #[connect(with = "module")]
    other: String,
    /// A third one.
    #[connect(with = a, with = b)]
    third: String,
}

fn main() {}

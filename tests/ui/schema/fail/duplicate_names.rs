//! Names that stand twice in one schema, after renaming.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "camelCase")]
struct Record {
    /// An id.
    user_id: i64,
    /// The same name.
    #[connect(rename = "userId")]
    user: i64,
    /// An alias that is a field.
    #[connect(alias = "userId")]
    name: String,
}

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "lowercase")]
enum Kind {
    One,
    ONE,
}

fn main() {}

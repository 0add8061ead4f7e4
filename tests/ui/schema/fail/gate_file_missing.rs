use kconnect::ConnectSchema;

/// The file was never written.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "schemas/com.example.Missing.avsc")]
struct Missing {
    /// Snowflake id.
    id: i64,
}

fn main() {
    // The record is usable: one mistake is one error.
    let _ = <Missing as kconnect::ConnectType>::TYPE;
}

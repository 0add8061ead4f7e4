use kconnect::ConnectSchema;

/// Null is going to be written.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_nulls.avsc", compatibility = "FULL_TRANSITIVE")]
struct Nulls {
    /// Was required.
    required: Option<String>,
    /// As it was.
    optional: Option<String>,
    /// As it was, but for the default.
    defaulted: Option<String>,
    /// As it was.
    list: Vec<Option<String>>,
}

fn main() {}

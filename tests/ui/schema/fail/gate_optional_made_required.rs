use kconnect::ConnectSchema;

/// Null has been written.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_nulls.avsc")]
struct Nulls {
    /// Was optional.
    optional: String,
    /// Was optional; a default is for records without the field, not for a null.
    #[connect(default = "x")]
    defaulted: String,
    /// Had nulls in it.
    list: Vec<String>,
}

fn main() {}

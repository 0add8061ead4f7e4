use kconnect::ConnectSchema;

/// Other types than in the committed file.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_scalars.avsc")]
struct Scalars {
    /// Was a string.
    text: i64,
    /// Was a boolean.
    flag: String,
    /// Was a long, which an int cannot hold.
    large: i32,
    /// Was an int16, which an int8 cannot hold.
    small: i8,
    /// Was a float, which no whole number can hold.
    ratio: i64,
}

fn main() {}

use kconnect::ConnectSchema;

/// Wider types, which those who have the committed schema cannot hold.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Scalars", committed = "gate_numbers.avsc", compatibility = "FORWARD")]
struct Wider {
    /// Was an int.
    number: i64,
    /// Was a float.
    ratio: f64,
    /// Was an int16.
    small: i32,
}

/// Narrower types, at a level that looks both ways.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Scalars", committed = "gate_numbers.avsc", compatibility = "FULL")]
struct Narrower {
    /// Was an int.
    number: i16,
    /// As it was.
    ratio: f32,
    /// As it was.
    small: i16,
}

fn main() {}

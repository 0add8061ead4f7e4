use kconnect::ConnectSchema;

/// Half a file.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_cut.avsc")]
struct Cut {
    /// Snowflake id.
    id: i64,
}

/// An enum's file.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_suit.avsc")]
struct Suit {
    /// Snowflake id.
    id: i64,
}

/// A file that uses a type it does not define.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_undefined.avsc")]
struct Undefined {
    /// Snowflake id.
    id: i64,
}

/// A folder.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "../fail")]
struct Folder {
    /// Snowflake id.
    id: i64,
}

fn main() {}

use kconnect::ConnectSchema;

/// As it was.
#[derive(ConnectSchema)]
enum Either {
    Text(String),
    Number(i64),
}

/// A branch is gone.
#[derive(ConnectSchema)]
enum Less {
    Text(String),
    Flag(bool),
}

/// A branch is new.
#[derive(ConnectSchema)]
enum More {
    Text(String),
    Number(i64),
    Flag(bool),
}

/// A record that nothing guards is a branch.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Unguarded {
    Text(String),
    Number(i64),
    /// A record of its own.
    Deleted {
        /// Snowflake id.
        id: i64,
    },
}

/// Something that was written before has no branch.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Event", committed = "gate_union.avsc")]
struct Backward {
    /// A number has no branch.
    either: Less,
    /// Null has no branch.
    perhaps: Either,
    /// Each of them is guarded.
    many: Vec<Unguarded>,
    /// One more than there was.
    text: More,
}

/// Something that will be written has no branch.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Event", committed = "gate_union.avsc", compatibility = "FORWARD")]
struct Forward {
    /// A flag had no branch.
    either: More,
    /// As it was, but for null.
    perhaps: Either,
    /// Inside, a flag had no branch.
    many: Vec<Less>,
    /// Was a string alone.
    text: Either,
}

fn main() {}

use kconnect::ConnectSchema;

/// Those who have the committed schema know the record by its former name.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", alias = "Post", committed = "gate_post.avsc", compatibility = "FORWARD")]
struct Message {
    /// Snowflake id.
    id: i64,
    /// The text, in full.
    text: String,
}

fn main() {}

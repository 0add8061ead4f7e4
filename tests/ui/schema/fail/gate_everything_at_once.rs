use kconnect::ConnectSchema;

/// Retyped, renamed, added and removed: one build shows all.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc", compatibility = "FULL")]
struct Post {
    /// Retyped.
    id: String,
    /// Was `text`, which is gone by that name.
    body: String,
    /// Was optional.
    lang: String,
    /// Added.
    likes: i64,
}

/// Another record of the same crate.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_other.avsc")]
struct Other {
    /// Retyped.
    id: bool,
}

fn main() {}

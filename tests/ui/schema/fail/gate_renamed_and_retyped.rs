use kconnect::ConnectSchema;

/// An alias leads to a value of another type.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Post {
    /// Was `id`, a number.
    #[connect(alias = "id")]
    key: String,
}

fn main() {}

use kconnect::ConnectSchema;

/// A schema for every type of content.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Post<T> {
    /// Whatever it is.
    content: T,
}

/// A schema for every length.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Amount<const SCALE: i32> {
    /// How much.
    amount: kconnect::Decimal<SCALE>,
}

fn main() {}

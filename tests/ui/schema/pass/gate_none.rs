//! A level that permits everything, also that there is no file: for a break on purpose, and for the first export.
#![allow(dead_code)]

use kconnect::ConnectSchema;

/// Nothing as it was.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc", compatibility = "NONE")]
struct Post {
    /// Was a number.
    id: String,
}

/// Not exported yet.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "schemas/com.example.Missing.avsc", compatibility = "NONE")]
struct Missing {
    /// Snowflake id.
    id: i64,
}

/// A level without a file is for `schemas check`.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", compatibility = "FULL_TRANSITIVE")]
struct Free {
    /// Snowflake id.
    id: i64,
}

fn main() {}

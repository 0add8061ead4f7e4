//! Borrowed records, newtypes, unions, enums of Avro's own.
#![allow(dead_code)]

use std::{borrow::Cow, collections::BTreeMap};

use kconnect::ConnectSchema;

/// An id.
#[derive(ConnectSchema)]
struct Id(i64);

/// What has happened.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Event {
    Text(String),
    /// A record of its own, with a file of its own.
    #[connect(committed = "gate_deleted.avsc", compatibility = "BACKWARD")]
    Deleted {
        /// Snowflake id; was an int.
        id: i64,
    },
}

/// One of two.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Suit {
    /// Was there.
    Hearts,
    /// Has taken the place of another.
    #[connect(alias = "SPADES")]
    Clubs,
}

/// Borrows from where it was made.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_shapes.avsc")]
struct Shapes<'a> {
    /// Borrowed.
    text: Cow<'a, str>,
    /// A newtype is what it holds.
    id: Id,
    /// A union, or null.
    event: Option<Event>,
    /// Unions.
    events: BTreeMap<String, Event>,
    /// An enum.
    suit: Suit,
}

fn main() {}

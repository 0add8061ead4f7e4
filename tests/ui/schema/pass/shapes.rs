//! Generic, recursive, raw, renamed and macro-made records, names of the prelude shadowed, under strict lints.

#![deny(missing_docs, unused_qualifications, unreachable_pub, unused, clippy::all, clippy::pedantic)]
#![allow(dead_code)]

/// A module with names of the prelude.
mod shadowed {
    use std::option::Option as Maybe;

    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct String;
    pub(crate) struct Some;
    pub(crate) struct None;
    pub(crate) struct Vec;
    pub(crate) struct Default;
    pub(crate) struct Into;

    /// A record.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "com.example")]
    pub(crate) struct Record {
        /// A text.
        pub(crate) text: Maybe<std::string::String>,
        /// A number.
        #[connect(default)]
        pub(crate) number: i32,
        /// Not written.
        #[connect(skip)]
        pub(crate) cache: Maybe<u64>,
    }

    #[derive(kconnect::RecordSet)]
    pub(crate) enum Records {
        Record(i64, Maybe<Record>),
    }
}

use std::collections::{BTreeMap, HashMap};

use kconnect::{ConnectSchema, Decimal, RecordSet, data::ReadData, data::WriteData};

/// A generic record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Page<T, const N: i32>
where
    T: Clone,
{
    /// The items.
    items: Vec<T>,
    /// A price.
    price: Decimal<N>,
    /// The next page.
    next: Option<Box<Page<T, N>>>,
}

/// A tree.
#[derive(ConnectSchema, Clone)]
#[connect(namespace = "com.example", name = "Tree", version = 4, alias = "Bush", alias = "org.example.Tree")]
struct Node {
    /// A keyword.
    r#type: String,
    /// Children.
    children: Vec<Node>,
    /// By name.
    by_name: BTreeMap<String, Node>,
    /// Unsorted.
    unsorted: HashMap<i64, Option<Node>>,
    /// Itself.
    itself: Option<Box<Node>>,
    #[doc = concat!("Text from ", "a macro.")]
    text: String,
}

macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        /// Made by a macro.
        #[derive(ConnectSchema)]
        #[connect(namespace = "com.example")]
        struct $name {
            $(
                /// A field.
                $field: $ty,
            )*
        }
    };
}
record!(Made { id: i64, text: Option<String>, kind: Kind });

/// A kind.
#[derive(ConnectSchema, Clone, Copy)]
#[connect(namespace = "com.example", rename_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    Short,
    #[connect(rename = "LONGER")]
    Long,
}

/// Nothing.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Empty {}

#[derive(RecordSet)]
enum Records<T> {
    Page(String, Option<T>),
    Made((), Made),
    Kind(Kind, Vec<u8>),
}

fn codec<T: WriteData + for<'de> ReadData<'de>>() {}
fn set<T: RecordSet>() {}

fn main() {
    codec::<Page<Node, 2>>();
    codec::<Made>();
    codec::<Empty>();
    codec::<shadowed::Record>();
    set::<Records<Node>>();
    set::<shadowed::Records>();
    set::<(Kind, Page<String, 0>)>();
}

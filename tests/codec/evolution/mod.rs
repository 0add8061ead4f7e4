//! A record as it was and as it has become: everything that Avro lets change between writer and reader, in one.

#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeMap;

use kconnect::{ConnectSchema, Date, Decimal, Time, Timestamp};
use proptest::{collection, num, option, prelude::*};

/// As it was written.
pub(crate) mod old {
    use super::*;

    /// Something that happened.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    #[connect(namespace = "test.evolution")]
    pub(crate) struct Event {
        /// Becomes a long.
        pub(crate) id: i32,
        /// Becomes a double.
        pub(crate) ratio: f32,
        /// Becomes a double.
        pub(crate) count: i64,
        /// Becomes a float.
        pub(crate) code: i16,
        /// Becomes bytes.
        pub(crate) text: String,
        /// Becomes a string.
        pub(crate) raw: Vec<u8>,
        /// Is passed over.
        pub(crate) gone: Gone,
        /// Is passed over.
        pub(crate) gone_list: Vec<Vec<Gone>>,
        /// Stays.
        pub(crate) kept: Option<String>,
        /// May become null.
        pub(crate) single: String,
        /// Must no longer be null.
        pub(crate) maybe: Option<i32>,
        /// Becomes a union.
        pub(crate) wider: i32,
        /// Gets another name.
        pub(crate) remark: String,
        /// Of longs.
        pub(crate) list: Vec<i32>,
        /// Of doubles.
        pub(crate) map: BTreeMap<String, i32>,
        /// By longs.
        pub(crate) by_number: BTreeMap<i32, Option<String>>,
        /// Contains itself.
        pub(crate) tree: Tree,
        /// Any of some.
        pub(crate) any: Any,
        /// Any of some, or null.
        pub(crate) any_or_null: Option<Any>,
        /// A decimal.
        pub(crate) price: Decimal<2>,
        /// A day.
        pub(crate) day: Date,
        /// A time of day.
        pub(crate) time: Time,
        /// A point in time.
        pub(crate) at: Timestamp,
    }

    /// No longer there.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    #[connect(namespace = "test.evolution")]
    pub(crate) struct Gone {
        /// Another one.
        pub(crate) next: Option<Box<Gone>>,
        /// Some numbers.
        pub(crate) numbers: BTreeMap<String, f64>,
        /// Any of some.
        pub(crate) any: Vec<Any>,
        /// A flag.
        pub(crate) flag: bool,
    }

    /// Contains itself.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    #[connect(namespace = "test.evolution")]
    pub(crate) struct Tree {
        /// Becomes a long.
        pub(crate) value: i32,
        /// Others.
        pub(crate) children: Vec<Tree>,
        /// Is passed over.
        pub(crate) extra: String,
    }

    /// One of three.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    pub(crate) enum Any {
        /// A number.
        Number(i32),
        /// A text.
        Text(String),
        /// A tree.
        Tree(Tree),
    }
}

/// As it is read.
pub(crate) mod new {
    use super::*;

    /// Something that happened.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    #[connect(namespace = "test.evolution")]
    pub(crate) struct Event {
        /// A point in time.
        pub(crate) at: Timestamp,
        /// Was not there.
        #[connect(default = "new")]
        pub(crate) added: String,
        /// Was not there.
        pub(crate) added_optional: Option<i64>,
        /// Was not there.
        #[connect(default)]
        pub(crate) added_list: Vec<i32>,
        /// Was an int.
        pub(crate) id: i64,
        /// Was a float.
        pub(crate) ratio: f64,
        /// Was a long.
        pub(crate) count: f64,
        /// Was an int.
        pub(crate) code: f32,
        /// Was a string.
        pub(crate) text: Vec<u8>,
        /// Was bytes.
        pub(crate) raw: String,
        /// Stays.
        pub(crate) kept: Option<String>,
        /// Was never null.
        pub(crate) single: Option<String>,
        /// Was perhaps null.
        pub(crate) maybe: i64,
        /// Was an int.
        pub(crate) wider: Any,
        /// Had another name.
        #[connect(alias = "remark")]
        pub(crate) note: String,
        /// Was of ints.
        pub(crate) list: Vec<i64>,
        /// Was of ints.
        pub(crate) map: BTreeMap<String, f64>,
        /// Was by ints.
        pub(crate) by_number: BTreeMap<i64, Option<String>>,
        /// Contains itself.
        pub(crate) tree: Tree,
        /// Any of others.
        pub(crate) any: Any,
        /// Any of others, or null.
        pub(crate) any_or_null: Option<Any>,
        /// A decimal.
        pub(crate) price: Decimal<2>,
        /// A day.
        pub(crate) day: Date,
        /// A time of day.
        pub(crate) time: Time,
    }

    /// Contains itself.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    #[connect(namespace = "test.evolution")]
    pub(crate) struct Tree {
        /// Others.
        pub(crate) children: Vec<Tree>,
        /// Was not there.
        #[connect(default = 7)]
        pub(crate) added: i32,
        /// Was an int.
        pub(crate) value: i64,
    }

    /// One of four.
    #[derive(ConnectSchema, Clone, Debug, PartialEq)]
    pub(crate) enum Any {
        /// A tree.
        Tree(Tree),
        /// A text.
        Text(String),
        /// A flag.
        Flag(bool),
        /// A number.
        Number(i64),
    }
}

/// Any value of the old record that the new one can be read from, but for bytes that are no text and for a null where there
/// is none any more: one in some.
pub(crate) fn event() -> impl Strategy<Value = old::Event> {
    let single = num::f32::NORMAL | num::f32::NEGATIVE | num::f32::ZERO;
    let raw = prop_oneof![9 => text().prop_map(String::into_bytes), 1 => collection::vec(any::<u8>(), 0..9)];
    let numbers = (any::<i32>(), single, any::<i64>(), any::<i16>());
    let texts = (text(), raw, option::of(text()), text(), text());
    let passed = (gone(), collection::vec(collection::vec(gone(), 0..3), 0..3));
    let nullable = (option::weighted(0.95, any::<i32>()), any::<i32>());
    let lists = (
        collection::vec(any::<i32>(), 0..80),
        collection::btree_map(text(), any::<i32>(), 0..4),
        collection::btree_map(any::<i32>(), option::of(text()), 0..4),
    );
    let unions = (tree(), any_of(), option::of(any_of()));
    // What the languages of the others have times for.
    let logical = (
        -(1_i128 << 90)..1 << 90,
        -700_000..2_900_000_i32,
        0..86_400_000_i32,
        -62_000_000_000_000..253_000_000_000_000_i64,
    );
    (numbers, texts, passed, nullable, lists, unions, logical).prop_map(
        |(numbers, texts, passed, nullable, lists, unions, logical)| old::Event {
            id: numbers.0,
            ratio: numbers.1,
            count: numbers.2,
            code: numbers.3,
            text: texts.0,
            raw: texts.1,
            kept: texts.2,
            single: texts.3,
            remark: texts.4,
            gone: passed.0,
            gone_list: passed.1,
            maybe: nullable.0,
            wider: nullable.1,
            list: lists.0,
            map: lists.1,
            by_number: lists.2,
            tree: unions.0,
            any: unions.1,
            any_or_null: unions.2,
            price: Decimal::from_unscaled(logical.0),
            day: Date::from_days(logical.1),
            time: Time::from_ms(logical.2).unwrap(),
            at: Timestamp::from_ms(logical.3),
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just(String::new()), "[a-z]{60,70}"]
}

fn tree() -> impl Strategy<Value = old::Tree> {
    let leaf = (any::<i32>(), text()).prop_map(|(value, extra)| old::Tree { value, children: Vec::new(), extra });
    leaf.prop_recursive(3, 8, 2, |tree| {
        (any::<i32>(), collection::vec(tree, 0..3), text()).prop_map(|(value, children, extra)| old::Tree {
            value,
            children,
            extra,
        })
    })
}

fn any_of() -> impl Strategy<Value = old::Any> {
    prop_oneof![
        any::<i32>().prop_map(old::Any::Number),
        text().prop_map(old::Any::Text),
        tree().prop_map(old::Any::Tree)
    ]
}

fn gone() -> impl Strategy<Value = old::Gone> {
    let numbers = || collection::btree_map(text(), num::f64::NORMAL, 0..3);
    let parts = (numbers(), collection::vec(any_of(), 0..3), any::<bool>());
    let leaf = parts.prop_map(|(numbers, any, flag)| old::Gone { next: None, numbers, any, flag });
    leaf.prop_recursive(2, 4, 1, |gone| gone.prop_map(|gone| old::Gone { next: Some(Box::new(gone.clone())), ..gone }))
}

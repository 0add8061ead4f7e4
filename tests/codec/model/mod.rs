//! Records that use every type, and how any value of them is made.

#![allow(dead_code, reason = "each test uses its part")]

use std::collections::{BTreeMap, HashMap};

use kconnect::{ConnectSchema, Date, Decimal, Time, Timestamp};
use proptest::{collection, option, prelude::*};

/// Every type there is.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "test.codec", rename_all = "camelCase", version = 3)]
pub(crate) struct Everything {
    /// A boolean.
    pub(crate) flag: bool,
    /// One byte.
    pub(crate) tiny: i8,
    /// Two bytes.
    pub(crate) small: i16,
    /// Four bytes.
    pub(crate) medium: i32,
    /// Eight bytes.
    pub(crate) large: i64,
    /// A float.
    pub(crate) single: f32,
    /// A double.
    pub(crate) double: f64,
    /// A string.
    pub(crate) text: String,
    /// Bytes.
    pub(crate) raw: Vec<u8>,
    /// A day.
    pub(crate) day: Date,
    /// A time of day.
    pub(crate) time_of_day: Time,
    /// A point in time.
    pub(crate) created_at: Timestamp,
    /// A decimal.
    pub(crate) price: Decimal<2>,
    /// A symbol.
    pub(crate) kind: Kind,
    /// A string or null.
    pub(crate) maybe: Option<String>,
    /// A number with a default that is not null.
    #[connect(default = Some(42))]
    pub(crate) with_default: Option<i32>,
    /// A number with a default.
    #[connect(default = 7)]
    pub(crate) required_default: i64,
    /// Numbers, each or null.
    pub(crate) numbers: Vec<Option<i64>>,
    /// Lists.
    pub(crate) lists: Vec<Vec<String>>,
    /// By string.
    pub(crate) labels: BTreeMap<String, i32>,
    /// By string, unsorted.
    pub(crate) counts: HashMap<String, Option<Timestamp>>,
    /// By number.
    pub(crate) by_number: BTreeMap<i32, String>,
    /// A record.
    pub(crate) inner: Inner,
    /// A record or null.
    pub(crate) maybe_inner: Option<Inner>,
    /// Records.
    pub(crate) inners: Vec<Inner>,
    /// Nothing of it is written.
    #[connect(skip)]
    pub(crate) cache: Option<u64>,
}

/// A record that contains itself.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "test.codec.deep")]
pub(crate) struct Inner {
    /// A name.
    pub(crate) name: String,
    /// Another one.
    pub(crate) next: Option<Box<Inner>>,
    /// Others.
    pub(crate) children: Vec<Inner>,
}

/// One of three.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[connect(namespace = "test.codec", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Kind {
    One,
    TwoOrMore,
    #[connect(rename = "none")]
    Neither,
}

/// Any value of [`Everything`].
pub(crate) fn everything() -> impl Strategy<Value = Everything> {
    let numbers = (any::<bool>(), any::<i8>(), any::<i16>(), any::<i32>(), any::<i64>(), any::<f32>(), any::<f64>());
    let texts = (text(), collection::vec(any::<u8>(), 0..70), option::of(text()));
    let logical = (any::<i32>(), 0..=86_400_000_i32, any::<i64>(), any::<i128>(), kind());
    let defaults = (option::of(any::<i32>()), any::<i64>());
    let lists = (
        collection::vec(option::of(any::<i64>()), 0..130),
        collection::vec(collection::vec(text(), 0..3), 0..4),
        collection::btree_map(text(), any::<i32>(), 0..4),
        collection::hash_map(text(), option::of(any::<i64>().prop_map(Timestamp::from_ms)), 0..4),
        collection::btree_map(any::<i32>(), text(), 0..4),
    );
    let records = (inner(), option::of(inner()), collection::vec(inner(), 0..3));
    (numbers, texts, logical, defaults, lists, records).prop_map(
        |(numbers, texts, logical, defaults, lists, records)| Everything {
            flag: numbers.0,
            tiny: numbers.1,
            small: numbers.2,
            medium: numbers.3,
            large: numbers.4,
            single: numbers.5,
            double: numbers.6,
            text: texts.0,
            raw: texts.1,
            maybe: texts.2,
            day: Date::from_days(logical.0),
            time_of_day: Time::from_ms(logical.1).unwrap(),
            created_at: Timestamp::from_ms(logical.2),
            price: Decimal::from_unscaled(logical.3),
            kind: logical.4,
            with_default: defaults.0,
            required_default: defaults.1,
            numbers: lists.0,
            lists: lists.1,
            labels: lists.2,
            counts: lists.3,
            by_number: lists.4,
            inner: records.0,
            maybe_inner: records.1,
            inners: records.2,
            cache: None,
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just(String::new()), "[a-z]{60,70}"]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::One), Just(Kind::TwoOrMore), Just(Kind::Neither)]
}

fn inner() -> impl Strategy<Value = Inner> {
    let leaf = text().prop_map(|name| Inner { name, next: None, children: Vec::new() });
    leaf.prop_recursive(3, 8, 2, |inner| {
        (text(), option::of(inner.clone()), collection::vec(inner, 0..2)).prop_map(|(name, next, children)| Inner {
            name,
            next: next.map(Box::new),
            children,
        })
    })
}

/// One fixed value, with a bit of everything.
pub(crate) fn sample() -> Everything {
    let leaf = Inner { name: "leaf".into(), next: None, children: Vec::new() };
    Everything {
        flag: true,
        tiny: -8,
        small: 16,
        medium: 32,
        large: 1 << 40,
        single: 0.1,
        double: 1e10,
        text: "a\"b😀".into(),
        raw: vec![0, 255],
        day: Date::from_days(19_000),
        time_of_day: Time::from_ms(1_000).unwrap(),
        created_at: Timestamp::from_ms(1_600_000_000_000),
        price: Decimal::from_unscaled(156),
        kind: Kind::TwoOrMore,
        maybe: None,
        with_default: None,
        required_default: 7,
        numbers: vec![Some(1), None],
        lists: vec![vec!["x".into()], vec![]],
        labels: BTreeMap::from([("k".into(), 1), ("l".into(), 2)]),
        counts: HashMap::from([("c".into(), None), ("b".into(), Some(Timestamp::from_ms(5)))]),
        by_number: BTreeMap::from([(1, "one".into()), (2, "two".into())]),
        inner: leaf.clone(),
        maybe_inner: Some(Inner { name: "root".into(), next: Some(Box::new(leaf.clone())), children: vec![leaf] }),
        inners: vec![],
        cache: Some(9),
    }
}

//! Values that are known only at run time, read into Rust types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, Date, Decimal, SchemaBuilder, Struct, Timestamp, Value,
    data::{Schema, SchemaType},
};

/// A bit of everything that nests.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Outer {
    /// A number.
    id: i64,
    /// A price.
    price: Decimal<2>,
    /// Nothing, or something.
    lang: Option<String>,
    /// Records by a key that is a record.
    by_point: BTreeMap<Point, Vec<Option<Point>>>,
    /// A record.
    inner: Option<Box<Inner>>,
    /// What a reader may lack.
    #[connect(default = 3, alias = "tries")]
    attempts: i32,
}

/// A place.
#[derive(ConnectSchema, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[connect(namespace = "com.example")]
struct Point {
    /// East.
    x: i32,
    /// North.
    y: i32,
}

/// In the middle.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Inner {
    /// When.
    at: Timestamp,
    /// Days.
    days: Vec<Date>,
}

fn outer() -> Outer {
    let (one, two) = (Point { x: 1, y: 2 }, Point { x: 3, y: 4 });
    Outer {
        id: 7,
        price: Decimal::from_unscaled(-1),
        lang: Some("de".to_owned()),
        by_point: BTreeMap::from([(one.clone(), vec![Some(two), None]), (Point { x: 5, y: 6 }, vec![])]),
        inner: Some(Box::new(Inner { at: Timestamp::from_ms(1), days: vec![Date::from_days(2)] })),
        attempts: 5,
    }
}

#[test]
fn what_was_made_of_a_struct_is_that_struct_again() {
    let whole = outer();
    assert_eq!(Value::of(&whole).read::<Outer>().unwrap(), whole);
    let empty = Outer { lang: None, by_point: BTreeMap::new(), inner: None, ..outer() };
    assert_eq!(Value::of(&empty).read::<Outer>().unwrap(), empty);
}

#[test]
fn fields_are_found_by_name_and_former_name_and_others_are_left_alone() {
    let schema = SchemaBuilder::structure()
        .field("y", Schema::required(SchemaType::Int8))
        .field("z", Schema::required(SchemaType::String))
        .field("x", Schema::required(SchemaType::Int16))
        .build()
        .unwrap();
    let mut of = Struct::new(schema).unwrap();
    of.put("x", 1_i16).unwrap().put("y", 2_i8).unwrap().put("z", "other").unwrap();
    assert_eq!(Value::from(of).read::<Point>().unwrap(), Point { x: 1, y: 2 });
}

/// Only what has a default, under its former name.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Tries {
    /// How many.
    #[connect(default = 3, alias = "tries")]
    attempts: i32,
}

#[test]
fn a_field_that_is_missing_or_not_put_takes_its_default() {
    let read = |field: &str, value: Option<i32>| {
        let schema = SchemaBuilder::structure().field(field, Schema::optional(SchemaType::Int32)).build().unwrap();
        let mut of = Struct::new(schema).unwrap();
        if let Some(value) = value {
            of.put(field, value).unwrap();
        }
        Value::from(of).read::<Tries>().unwrap().attempts
    };
    assert_eq!(read("tries", Some(9)), 9);
    assert_eq!(read("tries", None), 3);
    assert_eq!(read("something", Some(9)), 3);
}

#[test]
fn an_error_names_the_field_and_what_was_expected_there() {
    let error = |value: Value| value.read::<Vec<Point>>().unwrap_err().to_string();
    let point = |x: Value| {
        let schema = SchemaBuilder::structure()
            .field("x", Schema::optional(SchemaType::String))
            .field("y", Schema::optional(SchemaType::Int32))
            .build()
            .unwrap();
        let mut of = Struct::new(schema).unwrap();
        of.put("x", x).unwrap().put("y", 1).unwrap();
        Value::from(of)
    };
    assert_eq!(error(Value::from("text")), "$ is a STRING, not an ARRAY");
    assert_eq!(error(Value::Array(vec![Value::Null])), "$[0] is null, not a STRUCT `com.example.Point`");
    assert_eq!(error(Value::Array(vec![point(Value::from("1"))])), "$[0].x is a STRING, not an INT32");
    let missing = "field `x` of `com.example.Point` is missing and has no default";
    assert_eq!(error(Value::Array(vec![point(Value::Null)])), missing);
}

#[test]
fn a_number_of_a_larger_type_is_refused() {
    assert_eq!(Value::Int32(5).read::<i64>().unwrap(), 5);
    assert_eq!(Value::Int64(5).read::<i32>().unwrap_err().to_string(), "$ is an INT64, not an INT32");
    let cents = Value::of(&Decimal::<2>::from_unscaled(5));
    assert_eq!(cents.read::<Decimal<3>>().unwrap_err().to_string(), "$ is a Decimal, not a Decimal of scale 3");
}

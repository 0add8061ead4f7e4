//! Several derives side by side, with the same fields, one in terms of the other.

#![deny(warnings)]

use kconnect::{ConfigDef, ConfigEnum, ConfigField, ConnectSchema};

#[derive(ConfigDef, Clone)]
struct A {
    /// Size.
    #[config(importance = low, default = 1)]
    size: i32,
}

#[derive(ConfigDef, Clone)]
struct B {
    /// Size.
    #[config(importance = low, default = 2)]
    size: i32,
    #[config(embed = "a.")]
    a: A,
}

#[derive(ConfigField, Clone, Debug, PartialEq)]
struct C(D);

#[derive(ConfigEnum, Clone, Debug, PartialEq)]
enum D {
    One,
}

/// A record that is a configuration too.
#[derive(ConfigDef, ConnectSchema, Clone)]
#[connect(namespace = "io.example")]
struct E {
    /// Size.
    #[config(importance = low, default = 5)]
    size: i32,
}

#[derive(ConfigDef, Clone)]
struct F {
    /// C.
    #[config(importance = low, default = C(D::One))]
    c: C,
}

fn main() {
    let b = B::parse(&[].into()).unwrap();
    assert_eq!((b.size, b.a.size, E::parse(&[].into()).unwrap().size), (2, 1, 5));
    assert_eq!(F::parse(&[].into()).unwrap().c, C(D::One));
}

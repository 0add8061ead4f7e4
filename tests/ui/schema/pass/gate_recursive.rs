//! Records that contain themselves and each other, compared by name.
#![allow(dead_code)]

use std::collections::BTreeMap;

use kconnect::ConnectSchema;

/// A tree.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_recursive.avsc", compatibility = "FULL")]
struct Tree {
    /// Below.
    children: Vec<Self>,
    /// Above.
    parent: Option<Box<Tree>>,
    /// Beside.
    leaf: Option<Box<Leaf>>,
}

/// A leaf.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_leaf.avsc", compatibility = "FULL")]
struct Leaf {
    /// Above.
    tree: Option<Box<Tree>>,
    /// Names by language.
    names: BTreeMap<String, String>,
}

fn main() {}

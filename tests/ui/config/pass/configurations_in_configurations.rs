//! Sections, names and prefixes inside of each other.

#![deny(warnings)]

use std::collections::{BTreeMap, HashMap};

use kconnect::{ConfigDef, Props, config::Named};

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Leaf {
    /// Size.
    #[config(importance = low, default = 1)]
    size: i32,
    /// Labels.
    #[config(prefix = "labels.")]
    labels: BTreeMap<String, String>,
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Branch {
    #[config(embed = "leaf.")]
    leaf: Leaf,
    /// Leaves.
    #[config(importance = low, named = "leaves.", default = ["first"])]
    leaves: Named<Leaf>,
}

#[derive(ConfigDef, Clone, Debug)]
struct Tree {
    #[config(embed = "")]
    own: Leaf,
    #[config(embed = "trunk.", group = "Trunk")]
    trunk: Branch,
    /// Branches.
    #[config(importance = low, named = "branches.", group = "Branches", order = 7, alias = "twigs")]
    branches: Named<Branch>,
    /// Numbers.
    #[config(prefix = "numbers.")]
    numbers: HashMap<String, i64>,
    /// Anything.
    #[config(prefix = "any.")]
    any: Props,
}

fn main() {
    let given = [
        ("size", "2"),
        ("trunk.leaf.labels.a", "b"),
        ("branches", "x"),
        ("branches.x.leaves", "y,z"),
        ("branches.x.leaves.y.size", "3"),
        ("numbers.one", "1"),
        ("any.thing", "?"),
    ];
    let given: Props = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
    let tree = Tree::parse(&given).unwrap();
    assert_eq!((tree.own.size, tree.trunk.leaf.labels["a"].as_str(), tree.numbers["one"]), (2, "b", 1));
    assert_eq!(tree.trunk.leaves.names().collect::<Vec<_>>(), ["first"]);
    let leaves = &tree.branches.get("x").unwrap().leaves;
    assert_eq!((leaves.get("y").unwrap().size, leaves.get("z").unwrap().size, tree.any.len()), (3, 1, 1));
    let branch = Branch::parse(&[].into()).unwrap();
    assert_eq!(Branch::parse(&branch.to_props()).unwrap(), branch);
}

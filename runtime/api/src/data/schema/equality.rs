//! When two schemas are equal.

use std::collections::HashSet;

use super::{Child, DefaultValue, Node, Schema};

impl PartialEq for Schema {
    /// All attributes and everything below, as `ConnectSchema.equals`; former names are no part of it.
    fn eq(&self, other: &Self) -> bool {
        equal(self, other, &mut HashSet::new())
    }
}

impl Eq for Schema {}

type Places = HashSet<((usize, usize), (usize, usize))>;

fn equal(one: &Schema, other: &Schema, seen: &mut Places) -> bool {
    // A pair that is being compared further up is equal if everything else is.
    if one.same_place(other) || !seen.insert((one.place(), other.place())) {
        return true;
    }
    let (a, b) = (one.node(), other.node());
    let attributes = |node: &Node| (node.ty, node.optional, node.version);
    let mut child = |a: &Child, b: &Child| equal(&one.child(a), &other.child(b), seen);
    let mut children = |a: &Option<Child>, b: &Option<Child>| match (a, b) {
        (Some(a), Some(b)) => child(a, b),
        (None, None) => true,
        _ => false,
    };
    attributes(a) == attributes(b)
        && a.name == b.name
        && a.doc == b.doc
        && a.parameters == b.parameters
        && children(&a.key, &b.key)
        && children(&a.value, &b.value)
        && a.fields.len() == b.fields.len()
        && a.fields.iter().zip(&b.fields).all(|((name, a), (other, b))| name == other && child(&a.schema, &b.schema))
        && same_default(one, other)
}

fn same_default(one: &Schema, other: &Schema) -> bool {
    match (&one.node().default, &other.node().default) {
        // The default of a recursive type has a schema with the same default, and so on.
        (Some(DefaultValue::Lazy(make)), Some(DefaultValue::Lazy(of_other)))
            if std::ptr::fn_addr_eq(*make, *of_other) =>
        {
            true
        }
        _ => one.default_value() == other.default_value(),
    }
}

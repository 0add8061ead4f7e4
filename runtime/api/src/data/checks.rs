//! What the compiler checks of a derived schema, beyond what a derive can see.
//!
//! Called in constants, one a field, so that every mistake is shown on its field. A description is shallow: what stands
//! deeper is checked when a schema is made.

use super::{ConnectType, Null, StructNode, Type, UnionNode};

/// That the field does not contradict its record or a field before it.
#[doc(hidden)]
#[track_caller]
pub const fn field_fits(node: &StructNode, own: &Type, index: usize) {
    let field = at(node, index);
    clash(&field.ty, own);
    let mut before = 0;
    while before < index {
        clash(&field.ty, &at(node, before).ty);
        before += 1;
    }
    let Some(_) = field.default else { return };
    match (&field.ty, field.null) {
        (Type::Optional(Type::Struct { .. }), Null::Second) => panic!(
            "Avro has no form for the default of a record that may be null: make the default `None`, or the field required"
        ),
        (Type::Union { .. }, _) | (Type::Optional(Type::Union { .. }), Null::Second) => {
            panic!("Confluent's converters have no form for the default of a union: remove it")
        }
        _ => {}
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where it is an error message")]
const fn at(node: &StructNode, index: usize) -> &super::FieldNode {
    &node.fields[index]
}

/// That the branch is a type that may stand in a union, and is not there twice.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where it is an error message")]
pub const fn branch_fits(node: &UnionNode, index: usize) {
    let branch = &node.branches[index];
    match branch.ty {
        Type::Optional(_) => panic!("null is not a branch of its own: use the type, and `Option` around the union"),
        Type::Union { .. } => panic!("a union in a union has no Avro schema: add its variants to this one"),
        _ => {}
    }
    let mut before = 0;
    while before < index {
        let other = &node.branches[before];
        clash(&branch.ty, &other.ty);
        assert!(
            !same(branch.name, other.name),
            "two branches of one Avro type: records have to differ in their names, without the namespace, and everything else \
             in its type (an enum is a string, a `Date` an int, a `Timestamp` a long, a `Decimal` bytes); put one into a struct"
        );
        before += 1;
    }
}

/// The same for every branch, where a type parameter keeps it from being checked one by one.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn union_fits(node: &'static UnionNode) -> &'static UnionNode {
    let mut index = 0;
    while index < node.branches.len() {
        branch_fits(node, index);
        index += 1;
    }
    node
}

/// What a newtype holds.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn held(ty: Type) -> Type {
    assert!(
        !matches!(ty, Type::Optional(_)),
        "a newtype of an `Option` would hide that it may be null: put the `Option` around the newtype"
    );
    ty
}

/// The type of a field `Option<_>` whose content a module describes.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn optional(ty: &'static Type) -> Type {
    assert!(
        !matches!(ty, Type::Optional(_)),
        "`with` on an `Option` is for what is in it: the module's TYPE is not optional"
    );
    Type::Optional(ty)
}

/// A field's own parameters, where its type may bring some.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn parameters(
    own: &'static [(&'static str, &'static str)],
    of_type: &'static [(&'static str, &'static str)],
) -> &'static [(&'static str, &'static str)] {
    assert!(
        own.is_empty() || of_type.is_empty(),
        "the field's type brings parameters of its own: keep all in one place"
    );
    if own.is_empty() { of_type } else { own }
}

/// The type of an element, which no field stands beside to carry parameters.
pub(crate) const fn element<T: super::WriteData>() -> &'static Type {
    assert!(
        T::PARAMETERS.is_empty(),
        "a newtype with `parameters` has to be a field: in a list or a map its parameters would be lost"
    );
    &<T as ConnectType>::TYPE
}

/// Two different records under one name would be one in Avro.
#[track_caller]
const fn clash(one: &Type, other: &Type) {
    match (one, other) {
        (Type::Optional(one) | Type::Array(one), other) => clash(one, other),
        (Type::Map(key, value), other) => {
            clash(key, other);
            clash(value, other);
        }
        (one, Type::Optional(other) | Type::Array(other)) => clash(one, other),
        (one, Type::Map(key, value)) => {
            clash(one, key);
            clash(one, value);
        }
        (Type::Struct { name: one, site: here, .. }, Type::Struct { name: other, site: there, .. }) => {
            assert!(
                !same(one, other) || same(here, there),
                "the record in it has the name of another one in this schema: give one of them another `name` or `namespace`"
            );
        }
        (Type::Struct { name: one, .. }, Type::Enum { name: other, .. })
        | (Type::Enum { name: one, .. }, Type::Struct { name: other, .. }) => {
            assert!(
                !same(one, other),
                "a record and an enum have one name in this schema: give one of them another `name` or `namespace`"
            );
        }
        _ => {}
    }
}

const fn same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    while let (Some((a, rest)), Some((b, others))) = (one.split_first(), other.split_first()) {
        if *a != *b {
            return false;
        }
        (one, other) = (rest, others);
    }
    true
}

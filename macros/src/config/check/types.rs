//! Types of Rust's own that no key has. Types that this crate cannot know are refused by the trait.

use syn::{Type, TypeReference};

use super::super::model::Field;
use crate::{diag::Errors, rules::type_name};

pub(super) fn check(field: &Field, errors: &Errors) {
    if let Some(message) = instead(&field.ty).or_else(|| many_keys(field)) {
        errors.at(ungrouped(&field.ty), message);
    }
}

/// Types that are many keys, without the attribute that says so.
fn many_keys(field: &Field) -> Option<String> {
    let (key, _) = field.name();
    match &*type_name(&field.ty)? {
        name @ ("HashMap" | "BTreeMap" | "Props") => Some(format!(
            "a `{name}` takes every key under a prefix: write `prefix = \"{key}.\"` instead of the attributes of a key"
        )),
        "Named" => Some(format!("a `Named<_>` has keys for every name in a list: write `named = \"{key}.\"` too")),
        _ => None,
    }
}

/// The type as it stands where a macro was called with it.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        other => other,
    }
}

/// What to write instead of a type.
pub(crate) fn instead(ty: &Type) -> Option<String> {
    let signed = |name: &str, instead: &str| {
        Some(format!("`{name}` cannot be the type of a configuration key: Kafka's numbers are signed; write {instead}"))
    };
    let other = |name: &str, instead: &str| {
        Some(format!("`{name}` cannot be the type of a configuration key: write {instead}"))
    };
    match ty {
        Type::Group(group) => return instead(&group.elem),
        Type::Paren(paren) => return instead(&paren.elem),
        Type::Reference(TypeReference { elem, .. }) => {
            let owned = if matches!(type_name(elem).as_deref(), Some("str")) { "`String`" } else { "an owned type" };
            return Some(format!("a configuration key cannot borrow its value: write {owned}"));
        }
        Type::Array(_) | Type::Slice(_) => return Some("a key of many values is a list: write `Vec<_>`".to_owned()),
        Type::Tuple(_) => {
            return Some("a tuple cannot be the type of a configuration key: write one field for each key".to_owned());
        }
        Type::Path(path) if path.path.get_ident().is_none() => return None,
        _ => {}
    }
    let name = type_name(ty)?;
    match &*name {
        "u8" => signed("u8", "`i16` with `range = 0..=255`"),
        "u16" => signed("u16", "`i32` with `range = 0..=65535`"),
        "u32" => signed("u32", "`i64` with `range = 0..=4294967295`"),
        "u64" | "u128" | "usize" => signed(&name, "`i64` with `range = 0..`"),
        "i8" => other("i8", "`i16` with `range = -128..=127`"),
        "i128" | "isize" => other(&name, "`i64`"),
        "f32" => other("f32", "`f64`"),
        "char" => other("char", "`String` with `matches = \".\"`"),
        "str" => other("str", "`String`"),
        _ => None,
    }
}

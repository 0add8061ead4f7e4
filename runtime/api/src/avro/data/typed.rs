//! The schema of a Rust type.

use std::collections::HashSet;

use super::{AvroDataConfig, from_schema};
use crate::{
    Error, Result,
    avro::Schema as Avro,
    data::{FieldNode, Null, Schema, StructNode, Type, Value},
};

pub(super) fn schema_of(config: &AvroDataConfig, ty: &Type, prefix: Option<&str>) -> Result<Avro> {
    check(ty, &mut HashSet::new())?;
    from_schema::convert(config, Some(&Schema::of(ty, prefix)))
}

/// What the bytes of a typed value could not follow: where its null branch stands is fixed when it is compiled.
fn check(ty: &Type, seen: &mut HashSet<*const StructNode>) -> Result<()> {
    match ty {
        Type::Optional(inner) | Type::Array(inner) => check(inner, seen),
        Type::Map(keys, values) => check(keys, seen).and_then(|()| check(values, seen)),
        Type::Struct { node, .. } if seen.insert(std::ptr::from_ref(node())) => {
            let node = node();
            for field in node.fields {
                check_default(node, field)?;
                check(&field.ty, seen)?;
            }
            Ok(())
        }
        Type::Union { node } => node().branches.iter().try_for_each(|branch| check(&branch.ty, seen)),
        _ => Ok(()),
    }
}

fn check_default(record: &StructNode, field: &FieldNode) -> Result<()> {
    let place = || format!("`{}.{}`", record.name, field.name);
    let (Type::Optional(inner), Null::Second) = (&field.ty, field.null) else { return Ok(()) };
    if field.default.is_none_or(|default| default() == Value::Null) {
        return Err(Error::fatal(format!("the default of {} is null; write `default = None`", place())));
    }
    if matches!(inner, Type::Struct { .. }) {
        return Err(Error::fatal(format!(
            "the default of {} is a record that may be null, which Avro cannot say in Confluent's form; make it null or \
             the field required",
            place()
        )));
    }
    Ok(())
}

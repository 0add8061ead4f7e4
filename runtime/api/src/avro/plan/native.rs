//! Which records are written just as the reader's own schema would write them: those are read without a plan.

use super::program::{Node, Program, Step, index};
use crate::data::{Null, StructNode, Type};

/// Marks the records of a program, which belong to those structs, that are the reader's own. What they contain has to be the
/// reader's own as well, and may be they themselves: so all are taken for it until one is found that is not.
pub(super) fn mark(program: &mut Program, structs: &[&'static StructNode]) {
    for record in &mut program.records {
        record.native = record.in_order;
    }
    loop {
        let other = |(at, node): (usize, &&'static StructNode)| {
            let known = program.records.get(at)?;
            (known.native && !is_native(program, known.start, node)).then_some(at)
        };
        let Some(at) = structs.iter().enumerate().find_map(other) else { return };
        if let Some(record) = program.records.get_mut(at) {
            record.native = false;
        }
    }
}

fn is_native(program: &Program, start: usize, of: &StructNode) -> bool {
    let steps = program.steps.get(start..).unwrap_or_default();
    steps.get(of.fields.len()).is_some_and(|step| matches!(step, Step::End))
        && steps.iter().zip(of.fields).all(|(step, field)| match step {
            Step::Field(_, node) => own(program, *node, &field.ty, field.null),
            Step::Skip(_) | Step::Refused(_) | Step::End => false,
        })
}

/// Whether the bytes are those of the reader's own schema.
fn own(program: &Program, node: Node, ty: &Type, null: Null) -> bool {
    match (node, ty) {
        (Node::Boolean, Type::Boolean)
        | (Node::Int, Type::Int8 | Type::Int16 | Type::Int32 | Type::Date | Type::Time)
        | (Node::Long, Type::Int64 | Type::Timestamp)
        | (Node::Float, Type::Float32)
        | (Node::Double, Type::Float64)
        | (Node::Sized, Type::String | Type::Bytes | Type::Decimal { .. } | Type::Enum { .. }) => true,
        (Node::Optional { null_first, some }, Type::Optional(ty)) => {
            null_first == (null == Null::First) && own(program, program.node(some), ty, Null::First)
        }
        (Node::Array(item), Type::Array(ty)) => own(program, program.node(item), ty, Null::First),
        (Node::Map(map), Type::Map(keys, values)) => program.maps.get(index(map)).is_some_and(|entry| {
            entry.skips.iter().all(Option::is_none)
                && own(program, entry.key, keys, Null::First)
                && own(program, entry.value, values, Null::First)
        }),
        (Node::Record(record), Type::Struct { .. }) => {
            program.records.get(index(record)).is_some_and(|record| record.native)
        }
        _ => false,
    }
}

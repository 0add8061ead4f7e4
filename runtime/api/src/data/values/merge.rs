//! The schema that several values have in common.

use crate::data::{Schema, SchemaType};

/// The schema of the elements so far.
#[derive(Default)]
pub(super) enum Merged {
    /// Nothing but nulls.
    #[default]
    Any,
    /// All of them can have it.
    Common(Schema),
    /// There is none.
    Nothing,
}

impl Merged {
    pub(super) fn add(&mut self, schema: Option<&Schema>) {
        let Some(schema) = schema else { return };
        *self = match std::mem::take(self) {
            Self::Any => Self::Common(schema.clone()),
            Self::Common(common) => merge(common, schema).map_or(Self::Nothing, Self::Common),
            Self::Nothing => Self::Nothing,
        }
    }

    pub(super) fn common(self) -> Option<Schema> {
        match self {
            Self::Common(schema) => Some(schema),
            Self::Any | Self::Nothing => None,
        }
    }
}

/// The wider of two numbers; of two schemas of the same type the later one, whatever their names.
fn merge(common: Schema, new: &Schema) -> Option<Schema> {
    let width = |schema: &Schema| match schema.schema_type() {
        SchemaType::Int8 => Some(1),
        SchemaType::Int16 => Some(2),
        SchemaType::Int32 => Some(3),
        SchemaType::Int64 => Some(4),
        SchemaType::Float32 => Some(5),
        SchemaType::Float64 => Some(6),
        _ => None,
    };
    if common.schema_type() == new.schema_type() {
        return Some(new.clone());
    }
    let (of_common, of_new) = (width(&common)?, width(new)?);
    Some(if of_common > of_new { common } else { new.clone() })
}

//! Whether two schemas encode the same records to the same bytes.

use std::collections::HashMap;

use kconnect::avro::{Attributes, Kind, Schema};

/// Whether what one schema writes is what the other would have written.
///
/// Avro's binary form holds values in the order of the fields and nothing else, so names, defaults and documentation do
/// not count. Logical types count where both schemas have one: the same bytes would mean something else.
pub(super) fn encode_alike(one: &Schema, other: &Schema) -> bool {
    Pairs::default().alike(one, other)
}

/// Which named type of the other schema stands for which of this one.
#[derive(Default)]
struct Pairs<'a>(HashMap<&'a str, &'a str>);

impl<'a> Pairs<'a> {
    fn alike(&mut self, one: &'a Schema, other: &'a Schema) -> bool {
        let defines = |schema: &Schema| !matches!(schema.kind, Kind::Reference(_));
        if let (Some(name), Some(others), true) = (one.name(), other.name(), defines(one) && defines(other)) {
            self.0.insert(name, others);
        }
        let same = match (&one.kind, &other.kind) {
            (Kind::Reference(name), Kind::Reference(others)) => self.0.get(name.as_str()) == Some(&others.as_str()),
            (Kind::Array(one), Kind::Array(other)) | (Kind::Map(one), Kind::Map(other)) => self.alike(one, other),
            (Kind::Union(one), Kind::Union(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.alike(one, other))
            }
            (Kind::Record(one), Kind::Record(other)) => {
                let fields = || one.fields.iter().zip(&other.fields);
                one.fields.len() == other.fields.len()
                    && fields().all(|(one, other)| self.alike(&one.schema, &other.schema))
            }
            (Kind::Enum(one), Kind::Enum(other)) => one.symbols == other.symbols,
            (Kind::Fixed(one), Kind::Fixed(other)) => one.size == other.size,
            (one, other) => one == other,
        };
        same && mean_alike(&one.attributes, &other.attributes)
    }
}

fn mean_alike(one: &Attributes, other: &Attributes) -> bool {
    let (Some(logical), Some(others)) = (one.get("logicalType"), other.get("logicalType")) else { return true };
    let scale = |attributes: &Attributes| attributes.get("scale").and_then(serde_json::Value::as_i64).unwrap_or(0);
    logical == others && (logical != "decimal" || scale(one) == scale(other))
}

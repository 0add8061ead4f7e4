//! What Avro's compatibility does not look at and consumers do: what a number stands for.

use std::collections::{HashMap, HashSet};

use crate::avro::{Kind, Schema};

/// Where a reader takes what a writer wrote for something else, though Avro's rules let it: another logical type, a smaller
/// integer of Connect's, a STRING out of a set with a symbol that the reader does not know. One sentence each, with the
/// path.
pub(super) fn misread(reader: &Schema, writer: &Schema) -> Vec<String> {
    let mut walk = Walk { readers: names(reader), writers: names(writer), seen: HashSet::new(), found: Vec::new() };
    walk.pair(reader, writer, "");
    walk.found
}

struct Walk<'a> {
    readers: HashMap<&'a str, &'a Schema>,
    writers: HashMap<&'a str, &'a Schema>,
    seen: HashSet<(&'a str, &'a str)>,
    found: Vec<String>,
}

fn names(schema: &Schema) -> HashMap<&str, &Schema> {
    let mut names = HashMap::new();
    schema.walk(&mut |node| {
        if let (Some(name), false) = (node.name(), matches!(node.kind, Kind::Reference(_))) {
            names.insert(name, node);
        }
    });
    names
}

impl<'a> Walk<'a> {
    fn pair(&mut self, reader: &'a Schema, writer: &'a Schema, path: &str) {
        let reader = resolved(reader, &self.readers);
        let writer = resolved(writer, &self.writers);
        match (&reader.kind, &writer.kind) {
            (Kind::Union(readers), Kind::Union(writers)) => {
                // Branches that are alike by type and name; what has no like is Avro's to complain about.
                for reader in readers {
                    for writer in writers.iter().filter(|writer| alike(reader, writer)) {
                        self.pair(reader, writer, path);
                    }
                }
            }
            (Kind::Union(readers), _) => {
                for reader in readers.iter().filter(|reader| alike(reader, writer)) {
                    self.pair(reader, writer, path);
                }
            }
            (_, Kind::Union(writers)) => {
                for writer in writers.iter().filter(|writer| alike(reader, writer)) {
                    self.pair(reader, writer, path);
                }
            }
            (Kind::Array(readers), Kind::Array(writers)) | (Kind::Map(readers), Kind::Map(writers)) => {
                self.pair(readers, writers, path);
            }
            (Kind::Record(one), Kind::Record(other)) => {
                if !self.seen.insert((&one.name, &other.name)) {
                    return;
                }
                for field in &one.fields {
                    let of = |name: &String| other.fields.iter().find(|field| field.name == *name);
                    let Some(written) = of(&field.name).or_else(|| field.aliases.iter().find_map(of)) else { continue };
                    let path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
                    self.pair(&field.schema, &written.schema, &path);
                }
            }
            _ => self.leaf(reader, writer, path),
        }
    }

    fn leaf(&mut self, reader: &Schema, writer: &Schema, path: &str) {
        let place = if path.is_empty() { "the value".to_owned() } else { format!("`{path}`") };
        let (is, was) = (meaning(reader), meaning(writer));
        if is != was {
            self.found.push(format!("{place} is written as {was} and read as {is}"));
        }
        if let (Some(is), Some(was)) = (width(reader), width(writer))
            && is < was
        {
            self.found
                .push(format!("{place} is written as INT{was} and read as INT{is}, which does not hold all of it"));
        }
        let (known, written) = (symbols(reader), symbols(writer));
        let unknown: Vec<_> = written.iter().filter(|symbol| !known.contains(symbol)).copied().collect();
        if !known.is_empty() && !unknown.is_empty() {
            self.found.push(format!("{place} may be {}, which the reader does not know", unknown.join(", ")));
        }
    }
}

fn resolved<'a>(schema: &'a Schema, names: &HashMap<&'a str, &'a Schema>) -> &'a Schema {
    match &schema.kind {
        Kind::Reference(name) => names.get(name.as_str()).copied().unwrap_or(schema),
        _ => schema,
    }
}

fn alike(one: &Schema, other: &Schema) -> bool {
    let simple = |schema: &Schema| schema.name().map(|name| name.rsplit('.').next().unwrap_or(name).to_owned());
    match (simple(one), simple(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind) || both_numbers(one, other)
        }
        _ => false,
    }
}

fn both_numbers(one: &Schema, other: &Schema) -> bool {
    let number = |schema: &Schema| matches!(schema.kind, Kind::Int | Kind::Long);
    number(one) && number(other)
}

/// What the bytes stand for.
fn meaning(schema: &Schema) -> String {
    let logical = schema.attributes.get("logicalType").and_then(|logical| logical.as_str());
    match (logical, schema.attributes.get("scale").and_then(serde_json::Value::as_i64)) {
        (Some("decimal"), scale) => format!("a decimal of scale {}", scale.unwrap_or(0)),
        (Some(logical), _) => logical.to_owned(),
        (None, _) => "a plain value".to_owned(),
    }
}

/// The bits of Connect's integer.
fn width(schema: &Schema) -> Option<u8> {
    match (&schema.kind, schema.attributes.get("connect.type").and_then(|ty| ty.as_str())) {
        (Kind::Int, Some("int8")) => Some(8),
        (Kind::Int, Some("int16")) => Some(16),
        (Kind::Int, _) => Some(32),
        _ => None,
    }
}

/// The symbols of a STRING that stands for an enum.
fn symbols(schema: &Schema) -> Vec<&str> {
    let parameters = schema.attributes.get("connect.parameters").and_then(|parameters| parameters.as_object());
    let keys = parameters.into_iter().flatten().map(|(key, _)| key.as_str());
    keys.filter_map(|key| key.strip_prefix("io.confluent.connect.avro.Enum.")).collect()
}

//! Connect's types as Avro schemas, attribute for attribute as Confluent's `AvroData` makes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::tree::{Attributes, Field, Kind, Record, Schema};
use crate::{
    Error, Result,
    data::{FieldNode, Null, StructNode, Type, Value, prefixed},
};

impl Schema {
    /// The schema that Confluent's `AvroConverter` registers for a type.
    ///
    /// A configured `prefix` stands before the names of records and enums; the encoded bytes are the same with any prefix.
    ///
    /// # Errors
    /// What the schema language cannot say: two different records under one name, two maps with different keys that are
    /// not strings, a default that Avro has no form for.
    pub fn of(ty: &Type, prefix: Option<&str>) -> Result<Self> {
        Builder { prefix, defined: BTreeMap::new() }.node(ty, &Facets::default())
    }
}

struct Builder<'a> {
    prefix: Option<&'a str>,
    /// What stands behind the names that were written: the next use is a reference.
    defined: BTreeMap<String, Definition>,
}

enum Definition {
    Struct(&'static StructNode),
    MapEntry(Type, Type),
}

/// What a field says about its type.
#[derive(Default)]
struct Facets<'a> {
    doc: &'a str,
    default: Option<&'a Value>,
}

impl Builder<'_> {
    fn node(&mut self, ty: &Type, facets: &Facets<'_>) -> Result<Schema> {
        Ok(match ty {
            Type::Optional(inner) => {
                let inner = self.node(inner, facets)?;
                let null = Kind::Null.into();
                Kind::Union(if facets.default.is_some() { vec![inner, null] } else { vec![null, inner] }).into()
            }
            Type::Array(items) => {
                let items = self.node(items, &Facets::default())?;
                Schema { kind: Kind::Array(Box::new(items)), attributes: self.attributes(ty, facets)? }
            }
            Type::Map(Type::String | Type::Enum { .. }, values) => {
                let values = self.node(values, &Facets::default())?;
                Schema { kind: Kind::Map(Box::new(values)), attributes: self.attributes(ty, facets)? }
            }
            Type::Map(key, value) => {
                let entry = self.map_entry(key, value)?;
                Schema { kind: Kind::Array(Box::new(entry)), attributes: self.attributes(ty, facets)? }
            }
            Type::Struct { node, .. } => self.record(node(), ty, facets)?,
            scalar => Schema { kind: primitive(scalar), attributes: self.attributes(ty, facets)? },
        })
    }

    fn record(&mut self, node: &'static StructNode, ty: &Type, facets: &Facets<'_>) -> Result<Schema> {
        let name = prefixed(self.prefix, node.name);
        if let Some(known) = self.defined.get(&name) {
            return match known {
                Definition::Struct(known) if same_record(known, node) => Ok(Kind::Reference(name).into()),
                _ => Err(two_under_one_name(&name)),
            };
        }
        self.defined.insert(name.clone(), Definition::Struct(node));
        let fields = node.fields.iter().map(|field| self.field(field, node)).collect::<Result<_>>()?;
        let aliases = node.aliases.iter().map(|alias| prefixed(self.prefix, alias)).collect();
        // A record speaks for itself wherever it is used: its own documentation, not the field's.
        let attributes = self.attributes(ty, &Facets { doc: node.doc, ..*facets })?;
        Ok(Schema { kind: Kind::Record(Record { name, doc: None, fields, aliases }), attributes })
    }

    fn field(&mut self, field: &FieldNode, record: &StructNode) -> Result<Field> {
        let place = || format!("`{}.{}`", record.name, field.name);
        let value = field.default.map(|default| default());
        let value = value.as_ref().filter(|value| **value != Value::Null);
        if let Type::Optional(inner) = &field.ty {
            match (field.null, value) {
                (Null::Second, None) => {
                    return Err(Error::fatal(format!("the default of {} is null; write `default = None`", place())));
                }
                (Null::Second, Some(_)) if matches!(inner, Type::Struct { .. }) => {
                    return Err(Error::fatal(format!(
                        "the default of {} is a record that may be null, which Avro cannot say in Confluent's form; \
                         make it null or the field required",
                        place()
                    )));
                }
                _ => {}
            }
        }
        let default = match value {
            Some(value) => {
                let mut form = DefaultForm { widen: true, pairs: false };
                let json = form
                    .json(&field.ty, value)
                    .map_err(|problem| Error::fatal(format!("the default of {} {problem}", place())))?;
                // Connect's form of such a map is no value of the array that Avro has for it: `AvroData` leaves the
                // field without a default.
                (!form.pairs).then_some(json)
            }
            None => matches!(field.ty, Type::Optional(_)).then_some(Json::Null),
        };
        let schema = self.node(&field.ty, &Facets { doc: field.doc, default: value })?;
        Ok(Field {
            name: field.name.to_owned(),
            schema,
            doc: None,
            default,
            aliases: field.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            attributes: Attributes::new(),
        })
    }

    /// A map whose keys are not strings is an array of entries; they are all called the same.
    fn map_entry(&mut self, key: &Type, value: &Type) -> Result<Schema> {
        const NAME: &str = "io.confluent.connect.avro.MapEntry";
        match self.defined.get(NAME) {
            Some(Definition::MapEntry(known_key, known_value)) if same(known_key, key) && same(known_value, value) => {
                return Ok(Kind::Reference(NAME.to_owned()).into());
            }
            Some(_) => {
                return Err(Error::fatal(format!(
                    "two maps with different key or value types would both be arrays of `{NAME}`; \
                     use string keys, or a Vec of a struct of your own"
                )));
            }
            None => {}
        }
        self.defined.insert(NAME.to_owned(), Definition::MapEntry(*key, *value));
        let mut field = |name: &str, ty: &Type| -> Result<Field> {
            Ok(Field {
                name: name.to_owned(),
                schema: self.node(ty, &Facets::default())?,
                doc: None,
                default: matches!(ty, Type::Optional(_)).then_some(Json::Null),
                aliases: Vec::new(),
                attributes: Attributes::new(),
            })
        };
        let fields = vec![field("key", key)?, field("value", value)?];
        Ok(Kind::Record(Record { name: NAME.to_owned(), doc: None, fields, aliases: Vec::new() }).into())
    }

    /// The attributes of a type that is not optional, in the order in which `AvroData` adds them.
    fn attributes(&self, ty: &Type, facets: &Facets<'_>) -> Result<Attributes> {
        let mut attributes = Map::new();
        let mut add = |key: &str, value: Json| drop(attributes.insert(key.to_owned(), value));
        if let Type::Decimal { scale } = ty {
            add("scale", (*scale).into());
            add("precision", 64.into());
        }
        if !facets.doc.is_empty() {
            add("connect.doc", facets.doc.into());
        }
        let version = match ty {
            Type::Struct { node, .. } => node().version,
            other => other.logical_name().map(|_| 1),
        };
        if let Some(version) = version {
            add("connect.version", version.into());
        }
        if let Some(parameters) = ty.parameters(self.prefix) {
            add("connect.parameters", parameters.into());
        }
        if let Some(default) = facets.default {
            let json = DefaultForm { widen: false, pairs: false }.json(ty, default);
            add("connect.default", json.map_err(|problem| Error::fatal(format!("a default {problem}")))?);
        }
        match ty {
            Type::Struct { name, .. } | Type::Enum { name, .. } => {
                add("connect.name", prefixed(self.prefix, name).into());
            }
            other => {
                if let Some(name) = other.logical_name() {
                    add("connect.name", name.into());
                }
            }
        }
        match ty {
            Type::Int8 => add("connect.type", "int8".into()),
            Type::Int16 => add("connect.type", "int16".into()),
            Type::Date => add("logicalType", "date".into()),
            Type::Time => add("logicalType", "time-millis".into()),
            Type::Timestamp => add("logicalType", "timestamp-millis".into()),
            Type::Decimal { .. } => add("logicalType", "decimal".into()),
            _ => {}
        }
        Ok(attributes)
    }
}

fn primitive(ty: &Type) -> Kind {
    match ty {
        Type::Boolean => Kind::Boolean,
        Type::Int8 | Type::Int16 | Type::Int32 | Type::Date | Type::Time => Kind::Int,
        Type::Int64 | Type::Timestamp => Kind::Long,
        Type::Float32 => Kind::Float,
        Type::Float64 => Kind::Double,
        Type::String | Type::Enum { .. } => Kind::String,
        Type::Bytes | Type::Decimal { .. } => Kind::Bytes,
        Type::Null | Type::Optional(_) | Type::Array(_) | Type::Map(..) | Type::Struct { .. } => Kind::Null,
    }
}

/// How a default is put into JSON.
struct DefaultForm {
    /// A field's default is widened to a double; the one on the type keeps its own precision.
    widen: bool,
    /// There was a map with an entry whose key is not a string.
    pairs: bool,
}

impl DefaultForm {
    fn json(&mut self, ty: &Type, default: &Value) -> Result<Json, String> {
        Ok(match (default, ty) {
            (Value::Null, Type::Optional(_)) => Json::Null,
            (some, Type::Optional(inner)) => self.json(inner, some)?,
            (Value::Boolean(value), Type::Boolean) => (*value).into(),
            (Value::Int8(value), Type::Int8) => (*value).into(),
            (Value::Int16(value), Type::Int16) => (*value).into(),
            (Value::Int32(value), Type::Int32)
            | (Value::Date(value), Type::Date)
            | (Value::Time(value), Type::Time) => (*value).into(),
            (Value::Int64(value), Type::Int64) | (Value::Timestamp(value), Type::Timestamp) => (*value).into(),
            (Value::Float32(value), Type::Float32) if !self.widen => {
                // The shortest digits of the float, read as a double, print as the float does.
                finite(value.to_string().parse().unwrap_or(f64::NAN))?
            }
            (Value::Float32(value), Type::Float32) => finite((*value).into())?,
            (Value::Float64(value), Type::Float64) => finite(*value)?,
            (Value::String(value), Type::String | Type::Enum { .. }) => value.as_str().into(),
            (Value::Bytes(bytes), Type::Bytes) | (Value::Decimal(bytes, _), Type::Decimal { .. }) => {
                bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()
            }
            (Value::Array(items), Type::Array(of)) => {
                items.iter().map(|item| self.json(of, item)).collect::<Result<Vec<_>, _>>()?.into()
            }
            (Value::Map(entries), Type::Map(keys, values)) => self.map(keys, values, entries)?,
            (Value::Struct(values), Type::Struct { node, .. }) => {
                let fields = node().fields.iter().zip(values);
                let fields = fields.map(|(field, value)| Ok((field.name.to_owned(), self.json(&field.ty, value)?)));
                fields.collect::<Result<Map<_, _>, String>>()?.into()
            }
            _ => return Err(format!("is not of type {ty:?}")),
        })
    }

    fn map(&mut self, keys: &Type, values: &Type, entries: &[(Value, Value)]) -> Result<Json, String> {
        if let Type::String | Type::Enum { .. } = keys {
            let mut object = Map::new();
            for (key, value) in entries {
                let Value::String(key) = key else { return Err("has a key that is not a string".to_owned()) };
                object.insert(key.clone(), self.json(values, value)?);
            }
            return Ok(object.into());
        }
        self.pairs |= !entries.is_empty();
        let pair =
            |(key, value): &(Value, Value)| Ok(Json::from(vec![self.json(keys, key)?, self.json(values, value)?]));
        Ok(entries.iter().map(pair).collect::<Result<Vec<_>, String>>()?.into())
    }
}

fn finite(number: f64) -> Result<Json, String> {
    serde_json::Number::from_f64(number)
        .map(Json::Number)
        .ok_or_else(|| "is no number that JSON could write".to_owned())
}

pub(crate) fn two_under_one_name(name: &str) -> Error {
    Error::fatal(format!("two different records are called `{name}`; rename one, or give it another namespace"))
}

/// Whether two descriptions say the same about their record. Nested records are named, and compared where they occur.
pub(crate) fn same_record(one: &StructNode, other: &StructNode) -> bool {
    let same_field = |(one, other): (&FieldNode, &FieldNode)| {
        one.name == other.name
            && one.aliases == other.aliases
            && one.doc == other.doc
            && one.null == other.null
            && same(&one.ty, &other.ty)
            && one.default.map(|default| default()) == other.default.map(|default| default())
    };
    one.version == other.version
        && one.doc == other.doc
        && one.aliases == other.aliases
        && one.fields.len() == other.fields.len()
        && one.fields.iter().zip(other.fields).all(same_field)
}

/// Whether two types are the same, taking named ones at their name.
fn same(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Optional(one), Type::Optional(other)) | (Type::Array(one), Type::Array(other)) => same(one, other),
        (Type::Map(key, value), Type::Map(other_key, other_value)) => same(key, other_key) && same(value, other_value),
        (Type::Struct { name, .. }, Type::Struct { name: other, .. }) => name == other,
        (Type::Enum { name, node }, Type::Enum { name: other, node: other_node }) => {
            name == other && node().symbols == other_node().symbols
        }
        (Type::Decimal { scale }, Type::Decimal { scale: other }) => scale == other,
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

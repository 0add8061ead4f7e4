//! The text that a registry stores and looks up under `normalize=true` (Confluent's `AvroSchemaUtils.toNormalizedString`).

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Number, Value as Json};

use super::{
    invalid::InvalidSchema,
    names::split,
    tree::{Attributes, Field, Kind, Record, Schema},
};

impl Schema {
    /// The schema that a registry stores under `normalize=true`: attributes in the order of their names, logical types
    /// first, defaults in the form of their types. Two schemas that a reader cannot tell apart mostly become one.
    ///
    /// ```
    /// use kconnect::avro::Schema;
    ///
    /// let schema: Schema = r#"{"type":"long","connect.version":1,"logicalType":"timestamp-millis"}"#.parse().unwrap();
    /// assert_eq!(
    ///     schema.normalized().unwrap().to_string(),
    ///     r#"{"type":"long","logicalType":"timestamp-millis","connect.version":1}"#
    /// );
    /// ```
    ///
    /// # Errors
    /// As of the registry: the form has full names only, so a type without a namespace that stands in a namespace moves
    /// into it, where its name may be taken.
    pub fn normalized(&self) -> Result<Self, InvalidSchema> {
        self.normalized_with(&[])
    }

    /// The same for a schema that is registered beside `references`, whose types it names; see [`Schema::to_text_with`].
    ///
    /// # Errors
    /// As of [`Schema::normalized`].
    pub fn normalized_with(&self, references: &[Self]) -> Result<Self, InvalidSchema> {
        let known = references.iter().filter_map(Self::name).collect();
        let mut normal = Normal { known, definitions: self.definitions() };
        Self::parse_with(&normal.node(self).to_string(), references)
    }
}

struct Normal<'a> {
    known: HashSet<&'a str>,
    definitions: HashMap<&'a str, &'a Schema>,
}

impl<'a> Normal<'a> {
    fn node(&mut self, schema: &'a Schema) -> Json {
        if let Some(name) = schema.name()
            && (matches!(schema.kind, Kind::Reference(_)) || !self.known.insert(name))
        {
            return name.into();
        }
        let logical = schema.logical();
        let mut object = Map::new();
        if let Some(name) = schema.name() {
            object.insert("name".into(), name.into());
        }
        object.insert("type".into(), schema.kind.word().into());
        match &schema.kind {
            Kind::Union(branches) => return branches.iter().map(|branch| self.node(branch)).collect(),
            Kind::Array(items) => {
                object.insert("items".into(), self.node(items));
            }
            Kind::Map(values) => {
                object.insert("values".into(), self.node(values));
            }
            Kind::Record(record) => {
                let fields = record.fields.iter().map(|field| self.field(field)).collect();
                object.insert("fields".into(), fields);
            }
            Kind::Enum(of) => {
                object.insert("symbols".into(), of.symbols.clone().into());
                object.extend(of.default.as_ref().map(|default| ("default".into(), default.as_str().into())));
            }
            Kind::Fixed(of) => {
                object.insert("size".into(), of.size.into());
            }
            primitive if schema.attributes.is_empty() => return primitive.word().into(),
            _ => {}
        }
        if let Some(logical) = logical {
            object.insert("logicalType".into(), logical.name.into());
            if let Some((precision, scale)) = logical.decimal {
                object.insert("precision".into(), precision.into());
                if scale != 0 {
                    object.insert("scale".into(), scale.into());
                }
            }
        }
        if let Some((doc, aliases)) = schema.documented() {
            object.extend(doc.filter(|doc| !doc.is_empty()).map(|doc| ("doc".into(), doc.into())));
            let (namespace, _) = split(schema.name().unwrap_or_default());
            // Before a name without a namespace is a dot, where the type has one.
            let alone = |alias: &str| !namespace.is_empty() && split(alias).0.is_empty();
            let aliases =
                aliases.iter().map(|alias| if alone(alias) { format!(".{alias}") } else { alias.clone() }).collect();
            sorted_list(&mut object, aliases);
        }
        attributes(&mut object, &schema.attributes);
        object.into()
    }

    fn field(&mut self, field: &'a Field) -> Json {
        let mut object = Map::new();
        object.insert("name".into(), field.name.as_str().into());
        object.insert("type".into(), self.node(&field.schema));
        object.insert("order".into(), field.order.to_string().into());
        object.extend(field.doc.as_ref().map(|doc| ("doc".into(), doc.as_str().into())));
        sorted_list(&mut object, field.aliases.clone());
        let default = field.default.as_ref().and_then(|default| match (default.as_str(), &field.schema.kind) {
            // Numbers that JSON has no form for.
            (Some("NaN" | "Infinity" | "-Infinity"), Kind::Float | Kind::Double) => Some(default.clone()),
            _ => self.value(default, Some(&field.schema)),
        });
        object.extend(default.map(|default| ("default".into(), sorted(&default))));
        attributes(&mut object, &field.attributes);
        object.into()
    }

    /// A default as Avro's Java library keeps it for a type (`JacksonUtils.toObject`); none if it is no value of it.
    fn value(&self, default: &Json, schema: Option<&'a Schema>) -> Option<Json> {
        let kind = schema.map(|schema| match &schema.kind {
            Kind::Reference(name) => self.definitions.get(name.as_str()).map_or(&schema.kind, |of| &of.kind),
            kind => kind,
        });
        if default.is_null() {
            return Some(Json::Null);
        }
        if let Some(Kind::Union(branches)) = kind {
            let mut branches = branches.iter().filter(|branch| !matches!(branch.kind, Kind::Null));
            return branches.find_map(|branch| self.value(default, Some(branch)));
        }
        match (default, kind) {
            (Json::Number(number), Some(Kind::Float)) => float(number),
            (Json::Number(number), Some(Kind::Double)) => number.as_f64().and_then(Number::from_f64).map(Json::Number),
            (Json::Number(number), Some(Kind::Int | Kind::Long)) => (!number.is_f64()).then(|| default.clone()),
            (Json::String(_), Some(Kind::String | Kind::Enum(_))) => Some(default.clone()),
            (Json::String(text), Some(Kind::Bytes | Kind::Fixed(_))) => {
                // One byte a character; what has none becomes a question mark.
                Some(text.chars().map(|char| if char <= '\u{ff}' { char } else { '?' }).collect::<String>().into())
            }
            (Json::Number(_) | Json::String(_), Some(_)) => None,
            (Json::Array(values), kind) => {
                let items = match kind {
                    Some(Kind::Array(items)) => Some(&**items),
                    _ => None,
                };
                Some(values.iter().map(|of| self.value(of, items).unwrap_or_else(|| of.clone())).collect())
            }
            (Json::Object(object), kind) => {
                let of = |key: &str| match kind {
                    Some(Kind::Map(values)) => Some(&**values),
                    Some(Kind::Record(record)) => {
                        record.fields.iter().find(|field| field.name == key).map(|field| &field.schema)
                    }
                    _ => None,
                };
                let entries = object
                    .iter()
                    .map(|(key, inner)| (key.clone(), self.value(inner, of(key)).unwrap_or_else(|| inner.clone())));
                Some(entries.collect::<Map<_, _>>().into())
            }
            _ => Some(default.clone()),
        }
    }
}

impl Schema {
    /// Documentation and aliases of a named type.
    fn documented(&self) -> Option<(Option<&str>, &[String])> {
        let (doc, aliases) = match &self.kind {
            Kind::Record(Record { doc, aliases, .. }) => (doc, aliases),
            Kind::Enum(of) => (&of.doc, &of.aliases),
            Kind::Fixed(of) => (&of.doc, &of.aliases),
            _ => return None,
        };
        Some((doc.as_deref(), aliases))
    }
}

fn sorted_list(object: &mut Map<String, Json>, mut aliases: Vec<String>) {
    if !aliases.is_empty() {
        aliases.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
        object.insert("aliases".into(), aliases.into());
    }
}

/// By name, behind those that are already there.
fn attributes(object: &mut Map<String, Json>, attributes: &Attributes) {
    object.extend(by_name(attributes).map(|(key, value)| (key.clone(), sorted(value))));
}

/// In Java's order of strings.
fn by_name(object: &Map<String, Json>) -> impl Iterator<Item = (&String, &Json)> {
    let by_name: BTreeMap<Vec<u16>, _> = object.iter().map(|entry| (entry.0.encode_utf16().collect(), entry)).collect();
    by_name.into_values()
}

fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(object) => {
            by_name(object).map(|(key, value)| (key.clone(), sorted(value))).collect::<Map<_, _>>().into()
        }
        Json::Array(values) => values.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// The shortest digits of the nearest float.
fn float(number: &Number) -> Option<Json> {
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java narrows it in the same way")]
    let float = number.as_f64()? as f32;
    let shortest: f64 = float.to_string().parse().ok()?;
    Number::from_f64(shortest).map(Json::Number)
}

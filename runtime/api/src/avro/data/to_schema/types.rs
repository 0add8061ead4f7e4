//! What an Avro type is in Connect.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{Graph, Use, is_entry, refused};
use crate::{
    Result,
    avro::{
        Kind, Record, Schema as Avro,
        data::names::{
            DATE, DECIMAL, DEFAULT_PRECISION, ENUM, ENUM_DEFAULT, ENUM_DOC, FIELD_DOC, FIXED_SIZE, GENERALIZED_ENUM,
            GENERALIZED_UNION, OLD_ENUM_DOC, PRECISION, RECORD_DOC, TIME, TIMESTAMP, UNION, VARIANT, simple,
        },
    },
    data::{Child, FieldDef, Node, Schema, SchemaType},
};

impl<'a> Graph<'a> {
    /// A node of the type, its place in the graph being `at`. A union here is one that becomes a STRUCT.
    pub(super) fn typed(&mut self, avro: &'a Avro, at: usize) -> Result<Node> {
        let word = avro.attributes.get("logicalType").and_then(Json::as_str);
        let logical = |of: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(of));
        let mut node = match &avro.kind {
            Kind::Boolean => Node::new(SchemaType::Boolean),
            Kind::Bytes | Kind::Fixed(_) if logical("decimal") => decimal(avro)?,
            Kind::Bytes | Kind::Fixed(_) => Node::new(SchemaType::Bytes),
            Kind::Double => Node::new(SchemaType::Float64),
            Kind::Float => Node::new(SchemaType::Float32),
            Kind::Int if logical("date") => named(SchemaType::Int32, DATE),
            Kind::Int if logical("time-millis") => named(SchemaType::Int32, TIME),
            Kind::Int if word.is_some() => Node::new(SchemaType::Int32),
            Kind::Int => match avro.attributes.get("connect.type").and_then(Json::as_str) {
                None => Node::new(SchemaType::Int32),
                Some("int8") => Node::new(SchemaType::Int8),
                Some("int16") => Node::new(SchemaType::Int16),
                Some(_) => return refused("Connect type annotation for Avro int field is null"),
            },
            Kind::Long if logical("timestamp-millis") => named(SchemaType::Int64, TIMESTAMP),
            Kind::Long => Node::new(SchemaType::Int64),
            Kind::String => Node::new(SchemaType::String),
            Kind::Array(items) => {
                let items = self.resolved(items)?;
                match &items.kind {
                    Kind::Record(entry) if is_entry(items) => self.map_of_entries(entry)?,
                    _ => {
                        let mut node = Node::new(SchemaType::Array);
                        node.value = Some(self.child(items, &Use::default())?);
                        node
                    }
                }
            }
            Kind::Map(values) => {
                let mut node = Node::new(SchemaType::Map);
                node.key = Some(Child::There(Schema::required(SchemaType::String)));
                node.value = Some(self.child(values, &Use::default())?);
                node
            }
            Kind::Record(record) if logical("variant") && is_variant(record) => {
                let mut node = Node::new(SchemaType::Struct);
                node.name = Some(VARIANT.to_owned());
                for field in ["metadata", "value"] {
                    let schema = Child::There(Schema::required(SchemaType::Bytes));
                    node.fields.insert(field.to_owned(), FieldDef { schema, aliases: Vec::new() });
                }
                node
            }
            Kind::Record(record) => {
                self.open.insert(&record.name, at);
                let node = self.record(record);
                self.open.remove(record.name.as_str());
                node?
            }
            Kind::Enum(symbols) => {
                let mut node = Node::new(SchemaType::String);
                let mut add = |key: String, value: &str| drop(node.parameters.insert(key, value.to_owned()));
                let old = self.config.discard_type_doc_default;
                if self.config.connect_meta_data {
                    let simple = simple(&symbols.name);
                    if let Some(doc) = &symbols.doc {
                        add(if old { OLD_ENUM_DOC.to_owned() } else { format!("{ENUM_DOC}{simple}") }, doc);
                    }
                    if let Some(default) = symbols.default.as_ref().filter(|_| !old) {
                        add(format!("{ENUM_DEFAULT}{simple}"), default);
                    }
                }
                let generalized = self.config.generalized_sum_type_support;
                let parameter = if generalized { GENERALIZED_ENUM } else { ENUM };
                add(parameter.to_owned(), &symbols.name);
                for (index, symbol) in symbols.symbols.iter().enumerate() {
                    let value = if generalized { index.to_string() } else { symbol.clone() };
                    add(format!("{parameter}.{symbol}"), &value);
                }
                node
            }
            Kind::Union(branches) => self.union(branches)?,
            Kind::Null | Kind::Reference(_) => {
                return refused("Standalone null schemas are not supported by this converter");
            }
        };
        if let Kind::Fixed(fixed) = &avro.kind {
            node.parameters.insert(FIXED_SIZE.to_owned(), fixed.size.to_string());
        }
        Ok(node)
    }

    fn map_of_entries(&mut self, entry: &'a Record) -> Result<Node> {
        let find = |name: &str| entry.fields.iter().find(|field| field.name == name);
        let (Some(key), Some(value), 2) = (find("key"), find("value"), entry.fields.len()) else {
            return refused(
                "Found map encoded as array of key-value pairs, but array elements do not match the expected format.",
            );
        };
        let mut node = Node::new(SchemaType::Map);
        node.key = Some(self.child(&key.schema, &Use::default())?);
        node.value = Some(self.child(&value.schema, &Use::default())?);
        Ok(node)
    }

    fn record(&mut self, record: &'a Record) -> Result<Node> {
        let mut node = Node::new(SchemaType::Struct);
        let docs = !self.config.discard_type_doc_default && self.config.connect_meta_data;
        if let Some(doc) = record.doc.as_ref().filter(|_| docs) {
            node.parameters.insert(RECORD_DOC.to_owned(), doc.clone());
        }
        for field in &record.fields {
            if let Some(doc) = field.doc.as_ref().filter(|_| docs) {
                node.parameters.insert(format!("{FIELD_DOC}{}", field.name), doc.clone());
            }
            let used = Use { default: field.default.as_ref(), doc: field.doc.as_deref(), ..Use::default() };
            let mut at = self.add(&field.schema, &used)?;
            if self.config.connect_meta_data
                && let Some(Json::Object(parameters)) = field.attributes.get("connect.parameters")
            {
                at = self.with_parameters(at, parameters)?;
            }
            let schema = Child::Here(at);
            node.fields.insert(field.name.clone(), FieldDef { schema, aliases: Vec::new() });
        }
        Ok(node)
    }

    /// The same node with what the field says of it.
    fn with_parameters(&mut self, at: usize, parameters: &serde_json::Map<String, Json>) -> Result<usize> {
        let Some(Some(node)) = self.nodes.get(at) else { return Ok(at) };
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let given: IndexMap<String, String> =
            parameters.iter().map(|(key, value)| (key.clone(), text(value))).collect();
        if given.iter().all(|(key, value)| node.parameters.get(key) == Some(value)) {
            return Ok(at);
        }
        let mut node = node.clone();
        node.parameters.extend(given);
        let slot = self.slot()?;
        if let Some(place) = self.nodes.get_mut(slot) {
            *place = Some(node);
        }
        Ok(slot)
    }

    fn union(&mut self, branches: &'a [Avro]) -> Result<Node> {
        let mut node = Node::new(SchemaType::Struct);
        let mut name = UNION.to_owned();
        if self.config.generalized_sum_type_support {
            name = format!("connect_union_{}", self.unions);
            self.unions += 1;
            node.parameters.insert(GENERALIZED_UNION.to_owned(), name.clone());
        }
        node.name = Some(name);
        node.optional = branches.iter().any(|branch| matches!(branch.kind, Kind::Null));
        for (name, branch) in self.branch_names(branches)? {
            let schema = self.child(branch, &Use { optional: true, ..Use::default() })?;
            node.fields.insert(name, FieldDef { schema, aliases: Vec::new() });
        }
        Ok(node)
    }
}

fn named(ty: SchemaType, name: &str) -> Node {
    Node { name: Some(name.to_owned()), version: Some(1), ..Node::new(ty) }
}

fn decimal(avro: &Avro) -> Result<Node> {
    let scale = avro.attributes.get("scale").and_then(Json::as_i64).unwrap_or(0);
    let mut node = named(SchemaType::Bytes, DECIMAL);
    node.parameters.insert("scale".to_owned(), scale.to_string());
    match avro.attributes.get("precision") {
        None | Some(Json::Null) => {}
        Some(Json::Number(precision)) => {
            let precision = precision.as_i64().unwrap_or(0);
            if precision != i64::from(DEFAULT_PRECISION) {
                node.parameters.insert(PRECISION.to_owned(), precision.to_string());
            }
        }
        Some(_) => return refused("precision property must be a JSON Integer."),
    }
    Ok(node)
}

fn is_variant(record: &Record) -> bool {
    let bytes =
        |name: &str| record.fields.iter().any(|field| field.name == name && matches!(field.schema.kind, Kind::Bytes));
    record.fields.len() == 2 && bytes("metadata") && bytes("value")
}

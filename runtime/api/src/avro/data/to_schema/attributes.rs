//! What stands beside an Avro type, as Connect's attributes.

use serde_json::Value as Json;

use super::{Graph, Use, default::From, refused};
use crate::{
    Result,
    avro::{
        Kind, Schema as Avro,
        data::names::{DECIMAL, DEFAULT_NAME, FIELD_DEFAULT, OLD_RECORD_DOC},
    },
    data::{DefaultValue, Node},
};

impl<'a> Graph<'a> {
    pub(super) fn attributes(&mut self, node: &mut Node, avro: &'a Avro, used: &Use<'a>) -> Result<()> {
        let text = |key: &str| avro.attributes.get(key).and_then(Json::as_str);
        let old = self.config.discard_type_doc_default;
        let own_doc = match &avro.kind {
            Kind::Record(record) => record.doc.as_deref(),
            Kind::Enum(symbols) => symbols.doc.as_deref(),
            Kind::Fixed(fixed) => fixed.doc.as_deref(),
            _ => None,
        };
        if old {
            node.doc = used.doc.or(own_doc).or_else(|| text("connect.doc")).map(str::to_owned);
            if let Some(doc) = own_doc.filter(|_| self.config.connect_meta_data) {
                node.parameters.insert(OLD_RECORD_DOC.to_owned(), doc.to_owned());
            }
        } else if self.config.connect_meta_data {
            node.doc = text("connect.doc").map(str::to_owned);
        }
        version(node, avro, used)?;
        match avro.attributes.get("connect.parameters").filter(|_| self.config.connect_meta_data) {
            None => {}
            Some(Json::Object(parameters)) => {
                for (key, value) in parameters {
                    let Json::String(value) = value else {
                        return refused(format!("Expected schema parameter values to be strings but found: {value}"));
                    };
                    node.parameters.insert(key.clone(), value.clone());
                }
            }
            Some(other) => {
                return refused(format!("Expected JSON object for schema parameters but found: {other}"));
            }
        }
        for (key, value) in avro.attributes.iter().filter(|(key, _)| key.starts_with("avro")) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            node.parameters.insert(key.clone(), value);
        }
        let stated = avro.attributes.get("connect.default");
        if used.default.is_some() && stated.is_none() && !old && self.config.connect_meta_data {
            node.parameters.insert(FIELD_DEFAULT.to_owned(), "true".to_owned());
        }
        name(node, avro)?;
        let (default, from) = match used.default {
            Some(default) => (Some(default), From::Field),
            None => (stated, From::Attribute),
        };
        if let Some(default) = default.filter(|default| !default.is_null() && !used.without_default) {
            // One that does not fit is no default, as in `AvroData`.
            node.default = self.default(node, avro, default, from)?.map(DefaultValue::Value);
        }
        Ok(())
    }
}

/// The version that the schema itself names comes before the registry's.
fn version(node: &mut Node, avro: &Avro, used: &Use<'_>) -> Result<()> {
    let version = match avro.attributes.get("connect.version") {
        Some(Json::Number(stated)) => stated.as_i64().and_then(|stated| i32::try_from(stated).ok()),
        Some(other) => return refused(format!("Invalid Connect version found: {other}")),
        None => used.version,
    };
    let Some(version) = version.filter(|version| *version >= 0) else { return Ok(()) };
    match node.version {
        Some(own) if own != version => refused(format!(
            "Mismatched versions: version already added to SchemaBuilder ({own}) differs from version in source schema \
             ({version})"
        )),
        _ => {
            node.version = Some(version);
            Ok(())
        }
    }
}

fn name(node: &mut Node, avro: &Avro) -> Result<()> {
    let name = match avro.attributes.get("connect.name") {
        Some(Json::String(name)) => Some(name.as_str()),
        Some(other) => return refused(format!("Invalid schema name: {other}")),
        None => match &avro.kind {
            Kind::Record(record) if node.name.is_none() => Some(record.name.as_str()),
            Kind::Enum(symbols) => Some(symbols.name.as_str()),
            Kind::Fixed(fixed) if node.name.as_deref() != Some(DECIMAL) => Some(fixed.name.as_str()),
            _ => None,
        },
    };
    let Some(name) = name.filter(|name| !name.starts_with(DEFAULT_NAME)) else { return Ok(()) };
    match &node.name {
        Some(own) if own != name => refused(format!(
            "Mismatched names: name already added to SchemaBuilder ({own}) differs from name in source schema ({name})"
        )),
        _ => {
            node.name = Some(name.to_owned());
            Ok(())
        }
    }
}

//! What stands beside the words that Avro defines, in the order in which `AvroData` adds it.

use serde_json::{Map, Value as Json};

use super::{Converter, default};
use crate::{
    Error, Result,
    avro::{
        Kind,
        data::{
            kind::number,
            names::{DATE, DECIMAL, DEFAULT_PRECISION, FIELD_DEFAULT, PRECISION, TIME, TIMESTAMP},
        },
        tree::Attributes,
    },
    data::{Schema, SchemaType},
};

impl Converter<'_> {
    pub(super) fn attributes(&self, schema: &Schema, kind: &Kind, attributes: &mut Attributes) -> Result<()> {
        let mut add = |key: &str, value: Json| drop(attributes.insert(key.to_owned(), value));
        let logical = |of: &str| schema.name().is_some_and(|name| name.eq_ignore_ascii_case(of));
        let mut decimal = None;
        if logical(DECIMAL) {
            let Some(scale) = number(schema, "scale")? else {
                return Err(Error::fatal(format!("{schema} has no parameter `scale`")));
            };
            let precision = number(schema, PRECISION)?.unwrap_or(DEFAULT_PRECISION);
            if schema.schema_type() == SchemaType::Bytes {
                add("scale", scale.into());
                add("precision", precision.into());
            }
            decimal = Some((scale, precision));
        }
        if self.config.connect_meta_data {
            if let Some(doc) = schema.doc() {
                add("connect.doc", doc.into());
            }
            if let Some(version) = schema.version() {
                add("connect.version", version.into());
            }
            let parameters = self.parameters(schema);
            if !parameters.is_empty() {
                add("connect.parameters", parameters.into());
            }
            let from_field = !self.config.discard_type_doc_default && schema.parameter(FIELD_DEFAULT).is_some();
            if let Some(value) = schema.default_value().filter(|_| !from_field) {
                let json = default::json(self.config, schema, &value, false);
                add(
                    "connect.default",
                    json.map_err(|problem| Error::fatal(format!("the default of {schema} {problem}")))?,
                );
            }
            if let Some(name) = schema.name() {
                add("connect.name", name.into());
            }
            match schema.schema_type() {
                SchemaType::Int8 => add("connect.type", "int8".into()),
                SchemaType::Int16 => add("connect.type", "int16".into()),
                _ => {}
            }
        }
        let word = if let Some((scale, precision)) = decimal {
            fits(scale, precision, kind)?;
            Some("decimal")
        } else {
            let words = [
                (DATE, "date", Kind::Int, "Date can only be used with an underlying int type"),
                (TIME, "time-millis", Kind::Int, "Time (millis) can only be used with an underlying int type"),
                (
                    TIMESTAMP,
                    "timestamp-millis",
                    Kind::Long,
                    "Timestamp (millis) can only be used with an underlying long type",
                ),
            ];
            let found = words.into_iter().find(|(name, ..)| logical(name));
            match found {
                Some((_, _, of, problem)) if *kind != of => return Err(Error::fatal(format!("{schema}: {problem}"))),
                found => found.map(|(_, word, ..)| word),
            }
        };
        if let Some(word) = word {
            add("logicalType", word.into());
        }
        for (key, value) in schema.parameters().filter(|(key, _)| key.starts_with("avro")) {
            add(key, value.into());
        }
        Ok(())
    }

    /// The parameters as an attribute.
    pub(super) fn parameters(&self, schema: &Schema) -> Map<String, Json> {
        let all = schema.parameters();
        all.filter(|(key, _)| self.config.discard_type_doc_default || *key != FIELD_DEFAULT)
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect()
    }
}

/// Whether Avro takes it as a decimal. One whose scale Avro does not allow is written all the same: Avro's readers take it
/// for bytes, Connect's know better.
fn fits(scale: i32, precision: i32, kind: &Kind) -> Result<()> {
    if scale < 0 || scale > precision {
        return Ok(());
    }
    match kind {
        Kind::Bytes | Kind::Fixed(_) if precision <= 0 => {
            Err(Error::fatal(format!("Invalid decimal precision: {precision} (must be positive)")))
        }
        Kind::Bytes => Ok(()),
        Kind::Fixed(fixed) => {
            let digits = digits(fixed.size);
            if i64::from(precision) <= digits {
                return Ok(());
            }
            Err(Error::fatal(format!("fixed({}) cannot store {precision} digits (max {digits})", fixed.size)))
        }
        _ => Err(Error::fatal("Logical type decimal must be backed by fixed or bytes")),
    }
}

/// How many digits every number has that fits that many bytes: the digits of 2^(8n-1), less one.
fn digits(bytes: usize) -> i64 {
    let bits = i64::try_from(bytes).unwrap_or(i64::MAX / 16).saturating_mul(8).saturating_sub(1);
    // log10(2), to as many digits as any size that fits into memory needs.
    let digits = i128::from(bits.max(0)) * 301_029_995_663_981_195_213 / 1_000_000_000_000_000_000_000;
    i64::try_from(digits).unwrap_or(i64::MAX)
}

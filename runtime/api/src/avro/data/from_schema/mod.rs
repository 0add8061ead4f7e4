//! Connect's schemas as Avro's.

mod attributes;
mod default;
mod definitions;

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use self::definitions::{Definition, Definitions};
use super::{
    anything::anything,
    kind::{is_enum, is_fixed, is_string_map, is_union, is_variant, number, optional_of, required},
    names::{
        AVRO_VARIANT, DEFAULT_NAME, ENUM, ENUM_DEFAULT, ENUM_DOC, FIELD_DOC, FIXED_SIZE, GENERALIZED_ENUM, MAP_ENTRY,
        MAP_ENTRY_NAME, OLD_ENUM_DOC, OLD_RECORD_DOC, RECORD_DOC, check, full_name, scrubbed, simple,
    },
};
use crate::{
    Error, Result,
    avro::{
        AvroDataConfig, EnumSchema, FixedSchema, Kind, Record, Schema as Avro,
        tree::{Attributes, Field as AvroField},
    },
    data::{DataException, Schema, SchemaType},
};

/// The Avro schema of a Connect schema; of data without one the schema that can hold anything.
pub(super) fn convert(config: &AvroDataConfig, schema: Option<&Schema>) -> Result<Avro> {
    match schema {
        Some(schema) => {
            let mut converter = Converter::new(config);
            let avro = converter.convert(schema)?;
            definitions::check_references(&avro, "", &converter.definitions)?;
            Ok(avro)
        }
        None => Ok(anything().clone()),
    }
}

struct Converter<'a> {
    config: &'a AvroDataConfig,
    /// What was converted, as it is written from the second time on. An equal schema is the same one.
    known: HashMap<Key, Vec<(Schema, Avro)>>,
    definitions: Definitions,
    /// Records without a name that are being converted: one that contains itself is known by its place.
    open: Vec<(Schema, String)>,
    /// The names in Connect of the fields' types so far.
    seen: HashSet<String>,
    /// How many types without a name there were.
    unnamed: usize,
}

/// What equal schemas have in common, and few others.
type Key = (SchemaType, Option<String>, usize);

fn key(schema: &Schema) -> Key {
    (schema.schema_type(), schema.name().map(str::to_owned), schema.fields().len())
}

impl<'a> Converter<'a> {
    fn new(config: &'a AvroDataConfig) -> Self {
        Self {
            config,
            known: HashMap::new(),
            definitions: Definitions::default(),
            open: Vec::new(),
            seen: HashSet::new(),
            unnamed: 0,
        }
    }

    fn convert(&mut self, schema: &Schema) -> Result<Avro> {
        if schema.is_optional() {
            return self.optional(schema);
        }
        if is_union(schema) {
            return self.union(schema, false);
        }
        let known = self.known.get(&key(schema)).and_then(|same| same.iter().find(|(known, _)| known == schema));
        if let Some((_, avro)) = known {
            return Ok(avro.clone());
        }
        let avro = self.required(schema)?;
        self.known.entry(key(schema)).or_default().push((schema.clone(), definitions::again(&avro)));
        Ok(avro)
    }

    fn optional(&mut self, schema: &Schema) -> Result<Avro> {
        if is_union(schema) {
            return self.union(schema, true);
        }
        if schema.schema_type() == SchemaType::Struct && !is_variant(schema) {
            // Unlike everything else a record comes second even if it has a default.
            let record = self.convert(&required(schema))?;
            return Ok(Kind::Union(vec![Kind::Null.into(), record]).into());
        }
        let some = self.required(schema)?;
        Ok(optional_of(some, schema))
    }

    /// What is below an array, a map or a union: a record that is known by its name comes as any other optional type.
    fn below(&mut self, schema: &Schema) -> Result<Avro> {
        let is_known = schema.is_optional()
            && schema.schema_type() == SchemaType::Struct
            && !is_union(schema)
            && schema
                .name()
                .is_some_and(|name| self.definitions.contains(&full_name(name, self.config.scrub_invalid_names)));
        let avro = self.convert(schema)?;
        match avro.kind {
            Kind::Union(branches) if is_known => {
                let record = branches.into_iter().find(|branch| !matches!(branch.kind, Kind::Null));
                Ok(optional_of(record.unwrap_or_else(|| Kind::Null.into()), schema))
            }
            kind => Ok(Avro { kind, attributes: avro.attributes }),
        }
    }

    /// The schema of what is there, without the null.
    fn required(&mut self, schema: &Schema) -> Result<Avro> {
        let mut attributes = Attributes::new();
        let kind = match schema.schema_type() {
            SchemaType::Int8 | SchemaType::Int16 | SchemaType::Int32 => Kind::Int,
            SchemaType::Int64 => Kind::Long,
            SchemaType::Float32 => Kind::Float,
            SchemaType::Float64 => Kind::Double,
            SchemaType::Boolean => Kind::Boolean,
            SchemaType::String if self.config.enums() && is_enum(schema) => match self.enumeration(schema)? {
                Ok(symbols) => Kind::Enum(symbols),
                Err(reference) => return Ok(reference),
            },
            SchemaType::String => Kind::String,
            SchemaType::Bytes if is_fixed(schema) => match self.fixed(schema)? {
                Ok(fixed) => Kind::Fixed(fixed),
                Err(reference) => return Ok(reference),
            },
            SchemaType::Bytes => Kind::Bytes,
            SchemaType::Array => Kind::Array(Box::new(self.below(&part(schema.value_schema(), "items", schema)?)?)),
            SchemaType::Map if is_string_map(schema, self.config.allow_optional_map_keys) => {
                Kind::Map(Box::new(self.below(&part(schema.value_schema(), "values", schema)?)?))
            }
            SchemaType::Map => Kind::Array(Box::new(self.entry(schema)?)),
            SchemaType::Struct => {
                let record =
                    if is_variant(schema) { self.variant(schema, &mut attributes) } else { self.record(schema) };
                match record? {
                    Ok(record) => Kind::Record(record),
                    Err(reference) => return Ok(reference),
                }
            }
        };
        self.attributes(schema, &kind, &mut attributes)?;
        let avro = Avro { kind, attributes };
        self.definitions.complete(&avro);
        Ok(avro)
    }

    fn union(&mut self, schema: &Schema, nullable: bool) -> Result<Avro> {
        let mut branches: Vec<Avro> = if nullable { vec![Kind::Null.into()] } else { Vec::new() };
        for field in schema.fields() {
            let branch = self.below(&required(field.schema()))?;
            let same = |other: &Avro| definitions::type_name(other) == definitions::type_name(&branch);
            if matches!(branch.kind, Kind::Union(_)) {
                return Err(Error::fatal(format!(
                    "Nested union: the branch `{}` is a union itself, which Avro does not have",
                    field.name()
                )));
            }
            if branches.iter().any(same) {
                return Err(Error::fatal(format!(
                    "Duplicate in union:{}; a union's branches need different types",
                    definitions::type_name(&branch)
                )));
            }
            branches.push(branch);
        }
        Ok(Kind::Union(branches).into())
    }

    /// The full name in Avro.
    fn name(&mut self, schema: &Schema) -> Result<String> {
        let name = match schema.name() {
            Some(name) => full_name(name, self.config.scrub_invalid_names),
            None => self.default_name(),
        };
        check(simple(&name))?;
        Ok(name)
    }

    fn default_name(&mut self) -> String {
        self.unnamed += 1;
        if self.unnamed > 1 { format!("{DEFAULT_NAME}{}", self.unnamed) } else { DEFAULT_NAME.to_owned() }
    }

    /// The record, or the reference to it if it is defined.
    fn record(&mut self, schema: &Schema) -> Result<Result<Record, Avro>> {
        if let Some((_, name)) = self.open.iter().find(|(open, _)| schema.name().is_none() && open == schema) {
            return Ok(Err(Kind::Reference(name.clone()).into()));
        }
        let name = self.name(schema)?;
        if let Some(reference) = self.definitions.define(&name, Definition::Record(schema.clone()))? {
            return Ok(Err(reference));
        }
        if schema.name().is_none() {
            self.open.push((schema.clone(), name.clone()));
        }
        let old = self.config.discard_type_doc_default;
        let doc = schema.parameter(if old { OLD_RECORD_DOC } else { RECORD_DOC }).map(str::to_owned);
        let mut fields = Vec::with_capacity(schema.fields().len());
        for field in schema.fields() {
            let doc = if old { None } else { schema.parameter(&format!("{FIELD_DOC}{}", field.name())) };
            let scrub = self.config.scrub_invalid_names;
            let of = if scrub { scrubbed(field.name()) } else { field.name().to_owned() };
            check(&of).map_err(|problem| Error::fatal(format!("{problem} (a field of `{name}`)")))?;
            if fields.iter().any(|known: &AvroField| known.name == of) {
                return Err(Error::fatal(format!("two fields of `{name}` are called `{of}` in Avro; rename one")));
            }
            let mut avro = self.field(&name, of, field.schema(), doc)?;
            avro.aliases = field.aliases().to_vec();
            fields.push(avro);
        }
        if schema.name().is_none() {
            self.open.pop();
        }
        let scrub = self.config.scrub_invalid_names;
        let aliases = schema.aliases().iter().map(|alias| full_name(alias, scrub)).collect();
        Ok(Ok(Record { doc, aliases, ..Record::new(name, fields) }))
    }

    fn variant(&mut self, schema: &Schema, attributes: &mut Attributes) -> Result<Result<Record, Avro>> {
        let name = AVRO_VARIANT.to_owned();
        if let Some(reference) = self.definitions.define(&name, Definition::Record(schema.clone()))? {
            return Ok(Err(reference));
        }
        attributes.insert("logicalType".to_owned(), "variant".into());
        let fields = ["metadata", "value"].map(|field| AvroField::new(field, Kind::Bytes.into()));
        Ok(Ok(Record::new(name, fields.into())))
    }

    /// An entry of a map whose keys are not strings.
    fn entry(&mut self, schema: &Schema) -> Result<Avro> {
        let mut attributes = Attributes::new();
        let name = if schema.name().is_some() {
            attributes.insert("connect.internal.type".to_owned(), MAP_ENTRY_NAME.into());
            self.name(schema)?
        } else {
            MAP_ENTRY.to_owned()
        };
        if let Some(reference) = self.definitions.define(&name, Definition::Entry(schema.clone()))? {
            return Ok(reference);
        }
        let keys = self.field(&name, "key".to_owned(), &part(schema.key_schema(), "keys", schema)?, None)?;
        let values = self.field(&name, "value".to_owned(), &part(schema.value_schema(), "values", schema)?, None)?;
        let record = Kind::Record(Record::new(name, vec![keys, values]));
        let avro = Avro { kind: record, attributes };
        self.definitions.complete(&avro);
        Ok(avro)
    }

    fn field(&mut self, record: &str, name: String, schema: &Schema, doc: Option<&str>) -> Result<AvroField> {
        let default = match schema.default_value() {
            Some(value) => Some(
                default::json(self.config, schema, &value, true)
                    .map_err(|problem| Error::fatal(format!("the default of `{record}.{name}` {problem}")))?,
            ),
            None => schema.is_optional().then_some(Json::Null),
        };
        let scrub = self.config.scrub_invalid_names;
        let again = schema.name().is_some_and(|name| !self.seen.insert(full_name(name, scrub)));
        let avro = self.convert(schema)?;
        let default = default.filter(|default| self.definitions.is_valid_default(&avro, default));
        let mut field = AvroField { doc: doc.map(str::to_owned), default, ..AvroField::new(name, avro) };
        if self.config.discard_type_doc_default {
            field.doc = schema.doc().map(str::to_owned);
        }
        // The type is written where it occurs first; what another use says beyond it would be lost.
        if self.config.connect_meta_data && again && definitions::is_named(&field.schema) {
            let parameters = self.parameters(schema);
            if !parameters.is_empty() {
                field.attributes.insert("connect.parameters".to_owned(), parameters.into());
            }
        }
        Ok(field)
    }

    fn enumeration(&mut self, schema: &Schema) -> Result<Result<EnumSchema, Avro>> {
        let first = if self.config.generalized_sum_type_support { GENERALIZED_ENUM } else { ENUM };
        let parameter = [first, ENUM, GENERALIZED_ENUM].into_iter().find(|key| schema.parameter(key).is_some());
        let parameter = parameter.unwrap_or(ENUM);
        // A type without a name counts as one, although it is the parameter that names an enum.
        let named = match schema.name() {
            Some(name) => full_name(name, self.config.scrub_invalid_names),
            None => self.default_name(),
        };
        let name = schema.parameter(parameter).unwrap_or_default().to_owned();
        check(simple(&name))?;
        if let Some(reference) = self.definitions.define(&name, Definition::Enum(schema.clone()))? {
            return Ok(Err(reference));
        }
        let mut symbols: Vec<String> = Vec::new();
        for (key, _) in schema.parameters() {
            let Some(symbol) = key.strip_prefix(parameter).and_then(|rest| rest.strip_prefix('.')) else { continue };
            check(symbol).map_err(|problem| Error::fatal(format!("{problem} (a symbol of `{name}`)")))?;
            symbols.push(symbol.to_owned());
        }
        let of = |prefix: &str| schema.parameter(&format!("{prefix}{}", simple(&named))).map(str::to_owned);
        let (doc, default) = if self.config.discard_type_doc_default {
            (schema.parameter(OLD_ENUM_DOC).map(str::to_owned), None)
        } else {
            (of(ENUM_DOC), of(ENUM_DEFAULT))
        };
        if let Some(default) = default.as_ref().filter(|default| !symbols.contains(default)) {
            return Err(Error::fatal(format!(
                "The Enum Default: {default} is not in the enum symbol set: [{}]",
                symbols.join(", ")
            )));
        }
        Ok(Ok(EnumSchema { name, doc, symbols, default, aliases: Vec::new() }))
    }

    fn fixed(&mut self, schema: &Schema) -> Result<Result<FixedSchema, Avro>> {
        let name = self.name(schema)?;
        if let Some(reference) = self.definitions.define(&name, Definition::Fixed(schema.clone()))? {
            return Ok(Err(reference));
        }
        let size = number(schema, FIXED_SIZE)?.and_then(|size| usize::try_from(size).ok());
        let Some(size) = size else { return Err(Error::fatal(format!("{FIXED_SIZE} of `{name}` is negative"))) };
        Ok(Ok(FixedSchema { name, doc: None, size, aliases: Vec::new() }))
    }
}

/// The schema of what is in an array or a map.
fn part(schema: Option<Schema>, what: &str, of: &Schema) -> Result<Schema> {
    schema.ok_or_else(|| DataException::data(format!("{of} has no schema of its {what}")).into())
}

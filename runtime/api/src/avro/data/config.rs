//! The options of Confluent's `AvroData`.

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

use super::AvroForm;
use crate::config::{ConfigKey, ConfigType, Definition, Importance, Parsed, Props, Validation};

/// How Connect's schemas and values become Avro's and back: the options of Confluent's `AvroDataConfig`, under its keys.
///
/// The default is Confluent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "Confluent's options are that many switches")]
pub struct AvroDataConfig {
    /// `enhanced.avro.schema.support`: enums stay enums, and the fields of unions have full names. Default: false.
    pub enhanced_avro_schema_support: bool,
    /// `scrub.invalid.names`: names that Avro does not allow are made ones that it does. Default: false.
    pub scrub_invalid_names: bool,
    /// `connect.meta.data`: schemas say what Avro has no words for, as `connect.name` and its siblings. Default: true.
    pub connect_meta_data: bool,
    /// `allow.optional.map.keys`: a map with optional string keys is Avro's map. Default: false, an array of entries.
    pub allow_optional_map_keys: bool,
    /// `flatten.singleton.unions`: a union of one is that one. Default: true.
    pub flatten_singleton_unions: bool,
    /// `discard.type.doc.default`: documentation and defaults are those of Avro's fields, as before Confluent 6. Default:
    /// false.
    pub discard_type_doc_default: bool,
    /// `generalized.sum.type.support`: enums and unions as Confluent's converters of other formats have them. Default: false.
    pub generalized_sum_type_support: bool,
    /// `ignore.default.for.nullables`: a null is written as null where the field has a default. Default: false, the default.
    pub ignore_default_for_nullables: bool,
    /// `schemas.cache.config`: how many converted schemas are kept, at least 1. Default: 1000.
    pub schemas_cache_size: usize,
}

impl Default for AvroDataConfig {
    fn default() -> Self {
        Self {
            enhanced_avro_schema_support: false,
            scrub_invalid_names: false,
            connect_meta_data: true,
            allow_optional_map_keys: false,
            flatten_singleton_unions: true,
            discard_type_doc_default: false,
            generalized_sum_type_support: false,
            ignore_default_for_nullables: false,
            schemas_cache_size: 1000,
        }
    }
}

/// The key that holds the size of the cache; Confluent's documentation says `schemas.cache.size`, its code this.
const CACHE: &str = "schemas.cache.config";
/// What Confluent's documentation calls it. Taken as well, as the one is a slip of the other.
const CACHE_AS_DOCUMENTED: &str = "schemas.cache.size";

impl AvroDataConfig {
    /// Every key that [`from_props`](Self::from_props) reads.
    pub const KEYS: [&str; 10] = [
        "generalized.sum.type.support",
        "ignore.default.for.nullables",
        CACHE,
        CACHE_AS_DOCUMENTED,
        "enhanced.avro.schema.support",
        "scrub.invalid.names",
        "connect.meta.data",
        "discard.type.doc.default",
        "allow.optional.map.keys",
        "flatten.singleton.unions",
    ];

    /// The definition of the keys, for validation and documentation.
    pub fn definition() -> &'static Definition {
        static DEFINITION: OnceLock<Definition> = OnceLock::new();
        DEFINITION.get_or_init(|| match define() {
            Ok(definition) => definition,
            Err(error) => unreachable!("no key is defined twice: {error}"),
        })
    }

    /// The options that these properties give; other keys are nobody's business here.
    ///
    /// # Errors
    /// Kafka's message about every value that is not valid.
    pub fn from_props(props: &Props) -> Result<Self, Vec<String>> {
        let mine = props.iter().filter(|(key, _)| Self::KEYS.contains(&key.as_str()));
        let mut mine: Props = mine.map(|(key, value)| (key.clone(), value.clone())).collect();
        if let Some(size) = mine.remove(CACHE_AS_DOCUMENTED) {
            mine.entry(CACHE.to_owned()).or_insert(size);
        }
        let values = Self::definition().parse(&mine).map_err(|validation| messages(&validation))?;
        let default = Self::default();
        let on = |key: &str, default| boolean(&values, key).unwrap_or(default);
        Ok(Self {
            enhanced_avro_schema_support: on("enhanced.avro.schema.support", default.enhanced_avro_schema_support),
            scrub_invalid_names: on("scrub.invalid.names", default.scrub_invalid_names),
            connect_meta_data: on("connect.meta.data", default.connect_meta_data),
            allow_optional_map_keys: on("allow.optional.map.keys", default.allow_optional_map_keys),
            flatten_singleton_unions: on("flatten.singleton.unions", default.flatten_singleton_unions),
            discard_type_doc_default: on("discard.type.doc.default", default.discard_type_doc_default),
            generalized_sum_type_support: on("generalized.sum.type.support", default.generalized_sum_type_support),
            ignore_default_for_nullables: on("ignore.default.for.nullables", default.ignore_default_for_nullables),
            schemas_cache_size: match values.get(CACHE) {
                Some(Parsed::Int(size)) => usize::try_from(*size).unwrap_or(1).max(1),
                _ => default.schemas_cache_size,
            },
        })
    }

    /// What these options change about the bytes of a typed value.
    #[must_use]
    pub fn form(&self) -> AvroForm {
        AvroForm { enums: self.enums(), optional_map_keys: self.allow_optional_map_keys }
    }

    /// Whether enums stay enums.
    pub(super) fn enums(&self) -> bool {
        self.enhanced_avro_schema_support || self.generalized_sum_type_support
    }
}

fn boolean(values: &BTreeMap<Cow<'static, str>, Parsed>, key: &str) -> Option<bool> {
    match values.get(key) {
        Some(Parsed::Boolean(value)) => Some(*value),
        _ => None,
    }
}

fn messages(validation: &Validation) -> Vec<String> {
    validation.errors().flat_map(|(_, messages)| messages).cloned().collect()
}

fn define() -> Result<Definition, crate::config::DefinitionError> {
    let switch = |name: &'static str, default, importance, doc: &'static str| {
        let mut key = ConfigKey::new(name, ConfigType::Boolean, importance).with_default(Parsed::Boolean(default));
        key.documentation = Some(doc.into());
        key
    };
    let mut cache = ConfigKey::new(CACHE, ConfigType::Int, Importance::Low).with_default(Parsed::Int(1000));
    cache.documentation = Some("How many converted schemas are kept.".into());
    Definition::new([
        switch(
            "generalized.sum.type.support",
            false,
            Importance::Medium,
            "Whether enums and unions have the form that converters of other formats read as well.",
        ),
        switch(
            "ignore.default.for.nullables",
            false,
            Importance::Medium,
            "Whether a null is written as null where the field has a default.",
        ),
        cache,
        switch(
            "enhanced.avro.schema.support",
            false,
            Importance::Medium,
            "Whether enums stay enums, and the fields of unions have full names.",
        ),
        switch(
            "scrub.invalid.names",
            false,
            Importance::Medium,
            "Whether names that Avro does not allow are made ones that it does.",
        ),
        switch("connect.meta.data", true, Importance::Low, "Whether schemas say what Avro alone has no words for."),
        switch(
            "discard.type.doc.default",
            false,
            Importance::Low,
            "Whether documentation and defaults are those of Avro's fields alone.",
        ),
        switch(
            "allow.optional.map.keys",
            false,
            Importance::Low,
            "Whether a map with optional string keys is a map in Avro.",
        ),
        switch("flatten.singleton.unions", true, Importance::Low, "Whether a union of one is that one."),
    ])
}

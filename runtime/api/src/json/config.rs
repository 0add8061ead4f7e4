//! What can be configured about JSON.

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

use crate::config::{
    CaseInsensitiveValidString, ConfigKey, ConfigType, Definition, Importance, Parsed, Props, ValidString, Width,
};

/// How decimals are written (`decimal.format`). Both are read, whatever is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DecimalFormat {
    /// The unscaled number in big-endian two's complement, as base64.
    #[default]
    Base64,
    /// A JSON number with all of its digits.
    Numeric,
}

/// The configuration of a [`JsonConverter`](super::JsonConverter), with Kafka's keys and defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonConverterConfig {
    /// `schemas.enable`: keys and values are envelopes, `{"schema":…,"payload":…}`. Default: true.
    pub schemas_enable: bool,
    /// `schemas.cache.size`: how many schemas are kept in each direction. Default: 1000.
    pub schemas_cache_size: usize,
    /// `schema.content`: the schema of everything that is read with `schemas.enable`, as JSON; what is read is then the payload
    /// alone (KIP-1054). Default: none.
    pub schema_content: Option<String>,
    /// `decimal.format`. Default: BASE64.
    pub decimal_format: DecimalFormat,
    /// `replace.null.with.default`: a null becomes its schema's default, if that has one. Default: true.
    pub replace_null_with_default: bool,
}

impl Default for JsonConverterConfig {
    fn default() -> Self {
        Self {
            schemas_enable: true,
            schemas_cache_size: 1_000,
            schema_content: None,
            decimal_format: DecimalFormat::Base64,
            replace_null_with_default: true,
        }
    }
}

impl JsonConverterConfig {
    /// The keys, as Kafka's `JsonConverterConfig.configDef()` has them, `converter.type` among them.
    #[must_use]
    pub fn definition() -> &'static Definition {
        static DEFINITION: OnceLock<Definition> = OnceLock::new();
        // The keys do not clash and their defaults are valid: a test looks at each of them.
        DEFINITION.get_or_init(|| Definition::new(keys()).unwrap_or_default())
    }

    /// The configuration in `props`; keys that are not known are left alone.
    ///
    /// # Errors
    /// Kafka's message about every key that is not valid, in the order of the keys. `converter.type` is required: `key`,
    /// `value` or `header`.
    pub fn from_props(props: &Props) -> Result<Self, Vec<String>> {
        let definition = Self::definition();
        let values = definition.parse(props).map_err(|validation| {
            let of_keys = definition.keys().iter().filter_map(|key| validation.get(&key.name));
            of_keys.flat_map(|value| value.errors.iter().cloned()).collect::<Vec<_>>()
        })?;
        Ok(Self::from_values(&values))
    }

    fn from_values(values: &BTreeMap<Cow<'static, str>, Parsed>) -> Self {
        let default = Self::default();
        let boolean = |key: &str, default| match values.get(key) {
            Some(Parsed::Boolean(value)) => *value,
            _ => default,
        };
        let text = |key: &str| match values.get(key) {
            Some(Parsed::String(text)) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        };
        let schemas_cache_size = match values.get("schemas.cache.size") {
            Some(Parsed::Int(size)) => usize::try_from(*size).unwrap_or(0),
            _ => default.schemas_cache_size,
        };
        let numeric = text("decimal.format").is_some_and(|format| format.eq_ignore_ascii_case("NUMERIC"));
        Self {
            schemas_enable: boolean("schemas.enable", default.schemas_enable),
            schemas_cache_size,
            schema_content: text("schema.content").map(str::to_owned),
            decimal_format: if numeric { DecimalFormat::Numeric } else { DecimalFormat::Base64 },
            replace_null_with_default: boolean("replace.null.with.default", default.replace_null_with_default),
        }
    }
}

fn keys() -> [ConfigKey; 6] {
    use ConfigType::{Boolean, Int, String};
    use Importance::{High, Low};
    let texts = |texts: &'static [&'static str]| texts.iter().map(|text| Cow::Borrowed(*text)).collect();
    let key =
        |name: &'static str, ty, importance, group: &'static str, order, display: &'static str, doc: &'static str| {
            let mut key = ConfigKey::new(name, ty, importance);
            key.documentation = Some(doc.into());
            if !group.is_empty() {
                (key.group, key.order, key.width) = (Some(group.into()), order, Width::Medium);
                key.display_name = display.into();
            }
            key
        };
    [
        key("converter.type", String, Low, "", 0, "", "What the converter is for: key, value or header.")
            .with_validator(ValidString { values: texts(&["key", "value", "header"]) }),
        key("schemas.enable", Boolean, High, "Schemas", 0, "Enable Schemas", "Whether every key and value has its schema beside it.")
            .with_default(Parsed::Boolean(true)),
        key("schemas.cache.size", Int, High, "Schemas", 1, "Schema Cache Size", "How many schemas are kept in each direction.")
            .with_default(Parsed::Int(1_000)),
        key(
            "schema.content",
            String,
            High,
            "Schemas",
            2,
            "Schema Content",
            "The schema of everything that is read, in place of one in every message. Only a sink with schemas.enable looks at it.",
        )
        .with_default(Parsed::Null),
        key("decimal.format", String, Low, "Serialization", 0, "Decimal Format", "How decimals are written: BASE64 or NUMERIC, in any case.")
            .with_validator(CaseInsensitiveValidString { values: texts(&["BASE64", "NUMERIC"]) })
            .with_default(Parsed::String("BASE64".to_owned())),
        key(
            "replace.null.with.default",
            Boolean,
            Low,
            "Serialization",
            1,
            "Replace null with default",
            "Whether a null becomes its schema's default, if that has one.",
        )
        .with_default(Parsed::Boolean(true)),
    ]
}

//! JSON Schema, draft 2020-12.

use serde_json::{Map, Value, json};

use super::{
    limits::Limits,
    order::ALIAS,
    pattern::{escape, one_of_pattern, text_patterns},
};
use crate::config::{
    definition::Definition,
    key::ConfigKey,
    types::{ConfigType, Parsed},
};

/// A text that holds a variable, which is replaced before anything is parsed.
const VARIABLE: &str = r"\$\{[^}]*:[^}]*\}";

impl Definition {
    /// A JSON Schema (draft 2020-12) of the configuration as one JSON object, such as `config` in a connector's JSON file, for
    /// editors and other programs. Every value may have its own JSON type or be a text, as in Kafka, and any text may be a
    /// variable. The text of a number in digits other than 0 to 9, which Kafka reads too, is not provided for.
    #[must_use]
    pub fn to_json_schema(&self, title: &str) -> String {
        let expanded = self.with_placeholders();
        let (mut properties, mut patterns) = (Map::new(), Map::new());
        let (mut required, mut either) = (Vec::new(), Vec::new());
        for key in expanded.documented() {
            if key.name.contains(ALIAS) {
                let names = std::iter::once(&key.name).chain(&key.aliases);
                patterns.extend(names.map(|name| (format!("^{}$", for_any_alias(name)), property(key))));
                continue;
            }
            properties.insert(key.name.to_string(), property(key));
            properties.extend(key.aliases.iter().map(|alias| (alias.to_string(), old_name(key))));
            match (key.default_value(), key.aliases.as_slice()) {
                (Some(_), _) => {}
                (None, []) => required.push(json!(key.name)),
                (None, aliases) => {
                    let names = std::iter::once(&key.name).chain(aliases);
                    either.push(json!({"anyOf": names.map(|name| json!({"required": [name]})).collect::<Vec<_>>()}));
                }
            }
        }
        for open in expanded.open_prefixes() {
            let pattern = format!("^{}", for_any_alias(&open.prefix));
            patterns.insert(pattern, json!({"description": open.documentation}));
        }
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("title".to_owned(), json!(title));
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(properties));
        insert_unless_empty(&mut schema, "patternProperties", Value::Object(patterns));
        insert_unless_empty(&mut schema, "required", Value::Array(required));
        insert_unless_empty(&mut schema, "allOf", Value::Array(either));
        schema.insert("additionalProperties".to_owned(), json!(true));
        schema.insert("$defs".to_owned(), json!({"variable": {"type": "string", "pattern": VARIABLE}}));
        format!("{:#}\n", Value::Object(schema))
    }
}

fn insert_unless_empty(object: &mut Map<String, Value>, name: &str, value: Value) {
    let empty = value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    if !empty {
        object.insert(name.to_owned(), value);
    }
}

/// A pattern in which a name of a named group stands for all of them.
fn for_any_alias(name: &str) -> String {
    name.split(ALIAS).map(escape).collect::<Vec<_>>().join("[^.]+")
}

fn property(key: &ConfigKey) -> Value {
    let limits = Limits::of(key);
    let mut property = Map::new();
    if key.display_name != key.name && !key.name.ends_with(&format!(".{}", key.display_name)) {
        property.insert("title".to_owned(), json!(key.display_name));
    }
    let mut description = vec![key.doc().to_owned()];
    if !limits.words.is_empty() {
        description.push(format!("Valid values: {}", limits.words.join(", ")));
    }
    if key.name.contains(ALIAS) && key.default_value().is_none() {
        description.push("Required.".to_owned());
    }
    description.retain(|text| !text.is_empty());
    if !description.is_empty() {
        property.insert("description".to_owned(), json!(description.join("\n\n")));
    }
    if key.config_type == ConfigType::Password {
        property.insert("format".to_owned(), json!("password"));
        property.insert("writeOnly".to_owned(), json!(true));
    }
    if let Some(default) = key.default_value().filter(|default| !matches!(default, Parsed::Password(_))) {
        property.insert("default".to_owned(), default.to_json());
    }
    let mut forms = forms(key, &limits);
    match (forms.pop(), forms.is_empty()) {
        (Some(Value::Object(only)), true) => property.extend(only),
        (last, _) => {
            forms.extend(last);
            property.insert("anyOf".to_owned(), Value::Array(forms));
        }
    }
    Value::Object(property)
}

fn old_name(key: &ConfigKey) -> Value {
    // A JSON pointer in a URI's fragment.
    let pointer = key.name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    json!({
        "description": format!("Old name of `{}`.", key.name),
        "deprecated": true,
        "$ref": format!("#/properties/{pointer}"),
    })
}

/// What a value may be, the best for an editor to propose first.
fn forms(key: &ConfigKey, limits: &Limits) -> Vec<Value> {
    let mut forms = Vec::new();
    forms.extend(native(key.config_type, limits));
    let mut patterns = text_patterns(key.config_type, limits).into_iter();
    let mut text = Map::new();
    text.insert("type".to_owned(), json!("string"));
    let free = patterns.len() == 0;
    text.extend(patterns.next().map(|pattern| ("pattern".to_owned(), json!(pattern))));
    let others: Vec<_> = patterns.map(|pattern| json!({"pattern": pattern})).collect();
    insert_unless_empty(&mut text, "allOf", Value::Array(others));
    forms.push(Value::Object(text));
    if !free {
        forms.push(json!({"$ref": "#/$defs/variable"}));
    }
    if key.is_nullable() {
        forms.push(json!({"type": "null"}));
    }
    forms
}

/// The JSON type that is the key's own, unless that is a text of any kind.
fn native(config_type: ConfigType, limits: &Limits) -> Option<Value> {
    let number = |kind: &str, min: Option<Value>, max: Option<Value>| {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!(kind));
        schema.extend(limits.min.as_ref().map(Parsed::to_json).or(min).map(|min| ("minimum".to_owned(), min)));
        schema.extend(limits.max.as_ref().map(Parsed::to_json).or(max).map(|max| ("maximum".to_owned(), max)));
        // Kafka's doubles may be infinite; JSON's numbers are not.
        schema.retain(|_, value| !value.is_null());
        Some(Value::Object(schema))
    };
    match config_type {
        ConfigType::Boolean => Some(json!({"type": "boolean"})),
        ConfigType::Short => number("integer", Some(json!(i16::MIN)), Some(json!(i16::MAX))),
        ConfigType::Int => number("integer", Some(json!(i32::MIN)), Some(json!(i32::MAX))),
        ConfigType::Long => number("integer", None, None),
        ConfigType::Double => number("number", None, None),
        ConfigType::List => {
            let mut items = Map::new();
            items.insert("type".to_owned(), json!("string"));
            let mut list = Map::new();
            list.insert("type".to_owned(), json!("array"));
            if let Some(one_of) = &limits.one_of {
                match one_of {
                    (values, false) => items.insert("enum".to_owned(), json!(values)),
                    one_of => items.insert("pattern".to_owned(), json!(format!("^(?:{})$", one_of_pattern(one_of)))),
                };
                list.insert("uniqueItems".to_owned(), json!(true));
            }
            list.insert("items".to_owned(), Value::Object(items));
            list.extend(limits.non_empty.then(|| ("minItems".to_owned(), json!(1))));
            list.extend(limits.max_items.map(|max| ("maxItems".to_owned(), json!(max))));
            Some(Value::Object(list))
        }
        ConfigType::String | ConfigType::Password | ConfigType::Class => {
            let (values, _) = limits.one_of.as_ref()?;
            Some(json!({"enum": values}))
        }
    }
}

impl Parsed {
    /// The value in the JSON type that is its own; a number that JSON has none for as a text.
    pub(in crate::config) fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(boolean) => json!(boolean),
            Self::Int(int) => json!(int),
            Self::Short(short) => json!(short),
            Self::Long(long) => json!(long),
            Self::Double(double) if double.is_finite() => json!(double),
            Self::List(elements) => json!(elements),
            other => json!(other.to_text()),
        }
    }
}

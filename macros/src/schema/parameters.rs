//! `parameters("key" = "value")`: notes for other programs, but not for the converters.

use super::model::Parameter;
use crate::{attr::Once, diag::Errors};

/// Keys by which Kafka's and Confluent's converters tell what a schema is: with them the encoding would be another one than
/// that which the type says, or the schema another one than that which is exported.
const RESERVED: [(&str, &str); 7] = [
    ("connect.fixed.size", "it would be a fixed in Avro; use a `Vec<u8>` and say the length in the documentation"),
    ("scale", "the scale stands in the type, `Decimal<2>`"),
    ("connect.decimal.precision", "a `Decimal` has Confluent's precision, 64"),
    ("connect.record.namespace", "the namespace is `namespace = \"..\"`"),
    ("connect.record.name", "the name is `name = \"..\"`"),
    ("io.confluent.connect.avro.*", "Confluent's converters would take the field for something else"),
    ("org.apache.kafka.connect.data.*", "the converters would take the field for something else"),
];

pub(crate) fn check(parameters: &Once<Vec<Parameter>>, errors: &Errors) {
    for Parameter { key, .. } in parameters.get().into_iter().flatten() {
        let text = key.value();
        let is_key = |(reserved, _): &&(&str, &str)| match reserved.strip_suffix('*') {
            Some(prefix) => text.starts_with(prefix),
            None => text == *reserved,
        };
        if text.is_empty() {
            errors.at(key, "a parameter has a name, such as `com.example.unit`");
        } else if let Some((_, why)) = RESERVED.iter().find(is_key) {
            errors.at(key, format_args!("the parameter `{text}` is the converters' own: {why}"));
        }
    }
}

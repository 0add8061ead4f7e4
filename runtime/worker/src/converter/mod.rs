//! Converters: which form the keys and values of records take on the wire.
//!
//! A converter is chosen by class name, Kafka's or Confluent's, with `key.converter` and `value.converter`; the keys
//! below that prefix are its own configuration. Records are written without an intermediate value, so a converter here
//! is what surrounds the encoding: Confluent's wire format with a schema id, the JSON envelope with the schema, nothing.

mod avro;
mod header;
mod json;

use std::sync::Arc;

use kconnect::{
    Prop, Props,
    config::Secrets,
    data::{Part, Type},
};

use self::json::JsonConverter;
pub(crate) use self::{
    avro::{AvroConverter, WireSchema},
    header::headers,
    json::JsonFraming,
};

/// One side's converter, configured.
pub(crate) enum Converter {
    /// `io.confluent.connect.avro.AvroConverter`.
    Avro(AvroConverter),
    /// `org.apache.kafka.connect.json.JsonConverter`.
    Json(JsonConverter),
    /// `org.apache.kafka.connect.storage.StringConverter`.
    Text,
}

/// A converter, and what to say about its configuration.
pub(crate) struct Configured {
    /// The converter.
    pub(crate) converter: Converter,
    /// Keys that have no effect, as sentences.
    pub(crate) warnings: Vec<String>,
    /// Keys that nobody knows, as sentences.
    pub(crate) unknown: Vec<String>,
}

impl From<Converter> for Configured {
    fn from(converter: Converter) -> Self {
        Self { converter, warnings: Vec::new(), unknown: Vec::new() }
    }
}

const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
const JSON: &str = "org.apache.kafka.connect.json.JsonConverter";
const STRING: &str = "org.apache.kafka.connect.storage.StringConverter";

impl Converter {
    /// Configures the converter that `class` names; `props` are the keys below `prefix`, which is stripped. Every
    /// problem is one line that names its key.
    pub(crate) fn configure(class: &Prop, part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let secrets = Secrets::of(props.values().chain([class]));
        let configured = match class.expose().unwrap_or_default().trim() {
            AVRO | "AvroConverter" | "Avro" => AvroConverter::configure(part, prefix, props),
            JSON | "JsonConverter" | "Json" => JsonConverter::configure(part, prefix, props),
            STRING | "StringConverter" | "String" => configure_text(prefix, props),
            // Kafka's own message for a CLASS key, and what to write instead.
            other => Err(vec![format!(
                "Invalid value {other} for configuration {key}: Class {other} could not be found. Known converters: \
                 {AVRO}, {JSON}, {STRING}",
                key = prefix.trim_end_matches('.')
            )]),
        };
        let scrubbed = |texts: Vec<String>| texts.into_iter().map(|text| secrets.scrub(text)).collect();
        match configured {
            Ok(configured) => Ok(Configured { warnings: scrubbed(configured.warnings), ..configured }),
            Err(problems) => Err(scrubbed(problems)),
        }
    }

    /// How a part of that type is framed.
    pub(crate) fn framing(&self, ty: &Type, namespace: Option<&str>) -> kconnect::Result<Framing> {
        Ok(match self {
            Self::Avro(converter) => Framing::Avro(Arc::new(converter.schema(ty, namespace)?)),
            Self::Json(converter) => Framing::Json(converter.framing(ty, namespace)?),
            Self::Text => Framing::Text,
        })
    }
}

/// What surrounds the encoding of one part of one kind of record.
pub(crate) enum Framing {
    /// A zero byte and the schema's id in four, big-endian, then Avro binary.
    Avro(Arc<WireSchema>),
    /// The JSON payload, alone or behind what precedes it in the envelope with the schema.
    Json(JsonFraming),
    /// The text alone.
    Text,
}

fn configure_text(prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
    match props.get("converter.encoding").and_then(Prop::expose).map(str::trim) {
        None => Ok(Converter::Text.into()),
        Some(encoding) if encoding.eq_ignore_ascii_case("UTF-8") || encoding.eq_ignore_ascii_case("UTF8") => {
            Ok(Converter::Text.into())
        }
        Some(other) => Err(vec![format!(
            "Invalid value {other} for configuration {prefix}converter.encoding: only UTF-8 is supported"
        )]),
    }
}

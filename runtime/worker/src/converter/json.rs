//! `JsonConverter`: the payload, or the envelope of schema and payload.

use kconnect::{
    Error, Props,
    data::{Part, Schema, Type},
    json::{self, JsonConverterConfig, JsonFormat},
};

use super::{Configured, Converter};

/// Configured by `schemas.enable` and its siblings.
pub(crate) struct JsonConverter {
    converter: json::JsonConverter,
}

/// How JSON is framed.
pub(crate) struct JsonFraming {
    /// What precedes the payload in the envelope, if there is one; one closing brace follows it.
    pub(crate) envelope: Option<Vec<u8>>,
    /// What can be chosen about the payload.
    pub(crate) format: JsonFormat,
}

impl JsonConverter {
    pub(super) fn configure(part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let mut props = props.clone();
        let part = if part == Part::Key { "key" } else { "value" };
        props.entry("converter.type".to_owned()).or_insert_with(|| part.into());
        let prefixed =
            |message: &String| message.replacen(" for configuration ", &format!(" for configuration {prefix}"), 1);
        let problems = |problems: Vec<String>| problems.iter().map(prefixed).collect::<Vec<_>>();
        let config = JsonConverterConfig::from_props(&props).map_err(problems)?;
        let converter = json::JsonConverter::new(config)
            .map_err(|exception| vec![format!("{prefix}schema.content: {}", Error::from(exception).chain())])?;
        let known = JsonConverterConfig::definition();
        let unknown = props.keys().filter(|key| known.get(key).is_none());
        let unknown = unknown
            .map(|key| format!("the configuration {prefix}{key} was supplied but is not known to JsonConverter"))
            .collect();
        Ok(Configured { unknown, ..Converter::Json(Self { converter }).into() })
    }

    /// How a part of that type is framed.
    ///
    /// # Errors
    /// The type's schema contains itself, and a schema is wanted.
    pub(super) fn framing(&self, ty: &Type, namespace: Option<&str>) -> kconnect::Result<JsonFraming> {
        let config = self.converter.config();
        let format = JsonFormat::from(config);
        if !config.schemas_enable {
            return Ok(JsonFraming { envelope: None, format });
        }
        let schema = self.converter.as_json_schema(&Schema::of(ty, namespace)).map_err(Error::fatal)?;
        let mut envelope = b"{\"schema\":".to_vec();
        envelope.extend_from_slice(schema.as_bytes());
        envelope.extend_from_slice(b",\"payload\":");
        Ok(JsonFraming { envelope: Some(envelope), format })
    }
}

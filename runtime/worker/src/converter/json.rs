//! `JsonConverter`: the payload, or the envelope of schema and payload.

use kconnect::{
    Error, Props, Result, SchemaAndValue,
    data::{Schema, Type},
    host::Input,
    json::{self, JsonConverterConfig, JsonFormat},
};

/// Configured by `schemas.enable` and its siblings.
pub(super) struct JsonConverter {
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
    /// `part` is what `converter.type` says. Answers with the converter and with the keys that nobody knows, as sentences.
    pub(super) fn configure(part: &str, prefix: &str, props: &Props) -> Result<(Self, Vec<String>), Vec<String>> {
        let mut props = props.clone();
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
        Ok((Self { converter }, unknown))
    }

    /// How a part of that type is framed.
    ///
    /// # Errors
    /// The type's schema contains itself, and a schema is wanted.
    pub(super) fn framing(&self, ty: &Type, namespace: Option<&str>) -> Result<JsonFraming> {
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

    /// Whether values have their schema beside them.
    pub(super) fn enveloped(&self) -> bool {
        let config = self.converter.config();
        config.schemas_enable && config.schema_content.is_none()
    }

    /// The JSON of a value.
    ///
    /// # Errors
    /// A data error, in Kafka's words.
    pub(super) fn write(&self, data: &SchemaAndValue) -> Result<Option<Vec<u8>>> {
        self.converter.from_connect_data(data.schema.as_ref(), &data.value).map_err(Error::from)
    }

    /// The value that JSON is.
    ///
    /// # Errors
    /// A data error, in Kafka's words.
    pub(super) fn read(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue> {
        self.converter.to_connect_data(bytes).map_err(Error::from)
    }

    /// The JSON, to be read into a type.
    ///
    /// # Errors
    /// As [`read`](Self::read), for JSON whose schema is configured: it decides what is read.
    pub(super) fn input<'a>(&self, bytes: &'a [u8]) -> Result<Input<'a>> {
        let config = self.converter.config();
        let configured = config.schemas_enable && config.schema_content.is_some();
        // JSON may be in UTF-16 or UTF-32, and then has zeros at its beginning; no bytes at all are a case of their own.
        let other = bytes.trim_ascii().is_empty() || bytes.iter().take(4).any(|byte| matches!(byte, 0 | 0xfe | 0xff));
        if configured || other {
            return self.read(Some(bytes)).map(Input::Value);
        }
        Ok(Input::Json {
            bytes,
            envelope: config.schemas_enable,
            replace_null_with_default: config.replace_null_with_default,
        })
    }
}

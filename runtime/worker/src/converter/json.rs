//! `JsonConverter`: the payload, or the envelope of schema and payload.

use kconnect::{Props, data::Type};

use super::{Configured, Converter};

/// Configured by `schemas.enable` and its siblings.
pub(crate) struct JsonConverter {
    schemas_enable: bool,
}

impl JsonConverter {
    pub(super) fn configure(prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let mut problems = Vec::new();
        let mut unknown = Vec::new();
        let mut schemas_enable = true;
        for (key, value) in props.iter().filter_map(|(key, value)| Some((key, value.expose()?))) {
            let trimmed = value.trim_matches(|c| c <= ' ');
            match key.as_str() {
                "schemas.enable" => match trimmed.to_ascii_lowercase().as_str() {
                    "true" => schemas_enable = true,
                    "false" => schemas_enable = false,
                    _ => problems.push(format!(
                        "Invalid value {value} for configuration {prefix}{key}: Expected value to be either true or false"
                    )),
                },
                // The schemas are the connector's types: there is nothing to cache, and nulls are written as nulls.
                "schemas.cache.size" | "replace.null.with.default" | "converter.type" => {}
                "decimal.format" if trimmed.eq_ignore_ascii_case("BASE64") => {}
                "decimal.format" => problems.push(format!(
                    "Invalid value {value} for configuration {prefix}{key}: only BASE64 is supported"
                )),
                _ => unknown.push(format!("the configuration {prefix}{key} was supplied but is not known to JsonConverter")),
            }
        }
        if problems.is_empty() {
            Ok(Configured { unknown, ..Converter::Json(Self { schemas_enable }).into() })
        } else {
            Err(problems)
        }
    }

    /// What precedes the payload in the envelope; one closing brace follows it.
    pub(super) fn envelope(&self, ty: &Type, namespace: Option<&str>) -> kconnect::Result<Option<Vec<u8>>> {
        if !self.schemas_enable {
            return Ok(None);
        }
        let schema = kconnect::json::schema(ty, namespace)?;
        let mut envelope = b"{\"schema\":".to_vec();
        envelope.extend_from_slice(schema.as_bytes());
        envelope.extend_from_slice(b",\"payload\":");
        Ok(Some(envelope))
    }
}

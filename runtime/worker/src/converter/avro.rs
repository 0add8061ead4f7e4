//! `AvroConverter`: Confluent's wire format, with schemas in a registry.

use std::sync::Arc;

use kconnect::{
    Error, Props, Result,
    avro::{AvroData, AvroDataConfig, AvroForm},
    config::Secrets,
    data::{Part, Type},
};

use super::{Configured, Converter};
use crate::registry::{RegistryError, SchemaIds, Settings};

/// Configured by `schema.registry.url` and its siblings, and by the options of Confluent's `AvroDataConfig`.
pub(crate) struct AvroConverter {
    ids: Box<SchemaIds>,
    data: AvroData,
    secrets: Secrets,
}

/// The schema of one part of one kind of record, as it is registered.
pub(crate) struct WireSchema {
    /// The text that is registered.
    pub(crate) text: Arc<str>,
    /// The record's full name, for the subject strategies that use it.
    pub(crate) record_name: Option<Arc<str>>,
    /// Confluent writes a value of the plain type `bytes` without Avro's length.
    pub(crate) raw_bytes: bool,
    /// How a value is written, as far as that is configured.
    pub(crate) form: AvroForm,
}

impl AvroConverter {
    pub(super) fn configure(part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let prefixed = |key: &str, message: &str| message.replacen(key, &format!("{prefix}{key}"), 1);
        let parsed = Settings::parse(prefix, part == Part::Key, props, &AvroDataConfig::KEYS);
        let config = AvroDataConfig::from_props(props);
        let (parsed, config) = match (parsed, config) {
            (Ok(parsed), Ok(config)) => (parsed, config),
            (parsed, config) => {
                let problems = parsed.err().unwrap_or_default();
                let of_registry = problems.iter().map(|problem| prefixed(&problem.key, &problem.message));
                let of_data = config.err().unwrap_or_default();
                let of_data = of_data.iter().map(|message| {
                    let key = AvroDataConfig::KEYS.into_iter().find(|key| message.contains(key));
                    key.map_or_else(|| message.clone(), |key| prefixed(key, message))
                });
                return Err(of_registry.chain(of_data).collect());
            }
        };
        let secrets = parsed.settings.secrets.clone();
        let ids = SchemaIds::new(parsed.settings).map_err(|error| vec![error.to_string()])?;
        let converter = Converter::Avro(Self { ids: Box::new(ids), data: AvroData::new(config), secrets });
        Ok(Configured { converter, warnings: parsed.warnings, unknown: parsed.unknown })
    }

    pub(super) fn schema(&self, ty: &Type, namespace: Option<&str>) -> Result<WireSchema> {
        let schema = self.data.schema_of(ty, namespace)?;
        Ok(WireSchema {
            text: schema.to_string().into(),
            record_name: matches!(ty, Type::Struct { .. }).then(|| schema.name().map(Into::into)).flatten(),
            raw_bytes: matches!(ty, Type::Bytes),
            form: self.data.config().form(),
        })
    }

    /// The id under which the schema is registered for that topic, registering it if need be.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; fatal when it refuses.
    pub(crate) async fn id(&self, topic: &str, schema: &WireSchema) -> Result<u32> {
        let scrubbed = |error: RegistryError| self.secrets.scrub_error(Error::from(error));
        let subject = self.ids.subject(topic, schema.record_name.as_deref()).map_err(scrubbed)?;
        self.ids.id(&subject, &schema.text).await.map_err(scrubbed)
    }
}

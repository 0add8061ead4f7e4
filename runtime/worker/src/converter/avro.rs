//! `AvroConverter`: Confluent's wire format, with schemas in a registry.

use std::sync::Arc;

use kconnect::{
    Error, Props, Result,
    avro::Schema,
    config::Secrets,
    data::{Part, Type},
};

use super::{Configured, Converter};
use crate::registry::{RegistryError, SchemaRegistry, Settings};

/// Configured by `schema.registry.url` and its siblings.
pub(crate) struct AvroConverter {
    registry: Arc<SchemaRegistry>,
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
}

impl AvroConverter {
    pub(super) fn configure(part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let parsed = Settings::parse(prefix, part == Part::Key, props, &[]).map_err(|problems| {
            problems
                .iter()
                .map(|problem| problem.message.replacen(&problem.key, &format!("{prefix}{}", problem.key), 1))
                .collect::<Vec<_>>()
        })?;
        let secrets = parsed.settings.secrets.clone();
        let registry = SchemaRegistry::new(parsed.settings).map_err(|error| vec![error.to_string()])?;
        let converter = Converter::Avro(Self { registry: Arc::new(registry), secrets });
        Ok(Configured { converter, warnings: parsed.warnings, unknown: parsed.unknown })
    }

    pub(super) fn schema(ty: &Type, namespace: Option<&str>) -> Result<WireSchema> {
        let schema = Schema::of(ty, namespace)?;
        Ok(WireSchema {
            text: schema.to_string().into(),
            record_name: matches!(ty, Type::Struct { .. }).then(|| schema.name().map(Into::into)).flatten(),
            raw_bytes: matches!(ty, Type::Bytes),
        })
    }

    /// The id under which the schema is registered for that topic, registering it if need be.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; fatal when it refuses.
    pub(crate) async fn id(&self, topic: &str, schema: &WireSchema) -> Result<u32> {
        let scrubbed = |error: RegistryError| self.secrets.scrub_error(Error::from(error));
        let subject = self.registry.subject(topic, schema.record_name.as_deref()).map_err(scrubbed)?;
        self.registry.id(&subject, &schema.text).await.map_err(scrubbed)
    }
}

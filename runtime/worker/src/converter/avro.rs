//! `AvroConverter`: Confluent's wire format, with schemas in a registry.

use std::{collections::BTreeMap, sync::Arc};

use kconnect::{
    Result,
    avro::Schema,
    data::{Part, Type},
};

use crate::registry::{SchemaRegistry, Settings};

/// Configured by `schema.registry.url` and its siblings.
pub(crate) struct AvroConverter {
    registry: Arc<SchemaRegistry>,
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
    pub(super) fn configure(part: Part, prefix: &str, props: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let parsed = Settings::parse(prefix, part == Part::Key, props, &[]).map_err(|problems| {
            problems
                .iter()
                .map(|problem| problem.message.replacen(&problem.key, &format!("{prefix}{}", problem.key), 1))
                .collect::<Vec<_>>()
        })?;
        for warning in parsed.warnings {
            tracing::warn!("{warning}");
        }
        let registry = SchemaRegistry::new(parsed.settings).map_err(|error| vec![error.to_string()])?;
        Ok(Self { registry: Arc::new(registry) })
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
        let subject = self.registry.subject(topic, schema.record_name.as_deref())?;
        Ok(self.registry.id(&subject, &schema.text).await?)
    }
}

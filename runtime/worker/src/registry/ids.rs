//! The ids that records are written with, as Confluent's serializers get them.

use std::sync::Arc;

use kconnect::{Props, avro::compat, data::Part};

use super::{
    RegistryError,
    cache::Cache,
    client::{LookupOptions, RegisterOptions, SchemaRegistry, Version},
    encoding::encode_alike,
    schema::{NewSchema, SchemaReference},
    settings::{Parsed, Reader, Settings},
};
use crate::problem::Problem;

const LATEST_STRICT: &str = "latest.compatibility.strict";
const ID_STRICT: &str = "id.compatibility.strict";

/// Where the id of a schema to write comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// `auto.register.schemas=true`: the schema is registered unless it is there.
    Register,
    /// `use.schema.id`: that one.
    Id { id: u32, strict: bool },
    /// `use.latest.version=true`: that of the subject's latest version.
    Latest { strict: bool },
    /// The schema must be there.
    Lookup,
}

impl Ids {
    /// Each setting comes before the ones after it, as in `AbstractKafkaAvroSerializer`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let register = reader.boolean("auto.register.schemas", true);
        let id = reader.integer("use.schema.id").and_then(|id| u32::try_from(id).ok());
        let latest = reader.boolean("use.latest.version", false);
        let latest_strict = reader.boolean(LATEST_STRICT, true);
        let id_strict = reader.boolean(ID_STRICT, true);
        if register && latest {
            reader.overruled("use.latest.version=true", "auto.register.schemas is true; set that to false");
        }
        if register && id.is_some() {
            reader.overruled("use.schema.id", "auto.register.schemas is true; set that to false");
        }
        match (register, id, latest) {
            (true, ..) => Self::Register,
            (false, Some(id), _) => Self::Id { id, strict: id_strict },
            (false, None, true) => Self::Latest { strict: latest_strict },
            (false, None, false) => Self::Lookup,
        }
    }
}

/// Finds the ids of the schemas that keys or values are written with: registers them, looks them up, or takes the one that
/// the configuration names.
///
/// Confluent's serializers encode a record anew with the schema that `use.latest.version` or `use.schema.id` names. Here
/// records are written with the schema of their own type, so the named one is taken if it would encode every record to
/// the same bytes, and refused with an error otherwise.
#[derive(Debug)]
pub struct SchemaIds {
    registry: Arc<SchemaRegistry>,
    settings: Settings,
    ids: Cache<(String, String), u32>,
}

impl SchemaIds {
    /// Configured with Confluent's keys: those of [`SchemaRegistry::from_props`], and `auto.register.schemas`,
    /// `use.schema.id`, `use.latest.version`, `id.compatibility.strict`, `latest.compatibility.strict`,
    /// `normalize.schemas`, `key.subject.name.strategy`, `value.subject.name.strategy`.
    ///
    /// # Errors
    /// As [`SchemaRegistry::from_props`].
    pub fn from_props(part: Part, props: &Props) -> Result<Self, RegistryError> {
        let Parsed { settings, .. } = Settings::parse("", part == Part::Key, props, &[])
            .map_err(|problems| RegistryError::Config { problems: problems.iter().map(Problem::sentence).collect() })?;
        Self::new(settings)
    }

    pub(crate) fn new(settings: Settings) -> Result<Self, RegistryError> {
        let caches = &settings.caches;
        let ttl = if matches!(settings.ids, Ids::Latest { .. }) { caches.latest_id } else { None };
        let ids = Cache::new(caches.size, ttl).remembering_missing(caches.missing_size, caches.missing_schema);
        Ok(Self { registry: Arc::new(SchemaRegistry::new(settings.clone())?), settings, ids })
    }

    /// The client that is asked.
    #[must_use]
    pub fn registry(&self) -> &Arc<SchemaRegistry> {
        &self.registry
    }

    /// Whether an id stays what it is once it is known.
    pub(crate) fn are_lasting(&self) -> bool {
        !matches!(self.settings.ids, Ids::Latest { .. }) || self.settings.caches.latest_id.is_none()
    }

    /// The subject of a schema in `topic`. `record` is the full name of a schema of type record, as strategies other than
    /// the default need it.
    ///
    /// # Errors
    /// [`RegistryError::NoRecordName`], in Confluent's words.
    pub fn subject(&self, topic: &str, record: Option<&str>) -> Result<String, RegistryError> {
        let Settings { strategy, is_key, .. } = self.settings;
        let part = if is_key { "key" } else { "value" };
        strategy.subject(topic, is_key, record).ok_or_else(|| RegistryError::NoRecordName {
            key: format!("{part}.subject.name.strategy"),
            strategy,
            part,
        })
    }

    /// The id to write with records of this schema, an Avro text.
    ///
    /// Answers are kept, that of `use.latest.version` for as long as `latest.cache.ttl.sec` says; callers that wait for the
    /// same one share a request. Cancel safe: if the one that asks is dropped, another asks again.
    ///
    /// # Errors
    /// See [`RegistryError`]; an error is not kept, unless `missing.schema.cache.ttl.sec` says so.
    pub async fn id(&self, subject: &str, schema: &str) -> Result<u32, RegistryError> {
        let key = (subject.to_owned(), schema.to_owned());
        let found = self.ids.get(key, || self.resolve(subject, schema)).await;
        found.map_err(|error| match self.settings.ids {
            Ids::Lookup | Ids::Latest { .. } if error.is_missing() => {
                RegistryError::NotRegistered { subject: subject.to_owned(), prefix: self.settings.prefix.clone() }
            }
            _ => error,
        })
    }

    async fn resolve(&self, subject: &str, text: &str) -> Result<u32, RegistryError> {
        let normalize = self.settings.normalize;
        let ours = NewSchema::avro(text);
        match self.settings.ids {
            Ids::Register => {
                let options = RegisterOptions::normalized(normalize);
                let registered = self.registry.register(subject, &ours, &options).await?;
                // A registry may say which schema it has instead.
                if let Some(theirs) = &registered.schema {
                    let named = Named::new(&format!("what subject `{subject}` took it for"), "auto.register.schemas");
                    self.stands_for(&named, theirs, &registered.references, text, None).await?;
                }
                Ok(registered.id)
            }
            Ids::Lookup => {
                let options = LookupOptions::normalized(normalize);
                Ok(self.registry.lookup(subject, &ours, &options).await?.id)
            }
            Ids::Id { id, strict } => {
                let theirs = self.registry.schema(id, Some(subject)).await?;
                let named = Named::new(&format!("schema {id}"), &format!("use.schema.id={id}"));
                let switch = strict.then_some(ID_STRICT);
                self.stands_for(&named, &theirs.schema, &theirs.references, text, switch).await?;
                Ok(id)
            }
            Ids::Latest { strict } => {
                let latest = self.registry.version(subject, Version::Latest).await?;
                let version = latest.version.unwrap_or_default();
                let named = Named::new(&format!("version {version} of subject `{subject}`"), "use.latest.version=true");
                let theirs = latest.schema.as_deref().unwrap_or_default();
                let switch = strict.then_some(LATEST_STRICT);
                self.stands_for(&named, theirs, &latest.references, text, switch).await?;
                Ok(latest.id)
            }
        }
    }

    /// Whether records that our schema encodes may carry the id of theirs. `switch` is the key of the compatibility check,
    /// if it is on.
    async fn stands_for(
        &self,
        named: &Named,
        theirs: &str,
        references: &[SchemaReference],
        ours: &str,
        switch: Option<&'static str>,
    ) -> Result<(), RegistryError> {
        if theirs == ours {
            return Ok(());
        }
        let prefix = self.settings.prefix.clone();
        let theirs = self.registry.parse(theirs, references).await?;
        let ours = self.registry.parse(ours, &[]).await?;
        if let Some(switch) = switch {
            let reasons = compat::check(&theirs, &ours);
            if !reasons.is_empty() {
                let reasons = reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                let schema = named.schema.clone();
                return Err(RegistryError::NotReadable { schema, reasons, prefix, switch });
            }
        }
        if encode_alike(&theirs, &ours) {
            return Ok(());
        }
        let (schema, setting) = (named.schema.clone(), named.setting.clone());
        Err(RegistryError::EncodesDifferently { schema, prefix, setting })
    }
}

/// A schema that is not the connector's, and the setting that names it.
struct Named {
    schema: String,
    setting: String,
}

impl Named {
    fn new(schema: &str, setting: &str) -> Self {
        Self { schema: schema.to_owned(), setting: setting.to_owned() }
    }
}

//! What a registry says about a schema before it is registered.

use kconnect::avro::compat::Level;

use super::plan::Planned;
use crate::registry::{Config, LookupOptions, NewSchema, RegistryError, SchemaRegistry, Version};

/// What would become of a schema.
pub(super) enum Verdict {
    /// It is there.
    Registered { id: u32, version: Option<u32> },
    /// Its subject is not there.
    New,
    /// It can be the next version.
    Compatible,
    /// It cannot.
    Broken {
        /// The registry's words.
        messages: Vec<String>,
        /// Ours.
        explanations: Vec<String>,
    },
}

impl Verdict {
    pub(super) fn to_line(&self, planned: &Planned) -> String {
        let subject = &planned.subject;
        match self {
            Self::Registered { id, version: Some(version) } => {
                format!("{subject}: up to date (version {version}, id {id})")
            }
            Self::Registered { id, version: None } => format!("{subject}: up to date (id {id})"),
            Self::New => format!("{subject}: new"),
            Self::Compatible => format!("{subject}: compatible"),
            Self::Broken { messages, explanations } => {
                let details = messages.iter().chain(explanations).map(|text| text.replace('\n', "\n  "));
                details.fold(format!("{subject}: NOT COMPATIBLE"), |line, text| format!("{line}\n  {text}"))
            }
        }
    }
}

/// Asks.
pub(super) async fn of(
    registry: &SchemaRegistry,
    planned: &Planned,
    normalize: bool,
) -> Result<Verdict, RegistryError> {
    let schema = NewSchema::avro(&planned.text);
    let subject = &planned.subject;
    match registry.lookup(subject, &schema, &LookupOptions::normalized(normalize)).await {
        Ok(found) => return Ok(Verdict::Registered { id: found.id, version: found.version }),
        Err(error) if error.is_missing() => {}
        Err(error) => return Err(error),
    }
    let latest = match registry.version(subject, Version::Latest).await {
        Ok(latest) => Some(latest),
        Err(error) if error.is_missing() => None,
        Err(error) => return Err(error),
    };
    // Of a new subject the registry can still say that the schema is none.
    let answer = match registry.compatible(subject, &schema, normalize).await {
        Err(error) if latest.is_none() && error.is_missing() => return Ok(Verdict::New),
        answer => answer?,
    };
    if answer.is_compatible {
        return Ok(if latest.is_some() { Verdict::Compatible } else { Verdict::New });
    }
    let explanations = match latest {
        Some(latest) => explanations(registry, planned, &latest).await?,
        None => Vec::new(),
    };
    Ok(Verdict::Broken { messages: answer.messages, explanations })
}

/// What the break means, if the latest version is the one that is broken.
async fn explanations(
    registry: &SchemaRegistry,
    planned: &Planned,
    latest: &crate::registry::RegisteredSchema,
) -> Result<Vec<String>, RegistryError> {
    let known = |config: Config| config.compatibility_level.and_then(|level| level.known());
    let own = known(registry.subject_config(&planned.subject, true).await?);
    // Apicurio says NONE of a subject that takes the registry's level.
    let level = match own.filter(|level| *level != Level::None) {
        Some(level) => level,
        None => known(registry.config().await?).unwrap_or(Level::Backward),
    };
    let old = registry.parse(latest.schema.as_deref().unwrap_or_default(), &latest.references).await?;
    let version =
        latest.version.map_or_else(|| "the latest version".to_owned(), |version| format!("version {version}"));
    Ok(level.check(&planned.schema, &[&old]).iter().map(|found| found.explain(&version)).collect())
}

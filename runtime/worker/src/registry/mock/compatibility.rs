//! Compatibility with earlier versions.

use kconnect::avro::compat::{Level, Previous, registry_messages};
use serde_json::{Value, json};

use super::{
    super::{ErrorCode, config::CompatibilityLevel, schema::NewSchema, subject::QualifiedSubject},
    refusal::{Refusal, Result},
    route::Query,
    state::State,
};

impl State {
    pub(super) fn compare(
        &self,
        subject: &QualifiedSubject,
        version: Option<&str>,
        given: NewSchema,
        query: &Query<'_>,
    ) -> Result<Value> {
        let verbose = query.flag("verbose");
        let previous = match version {
            None => self.live_versions(subject),
            Some(version) => match self.find(subject, version, false) {
                Ok((version, _)) => vec![version],
                // What is not there is broken by nothing.
                Err(_) if matches!(version, "latest" | "-1") => Vec::new(),
                Err(refusal) if refusal.is(ErrorCode::SubjectNotFound) => {
                    return Err(Refusal::no_version(version.parse().unwrap_or_default()));
                }
                Err(refusal) => return Err(refusal),
            },
        };
        let normalize = query.flag("normalize") || self.config_of(subject).normalize == Some(true);
        let breaks = self.canonical(given, normalize).and_then(|schema| self.breaks(subject, &schema, &previous));
        let messages = match breaks {
            Ok(breaks) => breaks,
            Err(refusal) if verbose => vec![refusal.message().to_owned()],
            Err(refusal) => return Err(refusal),
        };
        let mut answer = json!({"is_compatible": messages.is_empty()});
        if verbose && let Some(answer) = answer.as_object_mut() {
            answer.insert("messages".to_owned(), json!(messages));
        }
        Ok(answer)
    }

    /// The versions that a new one is compared with.
    pub(super) fn live_versions(&self, subject: &QualifiedSubject) -> Vec<u32> {
        let versions = self.versions(subject).into_iter().flatten();
        versions.filter(|(_, entry)| !entry.deleted).map(|(version, _)| *version).collect()
    }

    /// What the schema breaks by the subject's level, as Confluent's server says it.
    pub(super) fn breaks(
        &self,
        subject: &QualifiedSubject,
        schema: &NewSchema,
        versions: &[u32],
    ) -> Result<Vec<String>> {
        let config = self.config_of(subject);
        let level = config.compatibility_level.as_ref().and_then(CompatibilityLevel::known).unwrap_or(Level::Backward);
        let new = self.whole(schema)?;
        let group = config.compatibility_group.as_deref();
        let of_group = |schema: &NewSchema| {
            let properties = schema.metadata.as_ref().and_then(|metadata| metadata.properties.as_ref());
            group.and_then(|group| properties?.get(group).cloned())
        };
        let mut wholes = Vec::new();
        for (version, entry) in self.versions(subject).into_iter().flatten().rev() {
            let Some(stored) = self.stored(subject.context(), entry.id).filter(|_| versions.contains(version)) else {
                continue;
            };
            if of_group(&stored.schema) == of_group(schema) {
                wholes.push((i32::try_from(*version).ok(), self.whole(&stored.schema)?));
            }
        }
        let previous: Vec<_> = wholes.iter().map(|(version, schema)| Previous { version: *version, schema }).collect();
        let mut messages = registry_messages(level, &new, &previous);
        if !messages.is_empty() {
            let fields = config.validate_fields.unwrap_or(false);
            messages.push(format!("{{validateFields: '{fields}', compatibility: '{level}'}}"));
        }
        Ok(messages)
    }
}

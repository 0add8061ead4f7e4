//! Registering, finding and deleting.

use serde_json::{Value, json};

use super::{
    super::{
        ErrorCode,
        config::Mode,
        schema::{NewSchema, RegisteredSchema},
        subject::QualifiedSubject,
    },
    refusal::{Refusal, Result},
    route::Query,
    state::{Entry, State, Stored},
};

impl State {
    pub(super) fn register(
        &mut self,
        subject: &QualifiedSubject,
        given: NewSchema,
        query: &Query<'_>,
    ) -> Result<Value> {
        let mode = self.mode_of(subject);
        let imported = mode == Mode::Import;
        match (&mode, given.id) {
            (Mode::ReadOnly | Mode::ReadOnlyOverride | Mode::Forward, _) => {
                return Err(Refusal::not_permitted(format!("Subject {subject} is in read-only mode")));
            }
            (mode, Some(_)) if *mode != Mode::Import => {
                return Err(Refusal::not_permitted(format!("Subject {subject} is not in import mode")));
            }
            (Mode::Import, None) => {
                return Err(Refusal::not_permitted(format!("Subject {subject} is not in read-write mode")));
            }
            _ => {}
        }
        let (id, version) = (given.id, given.version);
        let normalize = !imported && (query.flag("normalize") || self.config_of(subject).normalize == Some(true));
        let stored = Stored::new(self.canonical(given, normalize)?);
        let known = self.holding(subject, &stored.guid).rfind(|(_, entry)| !entry.deleted);
        if let Some((version, entry)) = known
            && id.is_none_or(|id| id == entry.id)
        {
            return Ok(json!({"id": entry.id, "version": version, "guid": stored.guid}));
        }
        if !imported && !query.flag("force") {
            let breaks = self.breaks(subject, &stored.schema, &self.live_versions(subject))?;
            if !breaks.is_empty() {
                let message = format!(
                    "Schema being registered is incompatible with an earlier schema for subject \"{subject}\", \
                     details: [{}]",
                    breaks.join(", ")
                );
                return Err(Refusal::new(ErrorCode::Incompatible, message));
            }
        }
        let context = self.contexts.entry(subject.context().to_owned()).or_default();
        let of_content = || context.schemas.iter().find(|(_, known)| known.guid == stored.guid).map(|(id, _)| *id);
        let next = || context.schemas.last_key_value().map_or(1, |(id, _)| id + 1);
        let id = id.or_else(of_content).unwrap_or_else(next);
        if context.schemas.get(&id).is_some_and(|known| known.guid != stored.guid) {
            let message = format!("Overwrite new schema with id {id} is not permitted.");
            return Err(Refusal::new(ErrorCode::IdDoesNotMatch, message));
        }
        let versions = context.subjects.entry(subject.subject().to_owned()).or_default();
        let version = version.unwrap_or_else(|| versions.last_key_value().map_or(1, |(version, _)| version + 1));
        versions.insert(version, Entry { id, deleted: false });
        let guid = stored.guid.clone();
        context.schemas.insert(id, stored);
        Ok(json!({"id": id, "version": version, "guid": guid}))
    }

    pub(super) fn lookup(&self, subject: &QualifiedSubject, given: NewSchema, query: &Query<'_>) -> Result<Value> {
        let deleted = query.flag("deleted");
        let versions = self.versions(subject).into_iter().flatten();
        if !versions.into_iter().any(|(_, entry)| deleted || !entry.deleted) {
            return Err(Refusal::no_subject(subject));
        }
        let normalize = query.flag("normalize") || self.config_of(subject).normalize == Some(true);
        let guid = Stored::new(self.canonical(given, normalize)?).guid;
        let found = self.holding(subject, &guid).rfind(|(_, entry)| deleted || !entry.deleted);
        let (version, entry) = found.ok_or_else(Refusal::no_schema)?;
        self.told(subject, version, entry)
    }

    pub(super) fn list(&self, query: &Query<'_>) -> Value {
        let (deleted, deleted_only) = (query.flag("deleted"), query.flag("deletedOnly"));
        let names = self.names(|versions| match (deleted_only, deleted) {
            (true, _) => !versions.is_empty() && versions.values().all(|entry| entry.deleted),
            (false, true) => !versions.is_empty(),
            (false, false) => versions.values().any(|entry| !entry.deleted),
        });
        let prefix = query.text("subjectPrefix").unwrap_or(":*:");
        let fits = |name: &String| match prefix.strip_prefix(":*:") {
            Some(prefix) => QualifiedSubject::parse(name).subject().starts_with(prefix),
            None => name.starts_with(prefix),
        };
        let rest = names.into_iter().filter(fits).skip(query.number("offset").unwrap_or(0));
        match query.number("limit") {
            Some(limit) => rest.take(limit).collect(),
            None => rest.collect(),
        }
    }

    pub(super) fn list_versions(&self, subject: &QualifiedSubject, deleted: bool) -> Result<Value> {
        let versions = self.versions(subject).into_iter().flatten();
        let numbers: Vec<_> =
            versions.filter(|(_, entry)| deleted || !entry.deleted).map(|(version, _)| *version).collect();
        if numbers.is_empty() { Err(Refusal::no_subject(subject)) } else { Ok(json!(numbers)) }
    }

    pub(super) fn version(&self, subject: &QualifiedSubject, version: &str, deleted: bool) -> Result<Value> {
        let (version, entry) = self.find(subject, version, deleted)?;
        self.told(subject, version, entry)
    }

    pub(super) fn version_text(&self, subject: &QualifiedSubject, version: &str, deleted: bool) -> Result<Value> {
        let (_, entry) = self.find(subject, version, deleted)?;
        let stored = self.stored(subject.context(), entry.id).ok_or_else(Refusal::no_schema)?;
        serde_json::from_str(&stored.schema.schema).map_err(|_| Refusal::no_schema())
    }

    pub(super) fn latest_with_metadata(&self, subject: &QualifiedSubject, query: &Query<'_>) -> Result<Value> {
        let wanted: Vec<_> = query.all("key").zip(query.all("value")).collect();
        let has = |entry: &Entry| {
            let metadata = self.stored(subject.context(), entry.id).and_then(|stored| stored.schema.metadata.as_ref());
            let properties = metadata.and_then(|metadata| metadata.properties.as_ref());
            let holds =
                |(key, value): &(&str, &str)| properties.and_then(|all| all.get(*key)).is_some_and(|own| own == value);
            wanted.iter().all(holds)
        };
        let versions = self.versions(subject).ok_or_else(|| Refusal::no_subject(subject))?;
        let deleted = query.flag("deleted");
        let found = versions.iter().rfind(|(_, entry)| (deleted || !entry.deleted) && has(entry));
        let (version, entry) = found.ok_or_else(Refusal::no_schema)?;
        self.told(subject, *version, *entry)
    }

    pub(super) fn referenced_by(&self, subject: &QualifiedSubject, version: &str) -> Result<Value> {
        let (version, _) = self.find(subject, version, true)?;
        Ok(json!(self.referring_to(subject, version)))
    }

    pub(super) fn delete_version(
        &mut self,
        subject: &QualifiedSubject,
        version: &str,
        permanent: bool,
    ) -> Result<Value> {
        self.writable(subject)?;
        let (version, entry) = self.find(subject, version, true)?;
        if !self.referring_to(subject, version).is_empty() {
            return Err(Refusal::referred_to(subject, version));
        }
        let told =
            |code, what: &str| Err(Refusal::new(code, format!("Subject '{subject}' Version {version} was {what}")));
        match (permanent, entry.deleted) {
            (false, true) => {
                let what = "soft deleted. Set permanent=true to delete permanently";
                return told(ErrorCode::VersionSoftDeleted, what);
            }
            (true, false) => {
                let what = "not deleted first before being permanently deleted";
                return told(ErrorCode::VersionNotSoftDeleted, what);
            }
            _ => {}
        }
        if let Some(versions) = self.versions_mut(subject) {
            if permanent {
                versions.remove(&version);
            } else {
                versions.insert(version, Entry { deleted: true, ..entry });
            }
        }
        self.tidy(subject);
        Ok(json!(version))
    }

    pub(super) fn delete_subject(&mut self, subject: &QualifiedSubject, permanent: bool) -> Result<Value> {
        self.writable(subject)?;
        let versions = self.versions(subject).filter(|versions| !versions.is_empty());
        let versions = versions.ok_or_else(|| Refusal::no_subject(subject))?.clone();
        let live = versions.values().any(|entry| !entry.deleted);
        match (permanent, live) {
            (false, false) => {
                let message = format!("Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");
                return Err(Refusal::new(ErrorCode::SubjectSoftDeleted, message));
            }
            (true, true) => {
                let message = format!("Subject '{subject}' was not deleted first before being permanently deleted");
                return Err(Refusal::new(ErrorCode::SubjectNotSoftDeleted, message));
            }
            _ => {}
        }
        let going: Vec<_> =
            versions.iter().filter(|(_, entry)| permanent || !entry.deleted).map(|(version, _)| *version).collect();
        if let Some(version) = going.iter().find(|version| !self.referring_to(subject, **version).is_empty()) {
            return Err(Refusal::referred_to(subject, *version));
        }
        if let Some(versions) = self.versions_mut(subject) {
            if permanent {
                versions.clear();
            }
            for entry in versions.values_mut() {
                entry.deleted = true;
            }
        }
        self.tidy(subject);
        Ok(json!(going))
    }

    /// Settings go with the last version.
    fn tidy(&mut self, subject: &QualifiedSubject) {
        let Some(versions) = self.versions(subject) else { return };
        let (empty, live) = (versions.is_empty(), versions.values().any(|entry| !entry.deleted));
        if !live {
            self.configs.remove(&subject.to_string());
            self.modes.remove(&subject.to_string());
        }
        if empty && let Some(context) = self.contexts.get_mut(subject.context()) {
            context.subjects.remove(subject.subject());
            let used: Vec<u32> =
                context.subjects.values().flat_map(|versions| versions.values().map(|entry| entry.id)).collect();
            // The ids of what is gone for good are not given again.
            let last = context.schemas.last_key_value().map(|(id, _)| *id);
            context.schemas.retain(|id, _| used.contains(id) || Some(*id) == last);
        }
    }

    fn writable(&self, subject: &QualifiedSubject) -> Result<()> {
        match self.mode_of(subject) {
            Mode::ReadOnly | Mode::ReadOnlyOverride => {
                Err(Refusal::not_permitted(format!("Subject {subject} is in read-only mode")))
            }
            _ => Ok(()),
        }
    }

    /// A version by its number, `latest` or `-1`.
    pub(super) fn find(&self, subject: &QualifiedSubject, version: &str, deleted: bool) -> Result<(u32, Entry)> {
        let number = match version {
            "latest" | "-1" => None,
            number => Some(number.parse::<u32>().ok().filter(|number| (1..=0x7FFF_FFFF).contains(number)).ok_or_else(
                || {
                    let message = format!(
                        "The specified version '{version}' is not a valid version id. Allowed values are between \
                         [1, 2^31-1] and the string \"latest\""
                    );
                    Refusal::new(ErrorCode::InvalidVersion, message)
                },
            )?),
        };
        let mut versions = self
            .versions(subject)
            .into_iter()
            .flatten()
            .map(|(version, entry)| (*version, *entry))
            .filter(|(_, entry)| deleted || !entry.deleted)
            .peekable();
        if versions.peek().is_none() {
            return Err(Refusal::no_subject(subject));
        }
        match number {
            None => versions.last().ok_or_else(|| Refusal::no_subject(subject)),
            Some(number) => versions.find(|(version, _)| *version == number).ok_or_else(|| Refusal::no_version(number)),
        }
    }

    fn told(&self, subject: &QualifiedSubject, version: u32, entry: Entry) -> Result<Value> {
        let Stored { schema, guid } = self.stored(subject.context(), entry.id).ok_or_else(Refusal::no_schema)?.clone();
        let told = RegisteredSchema {
            subject: Some(subject.to_string()),
            id: entry.id,
            version: Some(version),
            guid: Some(guid),
            schema_type: schema.schema_type,
            references: schema.references,
            metadata: schema.metadata,
            rule_set: schema.rule_set,
            schema: Some(schema.schema),
            timestamp_ms: None,
            deleted: entry.deleted.then_some(true),
        };
        serde_json::to_value(told).map_err(|error| Refusal::new(ErrorCode::Store, error.to_string()))
    }
}

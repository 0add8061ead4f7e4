//! Schemas by id, and how a text is read.

use kconnect::avro::{InvalidSchema, Schema};
use serde_json::{Value, json};

use super::{
    super::{
        ErrorCode,
        schema::{NewSchema, SchemaReference, SchemaType, StoredSchema},
        subject::QualifiedSubject,
    },
    refusal::{Refusal, Result},
    route::Query,
    state::{State, Stored},
};

/// How far references may lead.
const DEEPEST: usize = 64;

impl State {
    /// The schema as it is kept: without id and version, its text as Java's `Schema.toString` writes it, or in the normal
    /// form.
    pub(super) fn canonical(&self, given: NewSchema, normalize: bool) -> Result<NewSchema> {
        if given.schema_type != SchemaType::Avro {
            let message = format!("Invalid schema type {}; this registry has AVRO alone", json!(given.schema_type));
            return Err(Refusal::new(ErrorCode::InvalidSchema, message));
        }
        let invalid = |why: InvalidSchema| Refusal::invalid_schema(&why.to_string(), &given.schema);
        let types = self.types(&given, 0)?;
        let parsed = Schema::parse_with(&given.schema, &types).map_err(invalid)?;
        parsed.validate().map_err(invalid)?;
        let parsed = if normalize { parsed.normalized_with(&types).map_err(invalid)? } else { parsed };
        let text = parsed.to_text_with(&types);
        Ok(NewSchema { schema: text, id: None, version: None, ..given })
    }

    /// The schema with everything it refers to.
    pub(super) fn whole(&self, given: &NewSchema) -> Result<Schema> {
        self.whole_at(given, 0)
    }

    fn whole_at(&self, given: &NewSchema, depth: usize) -> Result<Schema> {
        let types = self.types(given, depth)?;
        Schema::parse_with(&given.schema, &types)
            .map_err(|why| Refusal::invalid_schema(&why.to_string(), &given.schema))
    }

    /// What a schema refers to.
    fn types(&self, given: &NewSchema, depth: usize) -> Result<Vec<Schema>> {
        let invalid = |why: &str| Refusal::invalid_schema(why, &given.schema);
        if depth > DEEPEST {
            return Err(invalid("its references are too deep"));
        }
        let fetch = |reference: &SchemaReference| {
            let subject = QualifiedSubject::parse(&reference.subject);
            let version = reference.version.to_string();
            let (_, entry) = self.find(&subject, &version, true).map_err(|why| invalid(why.message()))?;
            let found = self.stored(subject.context(), entry.id).ok_or_else(Refusal::no_schema)?;
            self.whole_at(&found.schema, depth + 1)
        };
        given.references.iter().map(fetch).collect()
    }

    pub(super) fn by_id(&self, id: &str, rest: &[&str], query: &Query<'_>) -> Result<Value> {
        let subject = query.text("subject").map_or_else(|| QualifiedSubject::parse(""), QualifiedSubject::parse);
        let context = subject.context();
        let found = id.parse().ok().and_then(|id| Some((id, self.stored(context, id)?)));
        let (id, stored) = found.ok_or_else(|| Refusal::no_schema_with(id))?;
        match rest {
            [] => told(stored),
            ["schema"] => serde_json::from_str(&stored.schema.schema).map_err(|_| Refusal::no_schema()),
            [what @ ("subjects" | "versions")] => {
                let deleted = query.flag("deleted");
                let subjects = self.contexts.get(context).map(|context| &context.subjects);
                let places = subjects.into_iter().flatten().flat_map(|(subject, versions)| {
                    let name = QualifiedSubject::new(context, subject).to_string();
                    versions.iter().map(move |(version, entry)| (name.clone(), *version, *entry))
                });
                let places = places.filter(|(_, _, entry)| entry.id == id && (deleted || !entry.deleted));
                if *what == "versions" {
                    return Ok(places
                        .map(|(subject, version, _)| json!({"subject": subject, "version": version}))
                        .collect());
                }
                let mut names: Vec<_> = places.map(|(subject, ..)| subject).collect();
                names.dedup();
                Ok(json!(names))
            }
            _ => Err(Refusal::no_such_path()),
        }
    }

    pub(super) fn by_guid(&self, guid: &str) -> Result<Value> {
        let mut schemas = self.contexts.values().flat_map(|context| context.schemas.values());
        told(schemas.find(|stored| stored.guid == guid).ok_or_else(|| Refusal::no_schema_with(guid))?)
    }

    pub(super) fn ids_of_guid(&self, guid: &str) -> Result<Value> {
        let contexts = self.contexts.iter();
        let ids: Vec<_> = contexts
            .flat_map(|(name, context)| context.schemas.iter().map(move |(id, stored)| (name, id, stored)))
            .filter(|(_, _, stored)| stored.guid == guid)
            .map(|(context, id, _)| json!({"context": context, "id": id}))
            .collect();
        if ids.is_empty() { Err(Refusal::no_schema_with(guid)) } else { Ok(json!(ids)) }
    }

    /// The ids of the schemas that refer to a version, of those that are not deleted.
    pub(super) fn referring_to(&self, subject: &QualifiedSubject, version: u32) -> Vec<u32> {
        let refers = |stored: &Stored| {
            let meant = |reference: &SchemaReference| {
                reference.version == version && QualifiedSubject::parse(&reference.subject) == *subject
            };
            stored.schema.references.iter().any(meant)
        };
        let live = self.contexts.values().flat_map(|context| {
            let used = context.subjects.values().flat_map(|versions| versions.values());
            used.filter(|entry| !entry.deleted).filter_map(|entry| Some((entry.id, context.schemas.get(&entry.id)?)))
        });
        let mut ids: Vec<_> = live.filter(|(_, stored)| refers(stored)).map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

fn told(stored: &Stored) -> Result<Value> {
    let Stored { schema, guid } = stored.clone();
    let told = StoredSchema {
        schema: schema.schema,
        schema_type: schema.schema_type,
        references: schema.references,
        metadata: schema.metadata,
        rule_set: schema.rule_set,
        guid: Some(guid),
        max_id: None,
    };
    serde_json::to_value(told).map_err(|error| Refusal::new(ErrorCode::Store, error.to_string()))
}

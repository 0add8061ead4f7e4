//! Which path means what.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{
        ErrorCode,
        request::Method::{self, Delete, Get, Post, Put},
        subject::QualifiedSubject,
    },
    refusal::{Refusal, Result},
    state::State,
};

/// The parameters behind the question mark.
pub(super) struct Query<'a>(pub(super) &'a [(String, String)]);

impl Query<'_> {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.text(name)?.parse().ok()
    }
}

/// Answers a request.
pub(super) fn route(state: &mut State, method: Method, path: &[&str], query: &Query<'_>, body: &str) -> Result<Value> {
    let named = |subject: &str| QualifiedSubject::parse(subject);
    Ok(match (method, path) {
        (Get, []) => json!({}),
        (Get, ["subjects"]) => state.list(query),
        (Post, ["subjects", subject]) => state.lookup(&named(subject), read(body)?, query)?,
        (Delete, ["subjects", subject]) => state.delete_subject(&named(subject), query.flag("permanent"))?,
        (Get, ["subjects", subject, "metadata"]) => state.latest_with_metadata(&named(subject), query)?,
        (Get, ["subjects", subject, "versions"]) => state.list_versions(&named(subject), query.flag("deleted"))?,
        (Post, ["subjects", subject, "versions"]) => state.register(&named(subject), read(body)?, query)?,
        (Get, ["subjects", subject, "versions", version]) => {
            state.version(&named(subject), version, query.flag("deleted"))?
        }
        (Get, ["subjects", subject, "versions", version, "schema"]) => {
            state.version_text(&named(subject), version, query.flag("deleted"))?
        }
        (Get, ["subjects", subject, "versions", version, "referencedby"]) => {
            state.referenced_by(&named(subject), version)?
        }
        (Delete, ["subjects", subject, "versions", version]) => {
            state.delete_version(&named(subject), version, query.flag("permanent"))?
        }
        (Get, ["schemas", "types"]) => json!(["AVRO"]),
        (Get, ["schemas", "ids", id, rest @ ..]) => state.by_id(id, rest, query)?,
        (Get, ["schemas", "guids", guid]) => state.by_guid(guid)?,
        (Get, ["schemas", "guids", guid, "ids"]) => state.ids_of_guid(guid)?,
        (Post, ["compatibility", "subjects", subject, "versions"]) => {
            state.compare(&named(subject), None, read(body)?, query)?
        }
        (Post, ["compatibility", "subjects", subject, "versions", version]) => {
            state.compare(&named(subject), Some(version), read(body)?, query)?
        }
        (Get, ["config", subject @ ..]) => state.config(one(subject)?, query.flag("defaultToGlobal"))?,
        (Put, ["config", subject @ ..]) => state.set_config(one(subject)?, read(body)?)?,
        (Delete, ["config", subject @ ..]) => state.delete_config(one(subject)?)?,
        (Get, ["mode", subject @ ..]) => state.mode(one(subject)?, query.flag("defaultToGlobal"))?,
        (Put, ["mode", subject @ ..]) => state.set_mode(one(subject)?, read(body)?, query.flag("force"))?,
        (Delete, ["mode", subject]) => state.delete_mode(&named(subject), query.flag("recursive"))?,
        (Get, ["contexts"]) => state.list_contexts(),
        (Delete, ["contexts", context]) => state.delete_context(context)?,
        (Get, ["v1", "metadata", "id"]) => json!({"id": "", "scope": {"path": [], "clusters": {}}}),
        (Get, ["v1", "metadata", "version"]) => json!({"version": env!("CARGO_PKG_VERSION"), "commitId": ""}),
        (Get, ["v1", "metadata", "deployment"]) => json!({"attributes": ["in-process"]}),
        _ => return Err(Refusal::no_such_path()),
    })
}

/// The subject, if there is one and nothing behind it.
fn one(path: &[&str]) -> Result<Option<QualifiedSubject>> {
    match path {
        [] => Ok(None),
        [subject] => Ok(Some(QualifiedSubject::parse(subject))),
        _ => Err(Refusal::no_such_path()),
    }
}

fn read<T: for<'de> Deserialize<'de>>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| Refusal::new(ErrorCode::Other(400), error.to_string()))
}

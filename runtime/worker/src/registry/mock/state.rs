//! What a registry has.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::super::{
    config::{Config, Mode},
    schema::NewSchema,
    subject::QualifiedSubject,
};

/// Everything, by context. Ids are those of one context.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) contexts: BTreeMap<String, Context>,
    /// By qualified subject, by `:.context:`, and for the whole registry by the empty name.
    pub(super) configs: BTreeMap<String, Config>,
    /// As `configs`.
    pub(super) modes: BTreeMap<String, Mode>,
}

/// One context.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) schemas: BTreeMap<u32, Stored>,
    pub(super) subjects: BTreeMap<String, Versions>,
}

/// A subject's versions by their numbers.
pub(super) type Versions = BTreeMap<u32, Entry>;

/// A version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) id: u32,
    pub(super) deleted: bool,
}

/// A schema; without id and version.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) schema: NewSchema,
    pub(super) guid: String,
}

impl Stored {
    pub(super) fn new(schema: NewSchema) -> Self {
        let guid = guid(&schema);
        Self { schema, guid }
    }
}

impl State {
    /// The names of the subjects whose versions are of that kind, qualified and sorted.
    pub(super) fn names(&self, wanted: impl Fn(&Versions) -> bool) -> Vec<String> {
        let subjects = self.contexts.iter().flat_map(|(context, content)| {
            content.subjects.iter().map(move |(subject, versions)| (QualifiedSubject::new(context, subject), versions))
        });
        let mut names: Vec<_> =
            subjects.filter(|(_, versions)| wanted(versions)).map(|(subject, _)| subject.to_string()).collect();
        names.sort();
        names
    }

    pub(super) fn stored(&self, context: &str, id: u32) -> Option<&Stored> {
        self.contexts.get(context)?.schemas.get(&id)
    }

    /// A subject's versions, deleted ones included.
    pub(super) fn versions(&self, subject: &QualifiedSubject) -> Option<&Versions> {
        self.contexts.get(subject.context())?.subjects.get(subject.subject())
    }

    pub(super) fn versions_mut(&mut self, subject: &QualifiedSubject) -> Option<&mut Versions> {
        self.contexts.get_mut(subject.context())?.subjects.get_mut(subject.subject())
    }

    /// Number and id of the newest version that is not deleted.
    pub(super) fn latest(&self, subject: &QualifiedSubject) -> Option<(u32, u32)> {
        let live = self.versions(subject)?.iter().rfind(|(_, entry)| !entry.deleted);
        live.map(|(version, entry)| (*version, entry.id))
    }

    /// The versions of a subject that hold a schema with this content.
    pub(super) fn holding<'a>(
        &'a self,
        subject: &'a QualifiedSubject,
        guid: &'a str,
    ) -> impl DoubleEndedIterator<Item = (u32, Entry)> + 'a {
        self.versions(subject).into_iter().flatten().map(|(version, entry)| (*version, *entry)).filter(
            move |(_, entry)| self.stored(subject.context(), entry.id).is_some_and(|stored| stored.guid == guid),
        )
    }

    /// What is set for a subject, its context or the whole registry, nearest first.
    pub(super) fn scopes(subject: &QualifiedSubject) -> [String; 3] {
        let context = QualifiedSubject::new(subject.context(), "").to_string();
        [subject.to_string(), context, String::new()]
    }
}

/// An id for a schema wherever it is registered: the same content gives the same.
fn guid(schema: &NewSchema) -> String {
    let content = serde_json::to_string(schema).unwrap_or_default();
    let [high, low] = [0_u8, 1].map(|salt| {
        let mut hasher = DefaultHasher::new();
        (salt, &content).hash(&mut hasher);
        hasher.finish()
    });
    let digits = format!("{high:016x}{low:016x}");
    let mut parts = [8, 4, 4, 4, 12].into_iter().scan(digits.as_str(), |rest, length| {
        let (part, after) = rest.split_at_checked(length)?;
        *rest = after;
        Some(part)
    });
    std::array::from_fn::<_, 5, _>(|_| parts.next().unwrap_or_default()).join("-")
}

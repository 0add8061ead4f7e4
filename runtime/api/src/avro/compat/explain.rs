//! Why schemas are not compatible, for people: the field, what broke, and how to mend it.
//!
//! It goes further than [`check`](super::check()): into the branch of a union that was meant, where Java says that a type is
//! missing.

use std::{collections::HashSet, fmt, ptr};

use super::{
    check::check,
    level::Direction,
    remedies::{Problem, problem},
    resolve::{Fields, Found, Names, missing_symbols, promotes, same_name},
};
use crate::avro::{
    defaults::label,
    names::split,
    tree::{Field, Kind, Record, Schema},
};

/// How many types lie in one another, through references as well: each is a call on the stack.
const DEEPEST: usize = 200;

/// How many are listed: nobody reads more.
const MOST: usize = 1_000;

/// What broke at one place, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The full name of the record that has the field, as the new schema calls it where it has it; empty: the schema has no
    /// record there.
    pub record: String,
    /// The field of that record; none: the record itself.
    pub field: Option<String>,
    /// Where it is for people: `Status.user`, `Status.user.name`, `the values of Status.labels`.
    pub place: String,
    /// What broke.
    pub problem: String,
    /// What to write instead.
    pub remedy: String,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}; {}", self.place, self.problem, self.remedy)
    }
}

/// Why `new` and `old` are not compatible in that direction, one explanation for each place, each pair of types once.
/// Empty exactly if [`check`](super::check()) finds nothing.
#[must_use]
pub fn explain(new: &Schema, old: &Schema, direction: Direction) -> Vec<Explanation> {
    let (reader, writer) = match direction {
        Direction::Backward => (new, old),
        Direction::Forward => (old, new),
    };
    let mut walk = Walk {
        direction,
        readers: Names::of(reader),
        writers: Names::of(writer),
        seen: HashSet::new(),
        places: Vec::new(),
        found: Vec::new(),
    };
    walk.pair(reader, writer);
    let found = walk.found;
    if !found.is_empty() {
        return found;
    }
    // Two branches of a union that can be read each, but not both, and the like: Java's words are better than none.
    let rest = check(reader, writer).into_iter().map(|found| Explanation {
        record: new.name().unwrap_or_default().to_owned(),
        field: None,
        place: found.path,
        problem: found.message,
        remedy: "keep what was there".to_owned(),
    });
    rest.collect()
}

struct Walk<'a> {
    direction: Direction,
    readers: Names<'a>,
    writers: Names<'a>,
    seen: HashSet<(*const Schema, *const Schema)>,
    places: Vec<Place<'a>>,
    found: Vec<Explanation>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    /// A field, of the reader's and the writer's record.
    Field(&'a str, &'a Record, &'a Record),
    Items,
    Values,
}

impl<'a> Walk<'a> {
    fn pair(&mut self, reader: &'a Schema, writer: &'a Schema) {
        let (reader, writer) = (self.readers.resolve(reader), self.writers.resolve(writer));
        let seen = !self.seen.insert((ptr::from_ref(reader), ptr::from_ref(writer)));
        if seen || self.places.len() > DEEPEST || self.found.len() >= MOST {
            return;
        }
        match (&reader.kind, &writer.kind) {
            (Kind::Array(of), Kind::Array(by)) => self.below(Place::Items, of, by),
            (Kind::Map(of), Kind::Map(by)) => self.below(Place::Values, of, by),
            (Kind::Record(of), Kind::Record(by)) => {
                self.name(reader, writer);
                self.record(of, by);
            }
            (Kind::Enum(_), Kind::Enum(_)) => {
                self.name(reader, writer);
                let missing = missing_symbols(reader, writer);
                if !missing.is_empty() {
                    self.found(&Problem::Symbols { name: label(reader), missing: &missing });
                }
            }
            (Kind::Fixed(of), Kind::Fixed(by)) => {
                self.name(reader, writer);
                if of.size != by.size {
                    self.found(&Problem::Size { reader: of.size, writer: by.size });
                }
            }
            (_, Kind::Union(branches)) => {
                for branch in branches {
                    self.branch(reader, branch);
                }
            }
            (Kind::Union(_), _) => self.branch(reader, writer),
            (of, by) if promotes(of, by) => {}
            (of, by) if std::mem::discriminant(of) == std::mem::discriminant(by) && reader.name().is_none() => {}
            _ => self.found(&Problem::Type { reader, writer }),
        }
    }

    /// A writer's branch, or its type as the only one, for a reader's type.
    fn branch(&mut self, reader: &'a Schema, writer: &'a Schema) {
        let (reader, writer) = (self.readers.resolve(reader), self.writers.resolve(writer));
        let branches = match &reader.kind {
            Kind::Union(branches) => branches.as_slice(),
            _ => std::slice::from_ref(reader),
        };
        if branches.iter().any(|branch| self.can_read(branch, writer)) {
            return;
        }
        // The branch that was meant: of the same name, or the only one of that kind.
        let kind = std::mem::discriminant(&writer.kind);
        let meant = branches.iter().filter(|branch| {
            let branch = self.readers.resolve(branch);
            std::mem::discriminant(&branch.kind) == kind && same_name(branch, writer)
        });
        let before = self.found.len();
        let mut first = None;
        for branch in meant.collect::<Vec<_>>() {
            self.pair(branch, writer);
            let found = self.found.split_off(before);
            if found.is_empty() {
                return;
            }
            first.get_or_insert(found);
        }
        if let Some(found) = first {
            return self.found.extend(found);
        }
        let mut others = branches.iter().filter(|branch| !matches!(branch.kind, Kind::Null));
        match (&writer.kind, others.next(), others.next()) {
            (Kind::Null, ..) => self.found(&Problem::Null { reader }),
            (_, Some(only), None) => self.pair(only, writer),
            _ => self.found(&Problem::Branch { reader, writer }),
        }
    }

    /// Whether it can at a glance: what cannot be said without looking into it is looked into.
    fn can_read(&self, reader: &'a Schema, writer: &'a Schema) -> bool {
        let reader = self.readers.resolve(reader);
        match (&reader.kind, &writer.kind) {
            (Kind::Array(_) | Kind::Map(_) | Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_), _) => false,
            (of, by) => promotes(of, by) || std::mem::discriminant(of) == std::mem::discriminant(by),
        }
    }

    fn name(&mut self, reader: &'a Schema, writer: &'a Schema) {
        if !same_name(reader, writer) {
            self.found(&Problem::Name { reader: label(reader), writer: label(writer) });
        }
    }

    fn record(&mut self, reader: &'a Record, writer: &'a Record) {
        let writers = Fields::of(writer);
        for field in &reader.fields {
            match writers.find(field) {
                Found::One(by) => self.below(Place::Field(&field.name, reader, writer), &field.schema, &by.schema),
                Found::None if field.default.is_some() => {}
                Found::None => {
                    let renamed = renamed(field, reader, writer);
                    self.places.push(Place::Field(&field.name, reader, writer));
                    self.found(&Problem::Missing { renamed });
                    self.places.pop();
                }
                Found::Several => {
                    self.places.push(Place::Field(&field.name, reader, writer));
                    self.found(&Problem::Several { aliases: &field.aliases });
                    self.places.pop();
                }
            }
        }
    }

    fn below(&mut self, place: Place<'a>, reader: &'a Schema, writer: &'a Schema) {
        self.places.push(place);
        self.pair(reader, writer);
        self.places.pop();
    }

    fn found(&mut self, what: &Problem<'_>) {
        let (problem, remedy) = problem(what, self.direction);
        let mut place = String::new();
        let (mut record, mut field) = (String::new(), None);
        for step in &self.places {
            match step {
                Place::Field(name, reader, writer) => {
                    let new = if self.direction == Direction::Backward { reader } else { writer };
                    if place.is_empty() {
                        place.push_str(split(&new.name).1);
                    }
                    place.push('.');
                    place.push_str(name);
                    record.clone_from(&new.name);
                    field = Some((*name).to_owned());
                }
                Place::Items => place.push_str("[]"),
                Place::Values => place.push_str("{}"),
            }
        }
        if place.is_empty() {
            "the schema".clone_into(&mut place);
        }
        self.found.push(Explanation { record, field, place, problem, remedy });
    }
}

/// The only field that the other record lost, if the types are the same: it may have this name now.
fn renamed<'a>(field: &Field, reader: &Record, writer: &'a Record) -> Option<&'a str> {
    let known =
        |of: &Field| reader.fields.iter().any(|field| field.name == of.name || field.aliases.contains(&of.name));
    let mut lost = writer.fields.iter().filter(|of| !known(of) && of.schema.kind == field.schema.kind);
    match (lost.next(), lost.next()) {
        (Some(lost), None) => Some(&lost.name),
        _ => None,
    }
}

//! Java's `SchemaCompatibility.checkReaderWriterCompatibility`, with everything that it finds, in its order.

use std::{collections::HashMap, fmt::Write as _, ptr, rc::Rc};

use super::{
    incompatibility::{Incompatibility, IncompatibilityKind},
    resolve::{Fields, Found, Names, missing_symbols, promotes, same_name},
};
use crate::avro::tree::{Kind, Record, Schema};

/// How many pairs of types lie in one another, through references as well: each is a call on the stack.
const DEEPEST: usize = 200;

/// How many pairs of types are compared: two unions of 1000 records each.
const MOST_PAIRS: usize = 1 << 20;

/// How many incompatibilities a type has: more are not listed, as they double with every type that uses it twice.
const MOST: usize = 10_000;

/// Why the reader cannot read everything that the writer may write, in Java's order; empty: it can.
///
/// The rule is that of a registry: logical types and other attributes do not count, of a name only what is behind its last
/// dot does, the reader's aliases do. Not more than the first 10 000 are listed.
///
/// ```
/// use kconnect::avro::{Schema, compat::check};
///
/// let [reader, writer] = [r#"{"type":"array","items":"int"}"#, r#"{"type":"array","items":"long"}"#];
/// let found = check(&reader.parse().unwrap(), &writer.parse().unwrap());
/// assert_eq!(found[0].to_string(), "TYPE_MISMATCH at /items: reader type: INT not compatible with writer type: LONG");
/// ```
#[must_use]
pub fn check(reader: &Schema, writer: &Schema) -> Vec<Incompatibility> {
    let mut checker = Checker {
        readers: Names::of(reader),
        writers: Names::of(writer),
        memo: HashMap::new(),
        location: Vec::new(),
        depth: 0,
    };
    match checker.compare(reader, writer) {
        Ok(found) => found.to_vec(),
        Err(thrown) => vec![thrown],
    }
}

/// What was found, shared by all uses of a pair; an error ends the comparison.
type Findings = Result<Rc<[Incompatibility]>, Incompatibility>;

struct Checker<'a> {
    readers: Names<'a>,
    writers: Names<'a>,
    /// What came of a pair; nothing yet while it is compared, which counts as compatible. Java has this by identity, too.
    memo: HashMap<(*const Schema, *const Schema), Option<Rc<[Incompatibility]>>>,
    location: Vec<Token>,
    depth: usize,
}

/// A step of a location.
#[derive(Clone, Copy)]
enum Token {
    Word(&'static str),
    Index(usize),
}

impl<'a> Checker<'a> {
    fn compare(&mut self, reader: &'a Schema, writer: &'a Schema) -> Findings {
        let (reader, writer) = (self.readers.resolve(reader), self.writers.resolve(writer));
        let pair = (ptr::from_ref(reader), ptr::from_ref(writer));
        if let Some(known) = self.memo.get(&pair) {
            return Ok(known.clone().unwrap_or_default());
        }
        if self.depth >= DEEPEST {
            return Err(self.not_comparable(format!("more than {DEEPEST} types in one another")));
        }
        if self.memo.len() >= MOST_PAIRS {
            return Err(self.not_comparable(format!("more than {MOST_PAIRS} pairs of types")));
        }
        self.memo.insert(pair, None);
        self.depth += 1;
        let mut found = Vec::new();
        self.kinds(reader, writer, &mut found)?;
        self.depth -= 1;
        found.truncate(MOST);
        let found: Rc<[_]> = found.into();
        self.memo.insert(pair, Some(found.clone()));
        Ok(found)
    }

    fn kinds(
        &mut self,
        reader: &'a Schema,
        writer: &'a Schema,
        found: &mut Vec<Incompatibility>,
    ) -> Result<(), Incompatibility> {
        match (&reader.kind, &writer.kind) {
            (Kind::Array(reader), Kind::Array(writer)) => self.below(&[Token::Word("items")], reader, writer, found)?,
            (Kind::Map(reader), Kind::Map(writer)) => self.below(&[Token::Word("values")], reader, writer, found)?,
            (Kind::Fixed(of), Kind::Fixed(by)) => {
                self.names(reader, writer, found);
                if of.size != by.size {
                    let message = format!("expected: {}, found: {}", by.size, of.size);
                    found.push(self.at("size", IncompatibilityKind::FixedSizeMismatch, message));
                }
            }
            (Kind::Enum(_), Kind::Enum(_)) => {
                self.names(reader, writer, found);
                let missing = missing_symbols(reader, writer);
                if !missing.is_empty() {
                    let message = format!("[{}]", missing.join(", "));
                    found.push(self.at("symbols", IncompatibilityKind::MissingEnumSymbols, message));
                }
            }
            (Kind::Record(of), Kind::Record(by)) => {
                self.names(reader, writer, found);
                self.fields(of, by, writer, found)?;
            }
            (Kind::Union(_), Kind::Union(branches)) => {
                for (index, branch) in branches.iter().enumerate() {
                    if !self.apart(reader, branch)?.is_empty() {
                        self.location.push(Token::Index(index));
                        found.push(self.lacking(self.writers.resolve(branch)));
                        self.location.pop();
                    }
                }
            }
            (_, Kind::Union(branches)) => {
                for (index, branch) in branches.iter().enumerate() {
                    self.below(&[Token::Index(index)], reader, branch, found)?;
                }
            }
            (Kind::Union(branches), _) => {
                for branch in branches {
                    if self.apart(branch, writer)?.is_empty() {
                        return Ok(());
                    }
                }
                found.push(self.lacking(writer));
            }
            (of, by) if promotes(of, by) => {}
            // Two references to nothing are not the same either.
            (of, by) if std::mem::discriminant(of) == std::mem::discriminant(by) && reader.name().is_none() => {}
            (of, by) => {
                let message = format!("reader type: {} not compatible with writer type: {}", upper(of), upper(by));
                found.push(self.here(IncompatibilityKind::TypeMismatch, message));
            }
        }
        Ok(())
    }

    fn fields(
        &mut self,
        reader: &'a Record,
        writer: &'a Record,
        of: &'a Schema,
        found: &mut Vec<Incompatibility>,
    ) -> Result<(), Incompatibility> {
        let writers = Fields::of(writer);
        for (index, field) in reader.fields.iter().enumerate() {
            let place = [Token::Word("fields"), Token::Index(index), Token::Word("type")];
            let schema = self.readers.resolve(&field.schema);
            match writers.find(field) {
                Found::One(by) => self.below(&place, &field.schema, &by.schema, found)?,
                Found::Several => {
                    return Err(self.not_comparable(format!(
                        "Reader record field {} type:{} pos:{index} matches multiple fields in writer record schema {of}",
                        field.name,
                        upper(&schema.kind)
                    )));
                }
                Found::None if field.default.is_some() => {}
                // Java takes an enum's own default for the field's, and then compares the enum with the whole record.
                Found::None if matches!(&schema.kind, Kind::Enum(of) if of.default.is_some()) => {
                    self.below(&place, schema, of, found)?;
                }
                Found::None => {
                    let [fields, index, _] = place;
                    self.location.extend([fields, index]);
                    found.push(self.here(IncompatibilityKind::ReaderFieldMissingDefaultValue, field.name.clone()));
                    self.location.truncate(self.location.len() - 2);
                }
            }
            if found.len() > MOST {
                break;
            }
        }
        Ok(())
    }

    fn below(
        &mut self,
        place: &[Token],
        reader: &'a Schema,
        writer: &'a Schema,
        found: &mut Vec<Incompatibility>,
    ) -> Result<(), Incompatibility> {
        self.location.extend(place);
        found.extend(self.compare(reader, writer)?.iter().cloned());
        self.location.truncate(self.location.len() - place.len());
        Ok(())
    }

    /// Compares for the answer only; the location starts anew.
    fn apart(&mut self, reader: &'a Schema, writer: &'a Schema) -> Findings {
        let location = std::mem::take(&mut self.location);
        let found = self.compare(reader, writer);
        self.location = location;
        found
    }

    fn names(&mut self, reader: &Schema, writer: &Schema, found: &mut Vec<Incompatibility>) {
        if !same_name(reader, writer) {
            let message = format!("expected: {}", writer.name().unwrap_or_default());
            found.push(self.at("name", IncompatibilityKind::NameMismatch, message));
        }
    }

    fn lacking(&self, writer: &Schema) -> Incompatibility {
        let message = format!("reader union lacking writer type: {}", upper(&writer.kind));
        self.here(IncompatibilityKind::MissingUnionBranch, message)
    }

    fn at(&mut self, word: &'static str, kind: IncompatibilityKind, message: String) -> Incompatibility {
        self.location.push(Token::Word(word));
        let found = self.here(kind, message);
        self.location.pop();
        found
    }

    fn here(&self, kind: IncompatibilityKind, message: String) -> Incompatibility {
        let mut path = String::new();
        for token in &self.location {
            // A string takes everything that is written to it.
            let _ = match token {
                Token::Word(word) => write!(path, "/{word}"),
                Token::Index(index) => write!(path, "/{index}"),
            };
        }
        let path = if path.is_empty() { "/".to_owned() } else { path };
        Incompatibility { kind, path, message }
    }

    fn not_comparable(&self, message: String) -> Incompatibility {
        self.here(IncompatibilityKind::NotComparable, message)
    }
}

/// Java's word of a type.
fn upper(kind: &Kind) -> String {
    kind.word().to_ascii_uppercase()
}

//! Schemas made of schemas.

use std::{
    borrow::Cow,
    collections::VecDeque,
    fmt,
    sync::{Mutex, PoisonError},
};

use kconnect::data::{Field, Schema, SchemaBuilder, SchemaType, Value};

use super::TransformException;

/// A builder of the same type with name, version, documentation and parameters of the schema: neither fields nor default,
/// and not optional (Kafka's `SchemaUtil.copySchemaBasics`).
pub(super) fn copy_basics(schema: &Schema) -> SchemaBuilder {
    let builder = match (schema.schema_type(), schema.value_schema()) {
        (SchemaType::Array, items) => SchemaBuilder::array(items),
        (ty, _) => SchemaBuilder::new(ty),
    };
    copy_basics_to(schema, builder)
}

/// The builder with name, version, documentation and parameters of the schema.
pub(super) fn copy_basics_to(schema: &Schema, mut builder: SchemaBuilder) -> SchemaBuilder {
    if let Some(name) = schema.name() {
        builder = builder.name(name);
    }
    if let Some(version) = schema.version() {
        builder = builder.version(version);
    }
    if let Some(doc) = schema.doc() {
        builder = builder.doc(doc);
    }
    builder.parameters(schema.parameters())
}

/// How many schemas a transformation remembers, as in Kafka.
const SIZE: usize = 16;

/// What was made of the last few schemas, so that records with one schema have one updated schema.
pub(super) struct SchemaCache<T> {
    /// The one that was used last is the first.
    entries: Mutex<VecDeque<(Schema, T)>>,
}

impl<T: Clone> SchemaCache<T> {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self { entries: Mutex::new(VecDeque::new()) }
    }

    /// What was made of an equal schema, or is made now.
    pub(super) fn get_or_make<E>(&self, schema: &Schema, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(known) = self.get(schema) {
            return Ok(known);
        }
        let new = make()?;
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.truncate(SIZE - 1);
        entries.push_front((schema.clone(), new.clone()));
        Ok(new)
    }

    fn get(&self, schema: &Schema) -> Option<T> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        // Mostly the schema is not only equal but the same one, which is seen at once.
        let same = entries.iter().position(|(known, _)| known.same_place(schema));
        let at = same.or_else(|| entries.iter().position(|(known, _)| known == schema))?;
        if at > 0 {
            let entry = entries.remove(at)?;
            entries.push_front(entry);
        }
        entries.front().map(|(_, made)| made.clone())
    }
}

impl<T> fmt::Debug for SchemaCache<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SchemaCache")
    }
}

/// The value, or the default of its schema if it is null and that is asked for (`replace.null.with.default`).
pub(super) fn or_default(value: Value, schema: &Schema, replace_null: bool) -> Value {
    match value {
        Value::Null if replace_null => schema.default_value().map_or(Value::Null, Cow::into_owned),
        value => value,
    }
}

/// The fields of a STRUCT.
///
/// # Errors
/// It is none.
pub(super) fn fields_of(schema: &Schema) -> Result<impl ExactSizeIterator<Item = Field<'_>>, TransformException> {
    if schema.schema_type() != SchemaType::Struct {
        return Err(TransformException::data("Cannot list fields on non-struct type"));
    }
    Ok(schema.fields())
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, convert::Infallible};

    use super::*;

    fn named(name: usize) -> Schema {
        SchemaBuilder::structure().name(name.to_string()).field("a", Schema::int32()).build().unwrap()
    }

    #[test]
    fn equal_schemas_have_the_same_updated_schema() {
        let cache = SchemaCache::new();
        let make = |schema: &Schema| cache.get_or_make(schema, || Ok::<_, Infallible>(named(7))).unwrap();
        assert!(make(&named(1)).same_place(&make(&named(1))));
        assert!(!make(&named(1)).same_place(&make(&named(2))));
    }

    #[test]
    fn the_schema_that_was_not_met_for_longest_is_forgotten() {
        let (cache, made) = (SchemaCache::new(), Cell::new(0));
        let meet = |name: usize| {
            let count = || {
                made.set(made.get() + 1);
                Ok::<_, Infallible>(())
            };
            cache.get_or_make(&named(name), count).unwrap();
            made.get()
        };
        for name in 0..SIZE {
            meet(name);
        }
        assert_eq!(meet(0), SIZE, "it is known");
        assert_eq!(meet(SIZE), SIZE + 1, "a new one");
        assert_eq!(meet(0), SIZE + 1, "it was met a short time ago");
        assert_eq!(meet(1), SIZE + 2, "it was not");
    }
}

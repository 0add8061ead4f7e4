//! Maps of records without a schema.

use std::collections::HashMap;

use kconnect::data::Value;

use super::TransformException;

/// The value of a key that is a text; null if there is none.
pub(super) fn get<'a>(entries: &'a [(Value, Value)], name: &str) -> &'a Value {
    let found = entries.iter().find(|(key, _)| matches!(key, Value::String(key) if key == name));
    found.map_or(&Value::Null, |(_, value)| value)
}

/// The same, taken out; null stays in its place.
pub(super) fn take(entries: &mut [(Value, Value)], name: &str) -> Value {
    let found = entries.iter_mut().find(|(key, _)| matches!(key, Value::String(key) if key == name));
    found.map_or(Value::Null, |(_, value)| std::mem::replace(value, Value::Null))
}

/// Puts an entry in place of the one with that key, or behind the others.
pub(super) fn put(entries: &mut Vec<(Value, Value)>, name: &str, value: Value) {
    match entries.iter_mut().find(|(key, _)| matches!(key, Value::String(key) if key == name)) {
        Some((_, old)) => *old = value,
        None => entries.push((Value::from(name), value)),
    }
}

/// A map that is made entry by entry.
#[derive(Default)]
pub(super) struct Entries {
    entries: Vec<(Value, Value)>,
    places: HashMap<Option<String>, usize>,
}

impl Entries {
    /// Puts an entry in place of the one with that key, or behind the others.
    pub(super) fn put(&mut self, name: Option<String>, value: Value) {
        if let Some((_, old)) = self.places.get(&name).and_then(|place| self.entries.get_mut(*place)) {
            *old = value;
        } else {
            self.entries.push((name.as_deref().into(), value));
            self.places.insert(name, self.entries.len() - 1);
        }
    }

    /// The map.
    pub(super) fn finish(self) -> Value {
        Value::Map(self.entries)
    }
}

/// In the order in which a `HashSet` or the keys of a `HashMap` are walked in Java: by bucket, then as they came. Which of
/// several problems is told depends on it, and which of two entries comes later.
pub(super) fn java_order<T>(mut entries: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut buckets = 16_usize;
    while entries.len() * 4 > buckets * 3 {
        buckets *= 2;
    }
    entries.sort_by_cached_key(|entry| {
        let units = name(entry).encode_utf16();
        let hash = units.fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
        usize::try_from(hash ^ (hash >> 16)).unwrap_or_default() & (buckets - 1)
    });
    entries
}

/// The key of an entry: a text, as converters give it without a schema, or null.
pub(super) fn entry_name(key: &Value) -> Result<Option<&str>, TransformException> {
    match key {
        Value::Null => Ok(None),
        Value::String(name) => Ok(Some(name)),
        other => {
            let class = other.java_class();
            Err(TransformException::class_cast(format!("class {class} cannot be cast to class java.lang.String")))
        }
    }
}

/// `String.split(":")`: without the empty parts at the end.
pub(super) fn java_split(text: &str) -> Vec<&str> {
    let mut parts: Vec<_> = text.split(':').collect();
    if parts.len() > 1 {
        while parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
    }
    parts
}

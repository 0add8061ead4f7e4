//! A schema and its text.

use std::sync::Arc;

use crate::avro::{Kind, Schema};

/// An Avro schema together with the text that goes to the registry.
#[derive(Debug)]
pub struct Registered {
    schema: Schema,
    text: Arc<str>,
    references: bool,
}

impl Registered {
    pub(super) fn new(schema: Schema) -> Self {
        let text = schema.to_string().into();
        let references = has_references(&schema);
        Self { schema, text, references }
    }

    /// Whether it uses a name again that it has defined.
    pub(super) fn has_references(&self) -> bool {
        self.references
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The full name, if it is a record: subjects may be named after it.
    #[must_use]
    pub fn record_name(&self) -> Option<&str> {
        matches!(self.schema.kind, Kind::Record(_)).then(|| self.schema.name()).flatten()
    }
}

/// Whether a schema uses a name again that it has defined; if not, nobody has to know its names.
pub(super) fn has_references(schema: &Schema) -> bool {
    let mut found = false;
    schema.walk(&mut |node| found |= matches!(node.kind, Kind::Reference(_)));
    found
}

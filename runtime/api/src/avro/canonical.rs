//! The Parsing Canonical Form: what of a schema decides how its data are read (`SchemaNormalization.toParsingForm`).

use std::collections::HashSet;

use super::tree::{Kind, Schema};

impl Schema {
    /// The Parsing Canonical Form of the Avro specification, as Java writes it: no attributes, documentation, aliases or
    /// defaults; full names.
    #[must_use]
    pub fn canonical_form(&self) -> String {
        let mut form = Form { out: String::new(), known: HashSet::new() };
        form.node(self);
        form.out
    }
}

struct Form<'a> {
    out: String,
    known: HashSet<&'a str>,
}

impl<'a> Form<'a> {
    fn node(&mut self, schema: &'a Schema) {
        if let Some(name) = schema.name() {
            if !self.known.insert(name) || matches!(schema.kind, Kind::Reference(_)) {
                return self.push(&["\"", name, "\""]);
            }
            let word = schema.kind.word();
            self.push(&["{\"name\":\"", name, "\",\"type\":\"", word, "\""]);
        }
        match &schema.kind {
            Kind::Union(branches) => self.list(branches, Self::node),
            Kind::Array(items) => self.around("{\"type\":\"array\",\"items\":", items),
            Kind::Map(values) => self.around("{\"type\":\"map\",\"values\":", values),
            Kind::Record(record) => {
                self.push(&[",\"fields\":"]);
                self.list(&record.fields, |form, field| {
                    form.push(&["{\"name\":\"", &field.name, "\",\"type\":"]);
                    form.around("", &field.schema);
                });
                self.push(&["}"]);
            }
            Kind::Enum(of) => {
                self.push(&[",\"symbols\":"]);
                self.list(&of.symbols, |form, symbol| form.push(&["\"", symbol, "\""]));
                self.push(&["}"]);
            }
            Kind::Fixed(of) => self.push(&[",\"size\":", &of.size.to_string(), "}"]),
            primitive => self.push(&["\"", primitive.word(), "\""]),
        }
    }

    fn around(&mut self, start: &str, inner: &'a Schema) {
        self.push(&[start]);
        self.node(inner);
        self.push(&["}"]);
    }

    fn list<T>(&mut self, items: &'a [T], write: impl Fn(&mut Self, &'a T)) {
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            write(self, item);
        }
        self.out.push(']');
    }

    fn push(&mut self, pieces: &[&str]) {
        self.out.extend(pieces.iter().copied());
    }
}

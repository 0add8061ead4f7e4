//! Records as documentation: fields, types, defaults, descriptions.

use html_escape::encode_text;

use super::{Catalog, collect::Entry};
use crate::data::{Schema, SchemaType, Value, Values};

/// One field, as documentation shows it.
struct Row {
    name: String,
    ty: String,
    /// Full names of the records in the type.
    records: Vec<String>,
    default: Option<String>,
    doc: String,
}

impl Catalog {
    /// Every record as a Markdown table of its fields, for a README: name, type, default, description. A record in a field's
    /// type is a link to its own table.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let sections: Vec<_> = self.records.iter().map(|(name, entry)| markdown(name, entry, self)).collect();
        sections.join("\n")
    }

    /// The same as HTML: a section with an `id`, a heading and a table for each record. Everything is escaped.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.records.iter().map(|(name, entry)| html(name, entry, self)).collect()
    }
}

fn rows(schema: &Schema) -> Vec<Row> {
    schema
        .fields()
        .map(|field| {
            let of = field.schema();
            let mut records = Vec::new();
            let mut doc = Vec::new();
            // A record's documentation is in its own table.
            if of.schema_type() != SchemaType::Struct || is_union(of) {
                doc.extend(of.doc().map(str::to_owned));
            }
            if !field.aliases().is_empty() {
                doc.push(format!("Formerly {}.", field.aliases().join(", ")));
            }
            let ty = type_text(of, &mut records);
            Row { name: field.name().to_owned(), ty, records, default: default_text(of), doc: doc.join(" ") }
        })
        .collect()
}

fn is_union(schema: &Schema) -> bool {
    schema.name() == Some("io.confluent.connect.avro.Union")
}

/// The type in Connect's words; the full names of the records in it are collected.
fn type_text(schema: &Schema, records: &mut Vec<String>) -> String {
    let mut below =
        |schema: Option<Schema>| schema.map_or_else(|| "anything".to_owned(), |schema| type_text(&schema, records));
    let text = match schema.schema_type() {
        SchemaType::Array => format!("ARRAY of {}", below(schema.value_schema())),
        SchemaType::Map => {
            let keys = below(schema.key_schema());
            format!("MAP of {keys} to {}", below(schema.value_schema()))
        }
        SchemaType::Struct if is_union(schema) => {
            let branches: Vec<_> = schema.fields().map(|field| field.schema().clone()).collect();
            // A branch is optional because another one may be set: that is no news.
            let branches: Vec<_> = branches.iter().map(|branch| unqualified(&below(Some(branch.clone())))).collect();
            format!("one of {}", branches.join(", "))
        }
        SchemaType::Struct => {
            let name = schema.name().unwrap_or("STRUCT");
            records.push(name.to_owned());
            name.to_owned()
        }
        SchemaType::String if symbols(schema).next().is_some() => {
            format!("STRING: {}", symbols(schema).collect::<Vec<_>>().join(", "))
        }
        scalar => match schema.name().and_then(|name| name.strip_prefix("org.apache.kafka.connect.data.")) {
            Some("Decimal") => format!("Decimal of scale {}", schema.parameter("scale").unwrap_or("?")),
            Some(logical) => logical.to_owned(),
            None => scalar.to_string(),
        },
    };
    if schema.is_optional() { format!("optional {text}") } else { text }
}

fn unqualified(text: &str) -> String {
    text.strip_prefix("optional ").unwrap_or(text).to_owned()
}

/// The symbols of a STRING that stands for an enum.
fn symbols(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.parameters().filter_map(|(key, _)| key.strip_prefix("io.confluent.connect.avro.Enum."))
}

fn default_text(schema: &Schema) -> Option<String> {
    match schema.default_value() {
        Some(default) => Some(value_text(&default)),
        None => schema.is_optional().then(|| "null".to_owned()),
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        other => Values::convert_to_string(None, other).unwrap_or_else(|| "null".to_owned()),
    }
}

/// What stands before a table of one record: its documentation, version and former names.
fn preface(entry: &Entry) -> Vec<String> {
    let schema = &entry.connect;
    let mut preface: Vec<String> = schema.doc().map(str::to_owned).into_iter().collect();
    if let Some(version) = schema.version() {
        preface.push(format!("Version {version}."));
    }
    if !schema.aliases().is_empty() {
        preface.push(format!("Formerly {}.", schema.aliases().join(", ")));
    }
    preface
}

/// The heading's place in a page, as Markdown's renderers make it.
fn anchor(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect::<String>().to_lowercase()
}

fn markdown(name: &str, entry: &Entry, catalog: &Catalog) -> String {
    let mut text = format!("### {name}\n\n");
    for paragraph in preface(entry) {
        text.push_str(&paragraph);
        text.push_str("\n\n");
    }
    text.push_str("| Field | Type | Default | Description |\n| --- | --- | --- | --- |\n");
    for row in rows(&entry.connect) {
        let mut ty = row.ty;
        for record in row.records.iter().filter(|record| catalog.records.contains_key(*record)) {
            let simple = record.rsplit('.').next().unwrap_or(record);
            ty = ty.replacen(record.as_str(), &format!("[{simple}](#{})", anchor(record)), 1);
        }
        let default = row.default.map_or_else(|| "required".to_owned(), |default| format!("`{default}`"));
        for cell in [format!("`{}`", row.name), ty, default, row.doc] {
            let cell = cell.replace("\n\n", "<br>").replace('\n', " ").replace('|', "\\|");
            text.extend(["| ", &cell, if cell.is_empty() { "" } else { " " }]);
        }
        text.push_str("|\n");
    }
    text
}

fn html(name: &str, entry: &Entry, catalog: &Catalog) -> String {
    let mut text = format!("<section id=\"{}\">\n<h3>{}</h3>\n", anchor(name), encode_text(name));
    for paragraph in preface(entry) {
        text.extend(["<p>", &encode_text(&paragraph).replace("\n\n", "<br>"), "</p>\n"]);
    }
    text.push_str(
        "<table>\n<thead><tr><th>Field</th><th>Type</th><th>Default</th><th>Description</th></tr></thead>\n<tbody>\n",
    );
    for row in rows(&entry.connect) {
        let mut ty = encode_text(&row.ty).into_owned();
        for record in row.records.iter().filter(|record| catalog.records.contains_key(*record)) {
            let simple = record.rsplit('.').next().unwrap_or(record);
            let link = format!("<a href=\"#{}\">{}</a>", anchor(record), encode_text(simple));
            ty = ty.replacen(&*encode_text(record), &link, 1);
        }
        let default = row
            .default
            .map_or_else(|| "required".to_owned(), |default| format!("<code>{}</code>", encode_text(&default)));
        let doc = encode_text(&row.doc).replace("\n\n", "<br>");
        let cells = [format!("<code>{}</code>", encode_text(&row.name)), ty, default, doc];
        let cells: Vec<_> = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        text.extend(["<tr>", &cells.concat(), "</tr>\n"]);
    }
    text.push_str("</tbody>\n</table>\n</section>\n");
    text
}

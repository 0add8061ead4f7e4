//! The record: 75 fields, those of the Twitter connector's `Status` with its author and place in one struct.

/// A line each: name, type, documentation.
const TABLE: &str = include_str!("status.txt");

/// One field.
#[derive(Debug)]
pub(crate) struct Column {
    name: &'static str,
    rust: &'static str,
    doc: &'static str,
}

/// Every field.
pub(crate) fn all() -> impl Iterator<Item = Column> {
    TABLE.lines().map(|line| {
        let columns: Vec<_> = line.split(" | ").map(str::trim).collect();
        let [name, rust, doc] = *columns else { panic!("three columns: {line}") };
        Column { name, rust, doc }
    })
}

impl Column {
    /// The field as it stands in the struct.
    pub(crate) fn declare(&self) -> String {
        format!("    /// {}\n    pub {}: {},\n", self.doc, self.name, self.rust)
    }
}

//! The struct: 40 fields of common types, with defaults, ranges, lists of valid texts, and headings.

/// A line each: group, name, type, default, valid values, documentation.
const TABLE: &str = include_str!("fields.txt");

/// One field. Both derives get all of it.
#[derive(Debug)]
pub(crate) struct Field {
    group: &'static str,
    name: &'static str,
    rust: &'static str,
    default: &'static str,
    valid: &'static str,
    doc: &'static str,
}

/// Every field.
pub(crate) fn all() -> impl Iterator<Item = Field> {
    TABLE.lines().map(|line| {
        let columns: Vec<_> = line.split(" | ").map(str::trim).collect();
        let [group, name, rust, default, valid, doc] = *columns else { panic!("six columns: {line}") };
        Field { group, name, rust, default, valid, doc }
    })
}

impl Field {
    /// The field as it stands in the struct, with the attribute of a derive.
    pub(crate) fn declare(&self, attribute: &str) -> String {
        format!("    /// {}\n{attribute}    pub {}: {},\n", self.doc, self.name, self.rust)
    }

    /// The attribute for `ConfigDef`.
    pub(crate) fn config(&self) -> String {
        let mut words = vec!["importance = medium".to_owned(), format!("group = {:?}", self.group)];
        if !self.default.is_empty() {
            words.push(format!("default = {}", self.default));
        }
        match self.valid {
            "" => {}
            texts if texts.starts_with('[') => words.push(format!("one_of = {texts}")),
            range => words.push(format!("range = {range}")),
        }
        format!("    #[config({})]\n", words.join(", "))
    }

    /// The attribute for clap: what it does not do by itself is written as its users write it, `true` and `false` as
    /// values, lists with commas.
    pub(crate) fn clap(&self) -> String {
        let mut words = vec!["long".to_owned(), format!("help_heading = {:?}", self.group)];
        let default = match self.rust {
            "String" | "PathBuf" => "default_value",
            "Vec<String>" => "default_values",
            _ => "default_value_t",
        };
        if !self.default.is_empty() {
            words.push(format!("{default} = {}", self.default));
        }
        match self.rust {
            "bool" => words.push("action = clap::ArgAction::Set".to_owned()),
            "Vec<String>" => words.push("value_delimiter = ','".to_owned()),
            _ => {}
        }
        match self.valid {
            "" => {}
            texts if texts.starts_with('[') => words.push(format!("value_parser = {texts}")),
            range => words.push(format!("value_parser = clap::value_parser!({}).range({range})", self.rust)),
        }
        format!("    #[arg({})]\n", words.join(", "))
    }
}

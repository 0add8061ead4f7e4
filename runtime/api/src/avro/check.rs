//! The rules that hold for a whole schema, whether it was parsed or built.

use std::collections::HashSet;

use super::{
    defaults::{Defaults, Open, form, label},
    invalid::{At, InvalidSchema},
    names::{Rule, split},
    tree::{EnumSchema, Field, Kind, Record, Schema},
};

impl Schema {
    /// Checks what a registry checks of a new schema, beyond what is checked when it reads one that it has: every name is
    /// made of letters, digits and `_` of ASCII, and every default is a value of its field's type.
    ///
    /// ```
    /// use kconnect::avro::Schema;
    ///
    /// let text = r#"{"type":"record","name":"R","fields":[{"name":"lang","type":"string","default":null}]}"#;
    /// let error = text.parse::<Schema>().unwrap().validate().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "not an Avro schema: at /fields/0/default: null is no value of string; write a string in quotes, or \
    ///      make the type [\"null\",\"string\"]"
    /// );
    /// ```
    ///
    /// # Errors
    /// The first place where it does not hold, and what to write there.
    pub fn validate(&self) -> Result<(), InvalidSchema> {
        check(self, Rule::New)
    }
}

/// Checks the structure, the names by `rule`, and of a new schema the defaults.
pub(super) fn check(schema: &Schema, rule: Rule) -> Result<(), InvalidSchema> {
    let defaults = (rule == Rule::New).then(|| Defaults::of(schema));
    Checker { rule, defined: HashSet::new(), defaults }.node(schema, &At::TOP)
}

struct Checker<'a> {
    rule: Rule,
    defined: HashSet<&'a str>,
    defaults: Option<Defaults<'a>>,
}

impl<'a> Checker<'a> {
    fn node(&mut self, schema: &'a Schema, at: &At<'_>) -> Result<(), InvalidSchema> {
        match &schema.kind {
            Kind::Array(items) => self.node(items, &at.key("items")),
            Kind::Map(values) => self.node(values, &at.key("values")),
            Kind::Union(branches) => self.union(branches, at),
            Kind::Record(record) => self.record(record, at),
            Kind::Enum(of) => self.symbols(of, at),
            Kind::Fixed(of) => self.define(&of.name, &of.aliases, at),
            Kind::Reference(name) if !self.defined.contains(name.as_str()) => {
                at.invalid(format!("`{name}` is not defined before it is used; write its definition here"))
            }
            _ => Ok(()),
        }
    }

    fn define(&mut self, name: &'a str, aliases: &'a [String], at: &At<'_>) -> Result<(), InvalidSchema> {
        if !self.defined.insert(name) {
            return at.invalid(format!("`{name}` is defined twice; write {name:?} to use the first"));
        }
        self.name(split(name).1, at, "name")?;
        if self.rule == Rule::Stored {
            return Ok(());
        }
        let (namespace, _) = split(name);
        if !namespace.is_empty() {
            namespace.split('.').try_for_each(|part| self.name(part, at, "namespace"))?;
        }
        aliases.iter().try_for_each(|alias| self.name(split(alias).1, at, "aliases"))
    }

    fn name(&self, name: &str, at: &At<'_>, key: &str) -> Result<(), InvalidSchema> {
        self.rule.problem(name).map_or(Ok(()), |problem| at.key(key).invalid(problem))
    }

    fn union(&mut self, branches: &'a [Schema], at: &At<'_>) -> Result<(), InvalidSchema> {
        let mut labels = HashSet::new();
        for (index, branch) in branches.iter().enumerate() {
            let at = at.index(index);
            if matches!(branch.kind, Kind::Union(_)) {
                return at.invalid("a union in a union; write its types into the outer one");
            }
            let label = label(branch);
            if !labels.insert(label) {
                return at.invalid(format!(
                    "`{label}` is twice in a union; write it once, or make records, enums or fixed of different names"
                ));
            }
            self.node(branch, &at)?;
        }
        Ok(())
    }

    fn record(&mut self, record: &'a Record, at: &At<'_>) -> Result<(), InvalidSchema> {
        self.define(&record.name, &record.aliases, at)?;
        if let Some(defaults) = &mut self.defaults {
            defaults.begin(&record.name);
        }
        let mut names = HashSet::new();
        for (index, field) in record.fields.iter().enumerate() {
            let fields = at.key("fields");
            let at = &fields.index(index);
            if !names.insert(field.name.as_str()) {
                return at.invalid(format!("the field `{}` is twice in `{}`; rename one", field.name, record.name));
            }
            self.name(&field.name, at, "name")?;
            self.node(&field.schema, &at.key("type"))?;
            self.default(field, at)?;
        }
        if let Some(defaults) = &mut self.defaults {
            defaults.end(&record.name);
        }
        Ok(())
    }

    fn default(&mut self, field: &'a Field, at: &At<'_>) -> Result<(), InvalidSchema> {
        let (Some(defaults), Some(default)) = (&mut self.defaults, &field.default) else { return Ok(()) };
        match defaults.fits(field) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(Open(record)) => {
                return at.key("default").invalid(format!(
                    "a default with a value of `{record}`, which is not at its end here; write null first among the types and \
                     as the default"
                ));
            }
        }
        let label = label(&field.schema);
        let or_null = match &field.schema.kind {
            Kind::Union(_) | Kind::Null => String::new(),
            _ if default.is_null() => format!(", or make the type [\"null\",{label:?}]"),
            _ => String::new(),
        };
        at.key("default").invalid(format!("{default} is no value of {label}; {}{or_null}", form(&field.schema)))
    }

    fn symbols(&mut self, of: &'a EnumSchema, at: &At<'_>) -> Result<(), InvalidSchema> {
        self.define(&of.name, &of.aliases, at)?;
        let mut symbols = HashSet::new();
        for (index, symbol) in of.symbols.iter().enumerate() {
            let at = at.key("symbols");
            if let Some(problem) = self.rule.problem(symbol) {
                return at.index(index).invalid(problem);
            }
            if !symbols.insert(symbol.as_str()) {
                return at
                    .index(index)
                    .invalid(format!("the symbol `{symbol}` is twice in `{}`; write it once", of.name));
            }
        }
        match &of.default {
            Some(default) if !symbols.contains(default.as_str()) => {
                at.key("default").invalid(format!("`{default}` is no symbol; write one of {}", of.symbols.join(", ")))
            }
            _ => Ok(()),
        }
    }
}

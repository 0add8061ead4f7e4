//! The definition and the properties, as the JVM is told of them, and whether it makes the same of them.

use kconnect::{
    ConfigDef, Prop, Props,
    config::{ConfigKey, Constraint, Parsed},
};

use crate::{cases::Inputs, jvm::Jvm, settings::Settings};

/// Three blocks of lines, with tabs between the parts: the keys, and both properties.
pub(crate) fn describe(inputs: &Inputs) -> String {
    let definition = Settings::definition();
    let keys: String = definition.keys().iter().map(key).collect();
    format!("{keys}\n{}\n{}\n", properties(&inputs.valid), properties(&inputs.invalid))
}

fn key(key: &ConfigKey) -> String {
    let default = match key.default_value() {
        None => "required".to_owned(),
        Some(Parsed::Password(password)) => format!("={}", password.expose()),
        Some(default) => default.to_text().map_or_else(|| "null".to_owned(), |text| format!("={text}")),
    };
    let parts = [
        &*key.name,
        key.config_type.name(),
        &default,
        // Null is refused by every validator of Kafka's, so it has none where we ask none.
        &key.constraint().filter(|_| !key.is_nullable()).map(|constraint| rule(&constraint)).unwrap_or_default(),
        key.importance.name(),
        key.doc(),
        key.group.as_deref().unwrap_or_default(),
        &key.order.to_string(),
        key.width.name(),
        &key.display_name,
    ];
    format!("{}\n", parts.join("\t"))
}

fn rule(constraint: &Constraint) -> String {
    let text = |bound: &Option<Parsed>| bound.as_ref().and_then(Parsed::to_text).unwrap_or_default();
    match constraint {
        Constraint::Range { min, max } => format!("range {} {}", text(min), text(max)),
        Constraint::OneOf { values, case_insensitive: false } => format!("in {}", values.join(" ")),
        Constraint::NonNull => "non-null".to_owned(),
        Constraint::NonEmpty => "non-empty".to_owned(),
        Constraint::All(all) => all.iter().map(rule).collect::<Vec<_>>().join("&"),
        other => panic!("the JVM's side does not know {other:?}"),
    }
}

fn properties(props: &Props) -> String {
    props
        .iter()
        .fold(String::new(), |lines, (name, value)| lines + name + "\t" + value.expose().expect("a text") + "\n")
}

/// Ends the program if the JVM comes to other values or other messages than we do.
pub(crate) fn compare(inputs: &Inputs, jvm: &mut Jvm) {
    let parsed = Settings::definition().parse(&inputs.valid).expect("a valid configuration");
    let values = parsed.iter().map(|(name, value)| format!("{name}={}", value.to_text().unwrap_or("null".to_owned())));
    assert_eq!(jvm.lines(), values.collect::<Vec<_>>(), "what the JVM parses, and what we parse");
    let validation = Settings::definition().validate(&inputs.invalid);
    let errors: Vec<_> = validation.errors().flat_map(|(_, errors)| errors).cloned().collect();
    assert_eq!(jvm.lines(), errors, "what the JVM refuses, and what we refuse");
}

impl Inputs {
    /// How many keys the definition has.
    pub(crate) fn keys(&self) -> usize {
        let keys = Settings::definition().keys().len();
        debug_assert!(self.valid.values().all(|value| matches!(value, Prop::Plain(_))));
        keys
    }
}

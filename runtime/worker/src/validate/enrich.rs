//! The keys of a connector's transformations and predicates (`ConnectorConfig.EnrichablePlugin`).

use std::sync::Arc;

use kconnect::{
    Props,
    config::{ConfigKey, ConfigType, Definition, DefinitionError, Importance, Invalid, Parsed, Prop, Validator, Width},
};

use super::{
    advice::{Classes, VersionsOf},
    plugin::ClassDescription,
    plugin_set::{ClassKind, PluginSet},
    version::Requirement,
};

/// One of the two lists of names with settings of their own.
#[derive(Clone, Copy)]
struct Section {
    kind: ClassKind,
    key: &'static str,
    group: &'static str,
    /// In lower case, for the documentation.
    noun: &'static str,
}

const SECTIONS: [Section; 2] = [
    Section { kind: ClassKind::Transformation, key: "transforms", group: "Transforms", noun: "transformation" },
    Section { kind: ClassKind::Predicate, key: "predicates", group: "Predicates", noun: "predicate" },
];

const PREDICATE: &str = "predicate";
const NEGATE: &str = "negate";

/// The definition with the keys of every transformation and predicate that the configuration names.
///
/// # Errors
/// A key that is defined twice.
pub(super) fn enrich(
    definition: Definition,
    plugins: &Arc<PluginSet>,
    props: &Props,
) -> Result<Definition, DefinitionError> {
    SECTIONS.iter().try_fold(definition, |definition, section| {
        names(props, section.key)
            .into_iter()
            .try_fold(definition, |definition, name| Member::new(*section, name, plugins, props).add(definition))
    })
}

/// The names in a list, each once.
fn names(props: &Props, key: &str) -> Vec<String> {
    let given = props.get(key).and_then(Prop::expose).unwrap_or_default().to_owned();
    let mut names = Vec::new();
    if let Ok(Parsed::List(all)) = ConfigType::List.parse(&Parsed::String(given)) {
        for name in all {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// One transformation or predicate of a connector.
#[derive(Clone)]
struct Member {
    section: Section,
    plugins: Arc<PluginSet>,
    name: String,
    prefix: String,
    type_key: String,
    /// The class, as it is written.
    class: Option<String>,
    /// The version that is asked for.
    version: Option<String>,
    default_version: Option<String>,
    /// The first of these, or the second if nobody asks.
    effective_version: Option<String>,
    /// Whether a predicate is negated that is not there.
    negates_nothing: bool,
}

/// Why a class has no definition.
enum Unusable {
    Version(String),
    Other(Invalid),
}

impl From<Unusable> for Invalid {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Version(message) => Self::whole(message),
            Unusable::Other(invalid) => invalid,
        }
    }
}

impl Member {
    fn new(section: Section, name: String, plugins: &Arc<PluginSet>, props: &Props) -> Self {
        let prefix = format!("{}.{name}.", section.key);
        let type_key = format!("{prefix}type");
        let text = |given: &Prop| given.expose().map(str::to_owned);
        let class = props.get(&type_key).and_then(text);
        let default_version =
            class.as_deref().and_then(|class| plugins.version(section.kind, class)).map(str::to_owned);
        let asked = props.get(&format!("{prefix}plugin.version"));
        let version = asked.and_then(text);
        Self {
            // Null asks for any.
            effective_version: if asked.is_some() { version.clone() } else { default_version.clone() },
            version,
            negates_nothing: section.kind == ClassKind::Transformation
                && props.contains_key(&format!("{prefix}{NEGATE}"))
                && !props.contains_key(&format!("{prefix}{PREDICATE}")),
            plugins: Arc::clone(plugins),
            section,
            name,
            prefix,
            type_key,
            class,
            default_version,
        }
    }

    fn add(self, definition: Definition) -> Result<Definition, DefinitionError> {
        let Section { kind, group, noun, .. } = self.section;
        let (name, interface) = (&self.name, kind.interface());
        let group = format!("{group}: {name}");
        let key = |key: &str, config_type, documentation, order, display_name| {
            let mut made = ConfigKey::new(format!("{}{key}", self.prefix), config_type, Importance::High);
            made.documentation = Some(documentation);
            made.group = Some(group.clone().into());
            made.order = order;
            made.width = Width::Long;
            made.display_name = display_name;
            made
        };
        let type_key = key(
            "type",
            ConfigType::Class,
            format!("Class for the '{name}' {noun}.").into(),
            0,
            format!("{interface} type for {name}").into(),
        )
        .with_validator(TypeRule(self.clone()))
        .with_recommender(Classes::of(&self.plugins, kind));
        let version_key = key(
            "plugin.version",
            ConfigType::String,
            format!("Version of the '{name}' {noun}.").into(),
            1,
            format!("{interface} version for {name}").into(),
        )
        .with_default(self.default_version.clone().map_or(Parsed::Null, Parsed::String))
        .with_validator(VersionRule(self.clone()))
        .with_recommender(VersionsOf::always(&self.plugins, kind, &self.type_key));
        let definition = definition.define(type_key)?.define(version_key)?;
        match self.own_keys() {
            Some(own) => definition.embed(&self.prefix, &group, 2, &own),
            None => Ok(definition),
        }
    }

    /// The keys that the class has, and those that every transformation has; `None` if the class cannot be used.
    fn own_keys(&self) -> Option<Definition> {
        let class = self.class.as_deref()?;
        let description = self.describe(class, self.version.as_deref()).ok()?;
        let mut implicit = Vec::new();
        if self.section.kind == ClassKind::Transformation {
            let mut predicate = ConfigKey::new(PREDICATE, ConfigType::String, Importance::Medium);
            predicate.documentation =
                Some("The alias of a predicate used to determine whether to apply this transformation.".into());
            let mut negate = ConfigKey::new(NEGATE, ConfigType::Boolean, Importance::Medium);
            negate.documentation = Some("Whether the configured predicate should be negated.".into());
            implicit.push(predicate.with_default(Parsed::Null));
            implicit.push(negate.with_default(Parsed::Boolean(false)));
        }
        let masked = |key: &&ConfigKey| !implicit.iter().any(|implicit| implicit.name == key.name);
        let own: Vec<_> = description.definition.keys().iter().filter(masked).cloned().collect();
        Definition::new(implicit.into_iter().chain(own)).ok()
    }

    /// The class of that name, in the version that is asked for (`getConfigDefFromPlugin`).
    fn describe(&self, class: &str, version: Option<&str>) -> Result<Arc<ClassDescription>, Unusable> {
        let (plugins, kind) = (&self.plugins, self.section.kind);
        let requirement = Requirement::parse(version).map_err(Unusable::Version)?;
        let given = self.class.as_deref().unwrap_or_default();
        let trimmed = given.trim_matches(|c| c <= ' ');
        if !plugins.has_class(trimmed) {
            let value = Parsed::String(given.to_owned());
            return Err(Unusable::Other(Invalid::value(&value, format!("Class {given} could not be found."))));
        }
        check_kind(plugins, kind, trimmed).map_err(Unusable::Other)?;
        let Some(description) = plugins.class(kind, class) else {
            let message = format!("Error getting config definition from {}: {class}", kind.interface());
            return Err(Unusable::Other(Invalid::value(&Parsed::String(class.to_owned()), message)));
        };
        plugins.require(class, requirement.as_ref()).map_err(Unusable::Version)?;
        Ok(Arc::clone(description))
    }
}

/// Whether the class is of that kind (`Utils.ensureConcreteSubclass`).
pub(super) fn check_kind(plugins: &PluginSet, kind: ClassKind, class: &str) -> Result<(), Invalid> {
    if plugins.class(kind, class).is_some() || !plugins.has_class(class) {
        return Ok(());
    }
    let (class, interface) = (plugins.full_name(class), kind.interface());
    Err(Invalid::whole(format!("Class class {class} does not implement the {interface} interface")))
}

/// What `transforms.x.type` has to satisfy.
struct TypeRule(Member);

impl Validator for TypeRule {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Self(member) = self;
        if member.negates_nothing {
            let prefix = &member.prefix;
            return Err(Invalid::whole(format!(
                "Config '{prefix}{NEGATE}' was provided but there is no config '{prefix}{PREDICATE}' defining a predicate \
                 to be negated."
            )));
        }
        let Parsed::Class(class) = value else { return Ok(()) };
        member.describe(member.plugins.full_name(class), member.effective_version.as_deref())?;
        Ok(())
    }

    fn describe(&self) -> String {
        format!("valid configs for {} {}", self.0.name, self.0.section.noun)
    }
}

/// What `transforms.x.plugin.version` has to satisfy.
struct VersionRule(Member);

impl Validator for VersionRule {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let (Parsed::String(version), Some(class)) = (value, &self.0.class) else { return Ok(()) };
        match self.0.describe(class, Some(version)) {
            Err(Unusable::Version(message)) => Err(Invalid::whole(message)),
            // What else is wrong is said of the class.
            _ => Ok(()),
        }
    }

    fn describe(&self) -> String {
        String::new()
    }
}

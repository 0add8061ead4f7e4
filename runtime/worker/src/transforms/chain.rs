//! The transformations of one connector, in their order, each with its predicate.

use std::{collections::BTreeSet, fmt, sync::Arc};

use kconnect::{
    ConnectRecord, Error, Prop, Props, Result,
    config::{ConfigType, Parsed},
    host::{DynPredicate, DynTransformation, RecordPlugin},
};

use super::RecordPlugins;
use crate::raw;

const TRANSFORMS: &str = "transforms";
const PREDICATES: &str = "predicates";

/// What happens to every record between a connector and its converters (Kafka's `TransformationChain`).
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue};
/// use kconnect_worker::transforms::{Chain, RecordPlugins};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config = [
///     ("transforms", "route, drop"),
///     ("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter"),
///     ("transforms.route.regex", "old-(.*)"),
///     ("transforms.route.replacement", "new-$1"),
///     ("transforms.drop.type", "Filter"),
///     ("transforms.drop.predicate", "deleted"),
///     ("predicates", "deleted"),
///     ("predicates.deleted.type", "RecordIsTombstone"),
/// ];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let chain = Chain::configure(&RecordPlugins::kafka(), &config).map_err(|problems| problems.join("; "))?;
///
/// let record = ConnectRecord {
///     topic: "old-posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value: "hello".into() },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// let tombstone = ConnectRecord { value: SchemaAndValue::NULL, ..record.clone() };
/// assert_eq!(chain.apply(record)?.map(|record| record.topic.to_string()), Some("new-posts".to_owned()));
/// assert_eq!(chain.apply(tombstone)?, None);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Chain(Vec<TransformationStage>);

impl Chain {
    /// The transformations that a connector's whole configuration names, configured.
    ///
    /// # Errors
    /// Everything that is wrong with them, a message each.
    pub fn configure(plugins: &RecordPlugins, props: &Props) -> Result<Self, Vec<String>> {
        let predicates = names(props, PREDICATES);
        let mut problems = Vec::new();
        for (key, names) in [(TRANSFORMS, &names(props, TRANSFORMS)), (PREDICATES, &predicates)] {
            let distinct: BTreeSet<_> = names.iter().collect();
            if distinct.len() != names.len() {
                let given = Parsed::List(names.clone());
                problems.push(format!("Invalid value {given} for configuration {key}: Duplicate alias provided."));
            }
        }
        let mut stages = Vec::new();
        for name in names(props, TRANSFORMS) {
            match TransformationStage::configure(plugins, props, &predicates, name) {
                Ok(stage) => stages.push(stage),
                Err(mut found) => problems.append(&mut found),
            }
        }
        if problems.is_empty() { Ok(Self(stages)) } else { Err(problems) }
    }

    /// Whether records stay as they are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The stages, in the order in which records go through them.
    #[must_use]
    pub fn stages(&self) -> &[TransformationStage] {
        &self.0
    }

    /// Takes a record through all stages; `None` as soon as one of them drops it.
    ///
    /// # Errors
    /// What the first stage says that cannot do it.
    pub fn apply(&self, record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let mut record = record;
        for stage in &self.0 {
            match stage.apply(record)? {
                Some(next) => record = next,
                None => return Ok(None),
            }
        }
        Ok(Some(record))
    }
}

/// A transformation and the predicate that says to which records it applies (Kafka's `TransformationStage`).
pub struct TransformationStage {
    alias: String,
    class: &'static str,
    transformation: Box<dyn DynTransformation>,
    predicate: Option<Box<dyn DynPredicate>>,
    negate: bool,
}

impl TransformationStage {
    /// The record that goes on: the one that came in, if the predicate is not for it; `None` to drop it.
    ///
    /// # Errors
    /// What the predicate or the transformation says.
    pub fn apply(&self, record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let applies = match &self.predicate {
            Some(predicate) => predicate.test(&record)? != self.negate,
            None => true,
        };
        if applies { self.transformation.apply(record) } else { Ok(Some(record)) }
    }

    /// The class of the transformation, which is also what a failure of the predicate is ascribed to.
    #[must_use]
    pub fn class(&self) -> &str {
        self.class
    }

    /// Its name in the configuration.
    #[must_use]
    pub fn alias(&self) -> &str {
        &self.alias
    }

    fn configure(
        plugins: &RecordPlugins,
        props: &Props,
        predicates: &[String],
        alias: String,
    ) -> Result<Self, Vec<String>> {
        let prefix = format!("{TRANSFORMS}.{alias}.");
        let mut own = raw::below(props, &prefix);
        let predicate = own.remove("predicate").as_ref().and_then(Prop::expose).map(str::to_owned);
        // `Boolean.parseBoolean`, which has no errors; that it is a boolean is the validation's to say.
        let negate = own.remove("negate").is_some_and(|negate| is_true(&negate));
        let mut problems = Vec::new();
        let class = class_of(props, &prefix).and_then(|class| {
            plugins
                .transformation(class)
                .ok_or_else(|| unknown(&prefix, class, "transformation", &classes(plugins.transformations())))
        });
        let transformation = class
            .and_then(|plugin| Ok((plugin.class(), plugin.configure(&own).map_err(|error| told(&prefix, &error))?)));
        let predicate = predicate.map(|name| {
            let prefix = format!("{PREDICATES}.{name}.");
            if !predicates.contains(&name) {
                return Err(format!("Unknown configuration '{prefix}type'"));
            }
            let class = class_of(props, &prefix)?;
            let plugin = plugins
                .predicate(class)
                .ok_or_else(|| unknown(&prefix, class, "predicate", &classes(plugins.predicates())))?;
            plugin.configure(&raw::below(props, &prefix)).map_err(|error| told(&prefix, &error))
        });
        let predicate = predicate.transpose().map_err(|problem| problems.push(problem)).ok().flatten();
        match transformation {
            Ok((class, transformation)) if problems.is_empty() => {
                Ok(Self { alias, class, transformation, predicate, negate })
            }
            Ok(_) => Err(problems),
            Err(problem) => Err([problem].into_iter().chain(problems).collect()),
        }
    }
}

impl fmt::Debug for TransformationStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TransformationStage");
        shown.field("alias", &self.alias).field("class", &self.class);
        shown.field("predicate", &self.predicate.is_some()).field("negate", &self.negate).finish_non_exhaustive()
    }
}

/// The names in a list.
fn names(props: &Props, key: &str) -> Vec<String> {
    let given = props.get(key).and_then(Prop::expose).unwrap_or_default().to_owned();
    match ConfigType::List.parse(&Parsed::String(given)) {
        Ok(Parsed::List(names)) => names,
        _ => Vec::new(),
    }
}

fn is_true(prop: &Prop) -> bool {
    prop.expose().is_some_and(|text| text.eq_ignore_ascii_case("true")) || *prop == Prop::Value(Parsed::Boolean(true))
}

fn class_of<'a>(props: &'a Props, prefix: &str) -> Result<&'a str, String> {
    let key = format!("{prefix}type");
    match props.get(&key).and_then(Prop::expose) {
        Some(class) => Ok(class),
        None => Err(format!("Missing required configuration \"{key}\" which has no default value.")),
    }
}

fn classes<I: ?Sized>(plugins: &[Arc<dyn RecordPlugin<I>>]) -> String {
    plugins.iter().map(|plugin| plugin.class()).collect::<Vec<_>>().join(", ")
}

fn unknown(prefix: &str, class: &str, noun: &str, known: &str) -> String {
    format!(
        "Invalid value {class} for configuration {prefix}type: Class {class} could not be found. This worker has these \
         {noun}s: {known}"
    )
}

/// A key's message does not say whose key it is.
fn told(prefix: &str, error: &Error) -> String {
    format!("{}: {}", prefix.trim_end_matches('.'), error.chain())
}

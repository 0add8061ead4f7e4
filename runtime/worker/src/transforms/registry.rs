//! The transformations and predicates a worker knows, by class name.

use std::{fmt, sync::Arc};

use kconnect::{
    Predicate, Transformation,
    host::{DynPredicate, DynTransformation, Plugin, RecordPlugin},
};

/// A transformation that can be configured.
pub type TransformationPlugin = Arc<dyn RecordPlugin<dyn DynTransformation>>;
/// A predicate that can be configured.
pub type PredicatePlugin = Arc<dyn RecordPlugin<dyn DynPredicate>>;

/// The transformations and predicates that a connector's configuration may name: Kafka's own, and those that a worker's
/// builder adds.
///
/// A name is a full class name, an alias, the simple name of either, or that without `Transformation` or `Predicate`. A
/// short name that means two of them means neither, as in Kafka; so does `Value`, which many nested classes are called.
///
/// ```
/// use kconnect_worker::transforms::RecordPlugins;
///
/// let plugins = RecordPlugins::kafka();
/// assert_eq!(plugins.transformation("RegexRouter").unwrap().class(), "org.apache.kafka.connect.transforms.RegexRouter");
/// assert!(plugins.transformation("Value").is_none());
/// ```
#[derive(Clone)]
pub struct RecordPlugins {
    transformations: Vec<TransformationPlugin>,
    predicates: Vec<PredicatePlugin>,
}

impl RecordPlugins {
    /// None at all.
    #[must_use]
    pub fn new() -> Self {
        Self { transformations: Vec::new(), predicates: Vec::new() }
    }

    /// Those of Kafka's own distribution.
    #[must_use]
    pub fn kafka() -> Self {
        super::kafka::add_to(Self::new())
    }

    /// Adds a transformation. One of the same class that is there already gives way.
    #[must_use]
    pub fn with_transformation<T: Transformation>(mut self) -> Self {
        self.transformations.retain(|other| other.class() != T::CLASS);
        self.transformations.push(Arc::new(Plugin::<T>::new()));
        self
    }

    /// Adds a predicate. One of the same class that is there already gives way.
    #[must_use]
    pub fn with_predicate<P: Predicate>(mut self) -> Self {
        self.predicates.retain(|other| other.class() != P::CLASS);
        self.predicates.push(Arc::new(Plugin::<P>::new()));
        self
    }

    /// The transformations, in the order in which they were added.
    #[must_use]
    pub fn transformations(&self) -> &[TransformationPlugin] {
        &self.transformations
    }

    /// The predicates, in the order in which they were added.
    #[must_use]
    pub fn predicates(&self) -> &[PredicatePlugin] {
        &self.predicates
    }

    /// The transformation of that name.
    #[must_use]
    pub fn transformation(&self, name: &str) -> Option<&TransformationPlugin> {
        find(&self.transformations, name, "Transformation")
    }

    /// The predicate of that name.
    #[must_use]
    pub fn predicate(&self, name: &str) -> Option<&PredicatePlugin> {
        find(&self.predicates, name, "Predicate")
    }
}

impl Default for RecordPlugins {
    /// Kafka's own.
    fn default() -> Self {
        Self::kafka()
    }
}

impl fmt::Debug for RecordPlugins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = self.transformations.iter().map(|plugin| plugin.class());
        f.debug_list().entries(classes.chain(self.predicates.iter().map(|plugin| plugin.class()))).finish()
    }
}

fn find<'a, I: ?Sized>(
    plugins: &'a [Arc<dyn RecordPlugin<I>>],
    name: &str,
    suffix: &str,
) -> Option<&'a Arc<dyn RecordPlugin<I>>> {
    // Kafka trims the value of a key of type CLASS.
    let name = name.trim();
    if let Some(plugin) = plugins.iter().find(|plugin| names(&***plugin).any(|own| own == name)) {
        return Some(plugin);
    }
    let mut short =
        plugins.iter().filter(|plugin| names(&***plugin).any(|own| short_names(own, suffix).any(|s| s == name)));
    match (short.next(), short.next()) {
        (Some(plugin), None) => Some(plugin),
        _ => None,
    }
}

fn names<I: ?Sized>(plugin: &dyn RecordPlugin<I>) -> impl Iterator<Item = &'static str> {
    std::iter::once(plugin.class()).chain(plugin.aliases().iter().copied())
}

/// Kafka's `PluginUtils.simpleName` and `prunedName`: the name is cut at the last `suffix`.
fn short_names(class: &'static str, suffix: &str) -> impl Iterator<Item = &'static str> {
    let simple = class.rsplit(['.', '$']).next().unwrap_or(class);
    let pruned = simple.rfind(suffix).and_then(|at| simple.get(..at)).filter(|name| !name.is_empty());
    std::iter::once(simple).chain(pruned)
}

//! Which providers there are.

use std::{collections::BTreeMap, fmt};

use super::{ConfigProvider, DirectoryConfigProvider, EnvVarConfigProvider, FileConfigProvider};
use crate::config::definition::nearest;

/// The provider classes that `config.providers.NAME.class` may name: Kafka's own, and those that were added.
#[derive(Clone)]
pub struct ProviderClasses(BTreeMap<String, fn() -> Box<dyn ConfigProvider>>);

impl ProviderClasses {
    /// Adds a class, under its full name; its simple name, with and without `ConfigProvider`, is known then too.
    pub fn add<P: ConfigProvider + Default>(&mut self, class: &str) {
        self.0.insert(class.to_owned(), || Box::new(P::default()));
    }

    /// The full names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A provider of the class with that full name or, if no other class has it too, that simple name; not configured yet.
    #[must_use]
    pub fn create(&self, class: &str) -> Option<Box<dyn ConfigProvider>> {
        if let Some(make) = self.0.get(class) {
            return Some(make());
        }
        let mut named = self.0.iter().filter(|(full, _)| short_names(full).contains(&class));
        match (named.next(), named.next()) {
            (Some((_, make)), None) => Some(make()),
            _ => None,
        }
    }

    /// The name that was probably meant.
    pub(super) fn nearest(&self, class: &str) -> Option<&str> {
        nearest(class, self.names().flat_map(|full| short_names(full).into_iter().chain([full])))
    }
}

/// `FileConfigProvider` and `File`, as Kafka Connect shortens the names of plugins.
fn short_names(full: &str) -> [&str; 2] {
    let simple = full.rsplit(['.', '$']).next().unwrap_or(full);
    let pruned = simple.strip_suffix("ConfigProvider").filter(|pruned| !pruned.is_empty());
    [simple, pruned.unwrap_or(simple)]
}

/// Kafka's own.
impl Default for ProviderClasses {
    fn default() -> Self {
        let mut classes = Self(BTreeMap::new());
        classes.add::<DirectoryConfigProvider>(DirectoryConfigProvider::CLASS);
        classes.add::<EnvVarConfigProvider>(EnvVarConfigProvider::CLASS);
        classes.add::<FileConfigProvider>(FileConfigProvider::CLASS);
        classes
    }
}

impl fmt::Debug for ProviderClasses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

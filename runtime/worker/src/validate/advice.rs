//! What forms propose for classes and versions (`PluginsRecommenders`).

use std::{collections::BTreeMap, sync::Arc};

use kconnect::config::{Parsed, Recommender};

use super::{
    plugin::ConnectorPlugin,
    plugin_set::{ClassKind, PluginSet},
};

/// All classes of a kind.
pub(super) struct Classes(Vec<String>);

impl Classes {
    pub(super) fn of(plugins: &PluginSet, kind: ClassKind) -> Self {
        let mut classes: Vec<_> = plugins.of_kind(kind).map(|class| class.class.clone()).collect();
        classes.dedup();
        Self(classes)
    }
}

impl Recommender for Classes {
    fn valid_values(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        Ok(self.0.iter().cloned().map(Parsed::Class).collect())
    }

    fn visible(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        Ok(true)
    }
}

/// The versions of the class that another key names.
pub(super) struct VersionsOf {
    plugins: Arc<PluginSet>,
    /// Of a connector, none.
    kind: Option<ClassKind>,
    key: String,
    /// Whether there is something to choose without a class.
    always: bool,
}

impl VersionsOf {
    /// Of the connector.
    pub(super) fn connector(plugins: &Arc<PluginSet>) -> Self {
        Self { plugins: Arc::clone(plugins), kind: None, key: "connector.class".to_owned(), always: false }
    }

    /// Shown if the other key has a value.
    pub(super) fn class(plugins: &Arc<PluginSet>, kind: ClassKind, key: &str) -> Self {
        Self { plugins: Arc::clone(plugins), kind: Some(kind), key: key.to_owned(), always: false }
    }

    /// Shown always.
    pub(super) fn always(plugins: &Arc<PluginSet>, kind: ClassKind, key: &str) -> Self {
        Self { always: true, ..Self::class(plugins, kind, key) }
    }
}

impl Recommender for VersionsOf {
    fn valid_values(&self, _name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        let Some(Parsed::Class(class) | Parsed::String(class)) = parsed.get(&self.key) else { return Ok(Vec::new()) };
        let full = self.plugins.full_name(class);
        let mut versions: Vec<_> = match self.kind {
            Some(kind) => {
                self.plugins.of_kind(kind).filter(|class| class.class == full).map(|class| &*class.version).collect()
            }
            None => self.plugins.connectors().filter(|c| c.class() == full).map(ConnectorPlugin::version).collect(),
        };
        versions.dedup();
        Ok(versions.into_iter().map(|version| Parsed::String(version.to_owned())).collect())
    }

    fn visible(&self, _name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        Ok(self.always || parsed.get(&self.key).is_some_and(|value| !value.is_null()))
    }
}

//! Fills variables in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use super::{ConfigData, ConfigProvider, ConfigVariable, LookupFailure, TransformError, Unresolved, parse_variables};
use crate::{
    config::{
        definition::nearest,
        props::{Prop, Props, Resolved},
    },
    error::Result,
};

/// Replaces the variables in configurations (Kafka's `ConfigTransformer`). Cloning it is cheap.
#[derive(Clone, Default)]
pub struct ConfigTransformer {
    providers: BTreeMap<String, Arc<dyn ConfigProvider>>,
}

/// A configuration with its variables filled in (Kafka's `ConfigTransformerResult`).
#[derive(Debug)]
#[non_exhaustive]
pub struct Transformed {
    /// The configuration. A text with variables is a [`Prop::Resolved`] now.
    pub props: Props,
    /// How long the values of a path are good for, if not for ever.
    pub ttls: BTreeMap<String, Duration>,
    /// The variables that nobody has a value for. They stand in the texts as they were written.
    pub unresolved: Vec<Unresolved>,
    /// What the providers have to say.
    pub warnings: Vec<String>,
}

/// Provider and path.
type Place = (String, String);

impl ConfigTransformer {
    /// With these providers, which are configured, by the names that variables give them.
    #[must_use]
    pub fn new(providers: BTreeMap<String, Arc<dyn ConfigProvider>>) -> Self {
        Self { providers }
    }

    /// Whether there is no provider: then nothing is replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.providers.is_empty()
    }

    /// The names of the providers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.providers.keys().map(String::as_str)
    }

    pub(super) fn add(&mut self, name: String, provider: Arc<dyn ConfigProvider>) {
        self.providers.insert(name, provider);
    }

    /// Looks all variables up, each path once, and puts their values in their places. The values are not searched for
    /// variables again. Blocks the thread for as long as the providers take.
    ///
    /// # Errors
    /// Every variable that a provider could not look up.
    pub fn transform(&self, props: &Props) -> Result<Transformed, TransformError> {
        let variables = |prop: &Prop| match prop {
            Prop::Plain(text) | Prop::Secret(text) => parse_variables(text),
            // What was resolved is not looked at again: its value may look like a variable.
            Prop::Null | Prop::Resolved(_) | Prop::Value(_) => Vec::new(),
        };
        let found: Vec<_> = props
            .iter()
            .map(|(key, prop)| (key, variables(prop)))
            .filter(|(_, variables)| !variables.is_empty())
            .collect();
        let mut looked_up = self.look_up(found.iter().flat_map(|(_, variables)| variables));
        let mut transformed =
            Transformed { props: props.clone(), ttls: BTreeMap::new(), unresolved: Vec::new(), warnings: Vec::new() };
        let mut failures = Vec::new();
        for (key, variables) in found {
            let Some(text) = props.get(key).and_then(Prop::expose) else { continue };
            let mut filling = Filling { text, value: String::new(), done: 0, secrets: Vec::new() };
            for variable in variables {
                match looked_up.get(&variable.place()) {
                    Some(Ok(data)) => match data.data.get(&variable.key) {
                        Some(value) => filling.replace(&variable, value),
                        None => transformed.unresolved.push(self.unresolved(key, variable)),
                    },
                    Some(Err(error)) => failures.push(LookupFailure {
                        key: key.clone(),
                        variable,
                        message: error.chain(),
                        kind: error.kind(),
                    }),
                    None => transformed.unresolved.push(self.unresolved(key, variable)),
                }
            }
            if let Some(resolved) = filling.end() {
                transformed.props.insert(key.clone(), Prop::Resolved(resolved));
            }
        }
        if !failures.is_empty() {
            return Err(TransformError { failures });
        }
        for ((_, path), data) in &mut looked_up {
            let Ok(data) = data else { continue };
            transformed.warnings.append(&mut data.warnings);
            if let Some(ttl) = data.ttl {
                let shortest = transformed.ttls.get(path).map_or(ttl, |other| ttl.min(*other));
                transformed.ttls.insert(path.clone(), shortest);
            }
        }
        Ok(transformed)
    }

    /// What the providers have, for every place that a variable names.
    fn look_up<'a>(&self, variables: impl Iterator<Item = &'a ConfigVariable>) -> BTreeMap<Place, Result<ConfigData>> {
        let mut places = BTreeMap::<Place, BTreeSet<String>>::new();
        for variable in variables {
            places.entry(variable.place()).or_default().insert(variable.key.clone());
        }
        places
            .into_iter()
            .filter_map(|(place, keys)| {
                let data = self.providers.get(&place.0)?.get(&place.1, Some(&keys));
                Some((place, data))
            })
            .collect()
    }

    fn unresolved(&self, key: &str, variable: ConfigVariable) -> Unresolved {
        let provider = self.providers.get(&variable.provider);
        let suggestion = match provider {
            Some(provider) => {
                let known = provider.known_keys(&variable.path);
                nearest(&variable.key, known.iter().map(String::as_str)).map(str::to_owned)
            }
            None => nearest(&variable.provider, self.names()).map(str::to_owned),
        };
        Unresolved { key: key.to_owned(), variable, known_provider: provider.is_some(), suggestion }
    }
}

impl fmt::Debug for ConfigTransformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// A text whose variables are being replaced, from left to right.
struct Filling<'a> {
    text: &'a str,
    value: String,
    done: usize,
    secrets: Vec<String>,
}

impl Filling<'_> {
    fn replace(&mut self, variable: &ConfigVariable, value: &str) {
        self.value.push_str(self.text.get(self.done..variable.span.start).unwrap_or_default());
        self.value.push_str(value);
        self.done = variable.span.end;
        self.secrets.push(value.to_owned());
    }

    /// Nothing, if nothing was replaced.
    fn end(mut self) -> Option<Resolved> {
        if self.secrets.is_empty() {
            return None;
        }
        self.value.push_str(self.text.get(self.done..).unwrap_or_default());
        Some(Resolved::new(self.text, self.value, self.secrets))
    }
}

//! Providers as `config.providers` names them.

use std::{collections::BTreeMap, sync::Arc};

use super::{ConfigTransformer, ProviderClasses};
use crate::{
    config::{
        props::{Prop, Props},
        scrub::scrub,
        types::{ConfigType, Parsed},
        validation::Validation,
    },
    error::{Error, Result},
};

const CONFIG_PROVIDERS: &str = "config.providers";

impl ConfigTransformer {
    /// The providers of a worker: `config.providers` lists their names, `config.providers.NAME.class` says what each of
    /// them is, and `config.providers.NAME.param.*` configures it. Blocks the thread for as long as the providers take.
    ///
    /// They are made in the order of the list, and the parameters of one may hold variables of those before it.
    ///
    /// # Errors
    /// All that is wrong, under the keys that mend it: names without a class, classes that nobody knows, and what the
    /// providers do not like about their parameters.
    pub fn configured(props: &Props, classes: &ProviderClasses) -> Result<Self, Validation> {
        let mut transformer = Self::default();
        let mut problems = Validation { given: props.clone(), ..Validation::default() };
        let names = props.get(CONFIG_PROVIDERS).and_then(Prop::expose).map(|text| Parsed::String(text.to_owned()));
        let Ok(Parsed::List(names)) = ConfigType::List.parse(&names.unwrap_or(Parsed::List(Vec::new()))) else {
            return Ok(transformer);
        };
        for name in names {
            let class_key = class_key(&name);
            let Some(class) = props.get(&class_key).and_then(Prop::expose).map(str::trim) else {
                let message = format!(
                    "Missing required configuration \"{class_key}\" which has no default value: {CONFIG_PROVIDERS} names \
                     `{name}`"
                );
                problems.error(&class_key, message);
                continue;
            };
            let Some(mut provider) = classes.create(class) else {
                problems.error(&class_key, unknown_class(&class_key, class, classes));
                continue;
            };
            let params = below(props, &param_prefix(&name));
            let params = match transformer.transform(&params) {
                Ok(filled_in) => filled_in.props,
                Err(error) => {
                    for failure in error.failures {
                        let key = format!("{}{}", param_prefix(&name), failure.key);
                        problems.error(
                            &key,
                            format!("Invalid value {} for configuration {key}: {}", failure.variable, failure.message),
                        );
                    }
                    continue;
                }
            };
            if let Err(error) = provider.configure(&params) {
                // The only one there is, or else nobody knows which of them is meant.
                let mut keys = params.keys().map(|param| format!("{}{param}", param_prefix(&name)));
                let key = keys.next().filter(|_| keys.next().is_none()).unwrap_or(class_key);
                let secrets = params.values().filter(|param| param.is_secret()).flat_map(Prop::hidden);
                let shown = scrub(&error.chain(), secrets);
                problems.error(&key, format!("{key}: {shown}"));
                continue;
            }
            transformer.add(name, Arc::from(provider));
        }
        if problems.is_valid() { Ok(transformer) } else { Err(problems) }
    }
}

fn unknown_class(key: &str, class: &str, classes: &ProviderClasses) -> String {
    let known: Vec<_> = classes.names().collect();
    let meant = classes.nearest(class).map_or(String::new(), |name| format!("; did you mean {name}?"));
    format!(
        "Invalid value {class} for configuration {key}: Failed to find any class that implements ConfigProvider and which \
         name matches {class}, available ConfigProviders are: {}{meant}",
        known.join(", ")
    )
}

/// Fills variables in as Kafka's `AbstractConfig` does, on which its clients' configurations are built. `provider_props`
/// are the properties of the providers; if there are none, the configuration itself names them.
///
/// Unlike a worker's, the names in `config.providers` are not trimmed here, one without a class is passed over, and the
/// parameters of providers hold no variables. Blocks the thread for as long as the providers take.
///
/// # Errors
/// A class that nobody knows, parameters that a provider does not like, and what cannot be looked up.
pub fn resolve_variables(originals: &Props, provider_props: &Props, classes: &ProviderClasses) -> Result<Props> {
    let providers = if provider_props.is_empty() { originals } else { provider_props };
    let text = |key: &str| providers.get(key).and_then(Prop::expose);
    let mut named = BTreeMap::new();
    for name in text(CONFIG_PROVIDERS).unwrap_or_default().split(',') {
        let key = class_key(name);
        let Some(class) = text(&key) else { continue };
        let mut provider = classes.create(class).ok_or_else(|| {
            let why = "Could not load config provider class or one of its dependencies";
            Error::fatal(format!("Invalid value {class} for configuration {key}: {why}"))
        })?;
        provider.configure(&below(providers, &param_prefix(name)))?;
        named.insert(name.to_owned(), Arc::from(provider));
    }
    if named.is_empty() {
        return Ok(originals.clone());
    }
    let transformed = ConfigTransformer::new(named).transform(originals);
    transformed.map(|transformed| transformed.props).map_err(|error| {
        // Kafka's words alone.
        let first = error.failures.into_iter().next();
        first.map_or_else(|| Error::fatal("nothing was looked up"), |failure| Error::fatal(failure.message))
    })
}

fn class_key(name: &str) -> String {
    format!("{CONFIG_PROVIDERS}.{name}.class")
}

fn param_prefix(name: &str) -> String {
    format!("{CONFIG_PROVIDERS}.{name}.param.")
}

fn below(props: &Props, prefix: &str) -> Props {
    let below = |(key, value): (&String, &Prop)| {
        let key = key.strip_prefix(prefix).filter(|key| !key.is_empty())?;
        Some((key.to_owned(), value.clone()))
    };
    props.iter().filter_map(below).collect()
}

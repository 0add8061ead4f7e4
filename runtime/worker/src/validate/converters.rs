//! The converters that a connector brings along, and their settings.

use kconnect::{
    Props, Validation,
    config::{ConfigInfos, Parsed, Prop},
};

use super::{
    infos::{entry, merged},
    java_map,
    plugin_set::{ClassKind, PluginSet},
    version::Requirement,
};

/// The addresses without user and password, if one has them.
fn without_user(addresses: &str) -> Option<String> {
    let hide = |address: &str| {
        let (scheme, rest) = address.split_once("://")?;
        let (user, host) = rest.split_once('@')?;
        (!user.contains('/')).then(|| format!("{scheme}://[hidden]@{host}"))
    };
    let hidden: Vec<_> = addresses.split(',').map(|address| (address, hide(address))).collect();
    let shown =
        || hidden.iter().map(|(address, hidden)| hidden.as_deref().unwrap_or(address)).collect::<Vec<_>>().join(",");
    hidden.iter().any(|(_, hidden)| hidden.is_some()).then(shown)
}

/// Converters of a connector, in the order in which Kafka Connect looks at them: the key of the class, and what the
/// converter is told to convert.
pub(super) const CONVERTERS: [(&str, ClassKind, &str); 3] = [
    ("header.converter", ClassKind::HeaderConverter, "header"),
    ("key.converter", ClassKind::Converter, "key"),
    ("value.converter", ClassKind::Converter, "value"),
];

/// The settings of the connector's own converters. What is wrong with the class goes to the key that names it.
pub(super) fn infos(plugins: &PluginSet, props: &Props, validation: &mut Validation) -> ConfigInfos {
    let found = CONVERTERS.iter().filter_map(|(key, kind, part)| block(plugins, props, validation, key, *kind, part));
    merged("", found.collect::<Vec<_>>())
}

fn block(
    plugins: &PluginSet,
    props: &Props,
    validation: &mut Validation,
    key: &str,
    kind: ClassKind,
    part: &str,
) -> Option<ConfigInfos> {
    let class = props.get(key).and_then(Prop::expose)?;
    let version_key = format!("{key}.plugin.version");
    let refused = |key: &str| validation.get(key).is_none_or(|value| !value.errors.is_empty());
    if refused(key) || refused(&version_key) {
        return None;
    }
    let requirement = match Requirement::parse(props.get(&version_key).and_then(Prop::expose)) {
        Ok(requirement) => requirement,
        Err(message) => {
            validation.error(&version_key, message);
            return None;
        }
    };
    // Not trimmed here, where it was before.
    let Some(description) = plugins.class(kind, class) else {
        validation.error(key, format!("Failed to load class {class}: {class}"));
        return None;
    };
    if let Err(message) = plugins.require(class, requirement.as_ref()) {
        validation.error(key, message.clone());
        validation.error(&version_key, message);
        return None;
    }
    let prefix = format!("{key}.");
    let own = |(key, given): (&String, &Prop)| Some((key.strip_prefix(&prefix)?.to_owned(), given.clone()));
    let mut own: Props = props.iter().filter_map(own).collect();
    own.entry("converter.type".to_owned()).or_insert_with(|| part.into());
    let definition = &description.definition;
    let validated = definition.validate(&own);
    let mut keys: Vec<_> = definition.keys().iter().collect();
    java_map::sort(&mut keys, |key| &key.name);
    let entries = keys.into_iter().filter_map(|key| {
        let mut value = validated.get(&key.name)?.clone();
        value.name = format!("{prefix}{}", key.name).into();
        value.visible = true;
        if let Some(address) = value.value.to_text().filter(|_| !value.secret).and_then(|text| without_user(&text)) {
            value.value = Parsed::String(address);
        }
        Some(entry(Some(key.clone()), value))
    });
    Some(merged("", entries.collect::<Vec<_>>()))
}

//! Putting answers together.

use kconnect::{
    Validation,
    config::{ConfigInfos, ConfigKey, ConfigValue},
};

/// Several answers in one: the entries one after the other, each group once (`AbstractHerder.mergeConfigInfos`).
pub(super) fn merged(name: &str, infos: impl IntoIterator<Item = ConfigInfos>) -> ConfigInfos {
    let mut merged = ConfigInfos::generate(name, &[], &[], std::iter::empty::<String>());
    for infos in infos {
        merged.error_count += infos.error_count;
        merged.configs.extend(infos.configs);
        for group in infos.groups {
            if !merged.groups.contains(&group) {
                merged.groups.push(group);
            }
        }
    }
    merged
}

/// One entry of a block that belongs to another class, such as a client or a converter. Only whether there are errors
/// counts there, not how many.
pub(super) fn entry(key: Option<ConfigKey>, value: ConfigValue) -> ConfigInfos {
    let errors = usize::from(!value.errors.is_empty());
    let group = key.as_ref().and_then(|key| key.group.as_ref()).map(ToString::to_string);
    let key = key.map(|key| {
        let mut key = key;
        key.name.clone_from(&value.name);
        key
    });
    let mut infos = ConfigInfos::generate("", key.as_slice(), &[value], group);
    infos.error_count = errors;
    infos
}

/// A value of that name without anything.
pub(super) fn value_of(name: &str) -> ConfigValue {
    let mut validation = Validation::default();
    validation.recommend(name, Vec::<String>::new());
    validation.values().next().cloned().unwrap_or_else(|| unreachable!("the value was just made"))
}

//! Where the registry is, and who asks.

use std::path::Path;

use kconnect::{Prop, Props};

use crate::{plugins::Plugins, properties::Properties, raw, variables::Variables};

const URL: &str = "schema.registry.url";

/// The registry's keys: of the file, then of the environment, then of the command line.
///
/// # Errors
/// What is wrong, for the user; no value of the file is in it.
pub(super) async fn props(plugins: &Plugins, url: Option<&str>, file: Option<&Path>) -> Result<Props, String> {
    let mut props = match file {
        Some(file) => of_file(plugins, file).await?,
        None => Props::new(),
    };
    let mut set = |key: &str, value: Prop| props.insert(key.to_owned(), value);
    if let Some(info) = variable("KCONNECT_REGISTRY_USER_INFO") {
        set("basic.auth.credentials.source", Prop::from("USER_INFO"));
        set("basic.auth.user.info", info);
    }
    if let Some(token) = variable("KCONNECT_REGISTRY_TOKEN") {
        set("bearer.auth.credentials.source", Prop::from("STATIC_TOKEN"));
        set("bearer.auth.token", token);
    }
    if let Some(url) = url {
        set(URL, Prop::from(url));
    }
    Ok(props)
}

fn variable(name: &str) -> Option<Prop> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).map(|value| Prop::from(value.as_str()))
}

async fn of_file(plugins: &Plugins, file: &Path) -> Result<Props, String> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|error| format!("{shown}: {error}"))?;
    let properties = Properties::parse(&shown.to_string(), &bytes).map_err(|error| error.to_string())?;
    let written = raw::props(properties.into_map());
    let variables = Variables::of_worker(&written, &plugins.config_providers).await;
    let variables = variables.map_err(|problems| format!("{shown}: {}", problems.join("; ")))?;
    let filled_in = variables.fill_in(&written).await.map_err(|error| format!("{shown}: {}", error.chain()))?;
    let all = filled_in.props;
    let prefix = ["value.converter.", "key.converter.", ""]
        .into_iter()
        .find(|prefix| all.contains_key(&format!("{prefix}{URL}")))
        .unwrap_or_default();
    Ok(all.into_iter().filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value))).collect())
}

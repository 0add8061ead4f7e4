//! `config-providers`: variables, and the providers that Kafka has.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use kconnect::{
    Error, Prop, Props, Result,
    config::{
        ConfigData, ConfigProvider, ConfigTransformer, DirectoryConfigProvider, EnvVarConfigProvider,
        FileConfigProvider, ProviderClasses, parse_variables, resolve_variables,
    },
};
use serde_json::{Value, json};

use crate::formats::{
    outcome::{Outcome, differs, object, only, result, same, skipped, text, texts},
    value::{parsed, props},
};

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match given["op"].as_str() {
        None => transform(given, expect),
        Some("parseVariables") => variables(given, expect),
        Some("AbstractConfig") => abstract_config(given, expect),
        Some("EnvVarConfigProvider") => env_var(given, expect),
        Some("FileConfigProvider") => files(given, expect, FileConfigProvider::default()),
        Some("DirectoryConfigProvider") => files(given, expect, DirectoryConfigProvider::default()),
        Some("AllowedPaths") => allowed_paths(given, expect),
        Some(op) => skipped(format!("no op `{op}` is known")),
    }
}

/// `ConfigTransformer.transform`.
fn transform(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["providers", "ttls", "configs"])?;
    only("expect", expect, &["configs", "ttls", "error", "panic"])?;
    let mut providers: BTreeMap<String, Arc<dyn ConfigProvider>> = BTreeMap::new();
    for (name, paths) in object("providers", &given["providers"])? {
        object(name, paths)?;
        providers.insert(name.clone(), Arc::new(Fixed { paths: paths.clone(), ttls: given["ttls"][name].clone() }));
    }
    let transformed = ConfigTransformer::new(providers).transform(&props(&given["configs"])?);
    result(transformed.map_err(|error| error.to_string()), expect, |transformed, expected| {
        if let Some(configs) = expected.get("configs") {
            same_props("the configuration", &transformed.props, configs)?;
        }
        let Some(ttls) = expected.get("ttls") else { return Ok(()) };
        let came: serde_json::Map<_, _> =
            transformed.ttls.iter().map(|(path, ttl)| (path.clone(), json!(ttl.as_millis()))).collect();
        same("the times to live", &Value::from(came), ttls)
    })
}

/// Holds if both have the same keys and texts.
fn same_props(what: &str, came: &Props, expected: &Value) -> Outcome {
    let mut wanted = BTreeMap::new();
    for (name, value) in object(what, expected)? {
        // Beside texts and nulls there may be typed values.
        let value = if value.is_object() { parsed(value)?.to_text().into() } else { value.clone() };
        wanted.insert(name.clone(), value);
    }
    let came: BTreeMap<_, _> = came
        .iter()
        .map(|(name, prop)| match prop {
            Prop::Value(value) => (name.clone(), Value::from(value.to_text())),
            _ => (name.clone(), Value::from(prop.expose())),
        })
        .collect();
    same(what, &came, &wanted)
}

/// `ConfigTransformer.DEFAULT_PATTERN`.
fn variables(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "value"])?;
    only("expect", expect, &["variables"])?;
    let found = parse_variables(text("value", &given["value"])?).into_iter();
    let found = found.map(|found| json!({"provider": found.provider, "path": found.path, "key": found.key}));
    same("the variables", &found.collect::<Value>(), &expect["variables"])
}

/// The values of a configuration as its constructor leaves them.
fn abstract_config(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "props", "provider_props", "providers", "ttls"])?;
    only("expect", expect, &["originals", "error", "panic"])?;
    let provider_props =
        if given["provider_props"].is_null() { Props::new() } else { props(&given["provider_props"])? };
    MOCKED.set(given["providers"].clone());
    let mut classes = ProviderClasses::default();
    for class in ["Mock", "org.apache.kafka.common.config.provider.MockFileConfigProvider"] {
        classes.add::<Mock>(class);
    }
    let resolved = resolve_variables(&props(&given["props"])?, &provider_props, &classes);
    result(resolved.map_err(|error| error.to_string()), expect, |resolved, expected| match expected.get("originals") {
        Some(originals) => same_props("the originals", &resolved, originals),
        None => skipped("`expect` has nothing to compare"),
    })
}

/// Variables of the environment: those of `env`, or of this process.
fn env_var(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "path", "keys", "env", "allowlist.pattern"])?;
    let mut provider = if given["env"].is_null() {
        EnvVarConfigProvider::default()
    } else {
        let variables = object("env", &given["env"])?.iter();
        variables.map(|(name, value)| Ok((name.clone(), text(name, value)?.to_owned()))).collect::<Outcome<_>>()?
    };
    let data = provider
        .configure(&params(given, "allowlist.pattern")?)
        .and_then(|()| provider.get(given["path"].as_str().unwrap_or_default(), keys(given)?.as_ref()));
    same_data(data.map_err(|error| error.to_string()), expect)
}

/// The keys that are asked for; all without.
fn keys(given: &Value) -> Result<Option<BTreeSet<String>>> {
    if given["keys"].is_null() {
        return Ok(None);
    }
    let keys = texts("keys", &given["keys"]).map_err(|_| Error::fatal("`keys` are no texts"))?;
    Ok(Some(keys.into_iter().collect()))
}

fn params(given: &Value, name: &str) -> Outcome<Props> {
    match &given[name] {
        Value::Null => Ok(Props::new()),
        value => Ok(Props::from([(name.to_owned(), Prop::from(text(name, value)?))])),
    }
}

fn same_data(data: Result<ConfigData, String>, expect: &Value) -> Outcome {
    only("expect", expect, &["data", "error", "panic"])?;
    result(data, expect, |data, expected| match expected.get("data") {
        Some(expected) => same("the data", &json!(data.data), expected),
        None => skipped("`expect` has nothing to compare"),
    })
}

/// Files below a root of their own, which stands for `/`: those of `files`, the allowed folders, and where the path leads
/// if that is not allowed a file with everything that is asked for.
fn files(given: &Value, expect: &Value, mut provider: impl ConfigProvider) -> Outcome {
    only("given", given, &["op", "allowed.paths", "path", "keys", "files"])?;
    let root = tempfile::tempdir().unwrap();
    let below = |path: &str| format!("{}{path}", root.path().display());
    let write = |path: &Path, content: &str| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    if !given["files"].is_null() {
        for (path, content) in object("files", &given["files"])? {
            write(below(path).as_ref(), text(path, content)?);
        }
    }
    let mut props = Props::new();
    let mut allowed = Vec::new();
    if !given["allowed.paths"].is_null() {
        allowed = text("allowed.paths", &given["allowed.paths"])?.split(',').map(below).collect();
        for folder in &allowed {
            std::fs::create_dir_all(folder).unwrap();
        }
        props.insert("allowed.paths".to_owned(), Prop::from(allowed.join(",")));
    }
    let path = text("path", &given["path"])?;
    let path = if path.starts_with('/') { below(path) } else { path.to_owned() };
    let normal = normal(Path::new(&path));
    let asked = texts("keys", &given["keys"]).unwrap_or_default();
    if !allowed.is_empty() && !allowed.iter().any(|allowed| normal.starts_with(allowed)) && path.starts_with('/') {
        if given["op"] == "FileConfigProvider" {
            write(&normal, &asked.iter().flat_map(|key| [&**key, "=leaked\n"]).collect::<String>());
        } else {
            for key in &asked {
                write(&normal.join(key), "leaked");
            }
        }
    }
    let data = provider.configure(&props).and_then(|()| provider.get(&path, keys(given)?.as_ref()));
    same_data(data.map_err(|error| error.to_string().replace(&root.path().display().to_string(), "")), expect)
}

/// Without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, component| {
        match component {
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
        path
    })
}

/// What the providers of files make of `allowed.paths`.
fn allowed_paths(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config"])?;
    only("expect", expect, &["ok", "error", "panic"])?;
    let props = match &given["config"] {
        Value::Null => Props::new(),
        paths => Props::from([("allowed.paths".to_owned(), Prop::from(text("config", paths)?))]),
    };
    let configured = FileConfigProvider::default().configure(&props);
    result(configured.map_err(|error| error.to_string()), expect, |(), _| {
        if expect["ok"] == true { Ok(()) } else { differs(expect, "accepted") }
    })
}

/// What a row says that a provider has.
struct Fixed {
    paths: Value,
    ttls: Value,
}

impl ConfigProvider for Fixed {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        let asked = |key: &str| keys.is_none_or(|keys| keys.contains(key));
        let values = self.paths[path].as_object().into_iter().flatten().filter(|(key, _)| asked(key));
        let data = values.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect();
        let ttls = self.ttls[path].as_object().into_iter().flatten().filter(|(key, _)| asked(key));
        let ttl = ttls.filter_map(|(_, ttl)| ttl.as_u64()).min();
        let data = ConfigData::new(data);
        Ok(match ttl {
            Some(ttl) => data.with_ttl(Duration::from_millis(ttl)),
            None => data,
        })
    }
}

thread_local! {
    /// What the row gives the mocked providers.
    static MOCKED: RefCell<Value> = const { RefCell::new(Value::Null) };
}

/// The class `Mock`: it has what the row gives a provider at any path, or else what Kafka's own mock of a file has.
#[derive(Default)]
struct Mock;

impl ConfigProvider for Mock {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        let given = MOCKED.with_borrow(Value::clone);
        let file = json!({"key": "testKey", "password": "randomPassword"});
        let paths = given.as_object().into_iter().flat_map(|providers| providers.values());
        let data = paths.into_iter().find_map(|paths| paths.get(path)).unwrap_or(&file);
        Fixed { paths: json!({path: data}), ttls: Value::Null }.get(path, keys)
    }
}

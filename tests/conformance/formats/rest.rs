//! `config-validate-rest`: what Kafka Connect's REST interface says of a connector's configuration.

use std::collections::BTreeMap;

use kconnect::{
    Definition, Validation,
    config::{ConfigInfos, ConfigValue},
};
use kconnect_worker::validate::{
    ClassDescription, ExactlyOnceSupport, PluginDescription, PluginSet, RestError, TransactionBoundaries,
    WorkerSettings, new_connector, plugin_config, props_of,
};
use serde_json::{Map, Value, json};

use crate::formats::{
    key::keys,
    outcome::{Outcome, array, differs, object, only, same, skipped, text, texts},
    value::{parsed, sorted},
};

/// What an answer may be asked for.
const ASKED: [&str; 13] = [
    "status",
    "body",
    "name",
    "error_count",
    "groups",
    "errors",
    "values",
    "config_count",
    "present",
    "absent",
    "definition_null",
    "definitions",
    "value_objects",
];

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match given["op"].as_str() {
        Some("generateResult") => generate_result(given, expect),
        Some(op) => skipped(format!("no op `{op}` is known")),
        None => request(given, expect),
    }
}

fn request(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["endpoint", "connector", "plugins", "worker", "request"])?;
    only("expect", expect, &ASKED)?;
    let (plugins, worker) = (plugins(given)?, worker(&given["worker"])?);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let endpoint = text("endpoint", &given["endpoint"])?;
    let path: Vec<_> = endpoint.split(['/', ' ']).filter(|part| !part.is_empty()).collect();
    match path[..] {
        ["PUT", "connector-plugins", plugin, "config", "validate"] => {
            let props = props_of(&config(&given["request"])?);
            match runtime.block_on(plugin_config(&plugins, &worker, plugin, &props)) {
                Ok(infos) => {
                    same("the status", &json!(200), &expect["status"])?;
                    answered(&infos, expect)
                }
                Err(error) => refused(&error, expect),
            }
        }
        ["POST", "connectors"] => {
            only("the request", &given["request"], &["name", "config"])?;
            let props = props_of(&config(&given["request"]["config"])?);
            let name = given["request"]["name"].as_str();
            created(&runtime.block_on(new_connector(&plugins, &worker, name, &props)), 201, expect)
        }
        ["PUT", "connectors", name, "config"] => {
            let props = props_of(&config(&given["request"])?);
            created(&runtime.block_on(new_connector(&plugins, &worker, Some(name), &props)), 201, expect)
        }
        _ => skipped(format!("no endpoint `{endpoint}` is known")),
    }
}

/// Of a connector that may be created there is no answer yet: that is the herder's.
fn created<T>(result: &Result<T, RestError>, status: u16, expect: &Value) -> Outcome {
    match result {
        Err(error) => refused(error, expect),
        Ok(_) if expect["status"] != status => differs(expect, "accepted"),
        Ok(_) => only("the answer to an accepted configuration", expect, &["status"]),
    }
}

fn refused(error: &RestError, expect: &Value) -> Outcome {
    let body = serde_json::to_value(error).unwrap();
    if expect["status"] != error.status {
        return differs(expect, format!("{}: {body}", error.status));
    }
    match expect.get("body") {
        Some(expected) => same("the body", &body, expected),
        None => skipped("`expect` has no body to compare"),
    }
}

/// A configuration as JSON: what is no text becomes one, as Jackson makes it.
fn config(value: &Value) -> Outcome<BTreeMap<String, Option<String>>> {
    let entries = object("request", value)?.iter();
    let text = |value: &Value| match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(_) | Value::Bool(_) => Ok(Some(value.to_string())),
        _ => skipped(format!("{value} is no value of a configuration")),
    };
    entries.map(|(name, value)| Ok((name.clone(), text(value)?))).collect()
}

fn definition(specs: &Value) -> Outcome<Definition> {
    let keys = if specs.is_null() { Vec::new() } else { keys(specs)? };
    Definition::new(keys).or_else(|error| differs("a definition", error))
}

fn plugins(given: &Value) -> Outcome<PluginSet> {
    let mut plugins = PluginSet::kafka();
    let connectors = match &given["connector"] {
        Value::Array(connectors) => connectors.as_slice(),
        connector => std::slice::from_ref(connector),
    };
    for given in connectors {
        plugins = plugins.with_connector(connector(given)?);
    }
    if given["plugins"].is_null() {
        return Ok(plugins);
    }
    for (kind, classes) in object("plugins", &given["plugins"])? {
        for class in array(kind, classes)? {
            only("a plugin", class, &["class", "configdef", "version"])?;
            let mut description =
                ClassDescription::new(text("class", &class["class"])?, definition(&class["configdef"])?);
            if !class["version"].is_null() {
                description = description.with_version(text("version", &class["version"])?);
            }
            plugins = match kind.as_str() {
                "transformations" => plugins.with_transformation(description),
                "predicates" => plugins.with_predicate(description),
                "converters" => plugins.with_converter(description),
                "header_converters" => plugins.with_header_converter(description),
                other => return skipped(format!("no plugins of the kind `{other}` are known")),
            };
        }
    }
    Ok(plugins)
}

/// A connector; what Java's has as a method may be there under its name.
fn connector(given: &Value) -> Outcome<PluginDescription> {
    only(
        "the connector",
        given,
        &["class", "kind", "configdef", "version", "exactlyOnceSupport", "canDefineTransactionBoundaries"],
    )?;
    let (class, definition) = (text("class", &given["class"])?, definition(&given["configdef"])?);
    let mut connector = match text("kind", &given["kind"])? {
        "source" => PluginDescription::source(class, definition),
        "sink" => PluginDescription::sink(class, definition),
        other => return skipped(format!("no connector is of the kind `{other}`")),
    };
    if !given["version"].is_null() {
        text("version", &given["version"])?.clone_into(&mut connector.version);
    }
    connector.exactly_once = match given["exactlyOnceSupport"].as_str() {
        None => None,
        Some("SUPPORTED") => Some(ExactlyOnceSupport::Supported),
        Some("UNSUPPORTED") => Some(ExactlyOnceSupport::Unsupported),
        Some(other) => return skipped(format!("`exactlyOnceSupport` is never {other}")),
    };
    connector.transaction_boundaries = match given["canDefineTransactionBoundaries"].as_str() {
        None | Some("UNSUPPORTED") => TransactionBoundaries::Unsupported,
        Some("SUPPORTED") => TransactionBoundaries::Supported,
        Some(other) => return skipped(format!("`canDefineTransactionBoundaries` is never {other}")),
    };
    Ok(connector)
}

fn worker(given: &Value) -> Outcome<WorkerSettings> {
    let mut worker: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in given.as_object().into_iter().flatten() {
        worker.insert(name.clone(), text(name, value)?.to_owned());
    }
    let settings = match worker.remove("mode").as_deref() {
        None | Some("standalone") => WorkerSettings::standalone(&worker),
        Some("distributed") => WorkerSettings::distributed(&worker),
        Some(other) => return skipped(format!("no worker has the mode `{other}`")),
    };
    settings.or_else(|error| skipped(format!("no such worker: {error}")))
}

/// `AbstractHerder.generateResult`.
fn generate_result(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "name", "keys", "groups", "values"])?;
    only("expect", expect, &ASKED)?;
    let values = array("values", &given["values"])?.iter().map(value).collect::<Outcome<Vec<_>>>()?;
    let groups = texts("groups", &given["groups"])?;
    let infos = ConfigInfos::generate(text("name", &given["name"])?, &keys(&given["keys"])?, &values, groups);
    answered(&infos, expect)
}

fn value(spec: &Value) -> Outcome<ConfigValue> {
    only("a value", spec, &["name", "value", "errors", "recommended", "visible"])?;
    let name = text("name", &spec["name"])?;
    let mut validation = Validation::default();
    if !spec["errors"].is_null() {
        texts("errors", &spec["errors"])?.into_iter().for_each(|error| validation.error(name, error));
    }
    if spec["visible"] == false {
        validation.hide(name);
    }
    let mut recommended = Vec::new();
    for value in spec["recommended"].as_array().into_iter().flatten() {
        recommended.push(any(value)?);
    }
    validation.recommend(name, recommended);
    let mut value = validation.get(name).unwrap().clone();
    value.value = any(&spec["value"])?;
    Ok(value)
}

/// A typed value, or a text.
fn any(value: &Value) -> Outcome<kconnect::config::Parsed> {
    value.as_str().map_or_else(|| parsed(value), |text| Ok(text.to_owned().into()))
}

/// What the answer has of what is asked.
fn answered(infos: &ConfigInfos, expect: &Value) -> Outcome {
    let answer = serde_json::to_value(infos).unwrap();
    if expect.get("status").is_some_and(|status| *status != 200) {
        return differs(expect, format!("200: {answer}"));
    }
    let expected = object("expect", expect)?;
    let configs = array("configs", &answer["configs"])?;
    let name = |config: &Value| {
        let named = if config["value"].is_null() { &config["definition"] } else { &config["value"] };
        named["name"].as_str().unwrap_or_default().to_owned()
    };
    let named = |wanted: &str| configs.iter().filter(|config| name(config) == wanted).collect::<Vec<_>>();
    for (what, expected) in expected {
        match what.as_str() {
            "status" => {}
            "body" => same("the body", &answer, expected)?,
            "name" | "error_count" | "groups" => same(what, &answer[what], expected)?,
            "config_count" => same(what, &json!(configs.len()), expected)?,
            "errors" => {
                let mut errors = Map::<String, Value>::new();
                for config in configs {
                    let own = array("errors", &config["value"]["errors"]).unwrap_or_default();
                    if !own.is_empty() {
                        let errors = errors.entry(name(config)).or_insert_with(|| json!([]));
                        errors.as_array_mut().unwrap().extend_from_slice(own);
                    }
                }
                same("the errors", &Value::from(errors), expected)?;
            }
            "values" => {
                for (key, expected) in object(what, expected)? {
                    let values: Vec<_> = named(key).into_iter().map(|config| &config["value"]["value"]).collect();
                    if !values.contains(&expected) {
                        return differs(format!("the value {expected} of {key}"), format!("{values:?}"));
                    }
                }
            }
            "present" | "absent" => {
                for key in texts(what, expected)? {
                    same(&format!("{key} {what}"), &named(&key).is_empty(), &(what == "absent"))?;
                }
            }
            "definition_null" => {
                let undefined = configs.iter().filter(|config| config["definition"].is_null()).map(name);
                same(what, &sorted(undefined), &sorted(texts(what, expected)?))?;
            }
            "definitions" | "value_objects" => {
                let part = if what == "definitions" { "definition" } else { "value" };
                for (key, expected) in object(what, expected)? {
                    let parts: Vec<_> = named(key).into_iter().map(|config| &config[part]).collect();
                    if !parts.contains(&expected) {
                        return differs(format!("{part} {expected}"), format!("{parts:?}"));
                    }
                }
            }
            other => return skipped(format!("`expect` has `{other}`, which nothing here looks at")),
        }
    }
    Ok(())
}

//! `configdef-docs`: `toHtml`, `toRst` and what they are made of.

use std::collections::BTreeMap;

use kconnect::{
    Definition,
    config::{HtmlOptions, memory_units, time_units},
};
use serde_json::Value;

use crate::formats::{
    key::keys,
    outcome::{Outcome, array, differs, object, one_or_more, only, refused, same, skipped, text, texts},
    value::equal,
};

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match text("op", &given["op"])? {
        "niceMemoryUnits" => units(given, expect, memory_units),
        "niceTimeUnits" => units(given, expect, time_units),
        "defaultText" => default_text(given, expect),
        "sortedNames" => sorted_names(given, expect),
        "embed" => embed(given, expect),
        writers => write(writers, given, expect),
    }
}

fn units(given: &Value, expect: &Value, units: fn(i64) -> String) -> Outcome {
    only("given", given, &["op", "value"])?;
    only("expect", expect, &["text"])?;
    let Some(value) = given["value"].as_i64() else { return skipped(format!("{} is no long", given["value"])) };
    same("the text", &*units(value), text("text", &expect["text"])?)
}

fn definition(specs: &Value) -> Outcome<Definition> {
    Definition::new(keys(specs)?).or_else(|error| differs("a definition", error))
}

/// The cell `Default` of the only key.
fn default_text(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "keys"])?;
    only("expect", expect, &["text"])?;
    let definition = definition(&given["keys"])?;
    let [key] = definition.keys() else { return skipped("one key is needed") };
    same("the text", &*key.default_text().unwrap_or_default(), text("text", &expect["text"])?)
}

fn sorted_names(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "keys"])?;
    only("expect", expect, &["names"])?;
    let definition = definition(&given["keys"])?;
    let names: Vec<_> = definition.sorted().into_iter().map(|key| key.name.to_string()).collect();
    same("the names", &names, &texts("names", &expect["names"])?)
}

/// Each of the writers, `toHtml+toRst`, has to hold.
fn write(writers: &str, given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "keys", "header_depth", "id_prefix", "update_modes"])?;
    only("expect", expect, &["text", "contains", "not_contains", "line_contains"])?;
    let definition = definition(&given["keys"])?;
    let mut modes = BTreeMap::new();
    if !given["update_modes"].is_null() {
        for (name, mode) in object("update_modes", &given["update_modes"])? {
            modes.insert(name.clone(), text(name, mode)?.to_owned());
        }
    }
    let prefix = given["id_prefix"].as_str().unwrap_or_default().to_owned();
    let id = |name: &str| format!("{prefix}{name}");
    let default = HtmlOptions::default();
    let header_depth = given["header_depth"].as_u64().and_then(|depth| depth.try_into().ok());
    let header_depth = header_depth.unwrap_or(default.header_depth);
    for writer in writers.split('+') {
        let written = match writer {
            "toRst" => definition.to_rst(),
            "toEnrichedRst" => definition.to_enriched_rst(),
            "toHtml" => definition.to_html(&HtmlOptions { header_depth, id: &id, update_modes: &modes }),
            "toHtmlTable" => definition.to_html_table(&modes),
            other => return skipped(format!("no op `{other}` is known")),
        };
        holds(&written, expect)?;
    }
    Ok(())
}

fn holds(written: &str, expect: &Value) -> Outcome {
    if !expect["text"].is_null() {
        same("the text", written, text("text", &expect["text"])?)?;
    }
    let parts = |what: &str| if expect[what].is_null() { Ok(Vec::new()) } else { one_or_more(what, &expect[what]) };
    for part in parts("contains")? {
        if !written.contains(&part) {
            return differs(format!("…{part:?}…"), format!("{written:?}"));
        }
    }
    for part in parts("not_contains")? {
        if written.contains(&part) {
            return differs(format!("no {part:?}"), format!("{written:?}"));
        }
    }
    if !expect["line_contains"].is_null() {
        for (name, part) in object("line_contains", &expect["line_contains"])? {
            let part = text(name, part)?;
            let lines: Vec<_> = written.lines().filter(|line| line.contains(name)).collect();
            if lines.is_empty() || !lines.iter().all(|line| line.contains(part)) {
                return differs(format!("{part:?} in the lines with {name:?}"), format!("{lines:?}"));
            }
        }
    }
    Ok(())
}

/// What a definition has after another one was embedded in it.
fn embed(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "keys", "child", "prefix", "group_prefix", "starting_order"])?;
    only("expect", expect, &["keys", "groups", "error", "define_error"])?;
    let parent = if given["keys"].is_null() { Definition::default() } else { definition(&given["keys"])? };
    let own = parent.keys().len();
    let child = definition(&given["child"])?;
    let Some(order) = given["starting_order"].as_i64().and_then(|order| order.try_into().ok()) else {
        return skipped(format!("{} is no order in a group", given["starting_order"]));
    };
    let (prefix, group) = (text("prefix", &given["prefix"])?, text("group_prefix", &given["group_prefix"])?);
    let refusal = expect.get("error").or_else(|| expect.get("define_error"));
    let definition = match (parent.embed(prefix, group, order, &child), refusal) {
        (Ok(definition), None) => definition,
        (Ok(_), Some(_)) => return differs(expect, "embedded"),
        (Err(error), Some(expected)) => return refused(&error.to_string(), expected),
        (Err(error), None) => return differs(expect, format!("refused: {error}")),
    };
    if !expect["groups"].is_null() {
        let groups: Vec<_> = definition.groups().into_iter().map(str::to_owned).collect();
        same("the groups", &groups, &texts("groups", &expect["groups"])?)?;
    }
    if expect["keys"].is_null() {
        return Ok(());
    }
    let expected = array("keys", &expect["keys"])?;
    // The keys that are embedded, or all of them.
    let from = if expected.len() == definition.keys().len() { 0 } else { own };
    let came = &definition.keys()[from..];
    same("the number of keys", &came.len(), &expected.len())?;
    for (key, expected) in came.iter().zip(expected) {
        for (what, expected) in object("a key", expected)? {
            let came = match what.as_str() {
                "name" => Value::from(&*key.name),
                "group" => Value::from(key.group.as_deref()),
                "order" => key.order.into(),
                "dependents" => key.dependents.iter().map(|name| &**name).collect(),
                "display" => Value::from(&*key.display_name),
                "type" => key.config_type.name().into(),
                "importance" => key.importance.name().into(),
                "width" => key.width.name().into(),
                "doc" => Value::from(key.documentation.as_deref()),
                "internal" => key.internal.into(),
                "alternative" => Value::from(key.alternative.as_deref()),
                "default" => match key.default_value() {
                    Some(default) => {
                        equal("the default", &default, expected)?;
                        continue;
                    }
                    None => serde_json::json!({"none": true}),
                },
                other => return skipped(format!("a key has `{other}`, which nothing here looks at")),
            };
            same(&format!("{} with {what}", key.name), &came, expected)?;
        }
    }
    Ok(())
}

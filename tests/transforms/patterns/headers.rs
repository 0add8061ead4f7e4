//! Transformations of headers, with records that have some.

use serde_json::{Map, Value as Json, json};

use crate::random::Random;

const NAMES: [&str; 5] = ["a", "b", "c", "A", "nope"];

/// `DropHeaders`, `InsertHeader` or `HeaderFrom`.
pub(crate) fn case(random: &mut Random) -> Json {
    let (class, config) = match random.below(3) {
        0 => ("DropHeaders", json!({"headers": names(random)})),
        1 => {
            let literal = random.text();
            ("InsertHeader", json!({"header": random.pick(&NAMES), "value.literal": literal}))
        }
        _ => {
            let class = random.pick(&["HeaderFrom$Key", "HeaderFrom$Value"]);
            let mut config = json!({
                "fields": names(random), "headers": names(random), "operation": random.pick(&["move", "copy", "copy", "Move"]),
            });
            if random.one_in(2) {
                config["replace.null.with.default"] = random.pick(&["true", "false"]).into();
            }
            (class, config)
        }
    };
    let (schema, value) = half(random);
    let mut record = json!({
        "kind": "source", "topic": "t", "partition": null, "key_schema": null, "key": null, "value_schema": null, "value": null,
        "timestamp": null, "headers": headers(random),
    });
    let half = if class.ends_with("Key") { "key" } else { "value" };
    record[format!("{half}_schema")] = schema;
    record[half] = value;
    let class = format!("org.apache.kafka.connect.transforms.{class}");
    json!({"op": "transform", "transform": class, "config": config, "record": record})
}

fn names(random: &mut Random) -> String {
    let count = random.below(4);
    let names: Vec<_> = (0..count).map(|_| random.pick(&NAMES)).collect();
    names.join(random.pick(&[",", " , "]))
}

fn headers(random: &mut Random) -> Json {
    let count = random.below(4);
    let one = |random: &mut Random| {
        let (schema, value) = random.pick(&[
            (Json::Null, Json::Null),
            (Json::Null, json!({"i32": 3})),
            (json!({"type": "string", "optional": true}), json!({"str": "x"})),
            (json!({"type": "int64", "optional": true}), Json::Null),
        ]);
        json!({"key": random.pick(&NAMES), "schema": schema, "value": value})
    };
    (0..count).map(|_| one(random)).collect()
}

/// A struct or a map with fields of these names.
fn half(random: &mut Random) -> (Json, Json) {
    if random.one_in(12) {
        return (random.pick(&[Json::Null, json!({"type": "string", "optional": true})]), Json::Null);
    }
    let schemas = [("int32", false), ("string", false), ("int64", true), ("boolean", true)];
    let value = |random: &mut Random, schema: &str| match schema {
        "int32" => json!({"i32": 7}),
        "string" => json!({"str": random.pick(&["x", ""])}),
        "int64" => random.pick(&[json!({"i64": 8}), Json::Null]),
        _ => random.pick(&[json!({"bool": true}), Json::Null]),
    };
    if random.one_in(3) {
        let entries: Vec<_> = NAMES[..random.below(4)].iter().map(|name| json!([{"str": name}, {"i32": 1}])).collect();
        return (Json::Null, json!({"map": entries}));
    }
    let mut fields = Vec::new();
    let mut values = Map::new();
    for name in &NAMES[..=random.below(4)] {
        let (schema, optional) = random.pick(&schemas);
        let mut notation = json!({"type": schema, "optional": optional});
        if schema == "int64" && random.one_in(2) {
            notation["default"] = json!({"i64": 5});
        }
        fields.push(json!([name, notation]));
        values.insert((*name).to_owned(), value(random, schema));
    }
    let schema = json!({"type": "struct", "name": "s", "fields": fields});
    (schema.clone(), json!({"struct": values, "schema": schema}))
}

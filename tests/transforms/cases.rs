//! A transformation, a configuration and a record, again and again.

use serde_json::{Map, Value as Json, json};

use crate::random::Random;

/// Fields that records have, mostly.
pub(crate) const NAMES: [&str; 6] = ["a", "b", "c", "d", "nope", "a.b"];

/// Makes one case after another; the same ones in every run.
pub(crate) struct Cases {
    class: String,
    random: Random,
    config: fn(&mut Random) -> Map<String, Json>,
}

impl Cases {
    pub(crate) fn new(class: &str, seed: u64, config: fn(&mut Random) -> Map<String, Json>) -> Self {
        Self { class: class.to_owned(), random: Random::new(seed), config }
    }

    pub(crate) fn next(&mut self) -> Json {
        let random = &mut self.random;
        let mut config = (self.config)(random);
        // A required text that is null is refused at once here, and record by record there.
        if self.class != "HoistField"
            && random.one_in(30)
            && let Some(value) = config.values_mut().next()
        {
            *value = Json::Null;
        }
        let of_key = random.one_in(2) && self.class != "ValueToKey";
        let (schema, value) = half(random);
        let other = if random.one_in(2) { json!({"str": "other"}) } else { Json::Null };
        let nothing = (Json::Null, other);
        let (key, value) = if of_key { ((schema, value), nothing) } else { (nothing, (schema, value)) };
        let mut record = json!({
            "kind": "source",
            "topic": "topic",
            "partition": if random.one_in(3) { Json::Null } else { 3.into() },
            "key_schema": key.0,
            "key": key.1,
            "value_schema": value.0,
            "value": value.1,
            "headers": headers(random),
            "timestamp": if random.one_in(3) { Json::Null } else { 1_566_570_894_346_i64.into() },
        });
        if random.one_in(2) {
            record["kind"] = "sink".into();
            record["partition"] = 3.into();
            record["kafka_offset"] = 7.into();
        }
        let class = match (&*self.class, of_key) {
            ("ValueToKey", _) => self.class.clone(),
            (class, true) => format!("{class}$Key"),
            (class, false) => format!("{class}$Value"),
        };
        let class = format!("org.apache.kafka.connect.transforms.{class}");
        json!({"op": "transform", "transform": class, "config": config, "record": record})
    }
}

/// What is transformed: mostly a struct or a map.
fn half(random: &mut Random) -> (Json, Json) {
    let schema = match random.below(12) {
        0..4 => random.structure(),
        4..7 => loop {
            let schema = random.schema(3);
            if schema["type"] == "struct" {
                break schema;
            }
        },
        7..10 => Json::Null,
        _ => random.schema(2),
    };
    if random.one_in(20) {
        return (schema, Json::Null);
    }
    let value = match &schema {
        Json::Null if random.one_in(6) => random.any(2),
        Json::Null => map(random, 2),
        schema => random.value_for(schema),
    };
    (schema, value)
}

fn headers(random: &mut Random) -> Json {
    let headers = (0..random.below(3)).map(|_| {
        let (schema, value) = random.pick(&[
            (Json::Null, Json::Null),
            (Json::Null, json!({"i32": 1})),
            (json!({"type": "string"}), json!({"str": "v"})),
        ]);
        json!({"key": random.pick(&["a", "h"]), "schema": schema, "value": value})
    });
    headers.collect::<Vec<_>>().into()
}

/// A map with texts as keys.
fn map(random: &mut Random, depth: usize) -> Json {
    let mut entries = Vec::new();
    for name in ["a", "b", "c", "d", "a.b", ""] {
        if random.one_in(2) {
            let value = if depth > 0 && random.one_in(3) { map(random, depth - 1) } else { random.any(1) };
            entries.push(json!([{"str": name}, value]));
        }
    }
    json!({"map": entries})
}

/// One to three, with commas between them.
pub(crate) fn list(random: &mut Random, one: impl Fn(&mut Random) -> String) -> String {
    let several = random.below(3);
    (0..=several).map(|_| one(random)).collect::<Vec<_>>().join(",")
}

//! Schemas changed at random.

use rand::Rng as _;
use serde_json::{Map, Value, json};

use super::{PRIMITIVES, Random};

impl Random {
    /// Puts anything into a random place, or takes what is there.
    pub(super) fn damage(&mut self, schema: &mut Value) {
        let mut places = Vec::new();
        pointers(schema, String::new(), &mut places);
        let place = self.one_of(&places);
        let (parent, key) = place.rsplit_once('/').unwrap_or_default();
        if self.chance(0.4)
            && let Some(object) = schema.pointer_mut(parent).and_then(Value::as_object_mut)
        {
            object.shift_remove(key);
        } else if let Some(value) = schema.pointer_mut(&place) {
            *value = if self.chance(0.3) { json!({"type": value.clone()}) } else { self.json(1) };
        }
    }

    /// Changes something that may matter to a reader.
    pub(super) fn change(&mut self, schema: &mut Value) {
        let mut places = Vec::new();
        pointers(schema, String::new(), &mut places);
        for _ in 0..20 {
            let place = self.one_of(&places);
            let value = schema.pointer_mut(&place).unwrap();
            if self.change_one(value) {
                return;
            }
        }
    }

    fn change_one(&mut self, value: &mut Value) -> bool {
        match value {
            Value::String(word) if PRIMITIVES.contains(&word.as_str()) => {
                let numbers = ["int", "long", "float", "double", "string", "bytes"];
                *value = match self.rng.random_range(0..4) {
                    0 => json!(["null", word]),
                    1 if word != "null" => json!([word, "null"]),
                    _ => json!(self.one_of(&numbers)),
                };
                true
            }
            Value::Array(branches) if branches.iter().any(|branch| branch == "null") => {
                if branches.len() > 1 && self.chance(0.6) {
                    let index = self.rng.random_range(0..branches.len());
                    branches.remove(index);
                } else if !branches.contains(&json!("int")) {
                    branches.push(json!("int"));
                } else {
                    branches.reverse();
                }
                true
            }
            Value::Object(object) => self.change_object(object),
            _ => false,
        }
    }

    fn change_object(&mut self, object: &mut Map<String, Value>) -> bool {
        if let Some(Value::Array(fields)) = object.get_mut("fields") {
            let count = fields.len();
            match self.rng.random_range(0..5) {
                0 if count > 0 => {
                    let index = self.rng.random_range(0..count);
                    fields.remove(index);
                }
                1 if count > 0 => {
                    let index = self.rng.random_range(0..count);
                    let old = fields[index]["name"].clone();
                    fields[index]["name"] = json!("renamed");
                    if self.chance(0.6) {
                        fields[index]["aliases"] = json!([old]);
                    }
                }
                2 if count > 0 => fields.reverse(),
                3 => return self.rename(object),
                _ => {
                    let mut field = json!({"name": "added", "type": self.one_of(&["int", "string"])});
                    if self.chance(0.4) {
                        field["default"] = json!(0);
                    } else if self.chance(0.3) {
                        // Another name each time: what is written twice alike is one type here, and two objects in Java.
                        let name = format!("Added{}", self.rng.random_range(0..1_000_000));
                        field["type"] = json!({"type": "enum", "name": name, "symbols": ["A"], "default": "A"});
                    }
                    if !fields.iter().any(|known| known["name"] == "added") {
                        fields.push(field);
                    }
                }
            }
            return true;
        }
        if let Some(Value::Array(symbols)) = object.get_mut("symbols") {
            if self.chance(0.5) && !symbols.is_empty() {
                symbols.remove(0);
                object.remove("default");
            } else if self.chance(0.5) && !symbols.contains(&json!("New")) {
                symbols.push(json!("New"));
                symbols.push(json!("Newer"));
            } else {
                return self.rename(object);
            }
            return true;
        }
        if object.contains_key("size") && object["type"] == "fixed" {
            if self.chance(0.5) {
                object.insert("size".into(), json!(5));
                return true;
            }
            return self.rename(object);
        }
        if object.contains_key("default") && object.contains_key("type") {
            object.remove("default");
            return true;
        }
        false
    }

    fn rename(&mut self, object: &mut Map<String, Value>) -> bool {
        let Some(Value::String(name)) = object.get("name").cloned() else { return false };
        if self.chance(0.3) {
            object.insert("namespace".into(), "moved".into());
            return true;
        }
        object.insert("name".into(), json!(format!("{name}_new")));
        if self.chance(0.6) {
            let alias = if self.chance(0.7) { name } else { format!("x.{name}") };
            object.insert("aliases".into(), json!([alias]));
        }
        true
    }
}

fn pointers(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                pointers(inner, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                pointers(inner, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

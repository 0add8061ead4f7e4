//! Schemas made at random, and changed at random.

#[path = "changes.rs"]
mod changes;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Map, Value, json};

const PRIMITIVES: [&str; 8] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "Fixed_1", "_x", "Record"];

/// Names that somebody does not like.
const ODD_NAMES: [&str; 16] = [
    "", "0a", "a-b", "é", "日本", "a b", "string", "int", "record", "a.b.C", "x.A", ".A", "a..B", "A.", "x.int", "b\"c",
];

const NAMESPACES: [&str; 5] = ["a", "a.b", "x", "", "A"];

const ODD_NAMESPACES: [&str; 5] = ["0", "a-b", ".", "a..b", "é"];

const LOGICAL: [&str; 15] = [
    "decimal",
    "date",
    "time-millis",
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
    "uuid",
    "duration",
    "big-decimal",
    "made-up",
    "map",
];

/// What makes schemas. What is odd may be refused; without it a schema is mostly accepted.
pub(crate) struct Random {
    rng: StdRng,
    odd: bool,
    /// Names of types in the schema that is being made.
    defined: Vec<String>,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), odd: false, defined: Vec::new() }
    }

    /// The text of something like a schema.
    pub(crate) fn text(&mut self) -> String {
        self.odd = self.chance(0.4);
        let mut schema = self.schema();
        if self.odd && self.chance(0.3) {
            self.damage(&mut schema);
        }
        if self.chance(0.1) {
            let text = serde_json::to_string_pretty(&schema).unwrap();
            let commented = text.replacen('\n', " // a \"comment\"\n/* another */", 3);
            return commented;
        }
        schema.to_string()
    }

    /// The texts of a reader's and a writer's schema.
    pub(crate) fn pair(&mut self) -> [String; 2] {
        self.odd = false;
        let one = self.schema();
        let mut other = one.clone();
        for _ in 0..self.rng.random_range(1..4) {
            self.change(&mut other);
        }
        let mut pair = [one.to_string(), other.to_string()];
        if self.chance(0.5) {
            pair.reverse();
        }
        pair
    }

    /// The texts of a subject's schemas, the oldest first.
    pub(crate) fn versions(&mut self) -> Vec<String> {
        self.odd = false;
        let mut schema = self.schema();
        let mut versions = vec![schema.to_string()];
        for _ in 0..self.rng.random_range(1..4) {
            if self.chance(0.8) {
                self.change(&mut schema);
            }
            versions.push(schema.to_string());
        }
        versions
    }

    fn schema(&mut self) -> Value {
        self.defined.clear();
        // Records first: the others have little in them.
        if self.chance(0.8) { self.record(4, "") } else { self.ty(3, "") }
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of.choose(&mut self.rng).unwrap().clone()
    }

    fn ty(&mut self, depth: usize, namespace: &str) -> Value {
        let kind = if depth == 0 { self.rng.random_range(0..5) } else { self.rng.random_range(0..14) };
        match kind {
            0..=2 => self.one_of(&PRIMITIVES).into(),
            3 => {
                let mut object = Map::new();
                object.insert("type".into(), self.one_of(&PRIMITIVES).into());
                self.attributes(&mut object);
                object.into()
            }
            4 => self.reference(namespace),
            5 | 6 => self.around("array", "items", depth, namespace),
            7 => self.around("map", "values", depth, namespace),
            8 | 9 => self.union(depth, namespace),
            10 => self.symbols(namespace),
            11 => self.fixed(namespace),
            _ => self.record(depth - 1, namespace),
        }
    }

    fn reference(&mut self, namespace: &str) -> Value {
        if self.defined.is_empty() || self.odd && self.chance(0.1) {
            // One that may come later, or never.
            let name = self.one_of(&NAMES);
            return if self.odd || self.chance(0.1) { name.into() } else { "string".into() };
        }
        let defined = self.defined.clone();
        let full = self.one_of(&defined);
        match full.rsplit_once('.') {
            Some((of, simple)) if of == namespace && self.chance(0.7) => simple.into(),
            _ => full.into(),
        }
    }

    fn around(&mut self, word: &str, inner: &str, depth: usize, namespace: &str) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), word.into());
        object.insert(inner.into(), self.ty(depth - 1, namespace));
        self.attributes(&mut object);
        object.into()
    }

    fn union(&mut self, depth: usize, namespace: &str) -> Value {
        let mut branches: Vec<Value> = Vec::new();
        for _ in 0..self.rng.random_range(1..4) {
            let branch = self.ty(depth - 1, namespace);
            let label = |branch: &Value| branch.get("type").unwrap_or(branch).clone();
            let twice = branches.iter().any(|known| label(known) == label(&branch) && known.get("name").is_none());
            if self.odd && self.chance(0.1) || !twice && !branch.is_array() {
                branches.push(branch);
            }
        }
        if self.chance(0.4) && !branches.contains(&json!("null")) {
            branches.insert(0, "null".into());
        }
        branches.into()
    }

    /// A named type, without what is special to its kind, and its namespace.
    fn named(&mut self, word: &str, namespace: &str) -> (Map<String, Value>, String) {
        let mut object = Map::new();
        let (mut name, mut space) = (self.one_of(&NAMES).to_owned(), namespace.to_owned());
        if self.odd && self.chance(0.08) {
            self.one_of(&ODD_NAMES).clone_into(&mut name);
        } else if self.chance(0.9) {
            // Mostly one that is free.
            name = format!("{name}{}", self.defined.len());
        }
        object.insert("type".into(), word.into());
        if self.chance(0.3) {
            let of = if self.odd && self.chance(0.15) { &ODD_NAMESPACES } else { &NAMESPACES };
            self.one_of(of).clone_into(&mut space);
            object.insert("namespace".into(), space.clone().into());
        }
        let full = if name.contains('.') || space.is_empty() { name.clone() } else { format!("{space}.{name}") };
        object.insert("name".into(), name.into());
        self.doc(&mut object);
        if self.chance(0.15) {
            object.insert("aliases".into(), self.aliases(&["Old", "A", "x.Old", ".Old", "a.int", "a.record"]));
        }
        let space = full.rsplit_once('.').map_or("", |(space, _)| space).to_owned();
        self.defined.push(full);
        (object, space)
    }

    fn record(&mut self, depth: usize, namespace: &str) -> Value {
        let word = if self.chance(0.05) { "error" } else { "record" };
        let (mut object, space) = self.named(word, namespace);
        let mut fields = Vec::new();
        for index in 0..self.rng.random_range(0..5) {
            fields.push(self.field(index, depth, &space));
        }
        if !(self.odd && self.chance(0.03)) {
            object.insert("fields".into(), fields.into());
        }
        self.attributes(&mut object);
        object.into()
    }

    fn field(&mut self, index: usize, depth: usize, namespace: &str) -> Value {
        let mut field = Map::new();
        let name = if self.odd && self.chance(0.03) {
            self.one_of(&["f0", "é", "0", "a-b", "", "f0"]).to_owned()
        } else {
            format!("f{index}")
        };
        let ty = self.ty(depth, namespace);
        if self.chance(0.5) {
            field.insert("name".into(), name.clone().into());
        }
        if self.chance(0.4) {
            let default = self.default(&ty);
            field.insert("default".into(), default);
        }
        field.insert("type".into(), ty);
        field.insert("name".into(), name.into());
        self.doc(&mut field);
        if self.chance(0.1) {
            let orders: &[&str] = if self.odd {
                &["ascending", "Descending", "IGNORE", "upward", ""]
            } else {
                &["ascending", "descending", "ignore"]
            };
            field.insert("order".into(), self.one_of(orders).into());
        }
        if self.chance(0.1) {
            field.insert("aliases".into(), self.aliases(&["old", "f0", "f1", "f2", "weird name"]));
        }
        self.attributes(&mut field);
        field.into()
    }

    fn symbols(&mut self, namespace: &str) -> Value {
        let (mut object, _) = self.named("enum", namespace);
        let count = self.rng.random_range(0..4);
        let mut symbols: Vec<_> = ["X", "B", "A", "é"].into_iter().take(count).collect();
        if self.odd && self.chance(0.1) {
            symbols.push(self.one_of(&["A", "0", "a b", ""]));
        }
        if self.chance(0.3) {
            let default = if symbols.is_empty() || self.odd && self.chance(0.2) { "Z" } else { self.one_of(&symbols) };
            object.insert("default".into(), default.into());
        }
        object.insert("symbols".into(), symbols.into());
        self.attributes(&mut object);
        object.into()
    }

    fn fixed(&mut self, namespace: &str) -> Value {
        let (mut object, _) = self.named("fixed", namespace);
        let sizes = [json!(0), json!(1), json!(12), json!(16), json!(4)];
        let odd =
            [json!(-1), json!(2_147_483_639), json!(2_147_483_640), json!(4_294_967_296_i64), json!("4"), json!(4.0)];
        let size = if self.odd && self.chance(0.1) { self.one_of(&odd) } else { self.one_of(&sizes) };
        object.insert("size".into(), size);
        self.attributes(&mut object);
        object.into()
    }

    fn doc(&mut self, object: &mut Map<String, Value>) {
        if self.chance(0.15) {
            let docs = [json!("a \"doc\"\n/* é */ // 😀\u{1}"), json!(""), json!(5), json!(null)];
            object.insert("doc".into(), self.one_of(&docs));
        }
    }

    fn aliases(&mut self, of: &[&str]) -> Value {
        if self.odd && self.chance(0.05) {
            return self.one_of(&[json!("old"), json!(null), json!([1]), json!(["a-b", "0"])]);
        }
        (0..self.rng.random_range(0..3)).map(|_| json!(self.one_of(of))).collect()
    }

    fn attributes(&mut self, object: &mut Map<String, Value>) {
        if self.chance(0.3) {
            object.insert("logicalType".into(), self.one_of(&LOGICAL).into());
            if self.chance(0.5) {
                object.insert("precision".into(), self.one_of(&[json!(4), json!(9), json!(0), json!("4"), json!(40)]));
                object.insert("scale".into(), self.one_of(&[json!(2), json!(0), json!(-1), json!(10), json!(2.0)]));
            }
        }
        while self.chance(0.25) {
            let keys = [
                "connect.name",
                "b",
                "a",
                "é\"",
                "connect.parameters",
                "size",
                "symbols",
                "avro.java.string",
                "order",
                "default",
            ];
            let key = self.one_of(&keys);
            // What has a meaning elsewhere is for the odd ones.
            if !object.contains_key(key)
                && (self.odd || !matches!(key, "size" | "symbols" | "order" | "default" | "é\""))
            {
                let value = self.json(2);
                object.insert(key.into(), value);
            }
        }
    }

    /// Numbers that Java and Rust print alike: before Java 19 `Double.toString` was not always the shortest. None above 64
    /// bits: those Avro's library loses its way with in arrays, maps and records, and nowhere else.
    fn json(&mut self, depth: usize) -> Value {
        let leaves = [
            json!(null),
            json!(true),
            json!(0),
            json!(-1),
            json!(if self.odd { 2_147_483_647_i64 } else { 1_000 }),
            json!(if self.odd { 2_147_483_648_i64 } else { 1_000_000 }),
            json!(i64::MIN),
            json!(0.1),
            json!(1.5),
            json!(100.0),
            json!(1e10),
            json!(1.5e-5),
            json!(1e21),
            json!(-0.25),
            json!("text"),
            json!("A"),
            json!("NaN"),
            json!("é\u{7f}\u{80}😀\t\u{0}/"),
            json!("1.5"),
        ];
        match self.rng.random_range(0..if depth == 0 { 6 } else { 8 }) {
            0..=5 => self.one_of(&leaves),
            6 => (0..self.rng.random_range(0..3)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let count = self.rng.random_range(0..3);
                let keys = ["z", "f0", "f1", "a", "é"];
                let mut object = Map::new();
                for _ in 0..count {
                    object.insert(self.one_of(&keys).into(), self.json(depth - 1));
                }
                object.into()
            }
        }
    }

    /// A default, mostly one that fits.
    fn default(&mut self, ty: &Value) -> Value {
        if self.chance(if self.odd { 0.3 } else { 0.05 }) {
            return self.json(2);
        }
        let word = ty.as_str().or_else(|| ty["type"].as_str()).unwrap_or_default().to_owned();
        if let Some(branches) = ty.as_array() {
            if branches.is_empty() {
                return Value::Null;
            }
            let branch = self.one_of(branches);
            return self.default(&branch);
        }
        match word.as_str() {
            "null" => Value::Null,
            "boolean" => self.one_of(&[json!(true), json!(false)]),
            // As floats, Java prints the ends with a digit more than it takes.
            "int" if self.odd => self.one_of(&[json!(0), json!(-7), json!(i32::MAX), json!(i32::MIN)]),
            "int" => self.one_of(&[json!(0), json!(-7), json!(65_536)]),
            "long" => self.one_of(&[json!(0), json!(i64::MAX), json!(i64::MIN), json!(3_000_000_000_i64)]),
            "float" | "double" => self.one_of(&[
                json!(0.1),
                json!(1),
                json!(1e10),
                json!(-2.5),
                json!("NaN"),
                json!("-Infinity"),
                json!(" 2.5 "),
                json!("0x1p3"),
                json!("1e3f"),
            ]),
            "bytes" | "string" | "fixed" => self.one_of(&[json!(""), json!("a"), json!("\u{ff}"), json!("é😀")]),
            "enum" => self.one_of(&[json!("A"), json!("X"), json!("no symbol")]),
            "array" => (0..self.rng.random_range(0..3)).map(|_| self.default(&ty["items"])).collect(),
            "map" => json!({"k": self.default(&ty["values"])}),
            "record" | "error" => {
                let mut object = Map::new();
                for field in ty["fields"].as_array().into_iter().flatten() {
                    if field.get("default").is_none() || self.chance(0.4) {
                        object.insert(field["name"].as_str().unwrap_or("f0").into(), self.default(&field["type"]));
                    }
                }
                object.into()
            }
            _ => self.one_of(&[json!({}), json!("A"), json!({"f0": 1})]),
        }
    }
}

//! Connect schemas, values of them and options, made at random, in the vectors' notation.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde_json::{Map, Value as Json, json};

/// Where the cases come from. The same seed gives the same cases.
pub(crate) struct Random {
    rng: StdRng,
    /// The named schemas of this case, to be used again.
    named: Vec<Json>,
    fields: usize,
    /// Whether names that Avro does not take are made ones that it does: such names are rare otherwise.
    scrubs: bool,
}

/// Options that the release of Confluent's converter knows which is the judge here.
const OPTIONS: [&str; 5] = [
    "enhanced.avro.schema.support",
    "scrub.invalid.names",
    "connect.meta.data",
    "allow.optional.map.keys",
    "discard.type.doc.default",
];

const TEXTS: [&str; 6] = ["", "a", "two words", "ü😀", "quote\"d \\ \u{1}", "0"];

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), named: Vec::new(), fields: 0, scrubs: false }
    }

    fn one(&mut self, of: u32) -> bool {
        self.rng.random_range(0..of) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.rng.random_range(0..from.len())].clone()
    }

    /// A case: options, a schema, a value of it.
    pub(crate) fn case(&mut self) -> Json {
        self.named.clear();
        self.fields = 0;
        let mut config = Map::new();
        for option in OPTIONS {
            if self.one(3) {
                config.insert(option.to_owned(), json!(option != "connect.meta.data"));
            }
        }
        self.scrubs = config.contains_key("scrub.invalid.names") || self.one(20);
        if self.one(20) {
            let value = self.tagged(3);
            return json!({"config": config, "connect": null, "value": value});
        }
        let schema = if self.one(6) { self.schema(3) } else { self.structure(3) };
        let value = self.value(&schema, true);
        json!({"config": config, "connect": schema, "value": value})
    }

    fn name(&mut self) -> &'static str {
        let names = ["A", "B", "com.acme.A", "com.acme.B", "com.acme.deep.C", "D", "E", "F_1", "org.x.Odd-Name", "9th"];
        self.pick(if self.scrubs { &names } else { &names[..8] })
    }

    fn field_name(&mut self) -> String {
        self.fields += 1;
        let stems = ["id", "text", "Value", "_u", "odd-name", "9th", "sp ace"];
        let stem = self.pick(if self.scrubs { &stems } else { &stems[..4] });
        if self.one(8) { stem.to_owned() } else { format!("f{}", self.fields) }
    }

    /// A schema; every second one has attributes.
    fn schema(&mut self, depth: u32) -> Json {
        if !self.named.is_empty() && self.one(5) {
            let mut again = self.pick(&self.named.clone());
            let object = again.as_object_mut().unwrap();
            if self.one(2) {
                let optional = self.one(2);
                object.insert("optional".to_owned(), json!(optional));
            }
            if self.one(6) {
                object.insert("doc".to_owned(), json!("another use"));
            }
            if self.one(8) {
                object.insert("parameters".to_owned(), json!({"another": "use"}));
            }
            return again;
        }
        match self.rng.random_range(0..if depth == 0 { 14 } else { 20 }) {
            0 => self.dressed(json!({"type": "INT8"})),
            1 => self.dressed(json!({"type": "INT16"})),
            2 => self.dressed(json!({"type": "INT32"})),
            3 => self.dressed(json!({"type": "INT64"})),
            4 => self.dressed(json!({"type": "FLOAT32"})),
            5 => self.dressed(json!({"type": "FLOAT64"})),
            6 => self.dressed(json!({"type": "BOOLEAN"})),
            7 => self.dressed(json!({"type": "STRING"})),
            8 => self.dressed(json!({"type": "BYTES"})),
            9 => self.logical("INT32", "Date", json!({})),
            10 => self.logical("INT32", "Time", json!({})),
            11 => self.logical("INT64", "Timestamp", json!({})),
            12 => {
                let mut parameters = json!({"scale": self.pick(&["0", "2", "-1", "70"])});
                if self.one(3) {
                    parameters["connect.decimal.precision"] = json!(self.pick(&["5", "64", "18"]));
                }
                if self.one(6) {
                    parameters["connect.fixed.size"] = json!(self.pick(&["30", "16", "2"]));
                }
                self.logical("BYTES", "Decimal", parameters)
            }
            13 => self.fixed_or_enum(),
            14 | 15 => {
                let items = self.schema(depth - 1);
                self.dressed(json!({"type": "ARRAY", "valueSchema": items}))
            }
            16 | 17 => {
                let keys = match self.rng.random_range(0..6) {
                    0 => json!({"type": "STRING", "optional": true}),
                    1 => self.schema(0),
                    2 => json!({"type": "INT32"}),
                    _ => json!({"type": "STRING"}),
                };
                let values = self.schema(depth - 1);
                self.dressed(json!({"type": "MAP", "keySchema": keys, "valueSchema": values}))
            }
            18 => self.union(depth - 1),
            _ => self.structure(depth - 1),
        }
    }

    fn logical(&mut self, ty: &str, name: &str, parameters: Json) -> Json {
        let name = format!("org.apache.kafka.connect.data.{name}");
        let mut schema = json!({"type": ty, "name": name, "version": 1});
        if parameters.as_object().is_some_and(|parameters| !parameters.is_empty()) {
            schema["parameters"] = parameters;
        }
        self.optional_or_default(schema)
    }

    fn fixed_or_enum(&mut self) -> Json {
        let name = self.name();
        let schema = if self.one(2) {
            json!({"type": "BYTES", "name": name, "parameters": {"connect.fixed.size": "3"}})
        } else {
            let full = self.pick(&["E", "com.acme.Kind", "com.acme.A"]);
            let mut parameters = Map::new();
            parameters.insert("io.confluent.connect.avro.Enum".to_owned(), json!(full));
            for symbol in ["ONE", "TWO", "THREE"].into_iter().take(self.rng.random_range(1..4)) {
                parameters.insert(format!("io.confluent.connect.avro.Enum.{symbol}"), json!(symbol));
            }
            if self.one(4) {
                parameters.insert(format!("io.confluent.connect.avro.enum.doc.{}", simple(full)), json!("which"));
            }
            if self.one(4) {
                parameters.insert(format!("io.confluent.connect.avro.enum.default.{}", simple(full)), json!("ONE"));
            }
            let mut schema = json!({"type": "STRING", "parameters": parameters});
            if !self.one(5) {
                schema["name"] = json!(full);
            }
            schema
        };
        self.named.push(schema.clone());
        self.optional_or_default(schema)
    }

    fn structure(&mut self, depth: u32) -> Json {
        let mut schema = json!({"type": "STRUCT"});
        if !self.one(6) {
            schema["name"] = json!(self.name());
        }
        let mut fields: Vec<Json> = Vec::new();
        for _ in 0..self.rng.random_range(0..5) {
            let name = self.field_name();
            if fields.iter().all(|field| field["name"] != name.as_str()) {
                let of = self.schema(depth);
                fields.push(json!({"name": name, "schema": of}));
            }
        }
        if self.one(4) {
            schema["doc"] = json!(self.pick(&TEXTS));
        }
        if self.one(6) {
            schema["version"] = json!(self.rng.random_range(1..4));
        }
        if self.one(4) {
            let mut parameters = Map::new();
            if let Some(field) = fields.first() {
                let key = format!("io.confluent.connect.avro.field.doc.{}", field["name"].as_str().unwrap());
                parameters.insert(key, json!("of the field"));
            }
            parameters.insert(
                self.pick(&["io.confluent.connect.avro.record.doc", "connect.record.doc", "avro.own", "x"]).to_owned(),
                json!("of the record"),
            );
            schema["parameters"] = parameters.into();
        }
        schema["fields"] = fields.into();
        if schema.get("name").is_some() {
            self.named.push(schema.clone());
        }
        if self.one(3) {
            schema["optional"] = json!(true);
        }
        if self.one(10) {
            schema["default"] = self.value(&schema, false);
        }
        schema
    }

    fn union(&mut self, depth: u32) -> Json {
        let mut fields = Vec::new();
        for (name, ty) in [("int", "INT32"), ("string", "STRING"), ("boolean", "BOOLEAN"), ("double", "FLOAT64")] {
            if self.one(2) {
                fields.push(json!({"name": name, "schema": {"type": ty, "optional": true}}));
            }
        }
        if self.one(2) {
            let mut record = self.structure(depth);
            record["optional"] = json!(true);
            record.as_object_mut().unwrap().shift_remove("default");
            if let Some(name) = record["name"].as_str().map(str::to_owned) {
                fields.push(json!({"name": simple(&name), "schema": record}));
            }
        }
        if fields.is_empty() {
            fields.push(json!({"name": "long", "schema": {"type": "INT64", "optional": true}}));
        }
        let mut schema = json!({"type": "STRUCT", "name": "io.confluent.connect.avro.Union", "fields": fields});
        if self.one(2) {
            schema["optional"] = json!(true);
        }
        schema
    }

    /// With name, version, documentation, parameters, and whether null will do.
    fn dressed(&mut self, mut schema: Json) -> Json {
        if self.one(8) {
            let names = ["com.acme.Celsius", "plain", "io.x.T", "odd-one"];
            schema["name"] = json!(self.pick(if self.scrubs { &names } else { &names[..3] }));
        }
        if self.one(8) {
            schema["version"] = json!(self.rng.random_range(1..4));
        }
        if self.one(5) {
            schema["doc"] = json!(self.pick(&TEXTS));
        }
        if self.one(6) {
            schema["parameters"] = match self.rng.random_range(0..3) {
                0 => json!({"avro.java.string": "String", "b": "", "a": "ä"}),
                1 => json!({"io.confluent.connect.avro.field.default": "true", "k": "v"}),
                _ => json!({"k": "v"}),
            };
        }
        self.optional_or_default(schema)
    }

    fn optional_or_default(&mut self, mut schema: Json) -> Json {
        if self.one(3) {
            schema["optional"] = json!(true);
        }
        if self.one(5) {
            schema["default"] = self.value(&schema, false);
        }
        schema
    }

    /// A value. With `wrong`, one in a few lacks what it needs.
    fn value(&mut self, schema: &Json, wrong: bool) -> Json {
        if schema["optional"] == true && wrong && self.one(3) {
            return Json::Null;
        }
        match (schema["type"].as_str().unwrap(), schema["name"].as_str().unwrap_or_default()) {
            (_, "org.apache.kafka.connect.data.Date") => json!(self.rng.random_range(-100_000..100_000)),
            (_, "org.apache.kafka.connect.data.Time") => match self.rng.random_range(0..3) {
                0 => json!(0),
                1 => json!(86_400_000),
                _ if wrong && self.one(20) => json!(86_400_001),
                _ => json!(self.rng.random_range(0..86_400_000)),
            },
            (_, "org.apache.kafka.connect.data.Timestamp") => {
                json!(self.rng.random_range(-10_000_000_000_000_i64..10_000_000_000_000))
            }
            (_, "org.apache.kafka.connect.data.Decimal") => {
                let unscaled = match self.rng.random_range(0..4) {
                    0 => "0".to_owned(),
                    1 => self.rng.random_range(-300..300).to_string(),
                    2 => self.rng.random::<i64>().to_string(),
                    _ => format!("-{}{}", self.rng.random_range(1..99), self.rng.random::<u64>()),
                };
                let mut value = json!({"unscaled": unscaled});
                if wrong && self.one(20) {
                    value["scale"] = json!(7);
                }
                value
            }
            ("INT8", _) => json!(self.rng.random::<i8>()),
            ("INT16", _) => json!(self.rng.random::<i16>()),
            ("INT32", _) => json!(self.rng.random::<i32>() >> self.rng.random_range(0..32)),
            ("INT64", _) => json!(self.rng.random::<i64>() >> self.rng.random_range(0..64)),
            ("FLOAT32", _) => {
                let float = self.pick(&[0.0_f32, -0.5, 12.2, 0.1, 1e10, 3.5e-5, 16_777_216.0, f32::MAX]);
                // The digits of the float, as a user writes them.
                json!(float.to_string().parse::<f64>().unwrap())
            }
            ("FLOAT64", _) => json!(self.pick(&[0.0, -0.5, 12.2, 1e7, 9_999_999.0, 1.5e-4, 0.001, 1e300])),
            ("BOOLEAN", _) => json!(self.one(2)),
            ("STRING", _) => {
                let parameters = schema["parameters"].as_object();
                let symbols: Vec<String> = parameters
                    .into_iter()
                    .flatten()
                    .filter_map(|(key, _)| Some(key.strip_prefix("io.confluent.connect.avro.Enum.")?.to_owned()))
                    .collect();
                if symbols.is_empty() { json!(self.pick(&TEXTS)) } else { json!(self.pick(&symbols)) }
            }
            ("BYTES", _) => {
                let size = schema["parameters"]["connect.fixed.size"].as_str().filter(|_| !schema["name"].is_null());
                let len = size.map_or_else(|| self.rng.random_range(0..5), |size| size.parse().unwrap());
                let hex: String =
                    (0..2 * len).map(|_| char::from_digit(self.rng.random_range(0..16), 16).unwrap()).collect();
                json!({ "hex": hex })
            }
            ("ARRAY", _) => {
                let count = self.rng.random_range(0..3);
                (0..count).map(|_| self.value(&schema["valueSchema"], wrong)).collect()
            }
            ("MAP", _) => {
                // One entry: Java keeps no order.
                if self.one(3) {
                    return json!([]);
                }
                let (key, value) = (self.value(&schema["keySchema"], wrong), self.value(&schema["valueSchema"], wrong));
                json!([[key, value]])
            }
            ("STRUCT", "io.confluent.connect.avro.Union") => {
                let fields = schema["fields"].as_array().unwrap();
                let at = if wrong { self.rng.random_range(0..fields.len()) } else { 0 };
                let mut set = fields[at]["schema"].clone();
                set["optional"] = json!(false);
                json!({ fields[at]["name"].as_str().unwrap(): self.value(&set, wrong) })
            }
            _ => {
                let mut struct_ = Map::new();
                for field in schema["fields"].as_array().unwrap() {
                    if wrong && self.one(60) {
                        continue;
                    }
                    let value = self.value(&field["schema"], wrong);
                    struct_.insert(field["name"].as_str().unwrap().to_owned(), value);
                }
                struct_.into()
            }
        }
    }

    fn tagged(&mut self, depth: u32) -> Json {
        match self.rng.random_range(0..if depth == 0 { 7 } else { 9 }) {
            0 => json!({"int": self.rng.random::<i32>()}),
            1 => json!({"long": self.rng.random::<i64>()}),
            2 => json!({"float": 12.2}),
            3 => json!({"double": -1e9}),
            4 => json!({"boolean": self.one(2)}),
            5 => json!({"string": self.pick(&TEXTS)}),
            6 => {
                if self.one(3) {
                    json!({"bytes": "00ff"})
                } else {
                    Json::Null
                }
            }
            7 => json!({"array": (0..self.rng.random_range(0..3)).map(|_| self.tagged(depth - 1)).collect::<Vec<_>>()}),
            _ => json!({"map": [[self.tagged(0), self.tagged(depth - 1)]]}),
        }
    }
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

//! Definitions and inputs made at random, from what somebody once got wrong.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Map, Value, json};

const TYPES: [&str; 9] = ["BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"];

const NAMES: [&str; 7] = ["a", "b", "c", "tasks.max", "x.bytes", "schlüssel", "Ab"];

/// Pieces of inputs. Java and Rust differ in what a blank, a digit and a number is, and in upper case.
const PIECES: [&str; 48] = [
    "",
    " ",
    "\t",
    "\n",
    "\r",
    "\u{b}",
    "\u{c}",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2003}",
    "\u{feff}",
    ",",
    ", ",
    " ,",
    ",,",
    "a",
    "B",
    "good",
    "Good",
    "ß",
    "ı",
    "İ",
    "ſ",
    "\u{1f600}",
    "\u{10a0}",
    "0",
    "1",
    "-",
    "+",
    "7",
    "12",
    "\u{663}",
    "\u{ff15}",
    "\u{1d7d8}",
    "_",
    ".",
    "e3",
    "d",
    "f",
    "L",
    "0x",
    "p2",
    "\"",
    "\\",
    "[x]",
];

/// Whole inputs.
const TEXTS: [&str; 108] = [
    "true",
    "FALSE",
    " tRuE\n",
    "truE ",
    "yes",
    "1",
    "0",
    "tru\u{117}",
    "+5",
    "-0",
    "007",
    "- 1",
    "+-1",
    "+",
    "-",
    "--1",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "32767",
    "32768",
    "-32768",
    "-32769",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "888888888888888888888888",
    "1_000",
    "1L",
    "0x10",
    "\u{661}\u{662}",
    "-\u{967}",
    "\u{1d7d9}",
    "\u{bf1}",
    "\u{4e00}",
    "1.5",
    ".5",
    "5.",
    ".",
    "1e3",
    "1E-400",
    "1e400",
    "-1e400",
    "1d",
    "1.0F",
    "1dd",
    "NaN",
    "-NaN",
    "+NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "inf",
    "infinity",
    "INFINITY",
    "NaNd",
    "0x1p3",
    "0x1.8p1",
    "0x.8p0",
    "0X1P-2",
    "0x1.p1",
    "0xp1",
    "0x1p",
    "0x1p+3f",
    "0x1.fffffffffffffffffp1023",
    "0x1p-1074",
    "0x0.00000000000001p-1022",
    "1e",
    "e1",
    "1 2",
    "4.9e-324",
    "2.2250738585072014e-308",
    "1.7976931348623159e308",
    "0x1p1024",
    "1e99999999999",
    "0e99999999999",
    "1e-99999999999",
    "0x1p99999999999",
    "0x0p99999999999",
    "0x1p-99999999999",
    "1.e5",
    ".e5",
    "0x1.00000000000008p0",
    "0x1.00000000000018p0",
    "0x1.000000000000080001p0",
    "0x0.8p-1074",
    "0x1.8p-1075",
    "0x1p-1075",
    "0x1.fffffffffffff8p1023",
    "0x1.fffffffffffff7p1023",
    "0x123456789abcdef12345p-10",
    "0x1.8p-1070",
    "1e-320",
    "1e22",
    "java.lang.String",
    " java.util.List ",
    "java.util.Map$Entry",
    "java.lang.string",
    "NoSuch",
    "good",
    "GOOD",
    "Good,a",
    "a,a",
    "a, b ,c",
    ",",
    "good,values",
];

const DOUBLES: [f64; 8] = [0.0, -0.0, 0.5, -1.0, 1e10, 5.0, 0.001, 12.25];

/// Makes one case after another; the same ones in every run.
pub(crate) struct Random(StdRng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A definition, and what is given for it.
    pub(crate) fn case(&mut self) -> Value {
        let count = self.0.random_range(1..=5);
        let mut names: Vec<&str> = Vec::new();
        for _ in 0..count {
            let name = self.pick(&NAMES);
            // Twice is wrong, and worth a few cases only.
            if !names.contains(&name) || self.one_in(40) {
                names.push(name);
            }
        }
        let linked = self.one_in(2);
        let keys: Vec<_> = names.iter().map(|name| self.key(name, linked)).collect();
        let mut props = Map::new();
        for key in &keys {
            if self.one_in(5) {
                continue;
            }
            let config_type = key["key"]["type"].as_str().unwrap();
            let value = if self.one_in(8) { self.typed(config_type) } else { json!({"str": self.text(config_type)}) };
            props.insert(
                key["key"]["name"].as_str().unwrap().to_owned(),
                if self.one_in(20) { Value::Null } else { value },
            );
        }
        if self.one_in(10) {
            props.insert("nobody.knows.this".to_owned(), json!({"str": "x"}));
        }
        json!({"keys": keys, "props": props})
    }

    fn key(&mut self, name: &str, linked: bool) -> Value {
        let config_type = self.pick(&TYPES);
        let validator = if self.one_in(2) { Value::Null } else { self.validator(config_type, 2) };
        let dependents: Vec<_> = if linked && self.one_in(2) {
            (0..self.0.random_range(1..=3))
                .map(|_| {
                    if self.one_in(30) {
                        self.pick(&["undefined", "undefined.too", "nobody"])
                    } else {
                        self.pick(&NAMES)
                    }
                })
                .collect()
        } else {
            Vec::new()
        };
        let mut key = json!({
            "name": name, "type": config_type, "validator": validator, "dependents": dependents,
            "group": self.pick(&[Value::Null, json!(""), json!("G"), json!("H")]),
        });
        if self.one_in(3) {
            // Most of them fit: a definition that cannot be made says nothing more.
            let default = if self.one_in(12) { self.typed(config_type) } else { self.fitting(config_type) };
            key["default"] = default;
        }
        let advice = if self.one_in(4) {
            let values: Vec<_> = (0..self.0.random_range(0..3)).map(|_| self.fitting(config_type)).collect();
            json!({
                "values": values, "visible": self.one_in(2),
                "values_throw": self.one_in(6), "visible_throws": self.one_in(6),
            })
        } else {
            Value::Null
        };
        json!({"key": key, "advice": advice})
    }

    /// A validator, mostly one for values of that type.
    fn validator(&mut self, config_type: &str, depth: u32) -> Value {
        let all = [
            "Range",
            "ValidString",
            "CaseInsensitiveValidString",
            "ValidList",
            "NonNull",
            "NonEmptyString",
            "NonEmptyStringWithoutControlChars",
            "NonEmptyList",
            "ListSize",
            "Composite",
        ];
        let fitting: &[&str] = match config_type {
            "INT" | "SHORT" | "LONG" | "DOUBLE" => &["Range", "Range", "NonNull", "Composite"],
            "STRING" => &[
                "ValidString",
                "CaseInsensitiveValidString",
                "NonNull",
                "NonEmptyString",
                "NonEmptyStringWithoutControlChars",
                "Composite",
            ],
            "LIST" => &["ValidList", "ValidList", "NonEmptyList", "ListSize", "NonNull", "Composite"],
            _ => &["NonNull"],
        };
        let mut kind = if self.one_in(12) { self.pick(&all) } else { self.pick(fitting) };
        if config_type == "PASSWORD" && kind.starts_with("NonEmptyString") {
            // Kafka cannot ask that of a password; here it can be.
            kind = "NonNull";
        }
        match kind {
            "Range" => {
                let mut bound = || if self.one_in(4) { Value::Null } else { self.number() };
                json!({"kind": kind, "min": bound(), "max": bound()})
            }
            "ValidString" | "CaseInsensitiveValidString" | "ValidList" => {
                let count = self.0.random_range(0..8);
                let mut values = Vec::<String>::new();
                for _ in 0..count {
                    let value = if self.one_in(3) {
                        self.pieces()
                    } else {
                        self.pick(&["good", "values", "a", "Good", "b"]).to_owned()
                    };
                    // Kafka's own lists have no value twice.
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                json!({"kind": kind, "values": values})
            }
            "ListSize" => json!({"kind": kind, "max": self.0.random_range(0..4)}),
            "Composite" => {
                let count = if depth == 0 { 0 } else { self.0.random_range(0..4) };
                let of: Vec<_> = (0..count).map(|_| self.validator(config_type, depth - 1)).collect();
                json!({"kind": kind, "of": of})
            }
            _ => json!({"kind": kind}),
        }
    }

    fn number(&mut self) -> Value {
        match self.0.random_range(0..6) {
            0 => json!({"i16": self.0.random_range(-3_i16..9)}),
            1 | 2 => json!({"i32": self.0.random_range(-3..9)}),
            3 => json!({"i64": self.0.random_range(-3_i64..9)}),
            4 => json!({"i64": i64::MAX - self.0.random_range(0..3)}),
            _ => json!({"f64": self.pick(&DOUBLES)}),
        }
    }

    /// What a key of that type takes.
    fn fitting(&mut self, config_type: &str) -> Value {
        match config_type {
            _ if self.one_in(12) => Value::Null,
            "BOOLEAN" => json!({"bool": self.one_in(2)}),
            "INT" => json!({"i32": self.0.random_range(-3..9)}),
            "SHORT" => json!({"i16": self.0.random_range(-3_i16..9)}),
            "LONG" => json!({"i64": self.0.random_range(-3_i64..9)}),
            "DOUBLE" => json!({"f64": self.pick(&DOUBLES)}),
            "LIST" => json!({"list": self.list().iter().map(|text| json!({"str": text})).collect::<Vec<_>>()}),
            "CLASS" => json!({"class": "java.lang.String"}),
            "PASSWORD" => json!({"password": self.pick(&[" keep ", "hunter2"])}),
            _ => json!({"str": self.pick(&["good", " a ", "", "values"])}),
        }
    }

    fn list(&mut self) -> Vec<&'static str> {
        (0..self.0.random_range(0..4)).map(|_| self.pick(&["a", "good", " b ", "values", ""])).collect()
    }

    /// A value that is no text, of any type.
    fn typed(&mut self, config_type: &str) -> Value {
        match self.0.random_range(0..10) {
            0 => json!({"i8": self.0.random_range(-3_i8..9)}),
            1 => json!({"f32": 0.5}),
            2 => json!({"decimal": "1.50"}),
            3 => json!({"opaque": "ConfigDefOracle$Opaque"}),
            4 => json!({"f64": self.pick(&["NaN", "Infinity", "-Infinity"])}),
            5 => self.number(),
            6 | 7 => {
                let other = self.pick(&TYPES);
                self.fitting(other)
            }
            _ => self.fitting(config_type),
        }
    }

    /// A text, mostly one that somebody could mean for that type.
    fn text(&mut self, config_type: &str) -> String {
        match (config_type, self.0.random_range(0..6)) {
            ("LIST", 0) => self.list().join(&*self.pieces()),
            ("INT" | "SHORT" | "LONG" | "DOUBLE", 0 | 1) => format!("{}{}", self.pieces(), self.0.random_range(-9..99)),
            ("DOUBLE", 2) => {
                // Few digits: of many, Java before 19 prints too many.
                format!("{}e{}", self.0.random_range(-99_999..99_999), self.0.random_range(-320..310))
            }
            // No text that is part of others: it is taken out of all messages.
            ("PASSWORD", _) => self.pick(&[" hunter2", "\t\u{a0}s3cret, s3cret\u{0}", "", " \n"]).to_owned(),
            (_, 0..=3) => self.pick(&TEXTS).to_owned(),
            _ => self.pieces(),
        }
    }

    fn pieces(&mut self) -> String {
        (0..self.0.random_range(0..5))
            .map(|_| if self.one_in(8) { self.character() } else { self.pick(&PIECES).to_owned() })
            .collect()
    }

    /// A character of some script.
    fn character(&mut self) -> String {
        char::from_u32(self.0.random_range(0..0x3000)).map_or_else(String::new, String::from)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from.choose(&mut self.0).unwrap().clone()
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.0.random_ratio(1, count)
    }
}

//! Texts, values and schemas made at random, from what somebody once got wrong.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Map, Value as Json, json};

/// Pieces of texts: the delimiters, what Java and Rust take for a blank or a digit, and what is nearly a literal.
const PIECES: [&str; 66] = [
    "",
    " ",
    "  ",
    "\t",
    "\n",
    "\u{0}",
    "\u{b}",
    "\u{1f}",
    "\u{a0}",
    "\u{2003}",
    "\u{ffff}",
    "\u{1f600}",
    ",",
    ",",
    ":",
    ":",
    "\"",
    "\"",
    "\\",
    "\\\\",
    "\\\"",
    "\\:",
    "\\,",
    "[",
    "]",
    "[",
    "]",
    "{",
    "}",
    "{",
    "}",
    "[]",
    "{}",
    "null",
    "true",
    "false",
    "True",
    "nul",
    "abc",
    "é",
    "0",
    "1",
    "7",
    "12",
    "300",
    "-",
    "+",
    ".",
    "e",
    "E",
    "e3",
    "E-2",
    "1.5",
    "66000.0",
    "\u{661}",
    "\u{ff15}",
    "\u{1d7d8}",
    "NaN",
    "\u{221e}",
    "T",
    "Z",
    "2019-08-23",
    "14:34:54.346Z",
    "14\\:34\\:54.346Z",
    "2019-08-23T14:34:54.346Z",
    "9223372036854775808",
];

/// Numbers at the edges of types.
const NUMBERS: [&str; 32] = [
    "0",
    "-0",
    "+0",
    "0.0",
    "-0.00",
    "0e5",
    "0e-999999999",
    "127",
    "128",
    "-128",
    "-129",
    "32767",
    "32768",
    "-32769",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "10000000000000000000",
    "10000000000000000001",
    "1e19",
    "1e20",
    "1e400",
    "-1e-400",
    "3.5e38",
    "1e39",
    "0.5",
    "1e2147483647",
    "1.7976931348623157E308",
];

const TYPES: [&str; 12] =
    ["int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string", "bytes", "array", "map", "struct"];

/// The logical types, and what they are made from.
const LOGICAL: [(&str, &str); 4] = [("Date", "int32"), ("Time", "int32"), ("Timestamp", "int64"), ("Decimal", "bytes")];

const INSTANTS: [i64; 14] = [
    0,
    1,
    -1,
    52_494_346,
    86_399_999,
    86_400_000,
    86_400_001,
    -86_400_000,
    1_566_518_400_000,
    1_566_570_894_346,
    -12_219_292_800_000,
    -12_219_292_800_001,
    -99_999_999_999_999,
    253_402_300_800_000,
];

/// Few digits: of many, Java before 19 prints too many.
const FLOATS: [f64; 13] = [0.0, -0.0, 0.5, 1.0, -1.5, 12.25, 1e10, 1e7, 0.001, 0.0001, 1e30, 300.0, -1e10];

/// Makes one case after another; the same ones in every run.
pub(crate) struct Random(StdRng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from.choose(&mut self.0).unwrap().clone()
    }

    pub(crate) fn one_in(&mut self, count: u32) -> bool {
        self.0.random_ratio(1, count)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    /// A text: from pieces, from the grammar of literals, or nearly so.
    pub(crate) fn text(&mut self) -> String {
        match self.below(8) {
            0 => self.pieces(),
            1 => self.temporal(),
            2 => self.number(),
            3 | 4 => self.literal(0),
            _ => {
                let text = self.literal(0);
                self.spoiled(&text)
            }
        }
    }

    fn pieces(&mut self) -> String {
        (0..self.below(7)).map(|_| self.pick(&PIECES)).collect()
    }

    fn spoiled(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(2) {
            let at = self.below(chars.len() + 1);
            if self.one_in(2) && at < chars.len() {
                chars.remove(at);
            } else {
                let piece: Vec<char> = self.pick(&PIECES).chars().collect();
                chars.splice(at..at, piece);
            }
        }
        chars.into_iter().collect()
    }

    fn blanks(&mut self) -> &'static str {
        if self.one_in(3) { self.pick(&[" ", "  ", "\t", "\n "]) } else { "" }
    }

    fn number(&mut self) -> String {
        if self.one_in(3) {
            return self.pick(&NUMBERS).to_owned();
        }
        let digits = |random: &mut Self, up_to| {
            (0..random.below(up_to))
                .map(|_| char::from(b'0' + u8::try_from(random.below(10)).unwrap()))
                .collect::<String>()
        };
        let sign = self.pick(&["", "", "-", "+"]);
        let long = if self.one_in(6) { 25 } else { 6 };
        let mut number = format!("{sign}{}", digits(self, long));
        if self.one_in(3) {
            number = format!("{number}.{}", if self.one_in(3) { "00".to_owned() } else { digits(self, 5) });
        }
        if self.one_in(5) {
            let (e, sign) = (self.pick(&["e", "E"]), self.pick(&["", "-", "+"]));
            number = format!("{number}{e}{sign}{}", digits(self, 4));
        }
        number
    }

    /// A date, a time or a timestamp, mostly of the right length.
    fn temporal(&mut self) -> String {
        let mut text = match self.below(4) {
            0 => format!("{:04}-{:02}-{:02}", self.below(3000), self.below(15), self.below(40)),
            1 => format!("{:02}:{:02}:{:02}.{:03}Z", self.below(30), self.below(70), self.below(70), self.below(1000)),
            2 => "2019-08-23".to_owned(),
            _ => {
                let (year, month, day) =
                    (self.pick(&[0, 1, 1581, 1582, 1583, 1970, 2024, 9999]), self.below(14), self.below(34));
                format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:54.346Z", self.below(26), self.below(62))
            }
        };
        if self.one_in(3) {
            // Another character in the place of one.
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..=self.below(3) {
                let at = self.below(chars.len());
                chars[at] =
                    self.pick(&['0', '9', '-', ' ', '\t', 'x', 'E', '.', ':', '\u{663}', '\u{221e}', '+', 'Z', 'N']);
            }
            text = chars.into_iter().collect();
        }
        if self.one_in(12) {
            text = text.replacen(&text.chars().take(3).collect::<String>(), "NaN", 1);
        }
        if self.one_in(6) { text.replace(':', "\\:") } else { text }
    }

    fn literal(&mut self, depth: usize) -> String {
        let literal = match self.below(if depth > 3 { 6 } else { 10 }) {
            0 => self.pick(&["null", "true", "false"]).to_owned(),
            1 | 2 => self.number(),
            3 => self.temporal(),
            4 => {
                let temporal = self.temporal();
                format!("\"{temporal}\"")
            }
            5 => {
                let content =
                    if self.one_in(3) { self.pieces() } else { self.pick(&["a", "b c", "", " x"]).to_owned() };
                format!("\"{content}\"")
            }
            6..=7 => {
                let items = self.items(|random| random.literal(depth + 1));
                format!("[{items}]")
            }
            _ => {
                let items = self.items(|random| {
                    let (key, blank) = (random.literal(depth + 2), random.blanks());
                    format!("{key}{blank}:{}", random.literal(depth + 1))
                });
                format!("{{{items}}}")
            }
        };
        format!("{}{literal}{}", self.blanks(), self.blanks())
    }

    /// Several, mostly of one kind: elements of several types have no schema.
    fn items(&mut self, one: impl Fn(&mut Self) -> String) -> String {
        let count = self.below(4);
        let alike = self.one_in(3).then(|| one(self));
        let mut items: Vec<String> = (0..count).map(|_| alike.clone().unwrap_or_else(|| one(self))).collect();
        if self.one_in(2) {
            items = (0..count).map(|_| self.number()).collect();
        }
        let end = if self.one_in(6) { "," } else { "" };
        format!("{}{end}", items.join(","))
    }

    /// Bytes, mostly of a text.
    pub(crate) fn bytes(&mut self) -> Vec<u8> {
        let mut bytes = self.text().into_bytes();
        for _ in 0..self.below(3) {
            let at = self.below(bytes.len() + 1);
            let piece: &[u8] = self.pick(&[
                &[0xff_u8][..],
                &[0xfe],
                &[0xc3],
                &[0xed, 0xa0, 0x80],
                &[0xe2, 0x82],
                &[0xf0, 0x9f, 0x98],
                &[0xf5, 0x80, 0x80, 0x80],
                &[0xc0, 0x80],
                &[0xe0, 0x80, 0x80],
                &[0xf4, 0x90, 0x80, 0x80],
                &[0x80],
            ]);
            bytes.splice(at..at, piece.iter().copied());
        }
        bytes
    }

    /// A schema with any attributes.
    pub(crate) fn schema(&mut self, depth: usize) -> Json {
        let mut schema = json!({"type": self.pick(if depth == 0 { &TYPES[..9] } else { &TYPES[..] })});
        let kind = self.below(16);
        if kind < 4 {
            let (logical, ty) = self.pick(&LOGICAL);
            if !self.one_in(8) {
                schema["type"] = ty.into();
            }
            schema["name"] = format!("org.apache.kafka.connect.data.{logical}").into();
            schema["version"] = 1.into();
            if logical == "Decimal" {
                schema["params"] = json!({"scale": self.pick(&["2", "0", "-1"])});
            }
        } else if kind < 7 {
            schema["name"] = self.pick(&["n", "m"]).into();
        }
        if self.one_in(3) {
            schema["optional"] = true.into();
        }
        if self.one_in(8) {
            schema["doc"] = "doc".into();
        }
        if self.one_in(8) {
            schema["params"] =
                self.pick(&[json!({"a": "1"}), json!({"a": "1", "b": "2"}), json!({"b": "2", "a": "1"})]);
        }
        let inner = depth.saturating_sub(1);
        match schema["type"].as_str().unwrap() {
            "array" if !self.one_in(10) => schema["items"] = self.schema(inner),
            "map" => {
                for part in ["keys", "values"] {
                    if !self.one_in(10) {
                        schema[part] = self.schema(inner);
                    }
                }
            }
            "struct" => {
                let names = ["a", "b", "c", "d"];
                let fields: Vec<_> =
                    names.iter().take(self.below(4)).map(|name| json!([name, self.schema(inner)])).collect();
                schema["fields"] = fields.into();
            }
            _ => {}
        }
        if self.one_in(5)
            && let Some(default) = self.default(&schema)
        {
            schema["default"] = default;
        }
        schema
    }

    /// A value that fits, and is not null; `None` if there is none, or none was found.
    fn fitting(&mut self, schema: &Json) -> Option<Json> {
        let ty = schema["type"].as_str().unwrap();
        match schema["name"].as_str().unwrap_or_default().rsplit('.').next().unwrap() {
            "Decimal" if ty == "bytes" => {
                return Some(json!({"decimal": self.pick(&["1.50", "0", "-7E+3", "12345678901234567890.12"])}));
            }
            "Date" | "Time" | "Timestamp" if ty.starts_with("int") => {
                return Some(json!({"date": self.pick(&INSTANTS)}));
            }
            "Decimal" | "Date" | "Time" | "Timestamp" => return None,
            _ => {}
        }
        Some(match ty {
            "array" => {
                if schema["items"].is_null() {
                    return None;
                }
                let items = (0..self.below(3)).map(|_| self.fitting_or_null(&schema["items"]));
                json!({"list": items.collect::<Option<Vec<_>>>()?})
            }
            "map" => {
                if schema["keys"].is_null() || schema["values"].is_null() {
                    return None;
                }
                let mut entries: Vec<Json> = Vec::new();
                for _ in 0..self.below(3) {
                    let (key, value) =
                        (self.fitting_or_null(&schema["keys"])?, self.fitting_or_null(&schema["values"])?);
                    // As keys, bytes are what they are in Java: equal to themselves alone.
                    if !entries.iter().any(|entry| entry[0] == key) && !key.to_string().contains("bytes") {
                        entries.push(json!([key, value]));
                    }
                }
                json!({"map": entries})
            }
            "struct" => {
                let mut fields = Map::new();
                for field in schema["fields"].as_array().unwrap() {
                    let value = self.fitting_or_null(&field[1])?;
                    let needed = field[1]["optional"] != true && field[1]["default"].is_null();
                    if !value.is_null() && (needed || !self.one_in(4)) {
                        fields.insert(field[0].as_str().unwrap().to_owned(), value);
                    }
                }
                json!({"struct": fields, "schema": schema})
            }
            scalar => self.scalar(scalar),
        })
    }

    /// A default. Bytes in an array, a map or a struct are equal to themselves alone in Java, and so are schemas with them.
    fn default(&mut self, schema: &Json) -> Option<Json> {
        self.fitting(schema)
            .filter(|default| default.get("bytes").is_some() || !default.to_string().contains("\"bytes\":"))
    }

    fn fitting_or_null(&mut self, schema: &Json) -> Option<Json> {
        if schema.is_null() {
            return None;
        }
        if schema["optional"] == true && self.one_in(3) { Some(Json::Null) } else { self.fitting(schema) }
    }

    fn scalar(&mut self, ty: &str) -> Json {
        let small = self.0.random_range(-4_i64..5);
        let number = |edges: &[i64], random: &mut Self| if random.one_in(2) { small } else { random.pick(edges) };
        match ty {
            "int8" => json!({"i8": number(&[127, -128], self)}),
            "int16" => json!({"i16": number(&[32_767, -32_768, 300], self)}),
            "int32" => json!({"i32": number(&[i64::from(i32::MAX), i64::from(i32::MIN), 70_000], self)}),
            "int64" => json!({"i64": number(&[i64::MAX, i64::MIN, 52_494_346, 1_566_570_894_346], self)}),
            "float32" => json!({"f32": self.float()}),
            "float64" => json!({"f64": self.float()}),
            "boolean" => json!({"bool": self.one_in(2)}),
            "bytes" => json!({"bytes": self.pick(&["", "AA==", "AJw=", "/2Q=", "AAAB", "////"])}),
            _ => {
                json!({"str": if self.one_in(3) { self.text() } else { self.pick(&["", "a", "12", "true", "1.5"]).to_owned() }})
            }
        }
    }

    fn float(&mut self) -> Json {
        if self.one_in(8) { self.pick(&["NaN", "Infinity", "-Infinity"]).into() } else { self.pick(&FLOATS).into() }
    }

    /// A value of any type.
    pub(crate) fn any(&mut self, depth: usize) -> Json {
        match self.below(12) {
            0 => Json::Null,
            1 => json!({"decimal": self.pick(&NUMBERS)}),
            2 => json!({"date": self.pick(&INSTANTS)}),
            3 if depth > 0 => {
                let alike = self.any(depth - 1);
                let items =
                    (0..self.below(4)).map(|_| if self.one_in(2) { alike.clone() } else { self.any(depth - 1) });
                json!({"list": items.collect::<Vec<_>>()})
            }
            4 if depth > 0 => {
                let mut entries: Vec<Json> = Vec::new();
                for _ in 0..self.below(3) {
                    let (key, value) = (self.any(0), self.any(depth - 1));
                    if !entries.iter().any(|entry| entry[0] == key) && !key.to_string().contains("bytes") {
                        entries.push(json!([key, value]));
                    }
                }
                json!({"map": entries})
            }
            5 if depth > 0 => {
                let mut schema = self.schema(2);
                schema["type"] = "struct".into();
                for only in ["name", "items", "keys", "values", "default"] {
                    schema.as_object_mut().unwrap().remove(only);
                }
                if schema["fields"].is_null() {
                    schema["fields"] = json!([["a", self.schema(1)]]);
                }
                self.fitting(&schema).unwrap_or(Json::Null)
            }
            _ => {
                let ty = self.pick(&TYPES[..9]);
                self.scalar(ty)
            }
        }
    }

    /// A value for that schema, which mostly fits.
    pub(crate) fn value_for(&mut self, schema: &Json) -> Json {
        if self.one_in(10) {
            return self.any(2);
        }
        let mut value = self.fitting_or_null(schema).unwrap_or_else(|| self.any(1));
        // A struct can be made without what it needs.
        if let Some(fields) = value.get_mut("struct").and_then(Json::as_object_mut)
            && self.one_in(6)
        {
            fields.remove("a");
        }
        value
    }

    /// A schema that is like that one, and mostly one that a record can be projected to.
    pub(crate) fn like(&mut self, schema: &Json) -> Json {
        if schema.is_null() {
            return Json::Null;
        }
        let mut like = schema.clone();
        like.as_object_mut().unwrap().remove("default");
        let numbers = &TYPES[..6];
        if self.one_in(2)
            && like["name"].is_null()
            && let Some(at) = numbers.iter().position(|ty| like["type"] == *ty)
        {
            let narrower = self.one_in(10);
            like["type"] = self.pick(if narrower { numbers } else { &numbers[at..] }).into();
        }
        match self.below(16) {
            0 => like["optional"] = true.into(),
            1 => like["optional"] = false.into(),
            2 => like["name"] = "other".into(),
            3 => like["params"] = json!({"a": "1"}),
            4 => like["version"] = 9.into(),
            5 if self.one_in(4) && schema["fields"].is_null() => like["type"] = "string".into(),
            _ => {}
        }
        for part in ["items", "keys", "values"] {
            if !schema[part].is_null() {
                like[part] = self.like(&schema[part]);
            }
        }
        if let Some(fields) = schema["fields"].as_array() {
            let mut projected = Vec::new();
            for field in fields {
                if !self.one_in(6) {
                    projected.push(json!([field[0], self.like(&field[1])]));
                }
            }
            if self.one_in(4) {
                projected.push(json!(["new", self.schema(1)]));
            }
            like["fields"] = projected.into();
        }
        if self.one_in(3)
            && let Some(default) = self.default(&like)
        {
            like["default"] = default;
        }
        like
    }

    /// Calls of a builder.
    pub(crate) fn calls(&mut self) -> Json {
        let ty = self.pick(&TYPES);
        let begin = match ty {
            "array" => json!(["array", if self.one_in(6) { Json::Null } else { self.schema(1) }]),
            "map" => {
                let mut part = || if self.one_in(6) { Json::Null } else { self.schema(1) };
                json!(["map", part(), part()])
            }
            ty => json!([ty]),
        };
        let mut calls = vec![begin];
        for _ in 0..self.below(6) {
            let call = match self.below(9) {
                0 => json!(["optional"]),
                1 => json!(["required"]),
                2 if calls.iter().all(|call| call[0] != "defaultValue") => {
                    json!(["name", self.pick(&["n", "n", "m", "org.apache.kafka.connect.data.Date"])])
                }
                3 => json!(["doc", self.pick(&["d", "e"])]),
                4 => json!(["version", self.pick(&[1, 1, 2])]),
                5 => json!(["parameter", self.pick(&["a", "b"]), "1"]),
                6 if ty != "struct" => {
                    let default = if self.one_in(2) { self.any(0) } else { self.scalar(ty) };
                    json!(["defaultValue", default])
                }
                _ => {
                    let schema = if self.one_in(8) { Json::Null } else { self.schema(1) };
                    json!(["field", self.pick(&["a", "b", ""]), schema])
                }
            };
            // The same default again is another object in Java, mostly.
            let again = call[0] == "defaultValue" && calls.contains(&call);
            if !again && (ty == "struct" || call[0] != "field" || self.one_in(8)) {
                calls.push(call);
            }
        }
        calls.into()
    }

    /// Operations of a struct of that schema.
    pub(crate) fn ops(&mut self, schema: &Json) -> Json {
        let mut ops = Vec::new();
        for field in schema["fields"].as_array().unwrap_or(&Vec::new()) {
            if !self.one_in(4) {
                ops.push(json!(["put", field[0], self.value_for(&field[1])]));
            }
        }
        let getters = "get getWithoutDefault getInt8 getInt16 getInt32 getInt64 getFloat32 getFloat64 getBoolean getString getBytes \
                       getArray getMap getStruct";
        let getters: Vec<_> = getters.split_whitespace().collect();
        ops.push(match self.below(4) {
            0 => json!(["validate"]),
            1 => json!(["toString"]),
            _ => json!([self.pick(&getters), self.pick(&["a", "b", "c", "nope"])]),
        });
        ops.into()
    }

    /// The name of a field in messages, or none.
    pub(crate) fn field(&mut self) -> Json {
        self.pick(&[Json::Null, json!("f")])
    }

    /// A STRUCT.
    pub(crate) fn structure(&mut self) -> Json {
        if self.one_in(20) {
            return self.schema(1);
        }
        let mut schema = json!({"type": "struct"});
        let fields: Vec<_> =
            ["a", "b", "c"].iter().take(self.below(4)).map(|name| json!([name, self.schema(2)])).collect();
        schema["fields"] = fields.into();
        schema
    }

    /// A value to be converted, and a schema that is mostly its own.
    pub(crate) fn conversion(&mut self) -> (Json, Json) {
        match self.below(5) {
            0 => (if self.one_in(2) { Json::Null } else { json!({"type": "string"}) }, json!({"str": self.text()})),
            1 => {
                let (logical, ty) = self.pick(&LOGICAL);
                let schema =
                    json!({"type": ty, "name": format!("org.apache.kafka.connect.data.{logical}"), "version": 1});
                let value = if self.one_in(4) { self.scalar("string") } else { json!({"date": self.pick(&INSTANTS)}) };
                (schema, value)
            }
            2 => (Json::Null, self.any(2)),
            _ => {
                let schema = self.schema(2);
                let value = self.value_for(&schema);
                (schema, value)
            }
        }
    }

    /// The name of a logical type, a schema that is mostly its own, and a value.
    pub(crate) fn logical(&mut self) -> (&'static str, Json, Json) {
        let (logical, _) = self.pick(&LOGICAL);
        let (of_schema, ty) = if self.one_in(8) {
            self.pick(&LOGICAL)
        } else {
            LOGICAL.into_iter().find(|(name, _)| *name == logical).unwrap()
        };
        let mut schema = json!({"type": ty, "name": format!("org.apache.kafka.connect.data.{of_schema}")});
        if !self.one_in(10) {
            schema["params"] = json!({"scale": self.pick(&["0", "1", "2", "+2", "\u{662}", "x", ""])});
        }
        let value = if logical == "Decimal" {
            json!({"decimal": self.pick(&["1.50", "0.0", "-1.28", "7", "128", "-129", "12345678901234567890.12"])})
        } else {
            let whole = i64::from(self.0.random_range(-40_000..40_000));
            json!({"date": match self.below(3) {
                0 => whole * 86_400_000,
                1 => whole * 4_000,
                _ => self.pick(&INSTANTS),
            }})
        };
        (logical, schema, value)
    }
}

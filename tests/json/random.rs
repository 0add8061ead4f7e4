//! JSON made at random, from what somebody once got wrong.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Value as Json, json};

const NUMBERS: [&str; 44] = [
    "0",
    "-0",
    "-0.0",
    "0e0",
    "007",
    "-007",
    "12",
    "300",
    "-129",
    "32768",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1234567890123456789012345678901234567890",
    "1.0",
    "1.50",
    "12.9",
    "-12.9",
    "1e3",
    "1.5E+2",
    "1e-3",
    "1e19",
    "1e400",
    "-1e400",
    "1e-400",
    "3.5e38",
    "0.1e2147483647",
    "1e2147483648",
    "1e-2147483647",
    "1e00000000000005",
    "1e99999999999",
    "123456789.123456789123456789",
    "86400000",
    "86400001",
    "10000",
    "+1",
    ".5",
    "5.",
    "1e",
    "0x1",
    "NaN",
];

const STRINGS: [&str; 28] = [
    "\"\"",
    "\"a\"",
    "\"true\"",
    "\"12\"",
    "\"AJw=\"",
    "\"AJw\"",
    "\"AA==AA==\"",
    "\" AAAA BBBB \"",
    "\"AA=A\"",
    "\"A\"",
    "\"AAB=\"",
    "\"AAA-\"",
    "\"é😀\"",
    "\"\\u00e9\\n\\/\\\"\\\\\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u0000\"",
    "\"\\u00E9x\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"a\tb\"",
    "\"\u{7f}\u{2028}\"",
    "'a'",
    "\"",
    "\"a",
    "\"NaN\"",
    "\"0123456789abcdef0123456789\\\"x\"",
    "\"0123456\\t\"",
    "\"key\"",
];

/// What is put into a text that was right.
const PIECES: [&str; 40] = [
    " ",
    "\n",
    "\t",
    "\u{b}",
    "\u{a0}",
    "\u{feff}",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "null",
    "true",
    "false",
    "nul",
    "True",
    "truex",
    "0",
    "-",
    ".",
    "e",
    "E",
    "+",
    "//",
    "/**/",
    "#",
    "'",
    "a",
    "\u{0}",
    "\u{1f}",
    "é",
    "\u{1f600}",
    "1 2",
    "[]",
    "{}",
    "\"a\":1,",
    ",,",
];

/// What begins or ends a whole text.
const AROUND: [&str; 12] = ["", "", "", "", " ", "\n", "x", "]", " garbage", ",", "\u{feff}", "\"open"];

/// Makes one text after another; the same ones in every run.
pub(crate) struct Random(StdRng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from.choose(&mut self.0).unwrap().clone()
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.0.random_ratio(1, count)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    /// The configuration of a converter.
    pub(crate) fn config(&mut self) -> Json {
        let boolean = |random: &mut Self| random.pick(&["true", "false"]);
        json!({
            "schemas.enable": if self.one_in(3) { "false" } else { "true" },
            "decimal.format": self.pick(&["BASE64", "numeric"]),
            "replace.null.with.default": boolean(self),
            "schemas.cache.size": self.pick(&["0", "1000"]),
        })
    }

    /// Any JSON, or nearly so.
    pub(crate) fn any(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 | 1 => self.pick(&NUMBERS).to_owned(),
            2 | 3 => self.pick(&STRINGS).to_owned(),
            4 => self.pick(&["null", "true", "false"]).to_owned(),
            5 | 6 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.any(depth - 1)).collect();
                format!("[{}]", items.join(","))
            }
            _ => {
                let members: Vec<_> = (0..self.below(4))
                    .map(|_| {
                        format!("{}: {}", self.pick(&["\"a\"", "\"b\"", "\"\\u0061\"", "\"\""]), self.any(depth - 1))
                    })
                    .collect();
                format!("{{{}}}", members.join(" ,"))
            }
        }
    }

    /// JSON for a schema in the notation of the vectors, mostly.
    pub(crate) fn payload(&mut self, schema: &Json) -> String {
        if self.one_in(12) {
            return self.any(2);
        }
        if self.one_in(10) {
            return "null".to_owned();
        }
        match schema["type"].as_str().unwrap_or_default() {
            "boolean" => self.pick(&["true", "false"]).to_owned(),
            "string" => format!("\"{}\"", self.pick(&["", "a", "é", "\\u0041", "x y", "😀", "\\n"])),
            "bytes" => self
                .pick(&["\"\"", "\"AJw=\"", "\"/w==\"", "\"AAAAAAAAAAAAAAAAAAAAAAAAAA==\"", "1.5", "15", "1.50"])
                .to_owned(),
            "array" => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.payload(&schema["items"])).collect();
                format!("[{}]", items.join(", "))
            }
            "map" if schema["keys"]["type"] == "string" => {
                let members: Vec<_> = (0..self.below(4))
                    .map(|_| {
                        format!(
                            "{}:{}",
                            self.pick(&["\"k\"", "\"l\"", "\"\\u006b\"", "\"\""]),
                            self.payload(&schema["values"])
                        )
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            "map" => {
                let pairs: Vec<_> = (0..self.below(4))
                    .map(|_| {
                        let (key, value) = (self.payload(&schema["keys"]), self.payload(&schema["values"]));
                        if self.one_in(30) { format!("[{key}]") } else { format!("[{key},{value}]") }
                    })
                    .collect();
                format!("[{}]", pairs.join(","))
            }
            "struct" => {
                let mut members = Vec::new();
                for field in schema["fields"].as_array().into_iter().flatten() {
                    if !self.one_in(15) {
                        members.push(format!("{}: {}", field[0], self.payload(&field[1])));
                    }
                }
                if self.one_in(8) {
                    members.push(format!("\"other\":{}", self.any(1)));
                }
                if self.one_in(3) {
                    members.reverse();
                }
                format!("{{{}}}", members.join(","))
            }
            _ if self.one_in(2) => self.below(100_000).to_string(),
            _ => self.pick(&NUMBERS[..26]).to_owned(),
        }
    }

    /// An envelope around schema and payload, mostly.
    pub(crate) fn envelope(&mut self, schema: &str, payload: &str) -> String {
        match self.below(20) {
            0 => format!("{{\"payload\":{payload},\"schema\":{schema}}}"),
            1 => format!("{{\"schema\":{schema}}}"),
            2 => format!("{{\"schema\":{schema},\"payload\":{payload},\"x\":1}}"),
            3 => format!("{{\"schema\":1,\"sch\\u0065ma\":{schema},\"payload\":{payload}}}"),
            4 => payload.to_owned(),
            _ => format!("{{\"schema\": {schema}, \"payload\": {payload}}}"),
        }
    }

    /// The text with something changed, added or left out.
    pub(crate) fn spoiled(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(2) {
            let at = self.below(chars.len() + 1);
            match self.below(3) {
                0 if at < chars.len() => drop(chars.remove(at)),
                1 => {
                    let end = (at + self.below(12)).min(chars.len());
                    let piece: Vec<char> = chars[at..end].to_vec();
                    chars.splice(at..at, piece);
                }
                _ => {
                    let piece: Vec<char> = self.pick(&PIECES).chars().collect();
                    chars.splice(at..at, piece);
                }
            }
        }
        chars.into_iter().collect()
    }

    /// The text in bytes, with something around it, or in another encoding.
    pub(crate) fn bytes(&mut self, text: &str) -> Vec<u8> {
        let text = format!("{}{text}{}", self.pick(&["", "", "", "", "\u{feff}", " ", "\n"]), self.pick(&AROUND));
        let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        // Behind a literal Jackson looks at bytes in UTF-8, and at characters in the others.
        let plain = text.trim_start_matches('\u{feff}').is_ascii();
        match self.below(30) {
            _ if !plain => text.into_bytes(),
            0 => units(&text).iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            1 => units(&text).iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            2 => text.chars().flat_map(|char| u32::from(char).to_be_bytes()).collect(),
            3 => text.chars().flat_map(|char| u32::from(char).to_le_bytes()).collect(),
            _ => text.into_bytes(),
        }
    }
}

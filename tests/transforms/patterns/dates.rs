//! Patterns of dates and times, instants and texts.

use serde_json::{Value as Json, json};

use crate::random::Random;

const LETTERS: [&str; 18] = ["y", "M", "d", "H", "m", "s", "S", "a", "h", "K", "k", "E", "u", "D", "G", "z", "Z", "X"];

/// A `TimestampConverter` that formats an instant or reads a text, or a `TimestampRouter`.
pub(crate) fn case(random: &mut Random) -> Json {
    let (pattern, text) = pattern(random);
    let (config, value) = match random.below(3) {
        0 => (json!({"target.type": "Timestamp", "format": pattern}), json!({"str": text})),
        1 => (json!({"target.type": "string", "format": pattern}), json!({"date": instant(random)})),
        _ => {
            return json!({
                "op": "transform",
                "transform": "org.apache.kafka.connect.transforms.TimestampRouter",
                "config": {"topic.format": "${topic}_${timestamp}", "timestamp.format": pattern},
                "record": record(&Json::Null, &instant(random).into()),
            });
        }
    };
    json!({
        "op": "transform",
        "transform": "org.apache.kafka.connect.transforms.TimestampConverter$Value",
        "config": config,
        "record": record(&value, &Json::Null),
    })
}

/// A `TimestampConverter` from one form to another.
pub(crate) fn conversion(random: &mut Random) -> Json {
    const FORMS: [&str; 5] = ["string", "unix", "Date", "Time", "Timestamp"];
    const UNITS: [&str; 4] = ["seconds", "milliseconds", "microseconds", "nanoseconds"];
    // Milliseconds a bit longer ago than there are days of 32 bits would be another day in Java.
    let number = if random.one_in(4) { random.pick(&[1 << 47, -(1 << 47), 0, -1]) } else { instant(random) };
    let date = json!({"date": instant(random)});
    let text = json!({"str": random.pick(&["2026-01-31 10:11:12", "1969-12-31 23:59:59.9", "", "x"])});
    let optional = random.one_in(3);
    let (of_field, value) = match random.below(8) {
        0 => (schema("string", optional), text),
        1 => (schema("int64", optional), json!({"i64": number})),
        2 => (logical("int64", "Timestamp", optional), date),
        3 => (logical("int32", "Date", optional), json!({"date": instant(random).div_euclid(86_400_000) * 86_400_000})),
        4 => (logical("int32", "Time", optional), json!({"date": instant(random).rem_euclid(86_400_000)})),
        5 => (schema(random.pick(&["int32", "boolean", "bytes", "float64"]), true), Json::Null),
        6 => (Json::Null, json!({"i64": number})),
        _ => (Json::Null, random.pick(&[json!({"i32": 1}), json!({"bool": true}), json!({"f64": 1.5}), date, text])),
    };
    let value = if random.one_in(8) && (of_field.is_null() || optional) { Json::Null } else { value };
    let (of_value, value, field) = match random.below(3) {
        0 if !of_field.is_null() => {
            let mut whole =
                json!({"type": "struct", "name": "w", "fields": [["ts", of_field], ["other", schema("string", true)]]});
            if random.one_in(3) {
                whole["optional"] = true.into();
            }
            let fields = json!({"ts": value, "other": {"str": "x"}});
            (whole.clone(), json!({"struct": fields, "schema": whole}), "ts")
        }
        1 if of_field.is_null() => {
            (Json::Null, json!({"map": [[{"str": "ts"}, value], [{"str": "o"}, {"i32": 1}]]}), "ts")
        }
        2 if random.one_in(6) => (of_field, value, "nope"),
        _ => (of_field, value, ""),
    };
    let mut made = record(&value, &Json::Null);
    made["value_schema"] = of_value;
    json!({
        "op": "transform",
        "transform": "org.apache.kafka.connect.transforms.TimestampConverter$Value",
        "config": {
            "target.type": random.pick(&FORMS),
            "field": field,
            "format": random.pick(&["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "bad-format", " "]),
            "unix.precision": random.pick(&UNITS),
        },
        "record": made,
    })
}

fn schema(ty: &str, optional: bool) -> Json {
    json!({"type": ty, "optional": optional})
}

fn logical(ty: &str, name: &str, optional: bool) -> Json {
    json!({"type": ty, "optional": optional, "name": format!("org.apache.kafka.connect.data.{name}"), "version": 1})
}

fn record(value: &Json, timestamp: &Json) -> Json {
    json!({
        "kind": "source", "topic": "t", "partition": null, "key_schema": null, "key": null,
        "value_schema": null, "value": value, "timestamp": timestamp, "headers": [],
    })
}

fn instant(random: &mut Random) -> i64 {
    let days = match random.below(6) {
        0 => i64::try_from(random.below(4_000)).unwrap() - 143_000,
        1 => i64::try_from(random.below(2_000_000)).unwrap() - 1_000_000,
        _ => i64::try_from(random.below(40_000)).unwrap() - 10_000,
    };
    days * 86_400_000 + i64::try_from(random.below(86_400_000)).unwrap()
}

/// A pattern, and a text that may be of that form.
fn pattern(random: &mut Random) -> (String, String) {
    const USUAL: [&str; 9] = [
        "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        "yyyy-MM-dd HH:mm:ss",
        "yyyyMMdd",
        "EEE MMM dd HH:mm:ss Z yyyy",
        "dd.MM.yy",
        "h:mm a",
        "MMMM d, yyyy",
        "yyyy MM dd HH mm ss SSS z",
        "D yyyy G",
    ];
    if random.one_in(3) {
        let pattern = random.pick(&USUAL);
        return (pattern.to_owned(), like(random, pattern));
    }
    let mut pattern = String::new();
    for _ in 0..=random.below(6) {
        let letter = random.pick(&LETTERS);
        pattern += &letter.repeat(1 + random.below(5));
        pattern += random.pick(&["", "", " ", "-", ":", "'T'", "''", "/", "é", "'a''b'"]);
    }
    if random.one_in(30) {
        pattern += random.pick(&["b", "'", "YYYY", "ww", "F", "XXXX", "I", "W"]);
    }
    let text = like(random, &pattern);
    (pattern, text)
}

fn like(random: &mut Random, pattern: &str) -> String {
    let mut text = String::new();
    let mut chars = pattern.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = chars.next() {
        if letter == '\'' {
            quoted = !quoted;
            continue;
        }
        if quoted || !letter.is_ascii_alphabetic() {
            text.push(letter);
            continue;
        }
        let mut count = 1;
        while chars.next_if_eq(&letter).is_some() {
            count += 1;
        }
        text += &field(random, letter, count);
    }
    if random.one_in(8) { text + random.pick(&[" ", "x", "9", "E1"]) } else { text }
}

fn field(random: &mut Random, letter: char, count: usize) -> String {
    const MONTHS: [&str; 8] = ["Jan", "February", "MAY", "sept", "december", "Oct", "Juni", "x"];
    const DAYS: [&str; 6] = ["Mon", "tuesday", "Wednes", "SUN", "Saturday", "x"];
    let number = match letter {
        'G' => return random.pick(&["AD", "BC", "ad", "x"]).to_owned(),
        'a' => return random.pick(&["AM", "PM", "pm", "x"]).to_owned(),
        'E' => return random.pick(&DAYS).to_owned(),
        'M' if count > 2 => return random.pick(&MONTHS).to_owned(),
        'z' | 'Z' => {
            return random
                .pick(&[
                    "UTC",
                    "GMT",
                    "+0000",
                    "-0730",
                    "GMT+01:30",
                    "gmt-5:00",
                    "+1",
                    "+01:00",
                    "Coordinated Universal Time",
                    "Z",
                    "+2500",
                ])
                .to_owned();
        }
        'X' => return random.pick(&["Z", "+01", "-0130", "+01:30", "+1", "x", "z"]).to_owned(),
        'y' => match random.below(4) {
            0 => random.below(100),
            1 => random.below(3_000),
            2 => random.below(30_000),
            _ => 1900 + random.below(200),
        },
        'D' => random.below(800),
        'S' => random.below(2_000),
        _ if random.one_in(6) => random.below(200),
        _ => random.below(25),
    };
    let blanks = random.pick(&["", "", "", "", "", " ", "\t", "-", "+"]);
    let tail = if random.one_in(30) { random.pick(&["E1", ".5", ",5"]) } else { "" };
    if random.one_in(3) { format!("{blanks}{number}{tail}") } else { format!("{blanks}{number:0count$}{tail}") }
}

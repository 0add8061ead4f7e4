//! Regular expressions, replacements and topics.

use serde_json::{Value as Json, json};

use crate::random::Random;

/// What topics are made of, and a few characters that they cannot have.
const LETTERS: [&str; 14] = ["a", "b", "c", "A", "B", "0", "1", "_", "-", ".", "é", " ", "$", "\n"];

/// A `RegexRouter` and a topic.
pub(crate) fn case(random: &mut Random) -> Json {
    let regex = expression(random, 3);
    let replacement: String = (0..random.below(4)).map(|_| replacement(random)).collect();
    let topic: String = (0..random.below(7)).map(|_| topic_letter(random)).collect();
    json!({
        "op": "transform",
        "transform": "org.apache.kafka.connect.transforms.RegexRouter",
        "config": {"regex": regex, "replacement": replacement},
        "record": {
            "kind": "source", "topic": topic, "partition": null, "key_schema": null, "key": null,
            "value_schema": null, "value": null, "timestamp": null, "headers": [],
        },
    })
}

fn topic_letter(random: &mut Random) -> &'static str {
    // Short words of few letters match more often.
    if random.one_in(3) { random.pick(&LETTERS) } else { random.pick(&LETTERS[..4]) }
}

fn replacement(random: &mut Random) -> String {
    random
        .pick(&[
            "$0", "$1", "$2", "$11", "${name}", "${nope}", "\\$", "\\\\", "x", "-", "é", "$", "\\", "{", "$1", "$1",
        ])
        .to_owned()
}

fn expression(random: &mut Random, depth: usize) -> String {
    let alternatives = if random.one_in(4) { 2 } else { 1 };
    let one = |random: &mut Random| (0..=random.below(4)).map(|_| quantified(random, depth)).collect::<String>();
    let made: Vec<_> = (0..alternatives).map(|_| one(random)).collect();
    made.join("|")
}

fn quantified(random: &mut Random, depth: usize) -> String {
    let mut text = atom(random, depth);
    if random.one_in(3) {
        text += random.pick(&["?", "*", "+", "{2}", "{1,2}", "{0,}", "{0}"]);
        if random.one_in(30) {
            text += random.pick(&["{,2}", "{2,1}", "{", "{2"]);
        }
        if random.one_in(4) {
            text += random.pick(&["?", "+", "*"]);
        }
    }
    text
}

fn atom(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.one_in(4) {
        let opening = random.pick(&[
            "(", "(", "(", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?<name>", "(?i:", "(?s:", "(?-i:", "(?i-s:",
        ]);
        let opening = if random.one_in(60) { "(?P<n>" } else { opening };
        let closing = if random.one_in(40) { "" } else { ")" };
        return format!("{opening}{}{closing}", expression(random, depth - 1));
    }
    if depth > 0 && random.one_in(5) {
        return class(random, depth - 1);
    }
    if random.one_in(60) {
        return random
            .pick(&[
                "\\1",
                "\\2",
                "\\11",
                "\\k<nope>",
                "\\p{IsLatin}",
                "\\p{Nope}",
                "\\y",
                "\\0",
                "\\x6",
                "\\E",
                ")",
                "*",
            ])
            .to_owned();
    }
    match random.below(10) {
        0 => random.pick(&[".", ".", ".", "^", "$", "\\A", "\\z", "\\Z", "\\G", "]", "}", "&", "\\R"]).to_owned(),
        1 => random.pick(&["\\d", "\\D", "\\s", "\\S", "\\w", "\\W", "\\h", "\\H", "\\v", "\\V"]).to_owned(),
        2 => random
            .pick(&["\\p{Alpha}", "\\P{Alnum}", "\\pL", "\\p{Lu}", "\\p{L}", "\\p{Punct}", "\\p{Lower}"])
            .to_owned(),
        3 => random
            .pick(&[
                "\\.",
                "\\-",
                "\\_",
                "\\é",
                "\\x61",
                "\\x{62}",
                "\\u0063",
                "\\060",
                "\\t",
                "\\n",
                "\\e",
                "\\cA",
                "\\uD83D\\uDE00",
            ])
            .to_owned(),
        4 => random.pick(&["(a)\\1", "(?i)", "(?s)", "(?-i)", "\\Qa.b\\E", "\\Q*\\E", "\\Qa"]).to_owned(),
        _ => random.pick(&LETTERS).to_owned(),
    }
}

fn class(random: &mut Random, depth: usize) -> String {
    let mut text = random.pick(&["[", "[", "[^"]).to_owned();
    for _ in 0..=random.below(4) {
        text += &match random.below(9) {
            0 => random
                .pick(&["a-c", "A-Z", "0-9", "a-c", "a-\\x63", "\\x30-1", "-", "a-", "_-", "+--", "Y-b"])
                .to_owned(),
            1 => random.pick(&["\\d", "\\W", "\\s", "\\p{Alpha}", "\\P{L}", "\\]", "\\Q]\\E", "\\v"]).to_owned(),
            2 if depth > 0 => class(random, depth - 1),
            3 => random.pick(&["&&", "&&", "&", "&&[a-c]", "^", "]", "&&&"]).to_owned(),
            _ => random.pick(&LETTERS).to_owned(),
        };
    }
    text + if random.one_in(40) { "" } else { "]" }
}

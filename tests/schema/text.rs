//! What a schema's text means, what is refused, and in which words.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use kconnect::avro::{Kind, Schema};

fn parse(text: &str) -> Schema {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What reading it as a registry's new schema says.
fn refused(text: &str) -> String {
    text.parse::<Schema>().and_then(|schema| schema.validate()).expect_err(text).to_string()
}

/// A record `R` with this as its fields.
fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#)
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn an_error_says_where_and_what_to_write() {
    for (text, error) in [
        ("int", "expected value at line 1 column 1; write \"int\""),
        ("7", "7 where a type should be; write a type's name, an object or an array"),
        ("{}", "an object without `type`; write {\"type\": …}"),
        (r#""Strng""#, "`Strng` is not defined; write its definition where it is first used"),
        (
            r#"{"type":{"type":"string"}}"#,
            r#"`type` of a type is one word; write {"type":"string"} alone, without a `type` around it"#,
        ),
        (
            r#"{"type":"array","items":{"type":"Other"}}"#,
            r#"at /items: no type is called `Other`; to use a type that is defined elsewhere write "Other" alone"#,
        ),
        (r#"{"type":"map"}"#, "a type without `values`; write \"values\": …"),
        (r#"["int",["null"]]"#, "at /1: a union in a union; write its types into the outer one"),
        (
            r#"["int",{"type":"int"}]"#,
            "at /1: `int` is twice in a union; write it once, or make records, enums or fixed of different names",
        ),
        (
            &record(r#"{"name":"a","type":"int"},{"name":"a","type":"int"}"#),
            "at /fields/1: the field `a` is twice in `R`; rename one",
        ),
        (
            &record(r#"{"name":"a-b","type":"int"}"#),
            "at /fields/0/name: the name \"a-b\" has '-' in it; write letters, digits and `_` only",
        ),
        (
            &record(r#"{"name":"é","type":"int"}"#),
            "at /fields/0/name: the name \"é\" starts with 'é'; start it with a letter or `_`",
        ),
        (
            &record(
                r#"{"name":"a","type":"a.b.Known"},{"name":"b","type":{"type":"fixed","name":"x.Known","size":1}}"#,
            ),
            "at /fields/0/type: `a.b.Known` is not defined; write \"x.Known\", with its namespace",
        ),
        (
            r#"[{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":2}]"#,
            "at /1: `F` is defined twice, and not alike; give one of them another name or namespace, or write \"F\" to \
             use the first",
        ),
        (
            &record(r#"{"name":"a","type":"int","order":"up"}"#),
            "at /fields/0: `order` is \"up\"; write ascending, descending or ignore",
        ),
        (
            &record(r#"{"name":"a","type":["string","null"],"default":7}"#),
            "at /fields/0/default: 7 is no value of union; write a value of one of string, null",
        ),
        (
            &record(r#"{"name":"a","type":"double","default":"much"}"#),
            "at /fields/0: the default \"much\" is no number; write one without quotes",
        ),
        (
            r#"{"type":"enum","name":"E","symbols":["A","B","A"]}"#,
            "at /symbols/2: the symbol `A` is twice in `E`; write it once",
        ),
        (
            r#"{"type":"enum","name":"E","symbols":["A","B"],"default":"C"}"#,
            "at /default: `C` is no symbol; write one of A, B",
        ),
        (r#"{"type":"fixed","name":"F","size":-1}"#, "fixed `F` has no `size`; write a whole number of bytes"),
        (
            r#"{"type":"enum","name":"int","symbols":[]}"#,
            "a type cannot be called `int`, that is one of Avro's; give it a namespace or another name",
        ),
    ] {
        assert_eq!(refused(text), format!("not an Avro schema: {error}"), "{text}");
    }
}

#[test]
fn a_stored_schema_may_be_what_a_new_one_may_not() {
    let text = record(r#"{"name":"größe","type":"string","default":null}"#);
    let schema = parse(&text);
    assert_eq!(schema.to_string(), text);
    schema.validate().unwrap_err();
}

#[test]
fn every_attribute_of_every_type_stays_where_it_was() {
    let text = concat!(
        r#"{"type":"record","name":"R","namespace":"n","doc":"d","fields":["#,
        r#"{"name":"a","type":{"type":"int","z":1,"connect.type":"int8","a":{"y":[null,1.0E10],"x":true}},"default":1,"#,
        r#""order":"ignore","aliases":["b"],"field":"f"},"#,
        r#"{"name":"c","type":{"type":"array","items":{"type":"enum","name":"E","namespace":"","symbols":["X"],"s":1}}},"#,
        r#"{"name":"d","type":{"type":"map","values":["null",{"type":"fixed","name":"F","size":3,"logicalType":"?"}],"m":0}}"#,
        r#"],"connect.name":"n.R","aliases":["Old","other.Old"]}"#
    );
    assert_eq!(parse(text).to_string(), text);
    assert_eq!(parse(&parse(text).pretty()), parse(text));
}

#[test]
fn a_type_may_be_used_before_it_is_defined_and_then_stands_there() {
    let schema = parse(&record(
        "{\"name\":\"a\",\"type\":[\"null\",\"F\"]},{\"name\":\"b\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":1}}",
    ));
    let moved = r#"{"name":"a","type":["null",{"type":"fixed","name":"F","size":1}]},{"name":"b","type":"F"}"#;
    assert_eq!(schema.to_string(), record(moved));
}

#[test]
fn comments_are_allowed() {
    assert_eq!(parse("/* a type */ \"int\" // of 32 bits").kind, Kind::Int);
}

#[test]
fn references_are_used_and_left_out_again() {
    let inner = parse(r#"{"type":"record","name":"Inner","namespace":"n","fields":[{"name":"a","type":"int"}]}"#);
    let text = r#"{"type":"record","name":"Outer","namespace":"n","fields":[{"name":"a","type":"Inner"},{"name":"b","type":"Inner"}]}"#;
    let outer = Schema::parse_with(text, std::slice::from_ref(&inner)).unwrap();
    assert_eq!(outer.to_text_with(std::slice::from_ref(&inner)), text);
    assert!(outer.definitions().contains_key("n.Inner"));
    assert_eq!(outer.to_string().parse::<Schema>().unwrap(), outer);
    assert_eq!(outer.normalized_with(std::slice::from_ref(&inner)).unwrap().to_text_with(&[inner]), text);
}

#[test]
fn deep_texts_are_refused_and_long_ones_are_read() {
    let deep = format!("{}\"int\"{}", r#"{"type":"array","items":"#.repeat(100_000), "}".repeat(100_000));
    assert!(refused(&deep).contains("recursion limit"), "{}", refused(&deep));

    // Each used before it is defined: they move into one another.
    let nested: Vec<String> = (0..10_000)
        .map(|index| {
            let next = index + 1;
            format!(r#"{{"type":"record","name":"R{index}","fields":[{{"name":"f","type":"R{next}"}}]}}"#)
        })
        .collect();
    let text = format!(r#"[{},{{"type":"record","name":"R10000","fields":[]}}]"#, nested.join(","));
    assert!(refused(&text).contains("more than 128 types in one another; nest fewer"));

    let fields: Vec<String> =
        (0..10_000).map(|index| format!(r#"{{"name":"f{index}","type":"long","default":1}}"#)).collect();
    let text = record(&fields.join(","));
    let schema = parse(&text);
    schema.validate().unwrap();
    assert_eq!(schema.to_string(), text);
    assert_eq!(schema.normalized().unwrap(), schema);
}

#[test]
fn a_default_that_needs_itself_is_refused_and_one_that_doubles_is_checked_at_once() {
    let text = r#"[{"type":"record","name":"S","fields":[{"name":"f","type":["null","S"],"default":{}}]}]"#;
    assert!(refused(text).contains("a default with a value of `S`, which is not at its end here"));

    let doubling: Vec<String> = (0..60)
        .map(|index| {
            let of = if index == 0 { "\"int\"".to_owned() } else { format!("\"R{}\"", index - 1) };
            let default = if index == 0 { "1" } else { "{}" };
            let field = |name: &str| format!(r#"{{"name":"{name}","type":{of},"default":{default}}}"#);
            format!(r#"{{"type":"record","name":"R{index}","fields":[{},{}]}}"#, field("a"), field("b"))
        })
        .collect();
    let schema = parse(&format!("[{}]", doubling.join(",")));
    schema.validate().unwrap();
    schema.normalized().unwrap();
}

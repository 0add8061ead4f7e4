//! What a change breaks, in words for people.

use kconnect::avro::{
    Schema,
    compat::{Direction, IncompatibilityKind, Level, Previous, check, explain, registry_messages},
};

fn parse(text: &str) -> Schema {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A record `com.example.Status` with these fields.
fn status(fields: &str) -> Schema {
    parse(&format!(r#"{{"type":"record","name":"Status","namespace":"com.example","fields":[{fields}]}}"#))
}

fn explained(new: &Schema, old: &Schema, direction: Direction) -> Vec<String> {
    explain(new, old, direction).iter().map(ToString::to_string).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_break_has_its_place_its_reason_and_its_remedy() {
    let with = |fields: &str| status(&format!(r#"{{"name":"id","type":"long"}}{fields}"#));
    let plain = with("");
    let (backward, forward) = (Direction::Backward, Direction::Forward);
    let lang = with(r#",{"name":"lang","type":"string"}"#);
    let renamed = with(r#",{"name":"language","type":"string"}"#);
    let optional = with(r#",{"name":"lang","type":["null","string"],"default":null}"#);
    let number = with(r#",{"name":"lang","type":"int"}"#);
    let kinds = |symbols: &str| {
        with(&format!(r#",{{"name":"kind","type":{{"type":"enum","name":"Kind","symbols":[{symbols}]}}}}"#))
    };
    let (one, two) = (kinds(r#""A""#), kinds(r#""A","B""#));
    let hash = |size: u8| with(&format!(r#",{{"name":"hash","type":{{"type":"fixed","name":"Hash","size":{size}}}}}"#));
    let user = |name: &str, fields: &str| {
        let record = format!(r#"{{"type":"record","name":"{name}","fields":[{fields}]}}"#);
        with(&format!(r#",{{"name":"user","type":["null",{record}],"default":null}}"#))
    };
    let (empty, named) = (user("User", ""), user("User", r#"{"name":"name","type":"string"}"#));
    let person = user("Person", "");
    let labels = |of: &str| with(&format!(r#",{{"name":"labels","type":{{"type":"map","values":"{of}"}}}}"#));
    let union = |of: &str| with(&format!(r#",{{"name":"any","type":[{of}]}}"#));
    for (new, old, direction, expected) in [
        (
            &lang,
            &plain,
            backward,
            "`Status.lang`: the field is new and has no default, and records of the old schema do not have it; give it a \
             default, or make it optional",
        ),
        (
            &plain,
            &lang,
            forward,
            "`Status.lang`: the field is gone, and the old schema has no default for it; keep it; to take it away later, \
             first give it a default and let all consumers have that schema",
        ),
        (
            &renamed,
            &lang,
            backward,
            "`Status.language`: the field is new and has no default, and records of the old schema have `lang` in its \
             place; give it the alias `lang` if it is the same, or else a default",
        ),
        (
            &renamed,
            &lang,
            forward,
            "`Status.lang`: the field is gone, or called `language` now, and the old schema has no default for it; keep it \
             under its name; an alias helps new readers only",
        ),
        (
            &lang,
            &optional,
            backward,
            "`Status.lang`: it may be null in records of the old schema and must be string now; keep it optional",
        ),
        (
            &optional,
            &lang,
            forward,
            "`Status.lang`: it may be null now, and the old schema reads string only; keep it required; to leave it out, \
             write a value that stands for none",
        ),
        (
            &number,
            &lang,
            backward,
            "`Status.lang`: string is int now, and records of the old schema cannot become that; keep string, or add a \
             field of another name, with a default, for the new type",
        ),
        (
            &number,
            &lang,
            forward,
            "`Status.lang`: string is int now, which the old schema cannot read; keep string, or add a field of another \
             name for the new type",
        ),
        (
            &one,
            &two,
            backward,
            "`Status.kind`: the symbols `B` of `com.example.Kind` are gone, and records of the old schema may have them; \
             keep them, or give the enum a default for symbols that it does not know",
        ),
        (
            &two,
            &one,
            forward,
            "`Status.kind`: the symbols `B` of `com.example.Kind` are new, and the old schema has no default for them; do \
             not add them yet; first give the enum a default and let all consumers have that schema",
        ),
        (
            &hash(16),
            &hash(8),
            backward,
            "`Status.hash`: it had 8 bytes and has 16 now; keep 8 bytes, or add a field of another name, with a default, \
             for the new size",
        ),
        // Java only says that the union lacks a record.
        (
            &named,
            &empty,
            backward,
            "`Status.user.name`: the field is new and has no default, and records of the old schema do not have it; give \
             it a default, or make it optional",
        ),
        (
            &person,
            &empty,
            backward,
            "`Status.user`: `com.example.User` is called `com.example.Person` now; keep its name, or give it the alias \
             `com.example.User`",
        ),
        (
            &person,
            &empty,
            forward,
            "`Status.user`: `com.example.User` is called `com.example.Person` now, which the old schema does not know; \
             keep its name; an alias helps new readers only",
        ),
        (
            &labels("int"),
            &labels("long"),
            backward,
            "`Status.labels{}`: long is int now, and records of the old schema cannot become that; keep long, or add a \
             field of another name, with a default, for the new type",
        ),
        (
            &union(r#""int","string""#),
            &union(r#""int","string","boolean""#),
            backward,
            "`Status.any`: records of the old schema may have boolean here, and one of int, string has no such type; keep \
             boolean among the types",
        ),
        (
            &union(r#""int","string","boolean""#),
            &union(r#""int","string""#),
            forward,
            "`Status.any`: it may be boolean now, which one of int, string of the old schema does not have; write that to \
             a field of its own",
        ),
    ] {
        assert_eq!(explained(new, old, direction), [expected]);
        assert!(!direction.check(new, old).is_empty());
    }
}

#[test]
fn all_breaks_are_listed_and_each_names_its_record_and_field() {
    let old = status(r#"{"name":"id","type":"long"},{"name":"a","type":"string"},{"name":"b","type":"string"}"#);
    let new = status(r#"{"name":"id","type":"string"},{"name":"a","type":"string"},{"name":"c","type":"int"}"#);
    let breaks = Level::Full.check(&new, &[&old]);
    let found: Vec<_> = breaks
        .iter()
        .flat_map(|broken| {
            broken.explanations.iter().map(move |at| (broken.direction, at.record.as_str(), at.field.as_deref()))
        })
        .collect();
    let record = "com.example.Status";
    assert_eq!(
        found,
        [
            (Direction::Forward, record, Some("id")),
            (Direction::Forward, record, Some("b")),
            (Direction::Backward, record, Some("id")),
            (Direction::Backward, record, Some("c")),
        ]
    );
    let text = breaks[0].explain("version 3");
    assert!(
        text.starts_with("consumers that still have version 3 cannot read new records:\n- `Status.id`: "),
        "{text}"
    );
    let text = breaks[1].to_string();
    assert!(
        text.starts_with(
            "consumers with the new schema cannot read records that were written with the earlier schema:"
        )
    );
}

#[test]
fn a_transitive_level_looks_at_all_versions_and_the_registrys_words_end_at_the_newest() {
    let versions = [r#"{"name":"a","type":"int"}"#, r#"{"name":"b","type":"int"}"#, ""].map(status);
    let [oldest, middle, newest] = &versions;
    let new = status(r#"{"name":"a","type":"int"}"#);
    let index = |level: Level| -> Vec<_> {
        level.check(&new, &[newest, middle, oldest]).iter().map(kconnect::avro::compat::Break::index).collect()
    };
    assert_eq!(index(Level::Backward), [0]);
    assert_eq!(index(Level::BackwardTransitive), [0, 1]);
    assert_eq!(index(Level::Forward), Vec::<usize>::new());
    assert_eq!(index(Level::ForwardTransitive), [1]);
    assert_eq!(index(Level::FullTransitive), [0, 1, 1]);
    assert_eq!(index(Level::None), Vec::<usize>::new());

    let previous = [(3, newest), (2, middle), (1, oldest)];
    let previous = previous.map(|(version, schema)| Previous { version: Some(version), schema });
    assert_eq!(
        registry_messages(Level::FullTransitive, &new, &previous),
        [
            "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'a' at path '/fields/0' in the new \
             schema has no default value and is missing in the old schema', additionalInfo:'a'}"
                .to_owned(),
            "{oldSchemaVersion: 3}".to_owned(),
            format!("{{oldSchema: '{newest}'}}"),
        ]
    );
}

#[test]
fn a_long_old_schema_is_cut_in_the_registrys_words() {
    let old = parse(&format!(r#"{{"type":"string","note":"{}"}}"#, "é".repeat(20_000)));
    let messages = registry_messages(Level::Backward, &parse("\"int\""), &[Previous { version: None, schema: &old }]);
    let cut = messages.last().unwrap();
    assert!(cut.starts_with(r#"{oldSchema: <truncated> '{"type":"string","note":"é"#) && cut.ends_with("é...'}"));
    assert_eq!(cut.chars().count(), "{oldSchema: <truncated> ''...}".len() + 10 * 1024);
}

#[test]
fn a_level_is_read_in_any_case_and_written_as_the_registry_does() {
    for level in Level::ALL {
        assert_eq!(level.to_string().to_lowercase().parse(), Ok(level));
    }
    assert_eq!(
        "BACKWARDS".parse::<Level>().unwrap_err().to_string(),
        "\"BACKWARDS\" is no compatibility level; write one of NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, \
         FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE"
    );
}

/// Records of which each has the one before twice: what lies at the bottom is used 2⁶⁰ times.
fn doubling(bottom: &str) -> Schema {
    let records: Vec<String> = (0..60)
        .map(|index| {
            let of = if index == 0 { format!("\"{bottom}\"") } else { format!("\"R{}\"", index - 1) };
            format!(r#"{{"type":"record","name":"R{index}","fields":[{{"name":"a","type":{of}}},{{"name":"b","type":{of}}}]}}"#)
        })
        .collect();
    let fields: Vec<String> =
        records.iter().enumerate().map(|(index, record)| format!(r#"{{"name":"f{index}","type":{record}}}"#)).collect();
    status(&fields.join(","))
}

#[test]
fn schemas_that_double_are_compared_and_the_list_has_an_end() {
    assert!(check(&doubling("long"), &doubling("int")).is_empty());
    let found = check(&doubling("int"), &doubling("long"));
    assert!((1_000..=20_000).contains(&found.len()), "{}", found.len());
    assert_eq!(explain(&doubling("int"), &doubling("long"), Direction::Backward).len(), 2);
}

#[test]
fn a_chain_of_references_does_not_exhaust_the_stack() {
    // The last is compared first, and leads through all others.
    let chain = |prefix: &str| {
        let mut fields: Vec<String> = (0..5_000)
            .map(|index| {
                let of = if index == 0 { "int".to_owned() } else { format!("R{}", index - 1) };
                let record =
                    format!(r#"{{"type":"record","name":"R{index}","fields":[{{"name":"f","type":"{of}"}}]}}"#);
                format!(r#"{{"name":"{prefix}{index}","type":["null",{record}],"default":null}}"#)
            })
            .collect();
        fields.push(r#"{"name":"last","type":"R4999"}"#.to_owned());
        status(&fields.join(","))
    };
    let (reader, writer) = (chain("r"), chain("w"));
    let found = check(&reader, &writer);
    assert_eq!(found[0].kind, IncompatibilityKind::NotComparable);
    assert_eq!(found[0].message, "more than 200 types in one another");
    assert!(!explain(&reader, &writer, Direction::Backward).is_empty());
}

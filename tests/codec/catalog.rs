//! A connector's schemas, and the directory that holds them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;

use kconnect::{
    ConnectSchema, RecordSet,
    avro::Schema,
    catalog::{Catalog, CheckOptions, Difference, Level, problems},
};

/// A key.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Key {
    /// An id.
    _id: i64,
}

/// A value.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Value {
    /// Records in a list.
    _inner: Vec<Option<Inner>>,
    /// A record in a map.
    _map: std::collections::BTreeMap<String, deep::Deep>,
    /// Itself.
    _next: Option<Box<Value>>,
}

/// In it.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Inner {
    /// A number.
    _number: i32,
}

mod deep {
    /// Further in it.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "t.deep")]
    pub(crate) struct Deep {
        /// In it again.
        pub(crate) _inner: super::Inner,
    }
}

mod other {
    /// Not the same.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "t")]
    pub(crate) struct Key {
        /// An id.
        pub(crate) _id: i32,
    }
}

fn catalog() -> Catalog {
    Catalog::of(<(Key, Option<Value>)>::PAIRS, None).unwrap()
}

#[test]
fn a_catalog_holds_keys_values_and_what_is_in_them_each_complete_in_itself() {
    let catalog = catalog();
    let names: Vec<_> = catalog.schemas().map(|(name, _)| name).collect();
    assert_eq!(names, ["t.Inner", "t.Key", "t.Value", "t.deep.Deep"]);
    for (name, schema) in catalog.schemas() {
        assert_eq!(schema.name(), Some(name));
        let text = schema.to_string();
        apache_avro::Schema::parse_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_configured_namespace_is_in_every_name() {
    let catalog = Catalog::of(<(Key, ())>::PAIRS, Some("a.b")).unwrap();
    assert_eq!(catalog.schemas().map(|(name, _)| name).collect::<Vec<_>>(), ["a.b.t.Key"]);
}

#[test]
fn two_records_under_one_name_are_refused() {
    let error = Catalog::of(<(Key, other::Key)>::PAIRS, None).unwrap_err();
    let expected = "two different records are called `t.Key`; rename one, or give it another namespace";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_directory_that_was_written_does_not_differ_and_is_not_written_again() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path().join("schemas/t");
    let written = catalog().write(&directory).unwrap();
    let names: Vec<_> = written.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["t.Inner.avsc", "t.Key.avsc", "t.Value.avsc", "t.deep.Deep.avsc"]);
    let text = fs::read_to_string(&written[1]).unwrap();
    assert!(text.starts_with("{\n  \"type\": \"record\",\n  \"name\": \"Key\",\n") && text.ends_with("}\n"), "{text}");
    assert_eq!(catalog().differences(&directory).unwrap(), []);
    assert_eq!(catalog().write(&directory).unwrap(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn missing_outdated_and_unknown_files_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name);
    catalog().write(directory.path()).unwrap();
    fs::remove_file(file("t.Inner.avsc")).unwrap();
    fs::write(file("t.Key.avsc"), "{}").unwrap();
    fs::write(file("t.Old.avsc"), "{}").unwrap();
    fs::write(file("README.md"), "not a schema").unwrap();
    let expected = [
        Difference::Missing(file("t.Inner.avsc")),
        Difference::Outdated(file("t.Key.avsc")),
        Difference::Unknown(file("t.Old.avsc")),
    ];
    assert_eq!(catalog().differences(directory.path()).unwrap(), expected);
    assert!(expected[0].to_string().ends_with("t.Inner.avsc is missing"));
}

#[test]
fn a_directory_that_is_not_there_misses_every_file() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(catalog().differences(&directory.path().join("none")).unwrap().len(), 4);
}

/// What is said about a change from one schema of a field to another.
fn change(level: Level, before: &str, now: &str) -> Vec<String> {
    let record = |ty: &str| -> Schema {
        let text = format!(r#"{{"type":"record","name":"R","fields":[{{"name":"f","type":{ty}}}]}}"#);
        text.parse().unwrap()
    };
    problems(level, &record(now), &record(before), "version 1")
}

#[test]
fn another_meaning_of_the_same_bytes_is_a_break_though_avro_allows_it() {
    let long = r#""long""#;
    let millis = r#"{"type":"long","logicalType":"timestamp-millis"}"#;
    let backward = change(Level::Backward, long, millis);
    assert_eq!(
        backward,
        ["consumers with the new schema misread records that were written with version 1:\n\
          - `f` is written as a plain value and read as timestamp-millis"]
    );
    let forward = change(Level::Forward, long, millis);
    assert_eq!(
        forward,
        ["consumers that still have version 1 misread new records:\n\
          - `f` is written as timestamp-millis and read as a plain value"]
    );
    let decimal = |scale: u8| format!(r#"{{"type":"bytes","logicalType":"decimal","precision":64,"scale":{scale}}}"#);
    assert_eq!(change(Level::Full, &decimal(2), &decimal(3)).len(), 2);
    assert_eq!(change(Level::Full, &decimal(2), &decimal(2)), [""; 0]);
}

#[test]
fn an_integer_may_only_grow_for_its_reader() {
    let (int8, int32) = (r#"{"type":"int","connect.type":"int8"}"#, r#""int""#);
    assert_eq!(change(Level::Backward, int8, int32), [""; 0]);
    let narrowed = change(Level::Backward, int32, int8);
    assert!(
        narrowed[0].ends_with("`f` is written as INT32 and read as INT8, which does not hold all of it"),
        "{narrowed:?}"
    );
}

#[test]
fn a_symbol_that_a_reader_does_not_know_is_a_break_also_inside_of_an_option() {
    let of = |symbols: &[&str]| {
        let parameters: Vec<_> =
            symbols.iter().map(|symbol| format!(r#""io.confluent.connect.avro.Enum.{symbol}":"{symbol}""#)).collect();
        format!(r#"["null",{{"type":"string","connect.parameters":{{{}}}}}]"#, parameters.join(","))
    };
    let (small, large) = (of(&["A"]), of(&["A", "B"]));
    assert_eq!(change(Level::Backward, &small, &large), [""; 0]);
    let removed = change(Level::Backward, &large, &small);
    assert!(removed[0].ends_with("`f` may be B, which the reader does not know"), "{removed:?}");
    assert_eq!(change(Level::Forward, &small, &large).len(), 1);
}

mod changed {
    /// The key with another type.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "t")]
    pub(crate) struct Key {
        /// An id.
        pub(crate) _id: String,
    }

    /// The key with another type, and that is meant.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "t", name = "Key", compatibility = "NONE")]
    pub(crate) struct FreeKey {
        /// An id.
        pub(crate) _id: String,
    }
}

#[test]
fn a_record_is_held_to_its_own_level_and_then_to_the_given_one() {
    let directory = tempfile::tempdir().unwrap();
    catalog().write(directory.path()).unwrap();
    let check = |catalog: Catalog, level| {
        let options = CheckOptions { level, history: false, ..CheckOptions::default() };
        catalog.check(directory.path(), &options).unwrap().broken.len()
    };
    let changed = || Catalog::new().record::<changed::Key>().unwrap();
    assert_eq!(check(changed(), Level::Backward), 1);
    assert_eq!(check(changed(), Level::None), 0);
    assert_eq!(check(Catalog::new().record::<changed::FreeKey>().unwrap(), Level::Full), 0);
}

/// Every part of a documentation.
#[derive(ConnectSchema)]
#[connect(namespace = "t", version = 3, alias = "Older")]
struct Documented {
    /// One | two.
    #[connect(alias = "was", default = "a <b>")]
    _text: String,
    /// Who.
    _inner: std::collections::BTreeMap<String, Inner>,
}

#[test]
fn documentation_shows_types_defaults_former_names_and_links() {
    let catalog = Catalog::new().record::<Documented>().unwrap();
    let markdown = catalog.to_markdown();
    let expected = "### t.Documented\n\nEvery part of a documentation.\n\nVersion 3.\n\nFormerly t.Older.\n\n\
                    | Field | Type | Default | Description |\n| --- | --- | --- | --- |\n\
                    | `_text` | STRING | `\"a <b>\"` | One \\| two. Formerly was. |\n\
                    | `_inner` | MAP of STRING to [Inner](#tinner) | required | Who. |\n";
    assert!(markdown.starts_with(expected), "{markdown}");
    let html = catalog.to_html();
    let row = "<tr><td><code>_text</code></td><td>STRING</td><td><code>\"a &lt;b&gt;\"</code></td>\
               <td>One | two. Formerly was.</td></tr>\n";
    assert!(html.contains(row), "{html}");
    assert!(html.contains("<td>MAP of STRING to <a href=\"#tinner\">Inner</a></td>"), "{html}");
}

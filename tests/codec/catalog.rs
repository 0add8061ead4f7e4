//! A connector's schemas, and the directory that holds them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;

use kconnect::{
    ConnectSchema, RecordSet,
    catalog::{Catalog, Difference},
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

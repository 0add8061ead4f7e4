//! The classic records of Twitter, derived: equal to what Confluent's converter registers for the Java connector's.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "model/twitter.rs"]
#[allow(dead_code, clippy::struct_field_names, reason = "only the types count, and the names are X's")]
mod twitter;

use std::{fs, path::Path};

use kconnect::{avro::Schema, data::RecordData};
use serde_json::Value as Json;

/// The schema without documentation, and every type in its shortest form.
fn bare(schema: Json) -> Json {
    match schema {
        Json::Object(members) => {
            let members = members.into_iter().filter(|(name, _)| name != "doc" && name != "connect.doc");
            let members: serde_json::Map<_, _> = members.map(|(name, value)| (name, bare(value))).collect();
            match members.get("type") {
                Some(Json::String(word)) if members.len() == 1 => word.clone().into(),
                _ => members.into(),
            }
        }
        Json::Array(items) => items.into_iter().map(bare).collect::<Vec<_>>().into(),
        other => other,
    }
}

fn equals_the_file<T: RecordData>(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("codec/vectors/twitter").join(file);
    // The file repeats the namespace of every record; what it says is the same.
    let expected: Schema = fs::read_to_string(path).unwrap().parse().unwrap();
    let json = |schema: Schema| bare(serde_json::from_str(&schema.to_string()).unwrap());
    let (derived, expected) = (json(Schema::of(&T::TYPE, None).unwrap()), json(expected));
    assert!(derived == expected, "{file}:\n{derived:#}\nis not\n{expected:#}");
}

#[test]
fn the_records_of_the_blog_post() {
    equals_the_file::<kconnect_twitter::StatusKey>("blog/StatusKey.avsc");
    equals_the_file::<kconnect_twitter::Status>("blog/Status.avsc");
    equals_the_file::<kconnect_twitter::StatusDeletionNoticeKey>("blog/StatusDeletionNoticeKey.avsc");
    equals_the_file::<kconnect_twitter::StatusDeletionNotice>("blog/StatusDeletionNotice.avsc");
}

#[test]
fn the_records_of_the_newest_release() {
    equals_the_file::<twitter::StatusKey>("StatusKey.avsc");
    equals_the_file::<twitter::Status>("Status.avsc");
    equals_the_file::<twitter::StatusDeletionNoticeKey>("StatusDeletionNoticeKey.avsc");
    equals_the_file::<twitter::StatusDeletionNotice>("StatusDeletionNotice.avsc");
}

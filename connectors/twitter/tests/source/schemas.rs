//! The schemas that consumers of the classic connector know.

use kconnect::{ConnectType, avro::Schema};
use kconnect_twitter::{Status, StatusDeletionNotice, StatusDeletionNoticeKey, StatusKey};
use serde_json::Value;

/// The same schema without what two writers may do differently: documentation, which is in our own words; an object
/// around a type that has nothing else to say; the namespace that a record has from the one around it.
fn plain(schema: Value, around: Option<&Value>) -> Value {
    match schema {
        Value::Object(mut object) => {
            object.retain(|key, _| key != "doc" && key != "connect.doc");
            if object.len() == 1 && object.get("type").is_some_and(Value::is_string) {
                return object["type"].take();
            }
            let namespace = object.get("namespace").cloned();
            if namespace.as_ref() == around {
                object.remove("namespace");
            }
            let around = namespace.as_ref().or(around);
            object.into_iter().map(|(key, value)| (key, plain(value, around))).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| plain(item, around)).collect(),
        other => other,
    }
}

fn assert_classic<T: ConnectType>(classic: &str) {
    let ours: Value = serde_json::from_str(&Schema::of(&T::TYPE, None).unwrap().pretty()).unwrap();
    let classic: Value = serde_json::from_str(classic).unwrap();
    assert_eq!(plain(ours, None), plain(classic, None));
}

#[test]
fn the_key_of_a_status_is_the_classic_one() {
    assert_classic::<StatusKey>(include_str!("../classic/StatusKey.avsc"));
}

#[test]
fn a_status_is_the_classic_one_field_by_field() {
    assert_classic::<Status>(include_str!("../classic/Status.avsc"));
}

#[test]
fn a_deletion_notice_is_the_classic_one() {
    assert_classic::<StatusDeletionNotice>(include_str!("../classic/StatusDeletionNotice.avsc"));
    assert_classic::<StatusDeletionNoticeKey>(include_str!("../classic/StatusDeletionNoticeKey.avsc"));
}

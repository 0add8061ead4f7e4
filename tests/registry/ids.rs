//! The ids that records are written with, by each of the serializer's settings.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

#[path = "support/mod.rs"]
mod support;

use kconnect::data::Part;
use kconnect_worker::registry::{MockRegistry, NewSchema, RegisterOptions, RegistryError, SchemaIds, SchemaRegistry};
use serde_json::json;
use support::{Answer, Server, props};

const OURS: &str = r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"id","type":"long"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}"#;

fn ids(url: &str, more: &[(&str, &str)]) -> SchemaIds {
    SchemaIds::from_props(Part::Value, &props(url, more)).unwrap()
}

const LATEST: [(&str, &str); 2] = [("auto.register.schemas", "false"), ("use.latest.version", "true")];

/// The id for our schema when the subject's latest version is `latest`.
async fn with_latest(scope: &str, latest: &str, more: &[(&str, &str)]) -> Result<u32, RegistryError> {
    let url = format!("mock://ids_{scope}");
    let registry = SchemaRegistry::at(&url).unwrap();
    registry.register("s", &NewSchema::avro(latest), &RegisterOptions::default()).await.unwrap();
    ids(&url, &[&LATEST, more].concat()).id("s", OURS).await
}

#[tokio::test]
async fn a_schema_is_registered_unless_that_is_off() {
    let url = "mock://ids_registered";
    assert_eq!(ids(url, &[]).id("s", OURS).await.unwrap(), 1);
    assert_eq!(MockRegistry::scope("ids_registered").latest("s").unwrap().schema.as_ref(), OURS);
    let looking = ids(url, &[("auto.register.schemas", "false")]);
    assert_eq!(looking.id("s", OURS).await.unwrap(), 1);
    let error = looking.id("other", OURS).await.unwrap_err();
    assert!(matches!(&error, RegistryError::NotRegistered { .. }), "{error:?}");
    assert_eq!(MockRegistry::scope("ids_registered").subjects(), ["s"]);
}

#[tokio::test]
async fn registering_comes_before_an_id_that_comes_before_the_latest() {
    let int = Answer::json(200, r#"{"schema":"\"int\""}"#);
    let all = [("use.schema.id", "7"), ("use.latest.version", "true")];
    let server = Server::answering([Answer::json(200, r#"{"id":1}"#)]).await;
    assert_eq!(ids(&server.url(), &all).id("s", "\"int\"").await.unwrap(), 1);
    assert_eq!(server.paths(), ["POST /subjects/s/versions"]);
    let server = Server::answering([int]).await;
    let without = [&all[..], &[("auto.register.schemas", "false")]].concat();
    assert_eq!(ids(&server.url(), &without).id("s", "\"int\"").await.unwrap(), 7);
    assert_eq!(server.paths(), ["GET /schemas/ids/7?subject=s"]);
}

#[tokio::test]
async fn the_normal_form_is_asked_for() {
    let server = Server::answering([Answer::json(200, r#"{"id":1,"version":1,"subject":"s"}"#)]).await;
    ids(&server.url(), &[("normalize.schemas", "true")]).id("s", OURS).await.unwrap();
    let looking = [("normalize.schemas", "true"), ("auto.register.schemas", "false")];
    ids(&server.url(), &looking).id("s", OURS).await.unwrap();
    assert_eq!(server.paths(), ["POST /subjects/s/versions?normalize=true", "POST /subjects/s?normalize=true"]);
}

#[tokio::test]
async fn the_latest_version_may_be_ours_in_other_words() {
    let documented = r#"{"type":"record","name":"R","namespace":"a","doc":"About it.","aliases":["Old"],"fields":[{"name":"id","type":"long","default":0},{"name":"at","type":{"type":"long","connect.version":1,"logicalType":"timestamp-millis"}}]}"#;
    assert_eq!(with_latest("other_words", documented, &[]).await.unwrap(), 1);
}

#[tokio::test]
async fn the_latest_version_must_read_what_we_write() {
    let missing = r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"id","type":"long"},{"name":"when","type":"long"}]}"#;
    let error = with_latest("must_read", missing, &[]).await.unwrap_err();
    assert!(matches!(&error, RegistryError::NotReadable { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("version 1 of subject `s`") && text.contains("READER_FIELD_MISSING_DEFAULT_VALUE"), "{text}");
    assert!(text.ends_with("Set latest.compatibility.strict=false to disable this check"), "{text}");
    // Without the check the bytes decide, and they do not know how a field is called.
    let lenient = [("latest.compatibility.strict", "false")];
    assert_eq!(with_latest("lenient", missing, &lenient).await.unwrap(), 1);
}

#[tokio::test]
async fn a_latest_version_that_encodes_differently_is_refused_and_explained() {
    let promoted = OURS.replace(r#"{"name":"id","type":"long"}"#, r#"{"name":"id","type":"double"}"#);
    let optional =
        OURS.replace(r#"{"name":"id","type":"long"}"#, r#"{"name":"id","type":["null","long"],"default":null}"#);
    let more = OURS.replace(r#"{"name":"id""#, r#"{"name":"lang","type":"string","default":""},{"name":"id""#);
    for (scope, latest) in [("promoted", promoted), ("optional", optional), ("more", more)] {
        let error = with_latest(scope, &latest, &[]).await.unwrap_err();
        assert!(matches!(&error, RegistryError::EncodesDifferently { .. }), "{scope}: {error:?}");
        let text = error.to_string();
        assert!(text.contains("version 1 of subject `s`") && text.contains("use.latest.version=true"), "{text}");
    }
}

#[tokio::test]
async fn the_same_bytes_with_another_meaning_are_refused() {
    let micros = OURS.replace("timestamp-millis", "timestamp-micros");
    let error = with_latest("micros", &micros, &[]).await.unwrap_err();
    assert!(matches!(&error, RegistryError::EncodesDifferently { .. }), "{error:?}");
    let plain = OURS.replace(r#"{"type":"long","logicalType":"timestamp-millis"}"#, "\"long\"");
    assert_eq!(with_latest("plain", &plain, &[]).await.unwrap(), 1);
}

#[tokio::test]
async fn recursive_schemas_are_compared_by_what_their_names_stand_for() {
    let tree = |name: &str| {
        format!(
            r#"{{"type":"record","name":"{name}","fields":[{{"name":"next","type":["null","{name}"]}},{{"name":"all","type":{{"type":"array","items":"{name}"}}}}]}}"#
        )
    };
    let url = "mock://ids_recursive";
    let registry = SchemaRegistry::at(url).unwrap();
    registry.register("s", &NewSchema::avro(tree("Theirs")), &RegisterOptions::default()).await.unwrap();
    let lenient = [&LATEST[..], &[("latest.compatibility.strict", "false")]].concat();
    assert_eq!(ids(url, &lenient).id("s", &tree("Ours")).await.unwrap(), 1);
}

#[tokio::test]
async fn a_named_id_is_checked_in_the_same_way() {
    let url = "mock://ids_named";
    let registry = SchemaRegistry::at(url).unwrap();
    for (subject, text) in [("a", OURS), ("b", "\"string\"")] {
        registry.register(subject, &NewSchema::avro(text), &RegisterOptions::default()).await.unwrap();
    }
    let named = |id: &'static str, strict: &'static str| {
        [("auto.register.schemas", "false"), ("use.schema.id", id), ("id.compatibility.strict", strict)]
    };
    assert_eq!(ids(url, &named("1", "true")).id("s", OURS).await.unwrap(), 1);
    let error = ids(url, &named("2", "true")).id("s", OURS).await.unwrap_err();
    assert!(error.to_string().contains("(schema 2)"), "{error}");
    assert!(error.to_string().ends_with("Set id.compatibility.strict=false to disable this check"), "{error}");
    let error = ids(url, &named("2", "false")).id("s", OURS).await.unwrap_err();
    assert!(matches!(&error, RegistryError::EncodesDifferently { .. }), "{error:?}");
    assert!(ids(url, &named("3", "true")).id("s", OURS).await.unwrap_err().is_missing());
    assert_eq!(ids(url, &named("-1", "true")).id("a", OURS).await.unwrap(), 1, "-1 stands for none");
}

#[tokio::test]
async fn a_latest_version_with_references_is_put_together() {
    let url = "mock://ids_references";
    let registry = SchemaRegistry::at(url).unwrap();
    let user = r#"{"type":"record","name":"User","namespace":"a","fields":[{"name":"name","type":"string"}]}"#;
    let post = |user: &str| {
        format!(r#"{{"type":"record","name":"Post","namespace":"a","fields":[{{"name":"user","type":{user}}}]}}"#)
    };
    registry.register("user", &NewSchema::avro(user), &RegisterOptions::default()).await.unwrap();
    let referring = NewSchema::avro(post("\"User\"")).referring_to("a.User", "user", 1);
    let id = registry.register("s", &referring, &RegisterOptions::default()).await.unwrap().id;
    assert_eq!(ids(url, &LATEST).id("s", &post(user)).await.unwrap(), id);
}

#[tokio::test]
async fn a_schema_that_the_registry_put_in_the_place_of_ours_is_compared() {
    let answer = |schema: &str| Answer::json(200, &json!({"id": 4, "schema": schema}).to_string());
    let server = Server::answering([answer(&OURS.replace("\"a\"", "\"b\"")), answer("\"string\"")]).await;
    assert_eq!(ids(&server.url(), &[]).id("s", OURS).await.unwrap(), 4);
    let error = ids(&server.url(), &[]).id("s", OURS).await.unwrap_err();
    assert!(matches!(&error, RegistryError::EncodesDifferently { .. }), "{error:?}");
}

#[tokio::test]
async fn an_id_is_asked_for_once_and_a_failure_again() {
    let busy = Answer::json(403, r#"{"error_code":40301,"message":"not yet"}"#);
    let server = Server::answering([busy, Answer::json(200, r#"{"id":1}"#)]).await;
    let ids = ids(&server.url(), &[]);
    ids.id("s", OURS).await.unwrap_err();
    let all = [ids.id("s", OURS), ids.id("s", OURS), ids.id("s", OURS)];
    for id in all {
        assert_eq!(id.await.unwrap(), 1);
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_schema_that_is_not_there_is_remembered_if_asked_for() {
    let server = Server::answering([Answer::json(404, r#"{"error_code":40403,"message":"Schema not found"}"#)]).await;
    let more = [("auto.register.schemas", "false"), ("missing.schema.cache.ttl.sec", "60")];
    let ids = ids(&server.url(), &more);
    for _ in 0..3 {
        let error = ids.id("s", OURS).await.unwrap_err();
        assert!(matches!(&error, RegistryError::NotRegistered { .. }), "{error:?}");
    }
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_latest_version_is_followed_as_often_as_configured() {
    let url = "mock://ids_followed";
    let registry = SchemaRegistry::at(url).unwrap();
    let register = async |text: &str| {
        registry.register("s", &NewSchema::avro(text), &RegisterOptions::default()).await.unwrap().id
    };
    let first = register(OURS).await;
    let followed = ids(url, &[&LATEST[..], &[("latest.cache.ttl.sec", "10")]].concat());
    let kept = ids(url, &LATEST);
    assert_eq!((followed.id("s", OURS).await.unwrap(), kept.id("s", OURS).await.unwrap()), (first, first));
    let second = register(&OURS.replace(r#""type":"record","#, r#""type":"record","doc":"New.","#)).await;
    assert_ne!(first, second);
    tokio::time::advance(std::time::Duration::from_secs(11)).await;
    assert_eq!((followed.id("s", OURS).await.unwrap(), kept.id("s", OURS).await.unwrap()), (second, first));
}

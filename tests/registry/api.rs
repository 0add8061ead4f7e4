//! One suite over every registry there is: a real one, the one inside the process, and that one behind HTTP.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a part of a test, outside its functions")]

#[path = "support/mod.rs"]
mod support;

use kconnect::avro::compat::Level;
use kconnect_tests::unique;
use kconnect_worker::registry::{
    Config, Deletion, ErrorCode, LookupOptions, Metadata, MockRegistry, Mode, NewSchema, RegisterOptions,
    RegistryError, SchemaRegistry, SchemaType, SubjectFilter, Version,
};
use support::{Answer, Server};

const STATUS: &str = r#"{"type":"record","name":"Status","namespace":"a.b","fields":[{"name":"id","type":"long"}]}"#;
/// Reads `STATUS` and is read by it.
const STATUS_2: &str = r#"{"type":"record","name":"Status","namespace":"a.b","fields":[{"name":"id","type":"long"},{"name":"lang","type":["null","string"],"default":null}]}"#;
/// Cannot read `STATUS`.
const BROKEN: &str = r#"{"type":"record","name":"Status","namespace":"a.b","fields":[{"name":"id","type":"long"},{"name":"lang","type":"string"}]}"#;

/// A registry, and whether it has what Confluent's has and Apicurio has not.
struct Backend {
    registry: SchemaRegistry,
    whole: bool,
}

/// Runs the body with each of them.
macro_rules! everywhere {
    ($($name:ident),* $(,)?) => {
        mod real {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let url = tokio::task::spawn_blocking(kconnect_tests::registry::url).await.unwrap().unwrap();
                let registry = kconnect_worker::registry::SchemaRegistry::at(url).unwrap();
                super::$name(super::Backend { registry, whole: false }).await;
            })*
        }
        mod inside {
            $(#[tokio::test]
            async fn $name() {
                let url = format!("mock://api_{}", stringify!($name));
                let registry = kconnect_worker::registry::SchemaRegistry::at(&url).unwrap();
                super::$name(super::Backend { registry, whole: true }).await;
            })*
        }
        mod behind_http {
            $(#[tokio::test]
            async fn $name() {
                let server = super::serving(stringify!($name)).await;
                let registry = kconnect_worker::registry::SchemaRegistry::at(&server.url()).unwrap();
                super::$name(super::Backend { registry, whole: true }).await;
            })*
        }
    };
}

everywhere!(
    a_schema_is_registered_once_and_found_by_everything,
    a_schema_that_breaks_the_level_is_refused,
    what_is_no_schema_is_refused_as_such,
    what_is_not_there_is_told_apart,
    compatibility_is_told_with_its_reasons,
    transitive_levels_look_at_all_versions,
    configuration_is_set_inherited_and_taken_back,
    subjects_are_listed_by_prefix_with_odd_names,
    deletion_takes_two_steps,
    references_are_kept_and_counted,
    modes_forbid_and_import,
    the_server_tells_its_types,
    contexts_have_ids_of_their_own,
    global_ids_and_metadata_find_schemas,
    the_normal_form_makes_texts_alike,
);

/// The registry of a scope behind HTTP, with what Confluent's server insists on.
async fn serving(scope: &str) -> Server {
    let mock = MockRegistry::scope(&format!("behind_http_{scope}"));
    Server::start(move |request| {
        if request.body.is_some() && request.header("content-type") != Some("application/vnd.schemaregistry.v1+json") {
            return Answer::json(415, r#"{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}"#);
        }
        let (status, body) = mock.answer(&request.method, &request.path, request.body.as_deref().unwrap_or_default());
        Answer::json(status, &body)
    })
    .await
}

fn avro(text: &str) -> NewSchema {
    NewSchema::avro(text)
}

async fn register(registry: &SchemaRegistry, subject: &str, text: &str) -> u32 {
    registry.register(subject, &avro(text), &RegisterOptions::default()).await.unwrap().id
}

fn code<T: std::fmt::Debug>(result: Result<T, RegistryError>) -> ErrorCode {
    let error = result.unwrap_err();
    error.code().unwrap_or_else(|| panic!("{error:?}"))
}

async fn a_schema_is_registered_once_and_found_by_everything(Backend { registry, whole }: Backend) {
    let subject = unique("once");
    let id = register(&registry, &subject, STATUS).await;
    assert_eq!(register(&registry, &subject, STATUS).await, id);
    let other = register(&registry, &subject, STATUS_2).await;
    assert_ne!(other, id);
    // The same content under another subject has the same id.
    let again = unique("again");
    assert_eq!(register(&registry, &again, STATUS).await, id);

    let found = registry.lookup(&subject, &avro(STATUS), &LookupOptions::default()).await.unwrap();
    assert_eq!((found.id, found.version, found.subject.as_deref()), (id, Some(1), Some(subject.as_str())));
    assert_eq!(registry.schema(id, None).await.unwrap().schema, STATUS);
    assert_eq!(registry.schema(id, Some(&subject)).await.unwrap().schema_type, SchemaType::Avro);
    assert_eq!(registry.versions(&subject, false).await.unwrap(), [1, 2]);
    let latest = registry.version(&subject, Version::Latest).await.unwrap();
    assert_eq!((latest.id, latest.version, latest.schema.as_deref()), (other, Some(2), Some(STATUS_2)));
    let first = registry.version(&subject, Version::Number(1)).await.unwrap();
    assert_eq!((first.id, first.schema.as_deref()), (id, Some(STATUS)));
    assert_eq!(registry.version_text(&subject, Version::Number(1)).await.unwrap(), STATUS);
    let places = registry.versions_of(id, None, false).await.unwrap();
    let mut places: Vec<_> = places.into_iter().map(|place| (place.subject, place.version)).collect();
    places.retain(|(name, _)| *name == subject || *name == again);
    places.sort();
    let mut expected = [(subject, 1), (again, 1)];
    expected.sort();
    assert_eq!(places, expected);
    if whole {
        assert_eq!(registry.schema_text(id, None).await.unwrap(), STATUS);
        assert_eq!(registry.subjects_of(id, None, false).await.unwrap().len(), 2);
    }
}

async fn a_schema_that_breaks_the_level_is_refused(Backend { registry, .. }: Backend) {
    let subject = unique("breaks");
    register(&registry, &subject, STATUS).await;
    let error = registry.register(&subject, &avro(BROKEN), &RegisterOptions::default()).await.unwrap_err();
    assert!(matches!(&error, RegistryError::Incompatible { subject: named, .. } if *named == subject), "{error:?}");
    assert_eq!(error.code(), Some(ErrorCode::Incompatible));
    assert_eq!(registry.versions(&subject, false).await.unwrap(), [1]);
}

async fn what_is_no_schema_is_refused_as_such(Backend { registry, .. }: Backend) {
    let nonsense = r#"{"type":"record","name":"R"}"#;
    let error = registry.register(&unique("s"), &avro(nonsense), &RegisterOptions::default()).await.unwrap_err();
    assert!(matches!(error, RegistryError::Invalid { .. }), "{error:?}");
    assert_eq!(error.code(), Some(ErrorCode::InvalidSchema));
}

async fn what_is_not_there_is_told_apart(Backend { registry, .. }: Backend) {
    let (missing, subject) = (unique("missing"), unique("there"));
    register(&registry, &subject, STATUS).await;
    assert_eq!(code(registry.versions(&missing, false).await), ErrorCode::SubjectNotFound);
    assert_eq!(code(registry.version(&subject, Version::Number(9)).await), ErrorCode::VersionNotFound);
    let lookup = registry.lookup(&subject, &avro("\"int\""), &LookupOptions::default()).await;
    assert_eq!(code(lookup), ErrorCode::SchemaNotFound);
    let error = registry.schema(1_999_999_999, None).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::SchemaNotFound));
    assert!(error.is_missing());
    assert!(matches!(registry.versions("..", false).await, Err(RegistryError::Unnameable { .. })));
}

async fn compatibility_is_told_with_its_reasons(Backend { registry, whole }: Backend) {
    let subject = unique("compatible");
    let nothing_yet = registry.compatible_with(&subject, Version::Latest, &avro(BROKEN), false).await;
    if whole {
        assert!(nothing_yet.unwrap().is_compatible);
        assert!(registry.compatible(&subject, &avro(BROKEN), false).await.unwrap().is_compatible);
    }
    register(&registry, &subject, STATUS).await;
    assert!(registry.compatible(&subject, &avro(STATUS_2), false).await.unwrap().is_compatible);
    let broken = registry.compatible_with(&subject, Version::Latest, &avro(BROKEN), false).await.unwrap();
    assert!(!broken.is_compatible);
    if whole {
        let versions = r#"{"type":"record","name":"Status","namespace":"a.b","fields":[{"name":"id","type":"long"}]}"#;
        assert_eq!(
            broken.messages,
            [
                "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'lang' at path '/fields/1' in the \
                 new schema has no default value and is missing in the old schema', additionalInfo:'lang'}"
                    .to_owned(),
                "{oldSchemaVersion: 1}".to_owned(),
                format!("{{oldSchema: '{versions}'}}"),
                "{validateFields: 'false', compatibility: 'BACKWARD'}".to_owned(),
            ]
        );
        let missing = registry.compatible_with(&subject, Version::Number(7), &avro(STATUS), false).await;
        assert_eq!(code(missing), ErrorCode::VersionNotFound);
        let nonsense = registry.compatible(&subject, &avro("nonsense"), false).await.unwrap();
        assert!(!nonsense.is_compatible && nonsense.messages[0].starts_with("Invalid schema"), "{nonsense:?}");
    }
}

async fn transitive_levels_look_at_all_versions(Backend { registry, whole }: Backend) {
    let field = |default: &str| {
        format!(
            r#"{{"type":"record","name":"T","fields":[{{"name":"id","type":"long"}},{{"name":"n","type":"int"{default}}}]}}"#
        )
    };
    let first = r#"{"type":"record","name":"T","fields":[{"name":"id","type":"long"}]}"#;
    let subject = unique("transitive");
    register(&registry, &subject, first).await;
    register(&registry, &subject, &field(r#","default":0"#)).await;
    // Version 2 has the field, version 1 has not. Apicurio looks at all versions here, whatever the level.
    if whole {
        assert!(registry.compatible(&subject, &avro(&field("")), false).await.unwrap().is_compatible);
    }
    registry.set_config(Some(&subject), &Config::level(Level::BackwardTransitive)).await.unwrap();
    assert!(!registry.compatible(&subject, &avro(&field("")), false).await.unwrap().is_compatible);
    let error = registry.register(&subject, &avro(&field("")), &RegisterOptions::default()).await.unwrap_err();
    assert!(matches!(error, RegistryError::Incompatible { .. }), "{error:?}");
}

async fn configuration_is_set_inherited_and_taken_back(Backend { registry, whole }: Backend) {
    let subject = unique("config");
    register(&registry, &subject, STATUS).await;
    assert_eq!(registry.config().await.unwrap().compatibility_level, Some(Level::Backward.into()));
    // Apicurio says NONE of a subject without a level of its own, and applies its BACKWARD.
    let unset = Some(if whole { Level::Backward } else { Level::None }.into());
    if whole {
        assert_eq!(code(registry.subject_config(&subject, false).await), ErrorCode::SubjectConfigNotFound);
    }
    assert_eq!(registry.subject_config(&subject, true).await.unwrap().compatibility_level, unset);
    registry.set_config(Some(&subject), &Config::level(Level::FullTransitive)).await.unwrap();
    let own = registry.subject_config(&subject, false).await.unwrap();
    assert_eq!(own.compatibility_level, Some(Level::FullTransitive.into()));
    if whole {
        let mut config = Config::default();
        config.normalize = Some(true);
        config.compatibility_group = Some("major".to_owned());
        registry.set_config(Some(&subject), &config).await.unwrap();
        let own = registry.subject_config(&subject, false).await.unwrap();
        assert_eq!(own.normalize, Some(true));
        assert_eq!(own.compatibility_group.as_deref(), Some("major"));
        assert_eq!(own.compatibility_level, Some(Level::FullTransitive.into()), "what is not named stays");
    }
    registry.delete_config(Some(&subject)).await.unwrap();
    assert_eq!(registry.subject_config(&subject, true).await.unwrap().compatibility_level, unset);
    let nonsense = registry.set_config(Some(&subject), &Config::level("SIDEWAYS".to_owned())).await;
    // Apicurio says 400 without a code.
    assert_eq!(code(nonsense), if whole { ErrorCode::InvalidCompatibilityLevel } else { ErrorCode::Other(400) });
}

async fn subjects_are_listed_by_prefix_with_odd_names(Backend { registry, whole }: Backend) {
    let prefix = unique("odd");
    let names = [format!("{prefix}-a b%c+d"), format!("{prefix}-e/f?g#h"), format!("{prefix}-ü")];
    for name in &names {
        register(&registry, name, STATUS).await;
    }
    let filter = if whole { SubjectFilter::prefix(&prefix) } else { SubjectFilter::default() };
    let mut listed = registry.subjects(&filter).await.unwrap();
    listed.retain(|name| name.starts_with(&prefix));
    listed.sort();
    assert_eq!(listed, names);
    for name in &names {
        assert_eq!(registry.versions(name, false).await.unwrap(), [1], "{name}");
    }
    if whole {
        let page = registry.subjects(&SubjectFilter::prefix(&prefix).page(1, 1)).await.unwrap();
        assert_eq!(page, names[1..2]);
    }
}

async fn deletion_takes_two_steps(Backend { registry, whole }: Backend) {
    let subject = unique("deleted");
    let id = register(&registry, &subject, STATUS).await;
    register(&registry, &subject, STATUS_2).await;
    assert_eq!(registry.delete_version(&subject, Version::Number(1), Deletion::Soft).await.unwrap(), 1);
    assert_eq!(registry.versions(&subject, false).await.unwrap(), [2]);
    assert_eq!(registry.schema(id, None).await.unwrap().schema, STATUS, "ids stay readable");
    if whole {
        assert_eq!(registry.versions(&subject, true).await.unwrap(), [1, 2]);
        let again = registry.delete_version(&subject, Version::Number(1), Deletion::Soft).await;
        assert_eq!(code(again), ErrorCode::VersionSoftDeleted);
        let deleted = registry.version_with_deleted(&subject, 1).await.unwrap();
        assert_eq!((deleted.id, deleted.deleted), (id, Some(true)));
        assert_eq!(
            code(registry.lookup(&subject, &avro(STATUS), &LookupOptions::default()).await),
            ErrorCode::SchemaNotFound
        );
        let found = registry.lookup(&subject, &avro(STATUS), &LookupOptions::default().with_deleted()).await.unwrap();
        assert_eq!(found.version, Some(1));
        let live = registry.delete_version(&subject, Version::Number(2), Deletion::Permanent).await;
        assert_eq!(code(live), ErrorCode::VersionNotSoftDeleted);
        assert_eq!(registry.delete_version(&subject, Version::Number(1), Deletion::Permanent).await.unwrap(), 1);
        assert_eq!(registry.versions(&subject, true).await.unwrap(), [2]);
        assert_eq!(
            code(registry.delete_subject(&subject, Deletion::Permanent).await),
            ErrorCode::SubjectNotSoftDeleted
        );
    }
    assert_eq!(registry.delete_subject(&subject, Deletion::Soft).await.unwrap(), [2]);
    assert_eq!(code(registry.versions(&subject, false).await), ErrorCode::SubjectNotFound);
    assert!(registry.version(&subject, Version::Latest).await.unwrap_err().is_missing(), "nothing stale is kept");
    if whole {
        assert_eq!(code(registry.delete_subject(&subject, Deletion::Soft).await), ErrorCode::SubjectSoftDeleted);
        let deleted = registry.subjects(&SubjectFilter::prefix(&subject).only_deleted()).await.unwrap();
        assert_eq!(deleted, std::slice::from_ref(&subject));
        // A subject comes back with the next number, and with the id of what it had.
        let back = registry.register(&subject, &avro(STATUS_2), &RegisterOptions::default()).await.unwrap();
        assert_eq!(back.version, Some(3));
        registry.delete_subject(&subject, Deletion::Soft).await.unwrap();
        registry.delete_subject(&subject, Deletion::Permanent).await.unwrap();
        let left = registry.subjects(&SubjectFilter::prefix(&subject).with_deleted()).await.unwrap();
        assert!(left.is_empty(), "{left:?}");
    }
}

async fn references_are_kept_and_counted(Backend { registry, whole }: Backend) {
    let (user, status) = (unique("user"), unique("status"));
    let users = r#"{"type":"record","name":"User","namespace":"a","fields":[{"name":"name","type":"string"}]}"#;
    register(&registry, &user, users).await;
    let text = r#"{"type":"record","name":"Post","namespace":"a","fields":[{"name":"user","type":"User"},{"name":"to","type":["null","User"],"default":null}]}"#;
    let referring = avro(text).referring_to("a.User", &user, 1);
    let id = registry.register(&status, &referring, &RegisterOptions::default()).await.unwrap().id;
    let stored = registry.schema(id, None).await.unwrap();
    assert_eq!(stored.references, referring.references);
    let found = registry.lookup(&status, &referring, &LookupOptions::default()).await.unwrap();
    assert_eq!(found.id, id);
    assert_eq!(registry.referenced_by(&user, Version::Number(1)).await.unwrap(), [id]);
    let whole_schema = registry.parse(&stored.schema, &stored.references).await.unwrap();
    assert!(whole_schema.to_string().contains(r#"{"name":"name","type":"string"}"#), "{whole_schema}");
    let missing = avro(text).referring_to("a.User", unique("nobody"), 1);
    let error = registry.register(&unique("s"), &missing, &RegisterOptions::default()).await.unwrap_err();
    assert!(matches!(error, RegistryError::Invalid { .. } | RegistryError::Refused { .. }), "{error:?}");
    if whole {
        assert_eq!(code(registry.delete_subject(&user, Deletion::Soft).await), ErrorCode::ReferenceExists);
        let compatible = registry.compatible(&status, &referring, false).await.unwrap();
        assert!(compatible.is_compatible, "{compatible:?}");
    }
}

async fn modes_forbid_and_import(Backend { registry, whole }: Backend) {
    if !whole {
        let error = registry.mode().await.unwrap_err();
        assert!(matches!(error, RegistryError::Unsupported { .. }), "{error:?}");
        return;
    }
    assert_eq!(registry.mode().await.unwrap(), Mode::ReadWrite);
    let subject = unique("mode");
    assert_eq!(code(registry.subject_mode(&subject, false).await), ErrorCode::SubjectModeNotFound);
    assert_eq!(registry.subject_mode(&subject, true).await.unwrap(), Mode::ReadWrite);
    registry.set_mode(Some(&subject), &Mode::ReadOnly, false).await.unwrap();
    assert_eq!(registry.subject_mode(&subject, false).await.unwrap(), Mode::ReadOnly);
    let refused = registry.register(&subject, &avro(STATUS), &RegisterOptions::default()).await;
    assert_eq!(code(refused), ErrorCode::OperationNotPermitted);
    let imported = avro(STATUS).imported_as(4711, 7);
    registry.delete_mode(&subject, false).await.unwrap();
    let refused = registry.register(&subject, &imported, &RegisterOptions::default()).await;
    assert_eq!(code(refused), ErrorCode::OperationNotPermitted, "ids are given in mode IMPORT only");
    registry.set_mode(Some(&subject), &Mode::Import, false).await.unwrap();
    let registered = registry.register(&subject, &imported, &RegisterOptions::default()).await.unwrap();
    assert_eq!((registered.id, registry.versions(&subject, false).await.unwrap()), (4711, vec![7]));
    let taken = registry.register(&subject, &avro(STATUS_2).imported_as(4711, 8), &RegisterOptions::default()).await;
    assert_eq!(code(taken), ErrorCode::IdDoesNotMatch);
    // It breaks the level, and is imported all the same.
    registry.register(&subject, &avro(BROKEN).imported_as(4712, 8), &RegisterOptions::default()).await.unwrap();
    let again = registry.set_mode(Some(&subject), &Mode::Import, false).await;
    assert_eq!(code(again), ErrorCode::OperationNotPermitted, "there are schemas already");
    registry.set_mode(Some(&subject), &Mode::Import, true).await.unwrap();
    assert_eq!(code(registry.set_mode(None, &Mode::Other("NONE".to_owned()), false).await), ErrorCode::InvalidMode);
    registry.delete_mode(&subject, false).await.unwrap();
    assert_eq!(code(registry.delete_mode(&subject, false).await), ErrorCode::SubjectNotFound);
    registry.delete_mode(&subject, true).await.unwrap();
    let forced = registry.register(&subject, &avro("\"int\""), &RegisterOptions::default().forced()).await.unwrap();
    assert_eq!(forced.version, Some(9));
}

async fn the_server_tells_its_types(Backend { registry, whole }: Backend) {
    assert!(registry.types().await.unwrap().contains(&SchemaType::Avro));
    if whole {
        registry.ping().await.unwrap();
        assert!(!registry.server_version().await.unwrap().version.is_empty());
        assert_eq!(registry.server_id().await.unwrap().id, "");
        assert!(registry.deployment().await.unwrap().is_object());
    }
}

async fn contexts_have_ids_of_their_own(Backend { registry, whole }: Backend) {
    if !whole {
        // Apicurio has the default one alone, by another name.
        assert_eq!(registry.contexts().await.unwrap().len(), 1);
        return;
    }
    let (one, other) = (":.one:s", ":.other:s");
    let id = register(&registry, one, STATUS).await;
    assert_eq!(register(&registry, other, "\"int\"").await, id, "each context counts from one");
    assert_eq!(registry.schema(id, Some(one)).await.unwrap().schema, STATUS);
    assert_eq!(registry.schema(id, Some(other)).await.unwrap().schema, "\"int\"");
    assert_eq!(code(registry.schema(id, None).await), ErrorCode::SchemaNotFound);
    assert_eq!(registry.contexts().await.unwrap(), [".", ".one", ".other"]);
    assert_eq!(registry.subjects(&SubjectFilter::prefix(":.one:")).await.unwrap(), [one]);
    let all = registry.subjects(&SubjectFilter::prefix(":*:s")).await.unwrap();
    assert_eq!(all, [one, other]);
    // Settings of a context are those of its subjects.
    registry.set_config(Some(":.one:"), &Config::level(Level::None)).await.unwrap();
    register(&registry, one, BROKEN).await;
    assert_eq!(code(registry.delete_context(".one").await), ErrorCode::ContextNotEmpty);
    registry.delete_subject(other, Deletion::Soft).await.unwrap();
    registry.delete_subject(other, Deletion::Permanent).await.unwrap();
    registry.delete_context(".other").await.unwrap();
    assert_eq!(registry.contexts().await.unwrap(), [".", ".one"]);
}

async fn global_ids_and_metadata_find_schemas(Backend { registry, whole }: Backend) {
    if !whole {
        let error = registry.schema_by_guid("00000000-0000-0000-0000-000000000000").await.unwrap_err();
        assert!(matches!(error, RegistryError::Unsupported { .. }), "{error:?}");
        return;
    }
    let subject = unique("guid");
    let major = |number: &str| {
        let properties = [("major".to_owned(), number.to_owned())].into();
        Metadata { properties: Some(properties), ..Metadata::default() }
    };
    let first = avro(STATUS).with_metadata(major("1"));
    let registered = registry.register(&subject, &first, &RegisterOptions::default()).await.unwrap();
    let guid = registered.guid.unwrap();
    assert_eq!(registry.schema_by_guid(&guid).await.unwrap().schema, STATUS);
    let ids = registry.ids_of_guid(&guid).await.unwrap();
    assert_eq!((ids[0].context.as_str(), ids[0].id), (".", registered.id));
    let config = {
        let mut config = Config::default();
        config.compatibility_group = Some("major".to_owned());
        config
    };
    registry.set_config(Some(&subject), &config).await.unwrap();
    // Of another major version, it is compared with nothing.
    let second = avro(BROKEN).with_metadata(major("2"));
    registry.register(&subject, &second, &RegisterOptions::default()).await.unwrap();
    let found = registry.latest_with_metadata(&subject, &[("major", "1")], false).await.unwrap();
    assert_eq!(found.id, registered.id);
    assert_eq!(found.metadata, Some(major("1")));
    let none = registry.latest_with_metadata(&subject, &[("major", "3")], false).await;
    assert_eq!(code(none), ErrorCode::SchemaNotFound);
}

async fn the_normal_form_makes_texts_alike(Backend { registry, whole }: Backend) {
    if !whole {
        return;
    }
    let subject = unique("normal");
    let one = r#"{"type":"long","connect.version":1,"connect.name":"n","logicalType":"timestamp-millis"}"#;
    let other = r#"{"type":"long","logicalType":"timestamp-millis","connect.name":"n","connect.version":1}"#;
    let options = RegisterOptions::normalized(true);
    let id = registry.register(&subject, &avro(one), &options).await.unwrap().id;
    assert_eq!(registry.register(&subject, &avro(other), &options).await.unwrap().id, id);
    let found = registry.lookup(&subject, &avro(one), &LookupOptions::normalized(true)).await.unwrap();
    assert_eq!(found.id, id);
    let plain = registry.lookup(&subject, &avro(one), &LookupOptions::default()).await;
    assert_eq!(code(plain), ErrorCode::SchemaNotFound);
}

//! A definition in the repository: what it says, and which changes of it break the files of users.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{borrow::Cow, sync::Arc};

use kconnect::config::{
    Change, ChangeKind, Composite, ConfigKey, ConfigType, Definition, Exported, Importance, Invalid, ListSize,
    NonEmptyList, NonEmptyString, NonNull, Parsed, Password, Range, ValidList, ValidString, Validator,
};

fn key(name: &'static str, config_type: ConfigType) -> ConfigKey {
    ConfigKey::new(name, config_type, Importance::High)
}

fn optional(name: &'static str) -> ConfigKey {
    key(name, ConfigType::String).with_default(Parsed::Null)
}

fn with_alias(mut key: ConfigKey, alias: &'static str) -> ConfigKey {
    key.aliases.push(alias.into());
    key
}

fn with_documentation(mut key: ConfigKey, documentation: &'static str) -> ConfigKey {
    key.documentation = Some(documentation.into());
    key
}

fn one_of(values: &[&'static str]) -> ValidString {
    ValidString { values: values.iter().map(|value| Cow::Borrowed(*value)).collect::<Vec<_>>().into() }
}

fn range(min: i64, max: i64) -> Range<i64> {
    Range { min: Some(min), max: Some(max) }
}

/// A validator that only words describe.
struct Said(&'static str);

impl Validator for Said {
    fn ensure_valid(&self, _name: &str, _value: &Parsed) -> Result<(), Invalid> {
        Ok(())
    }

    fn describe(&self) -> String {
        self.0.to_owned()
    }
}

fn definition(keys: impl IntoIterator<Item = ConfigKey>) -> Definition {
    Definition::new(keys).unwrap()
}

/// The changes after a way through the file.
fn compared(then: &Definition, now: &Definition) -> Vec<Change> {
    Exported::parse(&then.export("C")).unwrap().compare(now)
}

/// The one change of a key.
fn changed(then: ConfigKey, now: ConfigKey) -> Option<(ChangeKind, bool)> {
    let changes = compared(&definition([then]), &definition([now]));
    assert!(changes.len() < 2, "{changes:?}");
    changes.first().map(|change| (change.kind, change.breaking))
}

/// The one message between two definitions.
fn message(then: &Definition, now: &Definition) -> String {
    let changes = compared(then, now);
    assert_eq!(changes.len(), 1, "{changes:?}");
    changes[0].to_string()
}

fn transform() -> Cow<'static, Definition> {
    Cow::Owned(definition([key("type", ConfigType::Class), optional("field")]))
}

fn transform_with_more() -> Cow<'static, Definition> {
    Cow::Owned(definition([key("type", ConfigType::Class), key("topic", ConfigType::String), optional("field")]))
}

fn named(section: fn() -> Cow<'static, Definition>) -> Definition {
    let list = key("transforms", ConfigType::List).with_default(Parsed::List(Vec::new()));
    Definition::default()
        .name_section("transforms", "transforms.", "Transforms", section)
        .with(&definition([list]))
        .unwrap()
}

fn open(prefix: &'static str) -> Definition {
    Definition::default().open(prefix, "Settings of the producer.")
}

fn everything() -> Definition {
    let mut topic = with_documentation(with_alias(key("kafka.topic", ConfigType::String), "topic"), "The topic.");
    topic.group = Some("Kafka".into());
    topic.dependents = vec!["retries".into()];
    let mut state = optional("state");
    state.internal = true;
    let keys = [
        topic.with_validator(Composite(vec![Arc::new(NonNull), Arc::new(NonEmptyString)])),
        key("mode", ConfigType::String)
            .with_default(Parsed::String("a".to_owned()))
            .with_validator(one_of(&["a", "b"])),
        key("retries", ConfigType::Int)
            .with_default(Parsed::Int(3))
            .with_validator(Range { min: Some(1), max: Some(9) }),
        key("share", ConfigType::Double)
            .with_default(Parsed::Double(f64::INFINITY))
            .with_validator(Range { min: Some(0.5), max: Some(f64::INFINITY) }),
        key("names", ConfigType::List)
            .with_default(Parsed::List(vec!["a".to_owned()]))
            .with_validator(ListSize { max: 2 }),
        key("password", ConfigType::Password).with_default(Parsed::Password(Password::from("hunter2"))),
        key("odd", ConfigType::String).with_validator(Said("odd words")),
        state,
    ];
    open("producer.override.").with(&named(transform)).unwrap().with(&definition(keys)).unwrap()
}

#[test]
fn the_file_says_everything_that_matters_to_users() {
    insta::assert_snapshot!(everything().export("com.example.PostSource"));
}

#[test]
fn the_file_ends_with_a_line_break() {
    assert!(everything().export("C").ends_with("}\n"));
}

#[test]
fn the_default_of_a_password_is_not_in_the_file() {
    assert!(!everything().export("C").contains("hunter2"));
}

#[test]
fn what_is_read_is_what_was_written() {
    let text = everything().export("C");
    let exported = Exported::parse(&text).unwrap();
    assert_eq!(exported.class(), "C");
    assert_eq!(exported.to_string(), text);
    assert_eq!(exported, Exported::of("C", &everything()));
}

#[test]
fn nothing_has_changed_right_after_the_export() {
    assert_eq!(compared(&everything(), &everything()), []);
}

#[test]
fn a_file_that_is_none_is_refused_with_the_place_and_the_remedy() {
    let error = Exported::parse("{\n  \"class\": \"C\",\n  \"key\": []\n}").unwrap_err().to_string();
    assert!(error.starts_with("not an exported definition: unknown field `key`"), "{error}");
    assert!(error.ends_with("at line 3 column 7; write the file with `kconnect config export`"), "{error}");
}

#[test]
fn a_type_that_is_none_is_refused() {
    let text = definition([optional("a")]).export("C").replace("STRING", "TEXT");
    let error = Exported::parse(&text).unwrap_err().to_string();
    assert!(error.contains("TEXT is no type of a key"), "{error}");
}

#[test]
fn a_key_that_is_gone_breaks_files() {
    assert_eq!(
        message(&definition([optional("filter.keywords")]), &definition([])),
        "filter.keywords: is gone: keep it, or write `alias = \"filter.keywords\"` at the key that replaces it"
    );
}

#[test]
fn a_new_name_is_recognised_by_its_spelling() {
    let changes = compared(
        &definition([key("filter.keyword", ConfigType::List)]),
        &definition([key("filter.keywords", ConfigType::List)]),
    );
    assert_eq!(changes.len(), 1, "the new key is not reported for itself: {changes:?}");
    assert_eq!((changes[0].kind, changes[0].breaking), (ChangeKind::KeyRenamed, true));
    assert_eq!(
        changes[0].message,
        "is gone, and filter.keywords looks like its new name: write `alias = \"filter.keyword\"` there"
    );
}

#[test]
fn a_new_name_is_recognised_by_its_documentation() {
    let then = definition([with_documentation(optional("keywords"), "What to look for.")]);
    let now = definition([optional("keyword"), with_documentation(optional("track"), "What to look for.")]);
    let renamed = compared(&then, &now).into_iter().find(|change| change.breaking).unwrap();
    assert!(renamed.message.contains("track looks like its new name"), "{renamed}");
}

#[test]
fn an_old_name_makes_a_new_one_harmless() {
    let then = definition([key("filter.keyword", ConfigType::List)]);
    let now = definition([with_alias(key("filter.keywords", ConfigType::List), "filter.keyword")]);
    assert_eq!(compared(&then, &now), []);
}

#[test]
fn the_rules_of_a_renamed_key_are_compared_too() {
    let then = key("old", ConfigType::Long).with_validator(range(1, 10));
    let now = with_alias(key("new", ConfigType::Long).with_validator(range(1, 5)), "old");
    assert_eq!(changed(then, now), Some((ChangeKind::RangeNarrowed, true)));
}

#[test]
fn an_old_name_that_is_dropped_breaks_files() {
    assert_eq!(
        message(&definition([with_alias(optional("new"), "old")]), &definition([optional("new")])),
        "old: is not read as new any more: write `alias = \"old\"` at new"
    );
}

#[test]
fn wider_types_are_compatible() {
    use ConfigType::{Boolean, Class, Double, Int, List, Long, Password, Short, String};
    for (then, now) in [
        (Short, Int),
        (Int, Long),
        (Short, Long),
        (Int, Double),
        (Boolean, String),
        (Int, String),
        (Double, String),
        (List, String),
        (Class, String),
        (String, Password),
        (Int, List),
        (Class, List),
    ] {
        let change = changed(key("k", then), key("k", now));
        assert_eq!(change, Some((ChangeKind::TypeChanged, false)), "{then:?} to {now:?}");
    }
}

#[test]
fn narrower_types_break_files() {
    use ConfigType::{Boolean, Class, Double, Int, List, Long, Password, Short, String};
    for (then, now) in [
        (Int, Short),
        (Long, Int),
        (Double, Long),
        (Long, Double),
        (String, Int),
        (String, Boolean),
        (String, Class),
        (String, List),
        (Boolean, Int),
        (Password, String),
        (List, Int),
    ] {
        let change = changed(key("k", then), key("k", now));
        assert_eq!(change, Some((ChangeKind::TypeChanged, true)), "{then:?} to {now:?}");
    }
}

#[test]
fn a_narrower_type_that_holds_the_whole_range_is_compatible() {
    let then = key("k", ConfigType::Long).with_validator(range(0, 100));
    assert_eq!(changed(then, key("k", ConfigType::Short)), Some((ChangeKind::TypeChanged, false)));
}

#[test]
fn texts_without_a_comma_may_become_a_list() {
    let then = key("k", ConfigType::String).with_validator(one_of(&["a", "b"]));
    assert_eq!(changed(then, key("k", ConfigType::List)), Some((ChangeKind::TypeChanged, false)));
}

#[test]
fn a_switch_may_become_one_of_more_texts_in_any_case() {
    let values = vec!["true".into(), "false".into(), "auto".into()].into();
    let now = key("k", ConfigType::String).with_validator(kconnect::config::CaseInsensitiveValidString { values });
    assert_eq!(changed(key("k", ConfigType::Boolean), now), Some((ChangeKind::TypeChanged, false)));
}

#[test]
fn a_change_of_type_says_what_to_write() {
    assert_eq!(
        message(&definition([key("k", ConfigType::Password)]), &definition([key("k", ConfigType::String)])),
        "k: is STRING now and was PASSWORD: the secret would be shown by logs and REST; keep PASSWORD"
    );
}

#[test]
fn a_narrower_range_breaks_files() {
    let then = definition([key("k", ConfigType::Long).with_validator(range(1, 10))]);
    let now = definition([key("k", ConfigType::Long).with_validator(range(1, 5))]);
    assert_eq!(message(&then, &now), "k: takes [1,...,5] now and took [1,...,10]: keep the wider range valid");
}

#[test]
fn a_wider_range_breaks_nothing() {
    let then = key("k", ConfigType::Long).with_validator(range(1, 10));
    assert_eq!(changed(then.clone(), key("k", ConfigType::Long).with_validator(range(0, 10))), None);
    assert_eq!(changed(then, key("k", ConfigType::Long)), None);
}

#[test]
fn a_range_that_the_type_has_anyway_breaks_nothing() {
    let bounds = range(i64::from(i16::MIN), i64::from(i16::MAX));
    assert_eq!(changed(key("k", ConfigType::Short), key("k", ConfigType::Short).with_validator(bounds)), None);
}

#[test]
fn valid_values_that_are_gone_break_files() {
    let then = definition([key("k", ConfigType::String).with_validator(one_of(&["fail", "skip", "log"]))]);
    let now = definition([key("k", ConfigType::String).with_validator(one_of(&["fail"]))]);
    assert_eq!(message(&then, &now), "k: does not take skip, log any more: keep what files may have");
}

#[test]
fn more_valid_values_break_nothing() {
    let then = key("k", ConfigType::String).with_validator(one_of(&["fail"]));
    assert_eq!(changed(then, key("k", ConfigType::String).with_validator(one_of(&["fail", "skip"]))), None);
}

#[test]
fn a_new_validator_breaks_files() {
    let string = || key("k", ConfigType::String);
    let list = || key("k", ConfigType::List);
    let added = Some((ChangeKind::ValidatorAdded, true));
    assert_eq!(changed(string(), string().with_validator(NonEmptyString)), added);
    assert_eq!(changed(string(), string().with_validator(one_of(&["a"]))), added);
    assert_eq!(changed(string(), string().with_validator(Said("words"))), added);
    assert_eq!(changed(list(), list().with_validator(NonEmptyList)), added);
    assert_eq!(changed(list(), list().with_validator(ListSize { max: 2 })), added);
    assert_eq!(changed(list(), list().with_validator(ValidList { values: vec!["a".into()].into() })), added);
    assert_eq!(changed(key("k", ConfigType::Long), key("k", ConfigType::Long).with_validator(range(0, 9))), added);
}

#[test]
fn a_new_validator_that_asks_nothing_new_breaks_nothing() {
    let string = || key("k", ConfigType::String);
    let then = string().with_validator(one_of(&["a"]));
    let both = Composite(vec![Arc::new(one_of(&["a", "b"])), Arc::new(NonEmptyString)]);
    assert_eq!(changed(then, string().with_validator(both)), None);
    assert_eq!(changed(string(), string().with_validator(NonNull)), None);
}

#[test]
fn a_validator_in_words_may_not_change_its_words() {
    let said = |words| key("k", ConfigType::String).with_validator(Said(words));
    assert_eq!(changed(said("a"), said("a")), None);
    assert_eq!(changed(said("a"), said("b")), Some((ChangeKind::ValidatorChanged, true)));
}

#[test]
fn a_shorter_list_breaks_files() {
    let list = |max| definition([key("k", ConfigType::List).with_validator(ListSize { max })]);
    assert_eq!(message(&list(3), &list(2)), "k: takes at most 2 elements now and took 3: keep longer lists valid");
    assert_eq!(compared(&list(2), &list(3)), []);
}

#[test]
fn a_default_that_is_gone_breaks_files() {
    let then = definition([key("k", ConfigType::Int).with_default(Parsed::Int(5))]);
    assert_eq!(
        message(&then, &definition([key("k", ConfigType::Int)])),
        "k: is required now: keep its default, which was 5"
    );
}

#[test]
fn another_default_is_a_notice() {
    let list = |elements: &[&str]| {
        let default = Parsed::List(elements.iter().map(ToString::to_string).collect());
        definition([key("k", ConfigType::List).with_default(default)])
    };
    let changes = compared(&list(&[]), &list(&["a", "b"]));
    assert!(!changes[0].breaking);
    assert_eq!(changes[0].to_string(), "k: the default is a,b now and was \"\"");
}

#[test]
fn the_same_default_of_a_wider_type_is_no_change_of_it() {
    let then = key("k", ConfigType::Int).with_default(Parsed::Int(5));
    let now = key("k", ConfigType::Double).with_default(Parsed::Double(5.0));
    assert_eq!(changed(then, now), Some((ChangeKind::TypeChanged, false)));
}

#[test]
fn null_that_is_refused_breaks_files() {
    let then = key("k", ConfigType::Long).with_default(Parsed::Null);
    let now = key("k", ConfigType::Long).with_default(Parsed::Long(1)).with_validator(range(i64::MIN, i64::MAX));
    let kinds: Vec<_> =
        compared(&definition([then]), &definition([now])).iter().map(|change| (change.kind, change.breaking)).collect();
    assert_eq!(kinds, [(ChangeKind::DefaultChanged, false), (ChangeKind::NullRefused, true)]);
}

#[test]
fn a_new_key_has_to_be_optional() {
    let none = definition([]);
    assert_eq!(message(&none, &definition([key("k", ConfigType::Int)])), "k: is new and required: give it a default");
    let changes = compared(&none, &definition([optional("k")]));
    assert_eq!((changes[0].kind, changes[0].breaking), (ChangeKind::KeyAdded, false));
}

#[test]
fn documentation_group_and_importance_change_freely() {
    let mut now = with_documentation(ConfigKey::new("k", ConfigType::String, Importance::Low), "Other words.");
    now.group = Some("G".into());
    assert_eq!(changed(key("k", ConfigType::String), now), None);
}

#[test]
fn internal_keys_change_freely() {
    let internal = |mut key: ConfigKey| {
        key.internal = true;
        definition([key])
    };
    assert_eq!(compared(&internal(key("a", ConfigType::Long)), &internal(key("b", ConfigType::Int))), []);
}

#[test]
fn an_open_prefix_that_is_gone_breaks_files() {
    assert_eq!(
        message(&open("producer.override."), &definition([])),
        "producer.override.: keys that begin with it are not taken any more: keep `prefix = \"producer.override.\"`"
    );
    assert_eq!(compared(&open("producer.override."), &open("producer.")), []);
}

#[test]
fn a_key_that_becomes_one_of_many_is_a_notice() {
    let changes = compared(&definition([optional("producer.override.acks")]), &open("producer.override."));
    assert_eq!((changes[0].kind, changes[0].breaking), (ChangeKind::KeyRemoved, false));
}

#[test]
fn one_of_many_that_becomes_a_key_has_to_take_any_text() {
    let acks = |config_type| {
        let key = key("producer.override.acks", config_type).with_default(Parsed::Null);
        open("producer.override.").with(&definition([key])).unwrap()
    };
    let breaking = |now: &Definition| {
        let changes = compared(&open("producer.override."), now);
        changes.iter().filter(|change| change.breaking).map(|change| change.kind).collect::<Vec<_>>()
    };
    assert_eq!(breaking(&acks(ConfigType::Int)), [ChangeKind::ValidatorAdded]);
    assert_eq!(breaking(&acks(ConfigType::String)), []);
}

#[test]
fn a_named_group_that_is_gone_breaks_files() {
    let list = key("transforms", ConfigType::List).with_default(Parsed::List(Vec::new()));
    assert_eq!(
        message(&named(transform), &definition([list])),
        "transforms: its names have no keys under `transforms.<alias>.` any more: keep the group"
    );
}

#[test]
fn the_keys_of_a_named_group_are_compared_as_others_are() {
    assert_eq!(
        message(&named(transform), &named(transform_with_more)),
        "transforms.<alias>.topic: is new and required: give it a default"
    );
}

#[test]
fn a_new_named_group_may_have_required_keys() {
    assert!(compared(&definition([]), &named(transform)).iter().all(|change| !change.breaking));
}

#[test]
fn changes_are_in_the_order_of_their_keys() {
    let then = definition([optional("b"), optional("a.x.y")]);
    let now = definition([optional("long.name.q"), key("aa.d.e", ConfigType::Int)]);
    let changes = compared(&then, &now);
    let keys: Vec<_> = changes.iter().map(|change| &*change.key).collect();
    assert_eq!(keys, ["a.x.y", "aa.d.e", "b", "long.name.q"]);
}

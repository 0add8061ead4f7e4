//! The documentation of a definition, as its readers get it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{borrow::Cow, collections::BTreeMap};

use boon::{Compiler, SchemaIndex, Schemas};
use kconnect::{
    Prop, Props,
    config::{
        CaseInsensitiveValidString, Composite, ConfigKey, ConfigType, Definition, HtmlOptions, Importance, ListSize,
        NonEmptyList, NonEmptyString, Parsed, Password, Range, ValidList, ValidString, memory_units, time_units,
    },
    properties::Properties,
};
use serde_json::{Value, json};

fn key(name: &'static str, config_type: ConfigType, documentation: &'static str) -> ConfigKey {
    let mut key = ConfigKey::new(name, config_type, Importance::Medium);
    key.documentation = Some(documentation.into());
    key
}

fn text(text: &str) -> Parsed {
    Parsed::String(text.to_owned())
}

/// The keys of every name in `transforms`.
fn transform() -> Cow<'static, Definition> {
    let mut field = key("field.name", ConfigType::String, "The field.").with_default(text("f"));
    field.group = Some("Fields".into());
    Cow::Owned(Definition::new([key("type", ConfigType::Class, "The class."), field]).unwrap())
}

/// One of everything that documentation has to show.
fn posts() -> Definition {
    let mut topic = key("kafka.topic", ConfigType::String, "The topic of the posts.").with_validator(NonEmptyString);
    topic.group = Some("Kafka".into());
    topic.aliases = vec!["topic".into()];
    let mut secret = key("token", ConfigType::Password, "The token.\n\nIt is never shown.");
    secret.importance = Importance::High;
    let mut state = key("state", ConfigType::String, "For tasks.").with_default(text("x"));
    state.internal = true;
    let keys = [
        secret,
        key("keywords", ConfigType::List, "What to look for.").with_validator(NonEmptyList),
        key("behavior", ConfigType::String, "What happens to a post | that cannot be read.")
            .with_default(text("fail"))
            .with_validator(ValidString { values: vec!["fail".into(), "skip".into()].into() }),
        key("poll.interval.ms", ConfigType::Long, "Pause between two requests.")
            .with_default(Parsed::Long(60_000))
            .with_validator(Range { min: Some(0_i64), max: None }),
        key("password", ConfigType::Password, "").with_default(Parsed::Password(Password::from("hunter2"))),
        key("transforms", ConfigType::List, "Names of transformations.").with_default(Parsed::List(Vec::new())),
        state,
        topic,
    ];
    Definition::default()
        .open("producer.override.", "Settings of the producer.")
        .name_section("transforms", "transforms.", "Transforms", transform)
        .with(&Definition::new(keys).unwrap())
        .unwrap()
}

#[test]
fn markdown_has_a_table_a_group_and_a_placeholder_for_names() {
    insta::assert_snapshot!(posts().to_markdown());
}

#[test]
fn an_example_file_is_filled_in_and_not_written() {
    insta::assert_snapshot!(posts().to_properties("com.example.PostSource"));
}

#[test]
fn help_fits_the_terminal() {
    let help = posts().to_help(50);
    assert!(help.lines().all(|line| line.chars().count() <= 50), "{help}");
    insta::assert_snapshot!(help);
}

#[test]
fn a_json_schema_describes_a_connectors_file() {
    insta::assert_snapshot!(posts().to_json_schema("com.example.PostSource"));
}

fn every_format(definition: &Definition) -> [String; 8] {
    [
        definition.to_html(&HtmlOptions::default()),
        definition.to_html_table(&BTreeMap::new()),
        definition.to_rst(),
        definition.to_enriched_rst(),
        definition.to_markdown(),
        definition.to_json_schema("C"),
        definition.to_properties("C"),
        definition.to_help(80),
    ]
}

#[test]
fn no_format_shows_the_default_of_a_password() {
    for format in every_format(&posts()) {
        assert!(!format.contains("hunter2"), "{format}");
    }
}

#[test]
fn no_format_shows_an_internal_key() {
    for format in every_format(&posts()) {
        assert!(!format.contains("state"), "{format}");
    }
}

#[test]
fn an_update_mode_is_shown_where_one_is_given_and_read_only_elsewhere() {
    let modes = BTreeMap::from([("token".to_owned(), "per-broker".to_owned())]);
    let html = posts().to_html(&HtmlOptions { update_modes: &modes, ..HtmlOptions::default() });
    let shown = |mode: &str| html.matches(&format!("<tr><th>Update Mode:</th><td>{mode}</td></tr>")).count();
    assert_eq!((shown("per-broker"), shown("read-only")), (1, 6));
}

#[test]
fn units_are_named_for_whole_numbers_only() {
    assert_eq!(memory_units(1_125_899_906_842_624), " (1024 tebibytes)");
    assert_eq!(memory_units(1025), "");
    assert_eq!(time_units(90_000), " (90 seconds)");
    assert_eq!(time_units(0), "");
}

/// Removes the marks from the keys that are commented out.
fn uncommented(file: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.is_empty() && !rest.starts_with(' ') => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    file.lines().map(line).collect::<Vec<_>>().concat()
}

#[test]
fn an_example_file_has_the_required_keys_and_no_others() {
    let file = posts().to_properties("C");
    let properties = Properties::parse("example.properties", file.as_bytes()).unwrap();
    let keys: Vec<_> = properties.iter().map(|entry| entry.key.clone()).collect();
    assert_eq!(keys, ["token", "keywords", "kafka.topic"]);
}

#[test]
fn the_connectors_class_is_filled_in() {
    let definition =
        Definition::new([ConfigKey::new("connector.class", ConfigType::String, Importance::High)]).unwrap();
    assert!(definition.to_properties("com.example.PostSource").ends_with("connector.class=com.example.PostSource\n"));
}

#[test]
fn defaults_survive_the_example_file_whatever_is_in_them() {
    let hostile = [
        "a\\b",
        "line\nbreak",
        "tab\tcr\rff\u{c}.",
        "#=:!",
        "größe \u{1f600}",
        "x=${env:HOME}",
        "two  blanks",
        "\\u0041",
    ];
    let keys = hostile.iter().enumerate().map(|(index, default)| {
        let mut key = ConfigKey::new(format!("odd = key:#!\\ ü{index}"), ConfigType::String, Importance::Low)
            .with_default(text(default));
        key.documentation = Some("a\rinjected=1\nb\\".into());
        key
    });
    let file = uncommented(&Definition::new(keys).unwrap().to_properties("C\rinjected=2"));
    let properties = Properties::parse("example.properties", file.as_bytes()).unwrap();
    let found: Vec<_> = properties.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect();
    let expected: Vec<_> = hostile
        .iter()
        .enumerate()
        .map(|(index, default)| (format!("odd = key:#!\\ ü{index}"), (*default).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn of(definition: &Definition) -> Self {
        let mut compiler = Compiler::new();
        let schema = serde_json::from_str(&definition.to_json_schema("C")).unwrap();
        compiler.add_resource("kconnect.json", schema).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile("kconnect.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn takes(&self, config: &Value) -> bool {
        self.schemas.validate(config, self.index).is_ok()
    }
}

#[test]
fn a_schema_takes_a_good_file_and_no_bad_one() {
    let schema = Schema::of(&posts());
    let good = json!({"token": "${file:/p:token}", "keywords": "a,b", "kafka.topic": "t"});
    assert!(schema.takes(&good));
    let with = |key: &str, value: Value| {
        let mut config = good.clone();
        config[key] = value;
        schema.takes(&config)
    };
    assert!(with("poll.interval.ms", json!(5)) && with("poll.interval.ms", json!(" 5 ")));
    assert!(!with("poll.interval.ms", json!(-5)) && !with("poll.interval.ms", json!("-5")));
    assert!(with("behavior", json!("skip")) && with("behavior", json!("${env:B}")) && !with("behavior", json!("Skip")));
    assert!(with("keywords", json!(["a"])) && !with("keywords", json!([])) && !with("keywords", json!(" ")));
    assert!(with("producer.override.acks", json!("all")) && with("anything", json!("x")));
    assert!(with("transforms.a.type", json!("C")) && !with("transforms.a.type", json!({})));
}

#[test]
fn a_schema_takes_values_of_their_own_json_types() {
    use ConfigType::{Boolean, Class, Double, Int, List, Long, Password, Short, String};
    let fits = |config_type, value: Value| {
        let definition = Definition::new([key("k", config_type, "")]).unwrap();
        Schema::of(&definition).takes(&json!({"k": value}))
    };
    for (config_type, value) in [
        (Boolean, json!(true)),
        (Short, json!(-32768)),
        (Int, json!(5)),
        (Long, json!(i64::MIN)),
        (Double, json!(0.5)),
        (List, json!(["a"])),
    ] {
        assert!(fits(config_type, value.clone()), "{config_type:?} {value}");
        assert!(!fits(config_type, json!({})), "{config_type:?} is no object");
    }
    assert!(!fits(Short, json!(32768)) && !fits(Int, json!(2_147_483_648_i64)) && !fits(Long, json!(0.5)));
    for config_type in [String, Class, Password] {
        assert!(fits(config_type, json!("x")) && !fits(config_type, json!(["x"])), "{config_type:?}");
    }
}

#[test]
fn a_schema_asks_for_a_required_key_under_either_name() {
    let schema = Schema::of(&posts());
    assert!(schema.takes(&json!({"token": "x", "keywords": "a", "topic": "t"})));
    assert!(!schema.takes(&json!({"token": "x", "keywords": "a", "topic": ""})), "the old name has the same rules");
    assert!(!schema.takes(&json!({"token": "x", "keywords": "a"})));
}

/// Every key with every text: where the schema and the parser disagree.
fn disagreements(keys: &[ConfigKey], texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for key in keys {
        let definition = Definition::new([key.clone()]).unwrap();
        let schema = Schema::of(&definition);
        for text in texts {
            let props = Props::from([(key.name.to_string(), Prop::from(&**text))]);
            let valid = definition.validate(&props).is_valid();
            if schema.takes(&json!({ &*key.name: text })) != valid {
                found.push(format!("{} {} {text:?}: valid is {valid}", key.config_type.name(), key.valid_values()));
            }
        }
    }
    found
}

#[test]
fn a_schema_takes_the_texts_of_numbers_that_the_parser_takes() {
    let bounds: [Option<i64>; 12] = [
        None,
        Some(i64::MIN),
        Some(-1000),
        Some(-999),
        Some(-10),
        Some(-1),
        Some(0),
        Some(1),
        Some(9),
        Some(87),
        Some(1234),
        Some(i64::MAX),
    ];
    let mut keys = Vec::new();
    for min in bounds {
        // A long without bounds is not limited by the schema either.
        for max in bounds.into_iter().filter(|max| min.is_none_or(|min| max.is_none_or(|max| min <= max))) {
            keys.push(key("k", ConfigType::Long, "").with_validator(Range { min, max }));
        }
    }
    let around = bounds
        .into_iter()
        .flatten()
        .filter(|bound| bound.saturating_abs() < i64::MAX)
        .flat_map(|bound| (bound - 2)..(bound + 3));
    let numbers = (-1500..1500).chain(around).map(|number| number.to_string());
    let odd = ["+5", "-0", "+0", "007", "-007", " 5 ", "\t5\n", "", "5.0", "x", "--5", "5 5", "0x5", "1e3"]
        .map(str::to_owned);
    let texts: Vec<_> = numbers.chain(odd).collect();
    assert_eq!(disagreements(&keys, &texts), Vec::<String>::new());
}

#[test]
fn a_schema_takes_the_texts_of_doubles_that_the_parser_takes() {
    let keys = [key("k", ConfigType::Double, "")];
    let texts = [
        "0",
        "1.",
        ".5",
        ".",
        "1e5",
        "1e",
        "+1",
        "NaN",
        "-Infinity",
        "nan",
        "inf",
        "0x1p3",
        "0x1.8p-1",
        "0x1",
        "1d",
        "1f",
        "1L",
        "",
        " 2.5 ",
        "1,5",
    ];
    assert_eq!(disagreements(&keys, &texts.map(str::to_owned)), Vec::<String>::new());
}

#[test]
fn a_schema_takes_the_other_texts_that_the_parser_takes() {
    let values = || vec!["a".into(), "B.c".into(), "x|y".into()].into();
    let keys = [
        key("k", ConfigType::Boolean, ""),
        key("k", ConfigType::String, "").with_validator(NonEmptyString),
        key("k", ConfigType::String, "").with_validator(ValidString { values: values() }),
        key("k", ConfigType::String, "").with_validator(CaseInsensitiveValidString { values: values() }),
        key("k", ConfigType::List, "").with_validator(NonEmptyList),
        key("k", ConfigType::List, "").with_validator(ListSize { max: 2 }),
        key("k", ConfigType::List, "").with_validator(ListSize { max: 0 }),
        key("k", ConfigType::List, "").with_validator(ValidList { values: values() }),
        key("k", ConfigType::List, "").with_validator(Composite(vec![
            std::sync::Arc::new(NonEmptyList),
            std::sync::Arc::new(ListSize { max: 1 }),
        ])),
    ];
    let texts = [
        "",
        " ",
        "a",
        " a ",
        "A",
        "b.c",
        "B.c",
        "Bxc",
        "x|y",
        "x",
        "X|Y",
        "true",
        "False",
        " TRUE\n",
        "tru",
        "a,B.c",
        " a , x|y ",
        "a,b",
        "a,,a",
        ",",
        "a,",
        "1,2,3",
    ];
    assert_eq!(disagreements(&keys, &texts.map(str::to_owned)), Vec::<String>::new());
}

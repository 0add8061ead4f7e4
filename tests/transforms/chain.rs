//! The transformations of a connector: which of them a record meets, in which order, and what a configuration may say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kconnect::{
    ConfigDef, ConnectRecord, Headers, Predicate, Props, Result, SchemaAndValue, Transformation, config::Prop,
};
use kconnect_worker::transforms::{Chain, RecordPlugins};

/// What is put behind the name of the topic.
#[derive(ConfigDef, Clone, Debug)]
struct SuffixConfig {
    /// The text.
    #[config(importance = high)]
    text: String,
}

/// A transformation of a user's.
struct SuffixTransformation(String);

impl Transformation for SuffixTransformation {
    const CLASS: &'static str = "com.example.SuffixTransformation";
    const ALIASES: &'static [&'static str] = &["com.example.old.Append"];
    type Config = SuffixConfig;

    fn configure(config: SuffixConfig) -> Result<Self> {
        Ok(Self(config.text))
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        record.topic = format!("{}{}", &*record.topic, self.0).into();
        Ok(Some(record))
    }
}

/// No keys.
#[derive(ConfigDef, Clone, Debug)]
struct NoKeys {}

/// A predicate of a user's.
struct ShortTopic;

impl Predicate for ShortTopic {
    const CLASS: &'static str = "com.example.ShortTopic";
    type Config = NoKeys;

    fn configure(_: NoKeys) -> Result<Self> {
        Ok(Self)
    }

    fn test(&self, record: &ConnectRecord) -> Result<bool> {
        Ok(record.topic.len() < 3)
    }
}

fn chain(config: &[(&str, &str)]) -> std::result::Result<Chain, Vec<String>> {
    let plugins = RecordPlugins::kafka().with_transformation::<SuffixTransformation>().with_predicate::<ShortTopic>();
    let config: Props = config.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect();
    Chain::configure(&plugins, &config)
}

/// The topic that a record of `t` comes to.
fn topic(config: &[(&str, &str)]) -> String {
    let record = ConnectRecord {
        topic: "t".into(),
        kafka_partition: None,
        key: SchemaAndValue::NULL,
        value: SchemaAndValue::NULL,
        timestamp_ms: None,
        headers: Headers::default(),
        origin: None,
    };
    chain(config).unwrap().apply(record).unwrap().unwrap().topic.to_string()
}

#[test]
fn without_transformations_there_is_no_stage() {
    assert!(chain(&[]).unwrap().is_empty());
    assert!(chain(&[("transforms", "")]).unwrap().is_empty());
}

#[test]
fn records_go_through_the_stages_in_the_order_of_the_list() {
    let config = [
        ("transforms", " b , a"),
        ("transforms.a.type", "com.example.SuffixTransformation"),
        ("transforms.a.text", "A"),
        ("transforms.b.type", "com.example.SuffixTransformation"),
        ("transforms.b.text", "B"),
    ];
    assert_eq!(topic(&config), "tBA");
    let chain = chain(&config).unwrap();
    let stages: Vec<_> = chain.stages().iter().map(|stage| (stage.alias(), stage.class())).collect();
    assert_eq!(stages, [("b", "com.example.SuffixTransformation"), ("a", "com.example.SuffixTransformation")]);
}

#[test]
fn a_users_transformation_is_found_by_class_alias_and_short_names() {
    for name in
        ["com.example.SuffixTransformation", "com.example.old.Append", "SuffixTransformation", "Suffix", "Append"]
    {
        assert_eq!(
            topic(&[("transforms", "x"), ("transforms.x.type", name), ("transforms.x.text", "!")]),
            "t!",
            "{name}"
        );
    }
}

#[test]
fn a_predicate_decides_and_negate_turns_it_around() {
    let config = |negate| {
        [
            ("transforms", "one,two"),
            ("transforms.one.type", "Suffix"),
            ("transforms.one.text", "--"),
            ("transforms.two.type", "Suffix"),
            ("transforms.two.text", "+"),
            ("transforms.two.predicate", "short"),
            ("transforms.two.negate", negate),
            ("predicates", "short"),
            ("predicates.short.type", "ShortTopic"),
        ]
    };
    assert_eq!(topic(&config("false")), "t--");
    assert_eq!(topic(&config("TRUE")), "t--+");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let problems = chain(&[
        ("transforms", "a,b,c,d,e"),
        ("transforms.a.type", "NoSuch"),
        ("transforms.b.type", "org.apache.kafka.connect.transforms.RegexRouter"),
        ("transforms.b.regex", "*"),
        ("transforms.b.replacement", "x"),
        ("transforms.c.type", "Filter"),
        ("transforms.c.predicate", "gone"),
        ("transforms.e.type", "Value"),
    ])
    .unwrap_err();
    let starts = [
        "Invalid value NoSuch for configuration transforms.a.type: Class NoSuch could not be found.",
        "transforms.b: Invalid value * for configuration regex: Invalid regex: Dangling meta character '*' near index 0",
        "Unknown configuration 'predicates.gone.type'",
        "Missing required configuration \"transforms.d.type\" which has no default value.",
        "Invalid value Value for configuration transforms.e.type: Class Value could not be found.",
    ];
    assert_eq!(problems.len(), starts.len(), "{problems:#?}");
    for (problem, start) in problems.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
}

#[test]
fn an_alias_that_is_there_twice_is_refused() {
    let config = [("transforms", "a,a"), ("transforms.a.type", "Filter")];
    let problems = chain(&config).unwrap_err();
    assert_eq!(problems, ["Invalid value [a, a] for configuration transforms: Duplicate alias provided."]);
}

//! What the attributes of a derived configuration do, beyond those that `derive.rs` shows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a value that is not as expected is a failure")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
};

use kconnect::{
    ConfigDef, ConfigEnum, ConfigField, Password, Prop, Props, Validation,
    config::{Constraint, Invalid, Named, Parsed, Recommender, Validator},
};

fn props(given: &[(&str, &str)]) -> Props {
    given.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect()
}

fn errors<C: ConfigDef + std::fmt::Debug>(given: &[(&str, &str)]) -> String {
    C::parse(&props(given)).unwrap_err().to_string()
}

struct Even;

impl Validator for Even {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::Int(number) if number % 2 == 0 => Ok(()),
            other => Err(Invalid::value(other, "Value must be even")),
        }
    }

    fn describe(&self) -> String {
        "even number".to_owned()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "checks of a key take a reference to its type")]
fn not_thirteen(number: &i32) -> Result<(), &'static str> {
    if *number == 13 { Err("brings bad luck") } else { Ok(()) }
}

/// Every rule for values.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Rules {
    /// Several rules.
    #[config(importance = low, default = 4, range = 2..=64, validate = not_thirteen, validator = Even)]
    number: i32,
    /// Not null.
    #[config(importance = low, default = "a", non_null)]
    text: String,
    /// No control characters.
    #[config(importance = low, default = "a", no_control_chars)]
    plain: String,
    /// Few elements.
    #[config(importance = low, default, list_size = 2)]
    few: Vec<String>,
    /// In any case.
    #[config(importance = low, default = "FAST", one_of = ["fast", "slow"], case_insensitive)]
    mode: String,
    /// Port.
    #[config(importance = low, default = 8083, port)]
    port: i32,
    /// Address.
    #[config(importance = low, default = "https://a", url = ["https"])]
    url: String,
    /// Addresses.
    #[config(importance = low, default = ["https://a"], url)]
    urls: Vec<String>,
    /// Broker.
    #[config(importance = low, default = "a:1", host_and_port)]
    broker: String,
    /// Regular expression.
    #[config(importance = low, default = "a", pattern)]
    pattern: String,
    /// Matches a regular expression.
    #[config(importance = low, default = "abc", matches = "[a-c]+")]
    matches: String,
    /// Charset.
    #[config(importance = low, default = "UTF-8", charset = ["UTF-8"])]
    charset: String,
    /// File.
    #[config(importance = low, file)]
    file: Option<PathBuf>,
    /// Directory.
    #[config(importance = low, directory = writable)]
    directory: Option<PathBuf>,
    /// Set.
    #[config(importance = low, default = ["b", "a"], non_empty)]
    set: BTreeSet<String>,
}

#[test]
fn the_first_rule_that_refuses_speaks() {
    assert_eq!(
        errors::<Rules>(&[("number", "65")]),
        "Invalid value 65 for configuration number: Value must be no more than 64"
    );
    assert_eq!(errors::<Rules>(&[("number", "13")]), "Invalid value 13 for configuration number: brings bad luck");
    assert_eq!(errors::<Rules>(&[("number", "15")]), "Invalid value 15 for configuration number: Value must be even");
}

#[test]
fn every_rule_is_the_validator_that_it_is_named_after() {
    let refused = |key: &str, value: &str| errors::<Rules>(&[(key, value)]);
    let cases = [
        ("plain", "", "Invalid value  for configuration plain: String may not be empty"),
        ("few", "a,b,c", "Invalid value [a, b, c] for configuration few: exceeds maximum list size of [2]."),
        (
            "mode",
            "idle",
            "Invalid value idle for configuration mode: String must be one of (case insensitive): SLOW, FAST",
        ),
        (
            "url",
            "http://a",
            "Invalid value http://a for configuration url: Scheme must be one of the following. 'https'",
        ),
        ("urls", "https://a,b", "Invalid value b for configuration urls: Could not parse to URL."),
        ("pattern", "(", "Invalid value ( for configuration pattern: Could not compile regex '('."),
        ("charset", "latin1", "Invalid value latin1 for configuration charset: Charset is invalid."),
        ("set", "", "Invalid value [] for configuration set: Empty list"),
    ];
    for (key, value, message) in cases {
        assert_eq!(refused(key, value), message);
    }
    assert!(refused("port", "0").contains("must be between 1 and 65535."), "{}", refused("port", "0"));
    assert!(refused("broker", "a").contains("must specify a port."), "{}", refused("broker", "a"));
    assert!(refused("matches", "abd").contains("does not match pattern '[a-c]+'"), "{}", refused("matches", "abd"));
    assert!(refused("file", "a").contains("is not an absolute path"), "{}", refused("file", "a"));
    assert!(refused("directory", "/etc/hostname").contains("must be a directory"));
}

#[test]
fn non_null_refuses_null() {
    let given = Props::from([("text".to_owned(), Prop::Null)]);
    assert_eq!(
        Rules::parse(&given).unwrap_err().to_string(),
        "Invalid value null for configuration text: entry must be non null"
    );
}

#[test]
fn rules_show_in_the_documentation_and_to_machines() {
    let definition = Rules::definition();
    let number = definition.get("number").unwrap();
    assert_eq!(number.valid_values(), "[2,...,64], even number");
    assert_eq!(
        definition.get("mode").unwrap().constraint(),
        Some(Constraint::OneOf { values: vec!["fast".to_owned(), "slow".to_owned()], case_insensitive: true })
    );
    assert!(matches!(number.constraint(), Some(Constraint::All(all)) if all.len() == 3));
}

/// Lists of some texts.
#[derive(ConfigDef, Clone, Debug)]
struct Lists {
    /// With one rule.
    #[config(importance = low, default = ["a"], one_of = ["a", "b"])]
    one: Vec<String>,
    /// With two rules.
    #[config(importance = low, default = ["a"], one_of = ["a", "b"], list_size = 5)]
    two: Vec<String>,
}

#[test]
fn an_element_given_twice_counts_once_unless_there_are_other_rules_as_in_kafka() {
    assert_eq!(Lists::parse(&props(&[("one", "a,a,b")])).unwrap().one, ["a", "b"]);
    assert_eq!(errors::<Lists>(&[("two", "a,a")]), "Configuration 'two' values must not be duplicated.");
}

#[test]
fn a_default_array_makes_a_set() {
    assert_eq!(Rules::parse(&Props::new()).unwrap().set, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
}

/// Offers what was named as a mirror; no zone without a region.
struct Zones;

impl Recommender for Zones {
    fn valid_values(&self, _name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        Ok(parsed.get("region").cloned().into_iter().collect())
    }

    fn visible(&self, _name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        Ok(parsed.get("region") != Some(&Parsed::String(String::new())))
    }
}

/// Keys with everything that forms show.
#[derive(ConfigDef, Clone, Debug)]
struct Shown {
    /// The region.
    #[config(importance = low, default = "eu", dependents = ["zone", "mirror.zone"], group = "Place", order = 2)]
    region: String,
    /// The zone.
    #[config(importance = low, default = "eu-1", recommender = Zones, alternative = "any", group = "Place")]
    zone: String,
    /// The rack.
    #[config(importance = low, default = "1", group = "Place")]
    rack: String,
    #[config(embed = "mirror.", group = "Mirror")]
    mirror: Mirror,
}

/// A mirror.
#[derive(ConfigDef, Clone, Debug)]
struct Mirror {
    /// Its region.
    #[config(importance = low, default = "us")]
    region: String,
    /// Its zone.
    #[config(importance = low, default = "us-1", recommender = Zones, group = "Place")]
    zone: String,
}

#[test]
fn a_recommender_sees_the_other_values() {
    let validation = Shown::validate(&props(&[("region", "asia")]));
    assert_eq!(validation.get("zone").unwrap().recommended, [Parsed::String("asia".to_owned())]);
    let validation = Shown::validate(&props(&[("region", "")]));
    assert!(!validation.get("zone").unwrap().visible);
}

#[test]
fn a_recommender_of_an_embedded_key_sees_the_names_of_its_own_configuration() {
    let validation = Shown::validate(&props(&[("mirror.region", "ca"), ("region", "asia")]));
    assert_eq!(validation.get("mirror.zone").unwrap().recommended, [Parsed::String("ca".to_owned())]);
}

#[test]
fn a_key_says_what_forms_show() {
    let definition = Shown::definition();
    assert_eq!(definition.get("region").unwrap().dependents, ["zone", "mirror.zone"]);
    assert_eq!(definition.get("zone").unwrap().alternative.as_deref(), Some("any"));
}

#[test]
fn a_place_that_is_not_given_is_one_that_no_other_key_has() {
    let definition = Shown::definition();
    let places = ["region", "zone", "rack"].map(|key| definition.get(key).unwrap().order);
    assert_eq!(places, [2, 3, 4]);
}

#[test]
fn the_groups_of_an_embedded_configuration_stand_below_that_of_the_field() {
    let definition = Shown::definition();
    let groups = ["mirror.region", "mirror.zone"].map(|key| definition.get(key).unwrap().group.clone().unwrap());
    assert_eq!(groups, ["Mirror", "Mirror: Place"]);
}

/// One transformation.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
#[config(validate = known)]
struct Transform {
    /// What it does.
    #[config(key = "type", importance = high)]
    kind: String,
    /// Where to.
    #[config(importance = low)]
    target: Option<String>,
    /// How secret.
    #[config(importance = low, default = "")]
    secret: Password,
}

fn known(transform: &Transform, validation: &mut Validation) {
    if transform.kind == "Unknown" {
        validation.error(Transform::TYPE_CONF, "there is no such transformation");
    }
}

/// Many keys at once.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Pipeline {
    /// The transformations, in order.
    #[config(importance = low, named = "transforms.", group = "Transforms")]
    transforms: Named<Transform>,
    /// Weights of the topics.
    #[config(prefix = "weights.")]
    weights: BTreeMap<String, i32>,
    /// Headers.
    #[config(prefix = "headers.")]
    headers: HashMap<String, String>,
}

const TWO: [(&str, &str); 4] = [
    ("transforms", "mask,route"),
    ("transforms.mask.type", "MaskField"),
    ("transforms.mask.secret", "squeamish"),
    ("transforms.route.type", "Route"),
];

#[test]
fn every_name_in_a_list_has_a_configuration_of_its_own() {
    let pipeline = Pipeline::parse(&props(&TWO)).unwrap();
    assert_eq!(pipeline.transforms.names().collect::<Vec<_>>(), ["mask", "route"]);
    assert_eq!(pipeline.transforms.get("mask").unwrap().secret.expose(), "squeamish");
    assert_eq!(pipeline.transforms.get("route").unwrap().kind, "Route");
}

#[test]
fn names_are_written_back_with_their_configurations() {
    let pipeline = Pipeline::parse(&props(&[&TWO[..], &[("weights.a", "3"), ("headers.b", "c")]].concat())).unwrap();
    let written = pipeline.to_props();
    assert_eq!(written["transforms.mask.secret"], Prop::Secret("squeamish".to_owned()));
    assert_eq!(Pipeline::parse(&written).unwrap(), pipeline);
}

#[test]
fn what_is_wrong_under_a_name_is_reported_under_its_key() {
    assert_eq!(
        errors::<Pipeline>(&[("transforms", "mask,route"), ("transforms.route.type", "Unknown")]),
        "Missing required configuration \"transforms.mask.type\" which has no default value.\n\
         there is no such transformation"
    );
}

#[test]
fn a_name_given_twice_is_refused() {
    assert_eq!(
        errors::<Pipeline>(&[("transforms", "a,a"), ("transforms.a.type", "Mask")]),
        "Invalid value [a, a] for configuration transforms: Duplicate alias provided."
    );
}

#[test]
fn no_names_are_no_configurations() {
    assert!(Pipeline::parse(&Props::new()).unwrap().transforms.is_empty());
}

#[test]
fn the_keys_of_a_name_are_known() {
    let given = props(&[&TWO[..], &[("transforms.mask.tipe", "a")]].concat());
    let unknown: Vec<_> = Pipeline::definition().unknown(&given).iter().map(ToString::to_string).collect();
    assert_eq!(unknown, ["unknown configuration transforms.mask.tipe; did you mean transforms.mask.type?"]);
}

#[test]
fn every_value_under_a_prefix_has_the_type_of_the_map() {
    let pipeline = Pipeline::parse(&props(&[("weights.a", "1"), ("weights.b", "2"), ("headers.x", "y")])).unwrap();
    assert_eq!(pipeline.weights, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(
        errors::<Pipeline>(&[("weights.a", "x"), ("weights.b", "y")]),
        "Invalid value x for configuration weights.a: Not a number of type INT\n\
         Invalid value y for configuration weights.b: Not a number of type INT"
    );
}

#[derive(ConfigEnum, Clone, Debug, PartialEq)]
enum Level {
    Low,
    High,
}

/// The name of a topic.
#[derive(ConfigField, Clone, Debug, PartialEq)]
#[config(matches = "[a-z]+", validate = not_reserved)]
struct Topic(String);

fn not_reserved(name: &str) -> Result<(), String> {
    if name == "reserved" { Err(format!("{name} is taken")) } else { Ok(()) }
}

#[derive(ConfigField, Clone, Debug, PartialEq)]
struct Priority {
    level: Level,
}

#[derive(ConfigField, Clone, Copy, Debug, PartialEq)]
#[config(range = 1..=9)]
struct Digit(i32);

/// Values of the user's types.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Typed {
    /// Topic.
    #[config(importance = low, default = "posts", non_empty)]
    topic: Topic,
    /// Topics.
    #[config(importance = low, default = ["a", "b"])]
    topics: Vec<Topic>,
    /// Priority.
    #[config(importance = low)]
    priority: Option<Priority>,
    /// Priorities.
    #[config(importance = low, default)]
    priorities: Vec<Priority>,
    /// Digit.
    #[config(importance = low, default = Digit(5), range = 2..)]
    digit: Digit,
    /// Digits under names.
    #[config(prefix = "digits.")]
    digits: BTreeMap<String, Digit>,
}

#[test]
fn a_newtype_is_read_and_written_as_its_value() {
    let typed = Typed::parse(&props(&[("priority", "high"), ("priorities", "low,high"), ("digits.a", "3")])).unwrap();
    assert_eq!(typed.priority, Some(Priority { level: Level::High }));
    assert_eq!((typed.topics.len(), typed.digits["a"]), (2, Digit(3)));
    assert_eq!(Typed::parse(&typed.to_props()).unwrap(), typed);
}

#[test]
fn the_rules_of_a_newtype_hold_wherever_it_stands() {
    let refused = "is taken";
    for given in [("topic", "reserved"), ("topics", "a,reserved")] {
        assert!(errors::<Typed>(&[given]).contains(refused), "{given:?}");
    }
    assert_eq!(
        errors::<Typed>(&[("digits.a", "10")]),
        "Invalid value 10 for configuration digits.a: Value must be no more than 9"
    );
}

#[test]
fn the_rules_of_a_key_come_after_those_of_its_newtype() {
    assert_eq!(Typed::definition().get("digit").unwrap().valid_values(), "[1,...,9], [2,...]");
    assert_eq!(errors::<Typed>(&[("digit", "1")]), "Invalid value 1 for configuration digit: Value must be at least 2");
}

/// Any value, with a name.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Generic<T: ConfigField> {
    /// The value.
    #[config(importance = high, non_null)]
    value: T,
}

#[test]
fn a_generic_configuration_is_another_one_for_every_type() {
    let types = [Generic::<i32>::definition(), Generic::<Vec<String>>::definition()];
    let types = types.map(|definition| definition.get(Generic::<i32>::VALUE_CONF).unwrap().config_type.name());
    assert_eq!(types, ["INT", "LIST"]);
    assert_eq!(Generic::<Digit>::parse(&props(&[("value", "3")])).unwrap().value, Digit(3));
}

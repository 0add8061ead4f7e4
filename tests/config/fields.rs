//! The Rust types that a key can have, through the derive: what they read, what they refuse, and how they are written back.

#![allow(clippy::unwrap_used, reason = "a value that is not as expected is a failure")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
};

use kconnect::{
    ConfigDef, ConfigEnum, Password, Prop, Props,
    config::{
        ByteSize, ConfigField, ConfigType, Invalid, ListElement, OpenField, Parsed, Regex, Resolved, Url, Validator,
    },
};

fn props(entries: &[(&str, &str)]) -> Props {
    entries.iter().map(|(name, text)| ((*name).to_owned(), Prop::from(*text))).collect()
}

/// What is wrong with the only key that has an error.
#[track_caller]
fn refused<C: ConfigDef>(entries: &[(&str, &str)]) -> Vec<String> {
    let validation = C::parse(&props(entries)).err().unwrap();
    validation.errors().flat_map(|(_, messages)| messages.to_owned()).collect()
}

/// Parses, writes, and parses what was written.
#[track_caller]
fn written<C: ConfigDef + PartialEq + std::fmt::Debug>(entries: &[(&str, &str)]) -> Props {
    let config = C::parse(&props(entries)).unwrap();
    let written = config.to_props();
    assert_eq!(C::parse(&written).unwrap(), config);
    written
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Sizes {
    /// How much fits into a batch.
    #[config(importance = high, default = ByteSize::kibibytes(16))]
    batch: ByteSize,
    /// How much fits into memory.
    #[config(importance = low, range = ByteSize::bytes(10)..=ByteSize::mebibytes(1))]
    buffer: Option<ByteSize>,
}

#[test]
fn a_size_is_a_long_in_bytes() {
    let key = Sizes::definition().get("batch").cloned().unwrap();
    assert_eq!((key.config_type, key.default_value()), (ConfigType::Long, Some(Parsed::Long(16_384))));
    assert_eq!(key.valid_values(), "[0,...]");

    let sizes = Sizes::parse(&props(&[("batch", "1048576"), ("buffer", "10")])).unwrap();
    assert_eq!(sizes, Sizes { batch: ByteSize::mebibytes(1), buffer: Some(ByteSize::bytes(10)) });
    assert_eq!((sizes.batch.as_u64(), sizes.batch.as_usize()), (1_048_576, 1_048_576));
    assert_eq!(written::<Sizes>(&[("batch", "7")]), props(&[("batch", "7")]));
}

#[test]
fn a_size_is_not_negative_and_may_have_a_range() {
    assert_eq!(
        refused::<Sizes>(&[("batch", "-1")]),
        ["Invalid value -1 for configuration batch: Value must be at least 0"]
    );
    assert_eq!(
        refused::<Sizes>(&[("buffer", "1048577")]),
        ["Invalid value 1048577 for configuration buffer: Value must be no more than 1048576"]
    );
}

#[test]
fn a_size_is_shown_in_the_largest_unit_that_fits() {
    let shown = |bytes| ByteSize::bytes(bytes).to_string();
    assert_eq!(shown(0), "0 bytes");
    assert_eq!(shown(1), "1 byte");
    assert_eq!(shown(1000), "1000 bytes");
    assert_eq!(shown(1024), "1 kibibyte");
    assert_eq!(shown(1536), "1536 bytes");
    assert_eq!(shown(5 << 20), "5 mebibytes");
    assert_eq!(ByteSize::gibibytes(2048).to_string(), "2 tebibytes");
    assert_eq!(shown(1 << 50), "1024 tebibytes");
    assert_eq!(ByteSize::gibibytes(u64::MAX).as_u64(), u64::MAX, "and not less");
}

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Color {
    Red,
    Green,
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Sets {
    /// Sorted.
    #[config(importance = high, default = [])]
    tree: BTreeSet<String>,
    /// Hashed.
    #[config(importance = high, default = [])]
    hash: HashSet<i32>,
    /// Of an enum.
    #[config(importance = high)]
    colors: Option<BTreeSet<Color>>,
}

#[test]
fn a_set_is_a_list_in_which_an_element_counts_once() {
    assert_eq!(Sets::definition().get("tree").unwrap().config_type, ConfigType::List);
    let sets = Sets::parse(&props(&[("tree", "b, a,b"), ("hash", "3,-1,3")])).unwrap();
    assert_eq!(sets.tree, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(sets.hash, HashSet::from([3, -1]));
    assert_eq!(sets.colors, None);
}

#[test]
fn a_set_is_written_back_in_order() {
    let written = written::<Sets>(&[("tree", "b,a"), ("hash", "7,10,3"), ("colors", "green,red")]);
    assert_eq!(written, props(&[("tree", "a,b"), ("hash", "10,3,7"), ("colors", "red,green")]));
}

#[test]
fn every_element_of_a_set_is_checked() {
    assert_eq!(
        refused::<Sets>(&[("hash", "1,x")]),
        ["Invalid value x for configuration hash: Not a number of type INT"]
    );
    assert_eq!(
        refused::<Sets>(&[("colors", "red,blue")]),
        ["Invalid value blue for configuration colors: String must be one of: red, green"]
    );
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Texts {
    /// Shared.
    #[config(importance = high)]
    shared: Arc<str>,
    /// Boxed.
    #[config(importance = high)]
    boxed: Option<Box<str>>,
    /// A path.
    #[config(importance = high)]
    path: Option<PathBuf>,
    /// Many.
    #[config(importance = high, default = [])]
    many: Vec<Arc<str>>,
}

#[test]
fn a_text_may_be_shared_or_boxed() {
    let given = [("shared", "a b"), ("boxed", "c"), ("path", "/tmp/x"), ("many", "d,e")];
    let texts = Texts::parse(&props(&given)).unwrap();
    assert_eq!((&*texts.shared, texts.boxed.as_deref()), ("a b", Some("c")));
    assert_eq!(texts.path, Some(PathBuf::from("/tmp/x")));
    assert_eq!(texts.many, ["d".into(), "e".into()]);
    assert_eq!(written::<Texts>(&given), props(&given));
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Urls {
    /// Where the API is.
    #[config(importance = high)]
    base: Url,
    /// Where else.
    #[config(importance = low, default = [])]
    mirrors: Vec<Url>,
}

#[test]
fn a_url_is_parsed() {
    let urls = Urls::parse(&props(&[("base", "https://API.x.com/2"), ("mirrors", "http://a:80,http://b")])).unwrap();
    assert_eq!((urls.base.host_str(), urls.base.path()), (Some("api.x.com"), "/2"));
    assert_eq!(urls.mirrors.iter().map(Url::as_str).collect::<Vec<_>>(), ["http://a/", "http://b/"]);
    assert_eq!(
        written::<Urls>(&[("base", "http://x"), ("mirrors", "")]),
        props(&[("base", "http://x/"), ("mirrors", "")])
    );
}

#[test]
fn a_text_that_is_no_url_is_refused() {
    assert_eq!(
        refused::<Urls>(&[("base", "x.com"), ("mirrors", "http://a,b")]),
        [
            "Invalid value x.com for configuration base: Could not parse to URL.",
            "Invalid value b for configuration mirrors: Could not parse to URL.",
        ]
    );
    assert_eq!(
        refused::<Urls>(&[]),
        [
            "Missing required configuration \"base\" which has no default value.",
            "Invalid value null for configuration base: Must be a string or list.",
        ]
    );
}

#[derive(ConfigDef, Clone, Debug)]
struct Patterns {
    /// Which topics.
    #[config(key = "topics.regex", importance = high)]
    topics: Regex,
    /// Which not.
    #[config(importance = low)]
    except: Option<Regex>,
}

#[test]
fn a_regex_is_compiled() {
    let patterns = Patterns::parse(&props(&[("topics.regex", "^(?!_).*$")])).unwrap();
    let topics: Vec<_> =
        ["posts", "_internal"].into_iter().filter(|topic| patterns.topics.is_match(topic).unwrap()).collect();
    assert_eq!(topics, ["posts"]);
    assert!(patterns.except.is_none());
    assert_eq!(patterns.to_props(), props(&[("topics.regex", "^(?!_).*$")]));
}

#[test]
fn a_text_that_is_no_regex_is_refused() {
    assert_eq!(
        refused::<Patterns>(&[("topics.regex", "posts-(")]),
        ["Invalid value posts-( for configuration topics.regex: Invalid regex: Unclosed group near index 7\nposts-("]
    );
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Maps {
    /// Headers of a request.
    #[config(prefix = "header.")]
    headers: BTreeMap<String, String>,
    /// How often, by name.
    #[config(prefix = "retries.")]
    retries: HashMap<String, i32>,
    /// Tokens by name.
    #[config(prefix = "token.")]
    tokens: BTreeMap<String, Password>,
    /// Colors by name.
    #[config(prefix = "color.")]
    colors: BTreeMap<String, Option<Color>>,
    /// For the producer.
    #[config(prefix = "producer.override.")]
    producer: Props,
}

#[test]
fn a_map_takes_every_key_under_its_prefix() {
    let given =
        [("header.Accept", " text/html "), ("retries.read", "3"), ("retries.write.slow", "5"), ("color.sky", "red")];
    let maps = Maps::parse(&props(&given)).unwrap();
    assert_eq!(maps.headers, BTreeMap::from([("Accept".to_owned(), "text/html".to_owned())]));
    assert_eq!(maps.retries, HashMap::from([("read".to_owned(), 3), ("write.slow".to_owned(), 5)]));
    assert_eq!(maps.colors, BTreeMap::from([("sky".to_owned(), Some(Color::Red))]));
    assert!(maps.tokens.is_empty() && maps.producer.is_empty());
    assert_eq!(written::<Maps>(&given)["header.Accept"], Prop::from("text/html"));
}

#[test]
fn every_value_under_a_prefix_is_checked() {
    assert_eq!(
        refused::<Maps>(&[("retries.read", "x"), ("retries.write", "y"), ("color.sky", "blue")]),
        [
            "Invalid value blue for configuration color.sky: String must be one of: red, green",
            "Invalid value x for configuration retries.read: Not a number of type INT",
            "Invalid value y for configuration retries.write: Not a number of type INT",
        ]
    );
}

#[test]
fn props_under_a_prefix_stay_as_they_were_given() {
    let mut given = props(&[("producer.override.acks", " all ")]);
    given.insert("producer.override.linger.ms".to_owned(), Prop::Null);
    given.insert("producer.override.sasl.password".to_owned(), Prop::Secret("squeamish".to_owned()));
    assert_eq!(Maps::parse(&given).unwrap().to_props(), given);
}

#[test]
fn a_password_under_a_prefix_is_a_secret() {
    let maps = Maps::parse(&props(&[("token.a", "squeamish")])).unwrap();
    assert!(!format!("{maps:?}").contains("squeamish"));
    assert_eq!(maps.to_props(), Props::from([("token.a".to_owned(), Prop::Secret("squeamish".to_owned()))]));
}

#[test]
fn a_password_under_a_prefix_is_written_as_the_variable_that_it_came_from() {
    let resolved = Resolved::new("${file:/f:k}", "squeamish", vec!["squeamish".to_owned()]);
    let given = Props::from([("token.a".to_owned(), Prop::Resolved(resolved))]);
    assert_eq!(Maps::parse(&given).unwrap().to_props(), props(&[("token.a", "${file:/f:k}")]));
}

/// Refuses everything and repeats it.
#[derive(Debug)]
struct Indiscreet;

impl Validator for Indiscreet {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Parsed::Password(password) = value else { return Ok(()) };
        Err(Invalid::whole(format!("I do not like {}", password.expose())))
    }

    fn describe(&self) -> String {
        String::new()
    }
}

/// A token that nobody likes.
#[derive(Clone, Debug)]
struct Token(Password);

impl ConfigField for Token {
    const TYPE: ConfigType = ConfigType::Password;
    const VALIDATOR: Option<&'static dyn Validator> = Some(&Indiscreet);

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        Password::from_parsed(value).map(Self)
    }

    fn to_parsed(&self) -> Parsed {
        self.0.to_parsed()
    }
}

#[test]
fn a_message_about_a_password_under_a_prefix_does_not_tell_it() {
    let mut messages = Vec::new();
    let map = BTreeMap::<String, Token>::from_props(props(&[("a", "squeamish")]), &mut |name, invalid| {
        messages.push(invalid.text(name));
    });
    assert!(map.is_none());
    assert_eq!(messages, ["I do not like [hidden]"]);
}

/// A type of one's own.
#[derive(Clone, Debug, PartialEq)]
struct Ratio(f64);

impl ConfigField for Ratio {
    const TYPE: ConfigType = ConfigType::Double;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        match f64::from_parsed(value)? {
            ratio if (0.0..=1.0).contains(&ratio) => Ok(Self(ratio)),
            _ => Err(Invalid::value(value, "Value must be between 0 and 1")),
        }
    }

    fn to_parsed(&self) -> Parsed {
        self.0.to_parsed()
    }
}

impl ListElement for Ratio {}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Ratios {
    /// How full.
    #[config(importance = low, default = Ratio(0.5))]
    full: Ratio,
    /// And others.
    #[config(importance = low, default = [])]
    others: Vec<Ratio>,
}

#[test]
fn a_type_of_ones_own_goes_through_one_that_is_known() {
    assert_eq!(Ratios::parse(&Props::new()).unwrap().full, Ratio(0.5));
    assert_eq!(
        written::<Ratios>(&[("full", "1"), ("others", "0,.25")]),
        props(&[("full", "1.0"), ("others", "0.0,0.25")])
    );
    assert_eq!(
        refused::<Ratios>(&[("full", "2"), ("others", "0,3")]),
        [
            "Invalid value 2.0 for configuration full: Value must be between 0 and 1",
            "Invalid value 3.0 for configuration others: Value must be between 0 and 1",
        ]
    );
}

/// Keys that nobody defined.
#[derive(ConfigDef, Clone, Debug)]
struct Overrides {
    /// For the producer.
    #[config(prefix = "producer.override.")]
    producer: Props,
}

#[test]
fn a_variable_below_an_open_prefix_goes_back_as_the_variable() {
    let resolved = Resolved::new("${env:SECRET}", "hunter2", vec!["hunter2".to_owned()]);
    let key = "producer.override.ssl.key.password";
    let overrides = Overrides::parse(&Props::from([(key.to_owned(), Prop::Resolved(resolved))])).unwrap();
    assert_eq!(overrides.producer["ssl.key.password"].expose(), Some("hunter2"));
    assert_eq!(overrides.to_props()[key], Prop::from("${env:SECRET}"));
}

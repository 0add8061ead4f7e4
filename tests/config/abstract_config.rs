//! A configuration whose keys are known at run time. What is expected here was printed by the `AbstractConfig` of kafka-clients
//! 4.3.1 for the same keys and the same texts.

#![allow(clippy::unwrap_used, reason = "a value that is not as expected is a failure")]

use kconnect::{
    Definition, Password, Prop, Props,
    config::{
        AbstractConfig, ConfigError, ConfigKey, ConfigType, Importance, NonDuplicateList, Parsed, Range, Recorded,
        Resolved,
    },
};

fn key(name: &'static str, config_type: ConfigType, default: Parsed) -> ConfigKey {
    ConfigKey::new(name, config_type, Importance::High).with_default(default)
}

fn text(text: &str) -> Parsed {
    Parsed::String(text.to_owned())
}

fn definition() -> Definition {
    let mut int = key("int", ConfigType::Int, Parsed::Int(5)).with_validator(Range { min: Some(1), max: None });
    int.documentation = Some("an int".into());
    let mut internal = key("internal", ConfigType::String, text("i"));
    internal.internal = true;
    Definition::new([
        int,
        key("long", ConfigType::Long, Parsed::Long(7)),
        key("short", ConfigType::Short, Parsed::Short(3)),
        key("double", ConfigType::Double, Parsed::Double(1.0)),
        key("bool", ConfigType::Boolean, Parsed::Boolean(false)),
        key("list", ConfigType::List, text("a, b")),
        key("string", ConfigType::String, text(" def ")),
        key("pass", ConfigType::Password, Parsed::Null),
        key("class", ConfigType::Class, text("java.lang.String")),
        key("null", ConfigType::String, Parsed::Null),
        internal,
        key("a.b", ConfigType::String, text("ab")),
    ])
    .unwrap()
}

fn props(entries: &[(&str, &str)]) -> Props {
    entries.iter().map(|(name, text)| ((*name).to_owned(), Prop::from(*text))).collect()
}

fn given() -> Props {
    props(&[
        ("int", "6"),
        ("string", "  s t "),
        ("pass", "secret"),
        ("unknown", "u"),
        ("pre.int", "9"),
        ("pre.string", " p "),
        ("pre.unknown", "pu"),
        ("pre.", "x"),
        ("pre", "y"),
        ("pre.x.int", "12"),
        ("pre.x.unknown", "v"),
        ("pre.a.b", "pab"),
        ("pre.pre.int", "77"),
        ("bad.int", "zz"),
        ("low.int", "0"),
        ("un.known", "1"),
    ])
}

fn config() -> AbstractConfig {
    AbstractConfig::new(definition(), given()).unwrap()
}

/// As Java prints a sorted map.
fn shown<V: Show>(entries: &Recorded<'_, V>) -> String {
    let entries: Vec<_> = entries.iter().map(|(name, value)| format!("{name}={}", value.show())).collect();
    format!("{{{}}}", entries.join(", "))
}

trait Show {
    fn show(&self) -> String;
}

impl Show for Parsed {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for Prop {
    fn show(&self) -> String {
        self.expose().unwrap_or("null").to_owned()
    }
}

fn unused(config: &AbstractConfig) -> String {
    config.unused().into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_type_has_its_getter() {
    let config = config();
    assert_eq!(config.get("int"), Ok(&Parsed::Int(6)));
    assert_eq!(config.get_int("int"), Ok(Some(6)));
    assert_eq!(config.get_long("long"), Ok(Some(7)));
    assert_eq!(config.get_short("short"), Ok(Some(3)));
    assert_eq!(config.get_double("double"), Ok(Some(1.0)));
    assert_eq!(config.get_boolean("bool"), Ok(Some(false)));
    assert_eq!(config.get_list("list"), Ok(Some(["a".to_owned(), "b".to_owned()].as_slice())));
    assert_eq!(config.get_string("string"), Ok(Some("s t")));
    assert_eq!(config.get_password("pass").unwrap().map(Password::expose), Some("secret"));
    assert_eq!(config.get_class("class"), Ok(Some("java.lang.String")));
    assert_eq!(config.get_string("null"), Ok(None));
}

#[test]
fn an_unknown_key_is_an_error_even_if_it_was_given() {
    let config = config();
    for name in ["nope", "unknown"] {
        let error = config.get(name).unwrap_err();
        assert_eq!(error, ConfigError::Unknown { name: name.to_owned() });
        assert_eq!(error.to_string(), format!("Unknown configuration '{name}'"));
    }
}

#[test]
fn a_getter_of_another_type_is_an_error() {
    let config = config();
    assert_eq!(config.get_int("string").unwrap_err().to_string(), "configuration string is a STRING, not a INT");
    assert_eq!(config.get_long("int").unwrap_err().to_string(), "configuration int is a INT, not a LONG");
    assert_eq!(config.get_string("class").unwrap_err().to_string(), "configuration class is a CLASS, not a STRING");
}

#[test]
fn it_tells_type_and_documentation_of_a_key() {
    let config = config();
    assert_eq!(config.type_of("int"), Some(ConfigType::Int));
    assert_eq!(config.type_of("nope"), None);
    assert_eq!(config.documentation_of("int"), Some("an int"));
    assert_eq!(config.documentation_of("nope"), None);
}

#[test]
fn a_configuration_that_is_not_valid_says_everything() {
    let error = AbstractConfig::new(definition(), props(&[("int", "x"), ("long", "y")])).unwrap_err();
    let messages: Vec<_> = error.errors().map(|(name, messages)| (name, messages[0].as_str())).collect();
    assert_eq!(
        messages,
        [
            ("int", "Invalid value x for configuration int: Not a number of type INT"),
            ("long", "Invalid value y for configuration long: Not a number of type LONG"),
        ]
    );
}

#[test]
fn the_originals_are_what_was_given() {
    let config = config();
    assert_eq!(
        shown(&config.originals()),
        "{bad.int=zz, int=6, low.int=0, pass=secret, pre=y, pre.=x, pre.a.b=pab, pre.int=9, pre.pre.int=77, \
         pre.string= p , pre.unknown=pu, pre.x.int=12, pre.x.unknown=v, string=  s t , un.known=1, unknown=u}"
    );
    let changed = config.originals_with(props(&[("int", "1"), ("new", "2")]));
    assert_eq!(changed.iter().filter(|(_, prop)| matches!(prop.expose(), Some("1" | "2"))).count(), 3);
}

#[test]
fn the_originals_below_a_prefix_are_longer_than_it() {
    let config = config();
    assert_eq!(
        shown(&config.originals_with_prefix("pre.", true)),
        "{a.b=pab, int=9, pre.int=77, string= p , unknown=pu, x.int=12, x.unknown=v}"
    );
    assert_eq!(
        shown(&config.originals_with_prefix("pre.", false)),
        "{pre.a.b=pab, pre.int=9, pre.pre.int=77, pre.string= p , pre.unknown=pu, pre.x.int=12, pre.x.unknown=v}"
    );
    assert_eq!(shown(&config.originals_with_prefix("", true)), shown(&config.originals()));
}

#[test]
fn the_values_are_those_of_every_key() {
    let config = config();
    assert_eq!(
        shown(&config.values()),
        "{a.b=ab, bool=false, class=class java.lang.String, double=1.0, int=6, internal=i, list=[a, b], long=7, \
         null=null, pass=[hidden], short=3, string=s t}"
    );
    assert!(!config.non_internal_values().contains_key("internal"));
    assert_eq!(config.non_internal_values().len(), config.values().len() - 1);
}

#[test]
fn a_prefix_overrides_keys_also_below_a_second_one() {
    let config = config();
    assert_eq!(
        shown(&config.values_with_prefix_override("pre.").unwrap()),
        "{a.b=pab, bool=false, class=class java.lang.String, double=1.0, int=9, internal=i, list=[a, b], long=7, \
         null=null, pass=[hidden], pre.int=77, short=3, string=p, x.int=12}"
    );
    let below = config.values_with_prefix_override("pre.x.").unwrap();
    assert_eq!(below.get("int"), Some(&Parsed::Int(12)));
    assert_eq!(shown(&config.values_with_prefix_override("none.").unwrap()), shown(&config.values()));
}

#[test]
fn all_values_come_from_the_prefix_or_none() {
    let config = config();
    let values = |prefix| shown(&config.values_with_prefix_all_or_nothing(prefix).unwrap());
    assert_eq!(values("pre."), "{a.b=pab, int=9, string=p}");
    assert_eq!(values("pre.x."), "{int=12}");
    assert_eq!(values("un."), "{}");
    assert_eq!(values("none."), shown(&config.values()));
}

#[test]
fn a_value_below_a_prefix_is_validated_as_that_of_its_key() {
    let config = config();
    for (prefix, message) in [
        ("bad.", "Invalid value zz for configuration int: Not a number of type INT"),
        ("low.", "Invalid value 0 for configuration int: Value must be at least 1"),
    ] {
        assert_eq!(config.values_with_prefix_override(prefix).unwrap_err().to_string(), message);
        assert_eq!(config.values_with_prefix_all_or_nothing(prefix).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_key_that_was_read_is_used() {
    let config = AbstractConfig::new(definition(), props(&[("int", "6"), ("string", "s"), ("unknown", "u")])).unwrap();
    assert_eq!(unused(&config), "int string unknown");
    config.get_int("int").unwrap();
    assert_eq!(unused(&config), "string unknown");
    let values = config.values();
    assert_eq!(values.get("string"), Some(&text("s")));
    assert_eq!(unused(&config), "unknown");
    assert_eq!(config.originals().get("unknown"), Some(&Prop::from("u")));
    assert_eq!(unused(&config), "");
    assert_eq!(config.used().into_iter().collect::<Vec<_>>(), ["int", "string", "unknown"]);
}

#[test]
fn looking_through_all_entries_uses_none() {
    let config = AbstractConfig::new(definition(), props(&[("int", "6"), ("pre.int", "7")])).unwrap();
    let originals = config.originals();
    assert!(originals.contains_key("int") && !originals.is_empty());
    assert_eq!(originals.into_map(), props(&[("int", "6"), ("pre.int", "7")]));
    assert_eq!(unused(&config), "int pre.int");
}

#[test]
fn reading_below_a_prefix_uses_the_whole_name() {
    let config = config();
    assert_eq!(config.originals_with_prefix("pre.", true).get("unknown"), Some(&Prop::from("pu")));
    assert_eq!(config.originals_with_prefix("pre.", false).get("pre.a.b"), Some(&Prop::from("pab")));
    assert!(!unused(&config).contains("pre.unknown") && !unused(&config).contains("pre.a.b"));
    assert!(config.unused().contains("unknown"));
}

#[test]
fn reading_an_override_uses_the_key_with_and_without_the_prefix() {
    let config = config();
    assert_eq!(config.values_with_prefix_override("pre.").unwrap().get("string"), Some(&text("p")));
    assert_eq!(config.values_with_prefix_all_or_nothing("pre.").unwrap().get("int"), Some(&Parsed::Int(9)));
    let used: Vec<_> = config.used().into_iter().collect();
    assert_eq!(used, ["int", "pre.int", "pre.string", "string"]);
}

#[test]
fn an_ignored_key_is_not_reported() {
    let config = AbstractConfig::new(definition(), props(&[("a", "1"), ("b", "2"), ("c", "3")])).unwrap();
    config.ignore("b");
    config.ignore("whatever");
    let message = "These configurations '[a, c]' were supplied but are not used yet.";
    assert_eq!(config.unused_message().as_deref(), Some(message));
    config.ignore("a");
    config.ignore("c");
    assert_eq!(config.unused_message(), None);
}

#[test]
fn a_key_given_under_its_old_name_is_used_when_it_is_read() {
    let mut renamed = ConfigKey::new("new", ConfigType::Int, Importance::High);
    renamed.aliases = vec!["old".into()];
    let config = AbstractConfig::new(Definition::new([renamed]).unwrap(), props(&[("old", "1")])).unwrap();
    assert_eq!(config.get_int("new"), Ok(Some(1)));
    assert_eq!(unused(&config), "");
}

#[test]
fn the_dump_is_sorted_and_hides_passwords() {
    let config = AbstractConfig::new(definition(), props(&[("pass", "squeamish")])).unwrap();
    assert_eq!(
        config.dump("SomeConfig"),
        "SomeConfig values: \n\ta.b = ab\n\tbool = false\n\tclass = class java.lang.String\n\tdouble = 1.0\n\tint = 5\n\
         \tinternal = i\n\tlist = [a, b]\n\tlong = 7\n\tnull = null\n\tpass = [hidden]\n\tshort = 3\n\tstring = def\n"
    );
}

#[test]
fn nothing_that_is_printed_tells_a_secret() {
    let mut given = props(&[("pass", "squeamish"), ("pre.pass", "ossifrage")]);
    let resolved = Resolved::new("${file:/f:k}", "blatant", vec!["blatant".to_owned()]);
    given.insert("string".to_owned(), Prop::Resolved(resolved));
    let config = AbstractConfig::new(definition(), given).unwrap();
    let overridden = config.values_with_prefix_override("pre.").unwrap();
    let printed = format!("{config:?} {:?} {overridden:?} {}", config.originals(), config.dump("C"));
    for secret in ["squeamish", "ossifrage"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(config.dump("C").contains("string = ${file:/f:k}"));
}

#[test]
fn two_are_equal_if_the_same_was_given() {
    let of = |entries: &[(&str, &str)]| AbstractConfig::new(definition(), props(entries)).unwrap();
    assert_eq!(of(&[("int", "1")]), of(&[("int", "1")]));
    assert_ne!(of(&[("int", "5")]), of(&[]), "though the values are the same");
}

#[test]
fn duplicates_are_taken_out_of_a_list_that_must_not_have_them() {
    let topics =
        key("topics", ConfigType::List, Parsed::List(Vec::new())).with_validator(NonDuplicateList::any(true, false));
    let given = props(&[("topics", "a,b,a"), ("pre.topics", "c,c")]);
    let config = AbstractConfig::new(Definition::new([topics]).unwrap(), given).unwrap();
    assert_eq!(shown(&config.values()), "{topics=[a, b]}");
    assert_eq!(shown(&config.values_with_prefix_override("pre.").unwrap()), "{topics=[c]}");
}

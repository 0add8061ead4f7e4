//! What the recommenders propose and when they show a key, through the validation of a definition. The facts are those of
//! connect-utils 0.7.177.

#![allow(clippy::unwrap_used, reason = "a value that is not as expected is a failure")]

use kconnect::{
    ConfigEnum, Definition, Prop, Props, Validation,
    config::{
        Both, CHARSETS, Charsets, ConfigKey, ConfigType, EnumValues, Importance, Parsed, Recommend, Recommender,
        ValidValues, VisibleIf,
    },
};

/// Validates `mode` (a STRING), `size` (an INT), `pass` (a PASSWORD) and `advised`, which has the recommender.
fn validate(recommender: impl Recommender + 'static, given: &[(&str, &str)]) -> Validation {
    let key =
        |name: &'static str, config_type| ConfigKey::new(name, config_type, Importance::Low).with_default(Parsed::Null);
    let definition = Definition::new([
        key("mode", ConfigType::String),
        key("size", ConfigType::Int),
        key("pass", ConfigType::Password),
        key("advised", ConfigType::String).with_recommender(recommender),
    ]);
    let given: Props = given.iter().map(|(name, text)| ((*name).to_owned(), Prop::from(*text))).collect();
    definition.unwrap().validate(&given)
}

fn visible(recommender: impl Recommender + 'static, given: &[(&str, &str)]) -> bool {
    validate(recommender, given).get("advised").unwrap().visible
}

fn proposed(recommender: impl Recommender + 'static) -> Vec<String> {
    let validation = validate(recommender, &[]);
    validation.get("advised").unwrap().recommended.iter().map(Parsed::to_string).collect()
}

#[test]
fn a_key_is_visible_if_another_has_a_value() {
    let rule = || VisibleIf::new("mode", "fast");
    assert!(visible(rule(), &[("mode", " fast ")]));
    assert!(!visible(rule(), &[("mode", "slow")]));
    assert!(!visible(rule(), &[]));
    assert_eq!(proposed(rule()), [""; 0]);
}

#[test]
fn the_other_value_is_compared_as_it_is_printed() {
    assert!(visible(VisibleIf::new("size", "10"), &[("size", "+010")]));
    assert!(!visible(VisibleIf::new("size", "+010"), &[("size", "+010")]));
}

#[test]
fn a_password_shows_nothing() {
    assert!(!visible(VisibleIf::new("pass", "squeamish"), &[("pass", "squeamish")]));
    assert!(!visible(VisibleIf::new("pass", "[hidden]"), &[("pass", "squeamish")]));
}

#[test]
fn some_texts_are_proposed() {
    assert_eq!(proposed(ValidValues(&["b", "a"])), ["b", "a"]);
    assert!(visible(ValidValues(&["b", "a"]), &[]));
}

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq)]
enum Mode {
    Fast,
    Slow,
    Debug,
}

#[test]
fn the_names_of_an_enum_are_proposed() {
    assert_eq!(proposed(EnumValues::<Mode>::new()), ["fast", "slow", "debug"]);
    assert_eq!(proposed(EnumValues::<Option<Mode>>::excluding(&["debug"])), ["fast", "slow"]);
    assert!(visible(EnumValues::<Mode>::new(), &[]));
    assert_eq!([Mode::Fast, Mode::Slow, Mode::Debug].len(), proposed(EnumValues::<Mode>::new()).len());
}

#[test]
fn every_charset_is_proposed() {
    assert_eq!(proposed(Charsets), CHARSETS);
    assert!(visible(Charsets, &[]));
}

#[test]
fn values_and_visibility_may_come_from_two() {
    let both = || Both { values: ValidValues(&["a"]), visible: VisibleIf::new("mode", "fast") };
    assert_eq!(proposed(both()), ["a"]);
    assert!(visible(both(), &[("mode", "fast")]));
    assert!(!visible(both(), &[]));
}

#[test]
fn two_closures_see_every_value() {
    let rule = || {
        Recommend::with(
            |name, _| Ok(vec![Parsed::String(format!("for {name}"))]),
            |_, parsed| Ok(parsed["size"] == Parsed::Int(1)),
        )
    };
    assert_eq!(proposed(rule()), ["for advised"]);
    assert!(visible(rule(), &[("size", "1")]));
    assert!(!visible(rule(), &[("size", "2")]));
}

#[test]
fn what_a_closure_complains_about_is_an_error_of_its_key() {
    let rule = Recommend::with(|_, _| Err("the topics cannot be listed".to_owned()), |_, _| Ok(true));
    let validation = validate(rule, &[]);
    assert_eq!(
        validation.errors().collect::<Vec<_>>(),
        [("advised", ["the topics cannot be listed".to_owned()].as_slice())]
    );
}

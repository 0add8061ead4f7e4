//! Any text as the value of a key of any type: it parses or is refused, and what was parsed means the same when it is
//! written and read again.

#![no_main]

use std::sync::LazyLock;

use kconnect::{
    Definition, Prop, Props,
    config::{ConfigKey, ConfigType, Importance, NonEmptyStringWithoutControlChars, Parsed},
};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "key";

const TYPES: [ConfigType; 9] = [
    ConfigType::List,
    ConfigType::Boolean,
    ConfigType::String,
    ConfigType::Int,
    ConfigType::Short,
    ConfigType::Long,
    ConfigType::Double,
    ConfigType::Class,
    ConfigType::Password,
];

/// One key each, so that no error hides another.
static DEFINITIONS: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let key = |config_type| {
        let key = ConfigKey::new(KEY, config_type, Importance::High);
        // A validator that says something about the text.
        if config_type == ConfigType::Password { key.with_validator(NonEmptyStringWithoutControlChars) } else { key }
    };
    TYPES.into_iter().map(|config_type| Definition::new([key(config_type)]).expect("one key")).collect()
});

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    for definition in DEFINITIONS.iter() {
        let props = Props::from([(KEY.to_owned(), Prop::from(&*text))]);
        let validation = definition.validate(&props);
        let Ok(first) = parse(definition, &props) else {
            assert!(!validation.is_valid(), "{text:?} is valid and does not parse");
            continue;
        };
        assert!(validation.is_valid(), "{text:?} parses and is not valid: {validation}");
        assert_eq!(validation.get(KEY).map(|value| written(&value.value)), Some(written(&first)));
        if let Some(written) = written(&first) {
            let again = parse(definition, &Props::from([(KEY.to_owned(), Prop::from(&*written))]));
            assert_eq!(
                again.as_ref().map(self::written),
                Ok(Some(written)),
                "{text:?} means {first:?}, and then {again:?}"
            );
        }
    }
});

fn parse(definition: &Definition, props: &Props) -> Result<Parsed, String> {
    let parsed = definition.parse(props).map_err(|validation| validation.to_string())?;
    parsed.get(KEY).cloned().ok_or_else(|| "the key is not there".to_owned())
}

/// As it stands in a file, a password as well.
fn written(value: &Parsed) -> Option<String> {
    match value {
        Parsed::Password(password) => Some(password.expose().to_owned()),
        other => other.to_text(),
    }
}

//! Types around the value of a key.

#![deny(warnings)]

use std::{collections::BTreeMap, time::Duration};

use kconnect::{ConfigDef, ConfigEnum, ConfigField, Password, config::ConfigType};

#[derive(ConfigEnum, Clone, Debug, PartialEq)]
enum Mode {
    Fast,
    Slow,
}

macro_rules! newtypes {
    ($($name:ident($type:ty)),*) => {
        $(
            #[derive(ConfigField, Clone, Debug, PartialEq)]
            struct $name($type);
        )*
    };
}

newtypes!(
    Text(String),
    Secret(Password),
    Pause(Duration),
    Flag(bool),
    Share(f64),
    Choice(Mode),
    Maybe(Option<String>),
    Many(Vec<i32>),
    Twice(Text)
);

#[derive(ConfigField, Clone, Debug, PartialEq)]
#[config(one_of = ["a", "b"], no_control_chars)]
struct Letter {
    letter: String,
}

#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Config {
    /// Text.
    #[config(importance = low, default = "text", non_empty, matches = "[a-z]+")]
    text: Text,
    /// Secret.
    #[config(importance = low, default = "secret")]
    secret: Secret,
    /// Pause.
    #[config(importance = low, default = Pause(Duration::ZERO), range = ..=Duration::from_secs(1))]
    pause: Pause,
    /// Flag.
    #[config(importance = low, default = Flag(true))]
    flag: Flag,
    /// Share.
    #[config(importance = low, default = Share(0.5), range = 0.0..=1.0)]
    share: Share,
    /// Choice.
    #[config(importance = low, default = Choice(Mode::Slow))]
    choice: Choice,
    /// Choices.
    #[config(importance = low, default = [Choice(Mode::Slow)])]
    choices: Vec<Choice>,
    /// Perhaps.
    #[config(importance = low)]
    maybe: Maybe,
    /// Many.
    #[config(importance = low, default = [1, 2], list_size = 3)]
    many: Many,
    /// Twice.
    #[config(importance = low, default = "t", one_of = ["t", "u"])]
    twice: Twice,
    /// Letters.
    #[config(importance = low, default = ["a"])]
    letters: Vec<Letter>,
    /// Optional letter.
    #[config(importance = low, default = "b")]
    letter: Option<Letter>,
    /// By name.
    #[config(prefix = "by.name.")]
    by_name: BTreeMap<String, Letter>,
}

fn main() {
    let config = Config::parse(&[].into()).unwrap();
    assert_eq!(config.maybe, Maybe(None));
    assert_eq!(Config::definition().get("many").unwrap().config_type, ConfigType::List);
    assert_eq!(Config::parse(&config.to_props()).unwrap(), config);
    assert!(Config::parse(&[("letters".to_owned(), "a,c".into())].into()).is_err());
    assert!(Config::parse(&[("by.name.x".to_owned(), "c".into())].into()).is_err());
    assert!(Config::parse(&[("choices".to_owned(), "stopped".into())].into()).is_err());
}

//! The keys of Kafka Connect itself, as its REST interface shows them.
//!
//! What `PUT /connector-plugins/{plugin}/config/validate` answers is Kafka Connect's, letter for letter, and the
//! documentation of a key is part of that. The texts in [`connector`], and those of the Kafka clients' keys, are therefore
//! Apache Kafka's own (release 4.3, Apache License 2.0, <https://www.apache.org/licenses/LICENSE-2.0>).

mod connector;
mod rules;

use std::borrow::Cow;

use kconnect::config::{ConfigKey, ConfigType, Importance, Parsed, Validator, Width};

pub(crate) use connector::{CONNECTOR, SINK, SOURCE};

/// One of Kafka's own keys.
pub(crate) struct KafkaKey {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its type.
    pub(crate) config_type: ConfigType,
    importance: Importance,
    documentation: &'static str,
    default: Option<Default>,
    group: Option<&'static str>,
    order: i32,
    width: Width,
    display_name: &'static str,
    rule: Option<&'static dyn Validator>,
}

/// What a missing key means.
#[derive(Clone, Copy)]
pub(crate) enum Default {
    /// Nothing.
    Null,
    Boolean(bool),
    String(&'static str),
    Int(i32),
    Short(i16),
    Long(i64),
    Double(f64),
    List(&'static [&'static str]),
    Class(&'static str),
}

impl KafkaKey {
    /// A required key without group or rule.
    pub(crate) const fn new(
        name: &'static str,
        config_type: ConfigType,
        importance: Importance,
        documentation: &'static str,
    ) -> Self {
        Self {
            name,
            config_type,
            importance,
            documentation,
            default: None,
            group: None,
            order: -1,
            width: Width::None,
            display_name: name,
            rule: None,
        }
    }

    /// The same with a default.
    pub(crate) const fn or(mut self, default: Default) -> Self {
        self.default = Some(default);
        self
    }

    /// The same with its place in a form.
    pub(crate) const fn at(mut self, group: &'static str, order: i32) -> Self {
        self.group = Some(group);
        self.order = order;
        self
    }

    /// The same with how a form shows it.
    pub(crate) const fn shown(mut self, width: Width, display_name: &'static str) -> Self {
        self.width = width;
        self.display_name = display_name;
        self
    }

    /// The same with a rule for its values.
    pub(crate) const fn rule(mut self, rule: &'static dyn Validator) -> Self {
        self.rule = Some(rule);
        self
    }
}

impl From<&KafkaKey> for ConfigKey {
    fn from(key: &KafkaKey) -> Self {
        let mut made = Self::new(key.name, key.config_type, key.importance);
        made.documentation = Some(Cow::Borrowed(key.documentation));
        made.group = key.group.map(Cow::Borrowed);
        made.order = key.order;
        made.width = key.width;
        made.display_name = Cow::Borrowed(key.display_name);
        if let Some(default) = key.default {
            made = made.with_default(default.into());
        }
        match key.rule {
            Some(rule) => made.with_validator(rule),
            None => made,
        }
    }
}

impl From<Default> for Parsed {
    fn from(default: Default) -> Self {
        match default {
            Default::Null => Self::Null,
            Default::Boolean(value) => Self::Boolean(value),
            Default::String(value) => Self::String(value.to_owned()),
            Default::Int(value) => Self::Int(value),
            Default::Short(value) => Self::Short(value),
            Default::Long(value) => Self::Long(value),
            Default::Double(value) => Self::Double(value),
            Default::List(values) => Self::List(values.iter().map(|value| (*value).to_owned()).collect()),
            Default::Class(name) => Self::Class(name.to_owned()),
        }
    }
}

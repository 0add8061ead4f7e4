//! The configurations of Kafka's own transformations and predicates.
//!
//! The texts of the keys are Apache Kafka's (release 4.3, Apache License 2.0), as an answer of its REST interface has them.

use kconnect::config::{ConfigType as T, Importance as I, Invalid, Parsed};

use crate::config::kafka::{Default as D, KafkaKey};

/// The release whose transformations and predicates these are: their version.
pub(super) const RELEASE: &str = "4.3.1";

/// What a key's own rule looks at: the key's name and the value.
pub(super) type Check = fn(&str, &Parsed) -> Result<(), Invalid>;

/// Defines a configuration over Kafka's own keys: a struct with a field for each [`KafkaKey`].
///
/// `#[derive(ConfigDef)]` is for keys of our own; it takes the documentation from the comments of the fields.
macro_rules! kafka_config {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $key:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl kconnect::ConfigDef for $name {
            const NAME: &'static str = stringify!($name);

            fn definition() -> std::borrow::Cow<'static, kconnect::Definition> {
                static DEFINITION: std::sync::LazyLock<kconnect::Definition> = std::sync::LazyLock::new(|| {
                    let keys: Vec<kconnect::config::ConfigKey> = vec![$((&$key).into()),*];
                    // Kafka's keys do not clash; a test compares all of them with Kafka's classes.
                    kconnect::Definition::new(keys).unwrap_or_default()
                });
                std::borrow::Cow::Borrowed(&DEFINITION)
            }

            #[allow(unused_variables, reason = "there may be no keys")]
            fn read(reader: &mut kconnect::config::ConfigReader<'_>) -> Option<Self> {
                // Every key is read, so that everything that is wrong is said.
                $(let $field = reader.key::<$type>($key.name);)*
                Some(Self { $($field: $field?,)* })
            }

            #[allow(unused_variables, reason = "there may be no keys")]
            fn write(&self, writer: &mut kconnect::config::ConfigWriter) {
                $(writer.key($key.name, &self.$field);)*
            }
        }
    };
}

pub(super) use kafka_config;

/// Whether null becomes the field's default.
pub(super) static REPLACE_NULL: KafkaKey = KafkaKey::new("replace.null.with.default", T::Boolean, I::Medium, "Whether to replace fields that have a default value and that are null to the default value. When set to true, the default value is used, otherwise null is used.").or(D::Boolean(true));

//! Keys of the type CLASS: a Java class name, kept for what it stands for.

use kconnect::config::{ConfigField, ConfigType, Invalid, Parsed};

/// The name of a class, or an alias of one. What it stands for is looked up where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClassName(pub(crate) String);

impl ConfigField for ClassName {
    const TYPE: ConfigType = ConfigType::Class;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        match value {
            Parsed::Class(name) => Ok(Self(name.clone())),
            other => Err(Invalid::value(other, "Expected a Class instance or class name.")),
        }
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::Class(self.0.clone())
    }
}

//! A struct as a configuration.

use std::borrow::Cow;

use super::{
    definition::{Definition, Purpose},
    props::{Prop, Props},
    reader::{self, ConfigReader},
    types::Parsed,
    validation::Validation,
    writer::ConfigWriter,
};

/// A typed configuration. Derive it: `#[derive(ConfigDef)]`; by hand only for keys that are known at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration",
    label = "not a configuration",
    note = "put `#[derive(ConfigDef, Clone)]` on the struct"
)]
pub trait ConfigDef: Sized + Clone + Send + Sync + 'static {
    /// The name in dumps: the struct's.
    const NAME: &'static str;

    /// Every key.
    fn definition() -> Cow<'static, Definition>;

    /// Takes the values out of a validation; `None` if some are missing, which the reader then knows.
    fn read(reader: &mut ConfigReader<'_>) -> Option<Self>;

    /// The inverse of [`read`](Self::read).
    fn write(&self, writer: &mut ConfigWriter);

    /// Validates without giving the values: every key, and the rules across keys.
    #[must_use]
    fn validate(props: &Props) -> Validation {
        let definition = Self::definition();
        let definition = definition.expanded(props);
        let examined = definition.examine(props, Purpose::Validate);
        let (_, mut validation) = reader::read::<Self>(&definition, props, examined);
        definition.recommend(&mut validation);
        validation
    }

    /// The typed configuration.
    ///
    /// # Errors
    /// All that is wrong, at once.
    fn parse(props: &Props) -> Result<Self, Validation> {
        let definition = Self::definition();
        let definition = definition.expanded(props);
        if let Some(config) = reader::read_values(&definition, props) {
            return Ok(config);
        }
        let examined = definition.examine(props, Purpose::Use);
        match reader::read(&definition, props, examined) {
            (Some(config), validation) if validation.is_valid() => Ok(config),
            (_, validation) => Err(validation),
        }
    }

    /// The properties that [`parse`](Self::parse) reads back into an equal configuration. A password is a
    /// [`Prop::Secret`], or the variable that stood for it; for variables in other keys see
    /// [`to_props_as_given`](Self::to_props_as_given).
    #[must_use]
    fn to_props(&self) -> Props {
        let mut writer = ConfigWriter::default();
        self.write(&mut writer);
        let definition = Self::definition();
        let by_default =
            |name: &str| definition.get(name).and_then(super::ConfigKey::default_value) == Some(Parsed::Null);
        writer.props.retain(|name, value| *value != Prop::Null || !by_default(name));
        writer.props
    }

    /// As [`to_props`](Self::to_props), for a configuration that may be stored: where `given` held a variable and the value
    /// is still what the variable stood for, the variable goes back (`AbstractHerder.reverseTransform`).
    #[must_use]
    fn to_props_as_given(&self, given: &Props) -> Props {
        let mut props = self.to_props();
        let resolved: Vec<_> = given.iter().filter(|(_, prop)| prop.reference().is_some()).collect();
        if resolved.is_empty() {
            return props;
        }
        let definition = Self::definition();
        let definition = definition.expanded(given);
        for (name, prop) in resolved {
            let names = |key: &&super::ConfigKey| key.name == **name || key.aliases.iter().any(|alias| alias == name);
            let key = definition.keys().iter().find(names);
            let name = key.map_or(name.as_str(), |key| &*key.name);
            let Some(written) = props.get_mut(name) else { continue };
            // As the key's type writes it, since that is how it comes back: without blanks, for example.
            let value = key.map(|key| key.config_type.parse(&prop.to_parsed()));
            let text = match value {
                Some(Ok(Parsed::Password(password))) => Some(password.expose().to_owned()),
                Some(Ok(parsed)) => parsed.to_text(),
                Some(Err(_)) | None => prop.expose().map(str::to_owned),
            };
            if written.expose() == text.as_deref() {
                *written = prop.clone().stored();
            }
        }
        props
    }
}

//! The converters without a schema: text, bytes, a boolean, numbers.

use kconnect::{
    Error, Prop, Props, Result, SchemaAndValue,
    converters::{
        BooleanConverter, ByteArrayConverter, Converter, DoubleConverter, FloatConverter, IntegerConverter,
        LongConverter, ShortConverter, StringConverter,
    },
    host::Input,
};

use super::class::Class;

/// One of Kafka's converters whose form depends on nothing but the value.
pub(super) struct PlainConverter(&'static dyn Converter);

impl PlainConverter {
    /// The converter of that class; none for those that are configured at length.
    pub(super) fn of(class: Class) -> Option<Self> {
        Some(Self(match class {
            Class::Avro | Class::Json => return None,
            Class::String => &StringConverter,
            Class::ByteArray => &ByteArrayConverter,
            Class::Boolean => &BooleanConverter,
            Class::Short => const { &ShortConverter::new() },
            Class::Integer => const { &IntegerConverter::new() },
            Class::Long => const { &LongConverter::new() },
            Class::Float => const { &FloatConverter::new() },
            Class::Double => const { &DoubleConverter::new() },
        }))
    }

    /// Looks at the keys below the converter's prefix: all that there is to say is how text is encoded. The second list
    /// has the keys that nobody knows.
    pub(super) fn check(class: Class, prefix: &str, props: &Props) -> (Vec<String>, Vec<String>) {
        const ENCODING: &str = "converter.encoding";
        const TYPE: &str = "converter.type";
        let utf8 = |encoding: &str| {
            ["UTF-8", "UTF8", "unicode-1-1-utf-8"].iter().any(|name| encoding.eq_ignore_ascii_case(name))
        };
        let mut problems = Vec::new();
        let text = |key: &str| props.get(key).and_then(Prop::expose).map(str::trim);
        if let Some(other) = text(TYPE).filter(|other| !["key", "value", "header"].contains(other)) {
            problems.push(format!(
                "Invalid value {other} for configuration {prefix}{TYPE}: String must be one of: key, value, header"
            ));
        }
        if let Some(other) = text(ENCODING).filter(|other| class == Class::String && !utf8(other)) {
            problems
                .push(format!("Invalid value {other} for configuration {prefix}{ENCODING}: only UTF-8 is supported"));
        }
        let known = |key: &str| key == TYPE || (key == ENCODING && class == Class::String);
        let unknown = props.keys().filter(|key| !known(key)).map(|key| {
            format!("the configuration {prefix}{key} was supplied but is not known to {}", class.simple_name())
        });
        (problems, unknown.collect())
    }

    /// The bytes of a value.
    ///
    /// # Errors
    /// A data error, in Kafka's words.
    pub(super) fn write(&self, data: &SchemaAndValue) -> Result<Option<Vec<u8>>> {
        self.0.from_connect_data(data.schema.as_ref(), &data.value).map_err(Error::from)
    }

    /// The value of bytes.
    ///
    /// # Errors
    /// A data error, in Kafka's words.
    pub(super) fn read(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue> {
        self.0.to_connect_data(bytes).map_err(Error::from)
    }

    /// The value of bytes, to be read into a type.
    ///
    /// # Errors
    /// A data error, in Kafka's words.
    pub(super) fn input<'a>(&self, class: Class, bytes: &'a [u8]) -> Result<Input<'a>> {
        match class {
            Class::ByteArray => Ok(Input::Bytes(bytes)),
            // What is no UTF-8 is replaced on the way to a value.
            Class::String => match str::from_utf8(bytes) {
                Ok(text) => Ok(Input::Text(text)),
                Err(_) => self.read(Some(bytes)).map(Input::Value),
            },
            _ => self.read(Some(bytes)).map(Input::Value),
        }
    }
}

//! Converters of headers.

use std::fmt;

use kconnect::{Prop, Props, Result, SchemaAndValue, config::Secrets, data::SimpleHeaderConverter};

use super::{
    class::{self, Class},
    json::JsonConverter,
    plain::PlainConverter,
};

const SIMPLE: &str = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

/// Converts the values of headers (Kafka's `HeaderConverter`): `SimpleHeaderConverter`, or any converter of keys and values
/// that needs no registry.
pub struct HeaderConverter {
    class: &'static str,
    form: Form,
}

enum Form {
    Simple,
    Json(Box<JsonConverter>),
    Plain(PlainConverter),
}

/// A header converter, and what to say about its configuration.
#[derive(Debug)]
pub struct ConfiguredHeader {
    /// The converter.
    pub converter: HeaderConverter,
    /// Keys that nobody knows, as sentences.
    pub unknown: Vec<String>,
}

impl fmt::Debug for HeaderConverter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeaderConverter").field("class", &self.class).finish_non_exhaustive()
    }
}

impl Default for HeaderConverter {
    /// Kafka's default: `SimpleHeaderConverter`.
    fn default() -> Self {
        Self { class: SIMPLE, form: Form::Simple }
    }
}

impl HeaderConverter {
    /// Configures the converter that `class` names; `props` are the keys below `prefix` (`header.converter.`), which is
    /// stripped. Every problem is one line that names its key.
    ///
    /// # Errors
    /// All of those lines.
    pub fn configure(class: &Prop, prefix: &str, props: &Props) -> Result<ConfiguredHeader, Vec<String>> {
        let secrets = Secrets::of(props.values().chain([class]));
        let name = class.expose().unwrap_or_default().trim();
        Self::find(name, prefix, props)
            .map_err(|problems| problems.into_iter().map(|problem| secrets.scrub(problem)).collect())
    }

    fn find(name: &str, prefix: &str, props: &Props) -> Result<ConfiguredHeader, Vec<String>> {
        if class::named(SIMPLE, name) || name == "Simple" {
            // It is configured by nothing, and takes whatever it is given.
            return Ok(ConfiguredHeader { converter: Self::default(), unknown: Vec::new() });
        }
        let class = Class::find(name).filter(|class| *class != Class::Avro).ok_or_else(|| {
            let known = Class::ALL.into_iter().filter(|class| *class != Class::Avro).map(Class::name);
            vec![class::unknown(prefix.trim_end_matches('.'), name, [SIMPLE].into_iter().chain(known))]
        })?;
        let Some(plain) = PlainConverter::of(class) else {
            let (json, unknown) = JsonConverter::configure("header", prefix, props)?;
            let converter = Self { class: class.name(), form: Form::Json(Box::new(json)) };
            return Ok(ConfiguredHeader { converter, unknown });
        };
        match PlainConverter::check(class, prefix, props) {
            (problems, unknown) if problems.is_empty() => {
                Ok(ConfiguredHeader { converter: Self { class: class.name(), form: Form::Plain(plain) }, unknown })
            }
            (problems, _) => Err(problems),
        }
    }

    /// The Java name of its class.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.class
    }

    /// The bytes of a header's value; `None` is a header without a value.
    ///
    /// # Errors
    /// A data error when the converter cannot write such a value.
    pub fn from_connect(&self, _topic: &str, _key: &str, data: &SchemaAndValue) -> Result<Option<Vec<u8>>> {
        match &self.form {
            Form::Simple => Ok(SimpleHeaderConverter::from_connect_header(data.schema.as_ref(), &data.value)),
            Form::Json(json) => json.write(data),
            Form::Plain(plain) => plain.write(data),
        }
    }

    /// The value of a header's bytes, and its schema.
    ///
    /// # Errors
    /// A data error when the converter cannot read such bytes.
    pub fn to_connect(&self, _topic: &str, _key: &str, bytes: Option<&[u8]>) -> Result<SchemaAndValue> {
        match &self.form {
            Form::Simple => Ok(SimpleHeaderConverter::to_connect_header(bytes)),
            Form::Json(json) => json.read(bytes),
            Form::Plain(plain) => plain.read(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use kconnect::{Date, Headers, Time, Timestamp};

    use super::*;

    #[test]
    fn values_become_the_text_that_kafka_connect_writes() {
        let mut all = Headers::default();
        all.add("text", "a \"b\"");
        all.add("number", 7_i64);
        all.add("float", 1.0e10_f64);
        all.add("bytes", b"\x00\xff".to_vec());
        all.add("timestamp", Timestamp::from_ms(1_700_000_000_123));
        all.add("date", Date::from_days(19_675));
        all.add("time", Time::from_ms(1).unwrap());
        let converter = HeaderConverter::default();
        let written: Vec<_> = all
            .iter()
            .map(|(key, data)| (key, converter.from_connect("t", key, data).unwrap().unwrap()))
            .map(|(key, bytes)| (key, String::from_utf8(bytes).unwrap()))
            .collect();
        let expected = [
            ("text", "a \"b\""),
            ("number", "7"),
            ("float", "1.0E10"),
            ("bytes", "AP8="),
            ("timestamp", "2023-11-14T22:13:20.123Z"),
            ("date", "2023-11-14"),
            ("time", "00:00:00.001Z"),
        ];
        assert_eq!(written, expected.map(|(key, value)| (key, value.to_owned())));
    }
}

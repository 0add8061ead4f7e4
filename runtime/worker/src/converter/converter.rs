//! A converter of keys or values.

use std::{fmt, sync::Arc};

use kconnect::{
    Error, ErrorKind, Prop, Props, Result, SchemaAndValue,
    config::Secrets,
    data::{Part, Type},
    host::Input,
};

use super::{
    avro::AvroConverter,
    class::{self, Class},
    explain::explanation,
    framing::Framing,
    json::JsonConverter,
    plain::PlainConverter,
};

/// One side's converter, configured (Kafka's `Converter`).
pub struct Converter {
    class: Class,
    part: Part,
    form: Form,
    secrets: Secrets,
}

enum Form {
    Avro(Box<AvroConverter>),
    Json(Box<JsonConverter>),
    Plain(PlainConverter),
}

/// A converter, and what to say about its configuration.
#[derive(Debug)]
pub struct Configured {
    /// The converter.
    pub converter: Converter,
    /// Keys that have no effect, as sentences.
    pub warnings: Vec<String>,
    /// Keys that nobody knows, as sentences.
    pub unknown: Vec<String>,
}

/// Shows no keys: some are secrets.
impl fmt::Debug for Converter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converter").field("class", &self.class).field("part", &self.part).finish_non_exhaustive()
    }
}

impl Converter {
    /// Configures the converter that `class` names; `props` are the keys below `prefix`, which is stripped. Every
    /// problem is one line that names its key.
    ///
    /// A connector that names a converter names all of its keys as well: those of the worker belong to the worker's.
    ///
    /// # Errors
    /// All of those lines.
    pub fn configure(class: &Prop, part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        let secrets = Secrets::of(props.values().chain([class]));
        let name = class.expose().unwrap_or_default().trim();
        let configured = if let Some(class) = Class::find(name) {
            Self::of(class, part, prefix, props, &secrets)
        } else {
            let key = prefix.trim_end_matches('.');
            Err(vec![class::unknown(key, name, Class::ALL.into_iter().map(Class::name))])
        };
        let scrubbed = |texts: Vec<String>| texts.into_iter().map(|text| secrets.scrub(text)).collect();
        match configured {
            Ok(configured) => Ok(Configured { warnings: scrubbed(configured.warnings), ..configured }),
            Err(problems) => Err(scrubbed(problems)),
        }
    }

    fn of(class: Class, part: Part, prefix: &str, props: &Props, secrets: &Secrets) -> Result<Configured, Vec<String>> {
        let (form, warnings, unknown) = if let Some(plain) = PlainConverter::of(class) {
            let (problems, unknown) = PlainConverter::check(class, prefix, props);
            if !problems.is_empty() {
                return Err(problems);
            }
            (Form::Plain(plain), Vec::new(), unknown)
        } else if class == Class::Json {
            let (json, unknown) = JsonConverter::configure(part.as_str(), prefix, props)?;
            (Form::Json(Box::new(json)), Vec::new(), unknown)
        } else {
            let (avro, warnings, unknown) = AvroConverter::configure(part, prefix, props)?;
            (Form::Avro(Box::new(avro)), warnings, unknown)
        };
        Ok(Configured { converter: Self { class, part, form, secrets: secrets.clone() }, warnings, unknown })
    }

    /// The Java name of its class.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.class.name()
    }

    /// How a part of that type is framed, when its records write themselves.
    ///
    /// # Errors
    /// Fatal when the converter cannot write the type; the error says which one can.
    pub(crate) fn framing(&self, ty: &Type, namespace: Option<&str>) -> Result<Framing> {
        if let Type::Dynamic = ty {
            return Ok(Framing::Dynamic);
        }
        match &self.form {
            Form::Avro(converter) => Ok(Framing::Avro(Arc::new(converter.schema(ty, namespace)?))),
            Form::Json(converter) => Ok(Framing::Json(converter.framing(ty, namespace)?)),
            Form::Plain(_) if self.class == Class::String => Ok(Framing::Text),
            Form::Plain(_) if self.class.writes(ty) => Ok(Framing::Raw),
            Form::Plain(_) => Err(Error::fatal(self.class.refusal(self.part, ty))),
        }
    }

    /// The id of a schema that [`framing`](Self::framing) gave, registered if need be.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; fatal when it refuses.
    pub(crate) async fn id(&self, topic: &str, schema: &super::WireSchema) -> Result<u32> {
        match &self.form {
            Form::Avro(converter) => converter.id(topic, schema).await,
            Form::Json(_) | Form::Plain(_) => unreachable!("only Avro is registered"),
        }
    }

    /// The bytes of a value; `None` is null (Kafka's `fromConnectData`).
    ///
    /// # Errors
    /// Retriable when a registry is out of reach; a data error when the converter cannot write such a value.
    pub async fn from_connect(&self, topic: &str, data: &SchemaAndValue) -> Result<Option<Vec<u8>>> {
        match &self.form {
            Form::Avro(converter) => Box::pin(converter.write(topic, data)).await,
            Form::Json(converter) => converter.write(data),
            Form::Plain(converter) => converter.write(data),
        }
    }

    /// The value of bytes, and its schema (Kafka's `toConnectData`).
    ///
    /// # Errors
    /// Retriable when a registry is out of reach; a data error, which says what the bytes look like and which key to
    /// change, when the converter cannot read them.
    pub async fn to_connect(&self, topic: &str, bytes: Option<&[u8]>) -> Result<SchemaAndValue> {
        let read = match (&self.form, bytes) {
            (Form::Avro(_), None) => return Ok(SchemaAndValue::NULL),
            (Form::Avro(converter), Some(message)) => Box::pin(converter.read(topic, message)).await,
            (Form::Json(converter), _) => converter.read(bytes),
            (Form::Plain(converter), _) => converter.read(bytes),
        };
        read.map_err(|error| self.explain(bytes, error))
    }

    /// The bytes as a sink's task reads them: Avro, JSON, text and bytes as they are, everything else as a value. What goes
    /// wrong when the task's type is read from them is told to [`explain`](Self::explain).
    ///
    /// # Errors
    /// As [`to_connect`](Self::to_connect).
    pub async fn input<'a>(&self, topic: &str, bytes: Option<&'a [u8]>) -> Result<Input<'a>> {
        let Some(given) = bytes else { return Ok(Input::Null) };
        let read = match &self.form {
            Form::Avro(converter) => match converter.known_input(given) {
                Some(input) => return Ok(input),
                None => Box::pin(converter.input(topic, given)).await,
            },
            Form::Json(converter) => converter.input(given),
            Form::Plain(converter) => converter.input(self.class, given),
        };
        read.map_err(|error| self.explain(bytes, error))
    }

    /// The error of a record that could not be read, with what its bytes look like and which key to change. Only what is
    /// wrong with the data is explained; any other error stays as it is.
    #[must_use]
    pub fn explain(&self, bytes: Option<&[u8]>, error: Error) -> Error {
        let error = self.secrets.scrub_error(error);
        let enveloped = matches!(&self.form, Form::Json(json) if json.enveloped());
        let explanation = |bytes: &[u8]| explanation(self.class, enveloped, self.part, bytes);
        match bytes.filter(|_| error.kind() == ErrorKind::Data).and_then(explanation) {
            Some(explanation) => Error::data(format!("{}; {explanation}", error.chain())),
            None => error,
        }
    }
}

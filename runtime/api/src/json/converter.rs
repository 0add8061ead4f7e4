//! Kafka's `JsonConverter`, for data whose schema is known at run time.

use std::sync::Arc;

use super::{
    cache::Cache,
    config::JsonConverterConfig,
    encoding,
    from_connect::from_connect,
    node::Node,
    parse_schema::connect_schema,
    scan::{Malformed, Scan, Scanner},
    schema::json_schema,
    to_connect::to_connect,
};
use crate::data::{DataException, Schema, SchemaAndValue, Value};

/// What is no envelope.
pub(crate) const ENVELOPE: &str = "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not contain \
                        additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in \
                        your converter configuration.";

/// Converts values to and from JSON (`org.apache.kafka.connect.json.JsonConverter` of Kafka 4.3), with Kafka's messages.
///
/// What is read may be anything: it is refused with an error, and takes no more memory than a small multiple of its size.
///
/// Three things are not as in Kafka. Half of a pair of surrogates (`"\ud800"`) and what is no UTF-8 are refused, because a
/// string of Rust cannot hold them; arrays and objects may be nested 250 deep, where Kafka allows 1000; and a schema that
/// contains itself is refused where Kafka runs out of stack.
///
/// ```
/// use kconnect::{data::{Schema, SchemaType, Value}, json::JsonConverter};
///
/// let converter = JsonConverter::default();
/// let schema = Schema::required(SchemaType::Int32);
/// let json = converter.from_connect_data(Some(&schema), &Value::Int32(7))?;
/// assert_eq!(json.as_deref(), Some(&br#"{"schema":{"type":"int32","optional":false},"payload":7}"#[..]));
/// assert_eq!(converter.to_connect_data(json.as_deref())?.value, Value::Int32(7));
/// # Ok::<(), kconnect::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonConverter {
    config: JsonConverterConfig,
    /// The one of `schema.content`.
    content: Option<Schema>,
    /// By the schema's place in memory; the schema is kept, so that no other takes its place.
    written: Cache<(usize, usize), (Schema, Arc<str>)>,
    /// By its text.
    read: Cache<Box<str>, Schema>,
}

impl Default for JsonConverter {
    /// With Kafka's defaults.
    fn default() -> Self {
        Self::with_schema(JsonConverterConfig::default(), None)
    }
}

impl JsonConverter {
    /// A converter with that configuration.
    ///
    /// # Errors
    /// `schema.content` is no schema.
    pub fn new(config: JsonConverterConfig) -> Result<Self, DataException> {
        const MESSAGE: &str = "Failed to parse schema in converter config due to serialization error: ";
        let content = match &config.schema_content {
            None => None,
            Some(content) => {
                let mut scanner = Scanner::new(content.as_bytes());
                let json = Node::read(&mut scanner).map_err(|malformed| refused(MESSAGE, &scanner, &malformed))?;
                connect_schema(&json, &config)?
            }
        };
        Ok(Self::with_schema(config, content))
    }

    fn with_schema(config: JsonConverterConfig, content: Option<Schema>) -> Self {
        let size = config.schemas_cache_size;
        Self { config, content, written: Cache::new(size), read: Cache::new(size) }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &JsonConverterConfig {
        &self.config
    }

    /// The JSON of a value; none for null without a schema, which is a tombstone.
    ///
    /// # Errors
    /// The value does not fit its schema, or JSON cannot say it.
    pub fn from_connect_data(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        if schema.is_none() && *value == Value::Null {
            return Ok(None);
        }
        let mut out = Vec::new();
        if self.config.schemas_enable {
            out.extend_from_slice(b"{\"schema\":");
            match schema {
                Some(schema) => out.extend_from_slice(self.as_json_schema(schema)?.as_bytes()),
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b",\"payload\":");
        }
        from_connect(schema, value, &self.config, &mut out)?;
        if self.config.schemas_enable {
            out.push(b'}');
        }
        Ok(Some(out))
    }

    /// The value that JSON is, and its schema; null without a schema for no bytes at all.
    ///
    /// # Errors
    /// The bytes are no JSON, no envelope, or do not fit the schema in it.
    pub fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        const MESSAGE: &str = "Converting byte[] to Kafka Connect data failed due to serialization error: ";
        let Some(bytes) = bytes else { return Ok(SchemaAndValue::NULL) };
        let text =
            encoding::to_utf8(bytes).map_err(|why| DataException::data(MESSAGE).caused_by(DataException::data(why)))?;
        let mut scanner = Scanner::new(&text);
        let document = self.read(&mut scanner).map_err(|malformed| refused(MESSAGE, &scanner, &malformed))?;
        match document {
            Document::Payload(payload) => {
                let schema = self.content.clone().filter(|_| self.config.schemas_enable);
                let value = to_connect(schema.as_ref(), Some(&payload), &self.config)?;
                Ok(SchemaAndValue { schema, value })
            }
            Document::Envelope { schema, payload } => {
                let schema = self.schema_of(schema)?;
                let value = to_connect(schema.as_ref(), Some(&payload), &self.config)?;
                Ok(SchemaAndValue { schema, value })
            }
            Document::Other => Err(DataException::data(ENVELOPE)),
        }
    }

    /// The JSON of a schema, as it stands in the envelope.
    ///
    /// # Errors
    /// The schema contains itself.
    pub fn as_json_schema(&self, schema: &Schema) -> Result<Arc<str>, DataException> {
        if let Some((_, json)) = self.written.get(&schema.place()) {
            return Ok(json);
        }
        let json: Arc<str> = json_schema(schema, &self.config)?.into();
        self.written.put(schema.place(), (schema.clone(), Arc::clone(&json)), json.len());
        Ok(json)
    }

    /// The schema that JSON describes; none for `null`.
    ///
    /// # Errors
    /// The text is no JSON, or no schema.
    pub fn as_connect_schema(&self, json: &str) -> Result<Option<Schema>, DataException> {
        self.schema_of(json)
    }

    fn schema_of(&self, json: &str) -> Result<Option<Schema>, DataException> {
        if let Some(known) = self.read.get(json) {
            return Ok(Some(known));
        }
        let mut scanner = Scanner::new(json.as_bytes());
        let node = Node::read(&mut scanner).map_err(|malformed| refused("malformed JSON", &scanner, &malformed))?;
        let schema = connect_schema(&node, &self.config)?;
        if let Some(schema) = &schema {
            self.read.put(json.into(), schema.clone(), json.len());
        }
        Ok(schema)
    }

    /// The whole text: all of it has to be JSON before anything is said about what it means.
    fn read<'a>(&self, scanner: &mut Scanner<'a>) -> Scan<Document<'a>> {
        let first = scanner.token();
        let start = scanner.position();
        let document = match first {
            None if scanner.at_end() => Document::empty(&self.config, self.content.is_some()),
            Some(b'{') if self.config.schemas_enable && self.content.is_none() => envelope(scanner)?,
            _ if self.config.schemas_enable && self.content.is_none() => {
                scanner.skip_value()?;
                Document::Other
            }
            _ => Document::Payload(Node::read(scanner)?),
        };
        scanner.end_of_root(start)?;
        Ok(document)
    }
}

enum Document<'a> {
    /// The payload alone.
    Payload(Node<'a>),
    /// The schema's text, and the payload.
    Envelope { schema: &'a str, payload: Node<'a> },
    /// JSON that is no envelope where one is wanted.
    Other,
}

impl Document<'_> {
    /// What no text at all is.
    fn empty(config: &JsonConverterConfig, content: bool) -> Self {
        if config.schemas_enable && !content { Self::Other } else { Self::Payload(Node::Missing) }
    }
}

/// An object with a schema and a payload and nothing else. The schema is only skipped: mostly its text is known.
fn envelope<'a>(scanner: &mut Scanner<'a>) -> Scan<Document<'a>> {
    let (mut schema, mut payload, mut others, mut first) = (None, None, false, true);
    scanner.enter()?;
    while scanner.more(first, b'}')? {
        first = false;
        match &*scanner.name()? {
            "schema" => {
                scanner.token();
                let start = scanner.position();
                scanner.skip_value()?;
                schema = Some(scanner.since(start));
            }
            "payload" => payload = Some(Node::read(scanner)?),
            _ => {
                others = true;
                scanner.skip_value()?;
            }
        }
    }
    Ok(match (schema, payload) {
        (Some(schema), Some(payload)) if !others => Document::Envelope { schema, payload },
        _ => Document::Other,
    })
}

/// Kafka's message, caused by what is wrong with the text and where.
fn refused(message: &str, scanner: &Scanner<'_>, malformed: &Malformed) -> DataException {
    let (line, column) = scanner.place(malformed.at);
    let cause = DataException::data(format!("{} at line {line}, column {column}", malformed.why));
    DataException::data(message).caused_by(cause)
}

//! `AvroConverter`: Confluent's wire format, with schemas in a registry.

use std::sync::Arc;

use kconnect::{
    Error, Props, Result, SchemaAndValue,
    avro::{self, AvroData, AvroDataConfig, AvroForm, AvroToConnect, Registered, wire},
    config::Secrets,
    data::{Part, Type},
    host::Input,
};
use quick_cache::sync::Cache;

use super::class::Class;
use crate::registry::{LookupOptions, NewSchema, RegistryError, SchemaIds, SchemaType, Settings, StoredSchema};

/// Configured by `schema.registry.url` and its siblings, and by the options of Confluent's `AvroDataConfig`.
pub(crate) struct AvroConverter {
    part: Part,
    prefix: String,
    ids: Box<SchemaIds>,
    data: AvroData,
    /// The ids that values were written with, by the place of the schema in memory, which is kept, and the topic.
    written: Cache<(usize, String), (Arc<Registered>, u32)>,
    /// The schemas that records were written with.
    writers: Cache<u32, Arc<Writer>>,
    /// How their data becomes Connect's: the schema's version, which is part of it, depends on the subject.
    readers: Cache<(u32, String), Arc<AvroToConnect>>,
    secrets: Secrets,
}

/// The schema that a record was written with.
struct Writer {
    stored: Arc<StoredSchema>,
    avro: Arc<avro::Schema>,
}

/// The schema of one part of one kind of record, as it is registered.
pub(crate) struct WireSchema {
    /// The text that is registered.
    pub(crate) text: Arc<str>,
    /// The record's full name, for the subject strategies that use it.
    pub(crate) record_name: Option<Arc<str>>,
    /// Confluent writes a value of the plain type `bytes` without Avro's length.
    pub(crate) raw_bytes: bool,
    /// How a value is written, as far as that is configured.
    pub(crate) form: AvroForm,
}

/// The converter, what has no effect, and the keys that nobody knows, as sentences.
pub(super) type Configured = (AvroConverter, Vec<String>, Vec<String>);

impl AvroConverter {
    pub(super) fn configure(part: Part, prefix: &str, props: &Props) -> Result<Configured, Vec<String>> {
        const TYPE: &str = "converter.type";
        let prefixed = |key: &str, message: &str| message.replacen(key, &format!("{prefix}{key}"), 1);
        let own: Vec<_> = AvroDataConfig::KEYS.into_iter().chain([TYPE]).collect();
        let parsed = Settings::parse(prefix, part == Part::Key, props, &own);
        let config = AvroDataConfig::from_props(props);
        let (parsed, config) = match (parsed, config) {
            (Ok(parsed), Ok(config)) => (parsed, config),
            (parsed, config) => {
                let problems = parsed.err().unwrap_or_default();
                let of_registry = problems.iter().map(|problem| prefixed(&problem.key, &problem.message));
                let of_data = config.err().unwrap_or_default();
                let of_data = of_data.iter().map(|message| {
                    let key = AvroDataConfig::KEYS.into_iter().find(|key| message.contains(key));
                    key.map_or_else(|| message.clone(), |key| prefixed(key, message))
                });
                return Err(of_registry.chain(of_data).collect());
            }
        };
        let secrets = parsed.settings.secrets.clone();
        let ids = SchemaIds::new(parsed.settings).map_err(|error| vec![error.to_string()])?;
        let size = config.schemas_cache_size;
        let converter = Self {
            part,
            prefix: prefix.to_owned(),
            ids: Box::new(ids),
            data: AvroData::new(config),
            written: Cache::new(size),
            writers: Cache::new(size),
            readers: Cache::new(size),
            secrets,
        };
        Ok((converter, parsed.warnings, parsed.unknown))
    }

    pub(super) fn schema(&self, ty: &Type, namespace: Option<&str>) -> Result<WireSchema> {
        let schema = self.data.schema_of(ty, namespace)?;
        Ok(WireSchema {
            text: schema.to_string().into(),
            record_name: matches!(ty, Type::Struct { .. }).then(|| schema.name().map(Into::into)).flatten(),
            raw_bytes: matches!(ty, Type::Bytes),
            form: self.data.config().form(),
        })
    }

    /// The id under which the schema is registered for that topic, registering it if need be.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; fatal when it refuses.
    pub(crate) async fn id(&self, topic: &str, schema: &WireSchema) -> Result<u32> {
        self.id_of(topic, schema.record_name.as_deref(), &schema.text).await
    }

    async fn id_of(&self, topic: &str, record: Option<&str>, text: &str) -> Result<u32> {
        let subject = self.ids.subject(topic, record).map_err(|error| self.scrubbed(error))?;
        self.ids.id(&subject, text).await.map_err(|error| self.scrubbed(error))
    }

    /// The bytes of a value: the id of its schema, registered if need be, and Avro.
    ///
    /// # Errors
    /// As [`id`](Self::id); a data error when the value does not fit its schema.
    pub(super) async fn write(&self, topic: &str, data: &SchemaAndValue) -> Result<Option<Vec<u8>>> {
        // Encoded before anybody is asked: a value that does not fit registers nothing.
        let Some(payload) = self.data.payload(data.schema.as_ref(), &data.value)? else { return Ok(None) };
        let registered = self.data.registered(data.schema.as_ref())?;
        let key = (Arc::as_ptr(&registered).addr(), topic.to_owned());
        let id = if let Some((_, id)) = self.written.get(&key) {
            id
        } else {
            let id = self.id_of(topic, registered.record_name(), registered.text()).await?;
            if self.ids.are_lasting() {
                self.written.insert(key, (registered, id));
            }
            id
        };
        let mut message = Vec::new();
        wire::frame(id, &payload, &mut message);
        Ok(Some(message))
    }

    /// The value of a message, with the schema that it was written with.
    ///
    /// # Errors
    /// Retriable when the registry is out of reach; a data error when it does not know the schema, or the bytes are not
    /// of it.
    pub(super) async fn read(&self, topic: &str, message: &[u8]) -> Result<SchemaAndValue> {
        let (id, payload) = unframe(topic, message)?;
        let writer = self.writer(topic, id).await?;
        let reader = self.reader(topic, id, &writer).await?;
        reader.read_payload(payload)
    }

    /// As [`input`](Self::input) when nobody has to be asked.
    pub(super) fn known_input<'a>(&self, message: &'a [u8]) -> Option<Input<'a>> {
        let (id, payload) = wire::unframe(message).ok()?;
        Some(self.writers.get(&id)?.input(id, payload))
    }

    /// The payload of a message and its schema, to be read into a type.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) async fn input<'a>(&self, topic: &str, message: &'a [u8]) -> Result<Input<'a>> {
        let (id, payload) = unframe(topic, message)?;
        Ok(self.writer(topic, id).await?.input(id, payload))
    }

    async fn writer(&self, topic: &str, id: u32) -> Result<Arc<Writer>> {
        if let Some(known) = self.writers.get(&id) {
            return Ok(known);
        }
        let registry = self.ids.registry();
        // A subject lets registries answer that permit their clients some subjects only, and finds the context.
        let subject = self.ids.subject(topic, None).ok();
        let stored = registry.schema(id, subject.as_deref()).await.map_err(|error| self.of_id(id, error))?;
        if stored.schema_type != SchemaType::Avro {
            let language = match &stored.schema_type {
                SchemaType::Protobuf => "Protobuf",
                SchemaType::Json => "JSON Schema",
                SchemaType::Avro => "Avro",
                SchemaType::Other(name) => name,
            };
            return Err(Error::data(format!(
                "schema id {id} is one of {language}, not of Avro: the {part} was written with the {language} serializer, which \
                 the AvroConverter does not read; let the producer write Avro, or set {part}.converter={}, which takes the bytes \
                 as they are",
                Class::ByteArray.name(),
                part = self.part
            )));
        }
        let parsed = registry.parse(&stored.schema, &stored.references).await;
        let avro = Arc::new(parsed.map_err(|error| self.of_id(id, error))?);
        let writer = Arc::new(Writer { stored, avro });
        self.writers.insert(id, Arc::clone(&writer));
        Ok(writer)
    }

    async fn reader(&self, topic: &str, id: u32, writer: &Writer) -> Result<Arc<AvroToConnect>> {
        let record = matches!(writer.avro.kind, avro::Kind::Record(_)).then(|| writer.avro.name()).flatten();
        // Without a name there is no subject, and so no version.
        let subject = self.ids.subject(topic, record).unwrap_or_default();
        let key = (id, subject);
        if let Some(known) = self.readers.get(&key) {
            return Ok(known);
        }
        let version = self.version(&key.1, &writer.stored).await?;
        let reader = Arc::new(self.data.reader(Arc::clone(&writer.avro), version)?);
        self.readers.insert(key, Arc::clone(&reader));
        Ok(reader)
    }

    /// The version of a schema under its subject, which becomes the version of the Connect schema. Confluent's converter
    /// fails when the schema is not there: here, what was registered under another subject has no version.
    async fn version(&self, subject: &str, stored: &StoredSchema) -> Result<Option<i32>> {
        if subject.is_empty() {
            return Ok(None);
        }
        let schema = NewSchema { references: stored.references.clone(), ..NewSchema::avro(&*stored.schema) };
        let options = LookupOptions::default().with_deleted();
        match self.ids.registry().lookup(subject, &schema, &options).await {
            Ok(found) => Ok(found.version.and_then(|version| i32::try_from(version).ok())),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(self.scrubbed(error)),
        }
    }

    /// What is wrong with the schema of a record that is there already: that record cannot be read, others can.
    fn of_id(&self, id: u32, error: RegistryError) -> Error {
        if error.is_missing() {
            let key = format!("{}schema.registry.url", self.prefix);
            return Error::data(format!(
                "schema id {id} is not in the registry ({}); if the topic was written with another registry, set {key} to its \
                 address, and if its {part}s are not Avro, set another {part}.converter",
                self.scrubbed(error).chain(),
                part = self.part
            ));
        }
        self.scrubbed(error)
    }

    fn scrubbed(&self, error: RegistryError) -> Error {
        self.secrets.scrub_error(Error::from(error))
    }
}

impl Writer {
    fn input<'a>(&self, id: u32, payload: &'a [u8]) -> Input<'a> {
        if wire::is_raw(&self.avro) {
            return Input::Bytes(payload);
        }
        Input::Avro { id, schema: Arc::clone(&self.avro), bytes: payload }
    }
}

/// What the bytes look like instead is explained by whoever knows all converters.
fn unframe<'a>(topic: &str, message: &'a [u8]) -> Result<(u32, &'a [u8])> {
    wire::unframe(message).map_err(|_| {
        let why = if message.first() == Some(&0) { "it is too short for a schema id" } else { "Unknown magic byte!" };
        Error::data(format!("Failed to deserialize data for topic {topic} to Avro: {why}"))
    })
}

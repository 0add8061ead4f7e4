//! The plugins that a configuration may name.

use std::{borrow::Cow, fmt, sync::Arc};

use kconnect::{
    Props, Result, Support, Validation,
    config::Definition,
    host::{Boxed, SinkPlugin, SourcePlugin},
};

use crate::plugins::Plugin;

/// The version of a plugin that does not say its own.
const UNDEFINED: &str = "undefined";

/// Which way a connector's records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectorKind {
    /// Into Kafka.
    Source,
    /// Out of Kafka.
    Sink,
}

/// As Kafka Connect writes it: `source` or `sink`.
impl fmt::Display for ConnectorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Sink => "sink",
        })
    }
}

/// Whether a source connector can deliver every record exactly once (`ExactlyOnceSupport`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExactlyOnceSupport {
    /// It can.
    Supported,
    /// It cannot.
    Unsupported,
}

/// Whether a source connector can say where a transaction ends (`ConnectorTransactionBoundaries`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TransactionBoundaries {
    /// It can.
    Supported,
    /// It cannot.
    #[default]
    Unsupported,
}

/// A connector, as far as validating a configuration for it needs one (Java's `Connector`).
///
/// [`PluginDescription`] implements it for a definition made at run time, and every compiled-in connector is one.
pub trait ConnectorPlugin: Send + Sync {
    /// The name in `connector.class`.
    fn class(&self) -> &str;

    /// Which way its records go.
    fn kind(&self) -> ConnectorKind;

    /// Its version.
    fn version(&self) -> &str {
        UNDEFINED
    }

    /// Further full names, such as that of the Java class whose configurations it reads.
    fn aliases(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Its own keys (`Connector.config`).
    fn definition(&self) -> Cow<'_, Definition>;

    /// Checks its own keys and what only it can check (`Connector.validate`); may connect. The default checks the keys.
    ///
    /// # Errors
    /// When it cannot say whether the configuration is valid.
    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        Box::pin(async move { Ok(self.definition().validate(props)) })
    }

    /// Whether it delivers exactly once with that configuration; `None` if it does not say.
    ///
    /// # Errors
    /// When it cannot say.
    fn exactly_once_support(&self, _props: &Props) -> Result<Option<ExactlyOnceSupport>> {
        Ok(None)
    }

    /// Whether it can say with that configuration where a transaction ends.
    ///
    /// # Errors
    /// When it cannot say.
    fn transaction_boundaries(&self, _props: &Props) -> Result<TransactionBoundaries> {
        Ok(TransactionBoundaries::Unsupported)
    }
}

impl fmt::Debug for dyn ConnectorPlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConnectorPlugin").field(&self.class()).finish()
    }
}

/// A connector that is nothing but its definition, made at run time.
///
/// ```
/// use kconnect::config::{ConfigKey, ConfigType, Definition, Importance};
/// use kconnect_worker::validate::{PluginDescription, PluginSet};
///
/// let definition = Definition::new([ConfigKey::new("topic", ConfigType::String, Importance::High)])?;
/// let plugins = PluginSet::kafka().with_connector(PluginDescription::source("io.example.Sample", definition));
/// # Ok::<_, kconnect::config::DefinitionError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PluginDescription {
    /// The name in `connector.class`.
    pub class: String,
    /// Which way its records go.
    pub kind: ConnectorKind,
    /// Its version.
    pub version: String,
    /// Its keys.
    pub definition: Definition,
    /// What it says about exactly-once delivery; `None` if nothing.
    pub exactly_once: Option<ExactlyOnceSupport>,
    /// What it says about the ends of transactions.
    pub transaction_boundaries: TransactionBoundaries,
}

impl PluginDescription {
    /// A source connector without a version that says nothing about exactly-once delivery, as Java's defaults are.
    pub fn source(class: impl Into<String>, definition: Definition) -> Self {
        Self {
            class: class.into(),
            kind: ConnectorKind::Source,
            version: UNDEFINED.to_owned(),
            definition,
            exactly_once: None,
            transaction_boundaries: TransactionBoundaries::Unsupported,
        }
    }

    /// A sink connector without a version.
    pub fn sink(class: impl Into<String>, definition: Definition) -> Self {
        Self { kind: ConnectorKind::Sink, ..Self::source(class, definition) }
    }

    /// The same with a version.
    #[must_use]
    pub fn with_version(self, version: impl Into<String>) -> Self {
        Self { version: version.into(), ..self }
    }
}

impl ConnectorPlugin for PluginDescription {
    fn class(&self) -> &str {
        &self.class
    }

    fn kind(&self) -> ConnectorKind {
        self.kind
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn definition(&self) -> Cow<'_, Definition> {
        Cow::Borrowed(&self.definition)
    }

    fn exactly_once_support(&self, _props: &Props) -> Result<Option<ExactlyOnceSupport>> {
        Ok(self.exactly_once)
    }

    fn transaction_boundaries(&self, _props: &Props) -> Result<TransactionBoundaries> {
        Ok(self.transaction_boundaries)
    }
}

/// A compiled-in source connector.
pub(super) struct Compiled(pub(super) Arc<dyn SourcePlugin>);

impl ConnectorPlugin for Compiled {
    fn class(&self) -> &str {
        self.0.class()
    }

    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Source
    }

    fn version(&self) -> &str {
        self.0.version()
    }

    fn aliases(&self) -> Vec<&str> {
        self.0.aliases().to_vec()
    }

    fn definition(&self) -> Cow<'_, Definition> {
        self.0.definition()
    }

    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        self.0.validate(props)
    }

    fn exactly_once_support(&self, props: &Props) -> Result<Option<ExactlyOnceSupport>> {
        Ok(match self.0.exactly_once(props)? {
            Support::Supported => Some(ExactlyOnceSupport::Supported),
            Support::Unsupported => Some(ExactlyOnceSupport::Unsupported),
            Support::Unknown => None,
        })
    }

    fn transaction_boundaries(&self, props: &Props) -> Result<TransactionBoundaries> {
        Ok(match self.0.transaction_boundaries(props)? {
            Support::Supported => TransactionBoundaries::Supported,
            Support::Unsupported | Support::Unknown => TransactionBoundaries::Unsupported,
        })
    }
}

/// A compiled-in sink connector.
pub(super) struct CompiledSink(pub(super) Arc<dyn SinkPlugin>);

impl ConnectorPlugin for CompiledSink {
    fn class(&self) -> &str {
        self.0.class()
    }

    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Sink
    }

    fn version(&self) -> &str {
        self.0.version()
    }

    fn aliases(&self) -> Vec<&str> {
        self.0.aliases().to_vec()
    }

    fn definition(&self) -> Cow<'_, Definition> {
        self.0.definition()
    }

    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        self.0.validate(props)
    }
}

/// A compiled-in connector of which nothing is asked that connects.
pub(super) struct Offline(pub(super) Plugin);

impl ConnectorPlugin for Offline {
    fn class(&self) -> &str {
        self.0.class()
    }

    fn kind(&self) -> ConnectorKind {
        self.0.kind()
    }

    fn version(&self) -> &str {
        self.0.version()
    }

    fn aliases(&self) -> Vec<&str> {
        self.0.aliases().to_vec()
    }

    fn definition(&self) -> Cow<'_, Definition> {
        self.0.definition()
    }

    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        Box::pin(std::future::ready(Ok(self.0.validate_offline(props))))
    }
}

/// A converter, a transformation or a predicate: a class with a definition.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClassDescription {
    /// Its full name.
    pub class: String,
    /// Its version.
    pub version: String,
    /// Its keys, without the prefix under which a connector configures it.
    pub definition: Definition,
}

impl ClassDescription {
    /// A class without a version.
    pub fn new(class: impl Into<String>, definition: Definition) -> Self {
        Self { class: class.into(), version: UNDEFINED.to_owned(), definition }
    }

    /// The same with a version.
    #[must_use]
    pub fn with_version(self, version: impl Into<String>) -> Self {
        Self { version: version.into(), ..self }
    }
}

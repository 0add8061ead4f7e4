//! The names of converters, and which types they are for.

use kconnect::data::{Part, Type};

/// A converter of keys and values, by its class in Java.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Confluent's wire format.
    Avro,
    /// JSON, with its schema or without.
    Json,
    /// Text.
    String,
    /// Bytes as they are.
    ByteArray,
    /// One byte.
    Boolean,
    /// Two bytes.
    Short,
    /// Four bytes.
    Integer,
    /// Eight bytes.
    Long,
    /// IEEE 754, four bytes.
    Float,
    /// IEEE 754, eight bytes.
    Double,
}

impl Class {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Avro,
        Self::Json,
        Self::String,
        Self::ByteArray,
        Self::Boolean,
        Self::Short,
        Self::Integer,
        Self::Long,
        Self::Float,
        Self::Double,
    ];

    /// The full name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Avro => "io.confluent.connect.avro.AvroConverter",
            Self::Json => "org.apache.kafka.connect.json.JsonConverter",
            Self::String => "org.apache.kafka.connect.storage.StringConverter",
            Self::ByteArray => "org.apache.kafka.connect.converters.ByteArrayConverter",
            Self::Boolean => "org.apache.kafka.connect.converters.BooleanConverter",
            Self::Short => "org.apache.kafka.connect.converters.ShortConverter",
            Self::Integer => "org.apache.kafka.connect.converters.IntegerConverter",
            Self::Long => "org.apache.kafka.connect.converters.LongConverter",
            Self::Float => "org.apache.kafka.connect.converters.FloatConverter",
            Self::Double => "org.apache.kafka.connect.converters.DoubleConverter",
        }
    }

    /// The name without the package.
    pub(crate) fn simple_name(self) -> &'static str {
        let name = self.name();
        name.rsplit('.').next().unwrap_or(name)
    }

    /// The one with that name: the full one, the one without the package, or that without `Converter` at its end.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL.into_iter().find(|class| named(class.name(), name))
    }
}

/// Whether a class goes by that name, as Kafka Connect looks for plugins.
pub(super) fn named(class: &str, name: &str) -> bool {
    let simple = class.rsplit('.').next().unwrap_or(class);
    class == name || simple == name || simple.strip_suffix("Converter") == Some(name)
}

/// Kafka's own message for a CLASS key, and what to write instead.
pub(super) fn unknown<'a>(key: &str, found: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known = known.collect::<Vec<_>>().join(", ");
    format!(
        "Invalid value {found} for configuration {key}: Class {found} could not be found. Known converters: {known}"
    )
}

impl Class {
    /// Whether records whose key or value has that type write themselves as this converter writes them: a number of that
    /// width, a boolean, bytes. As in Kafka, no number is made another.
    pub(super) fn writes(self, ty: &Type) -> bool {
        match ty {
            Type::Null => true,
            Type::Optional(inner) => self.writes(inner),
            _ => Self::of(ty) == Some(self),
        }
    }

    /// The converter without a schema that writes the type.
    fn of(ty: &Type) -> Option<Self> {
        Some(match ty {
            Type::Bytes => Self::ByteArray,
            Type::Boolean => Self::Boolean,
            Type::Int16 => Self::Short,
            Type::Int32 => Self::Integer,
            Type::Int64 => Self::Long,
            Type::Float32 => Self::Float,
            Type::Float64 => Self::Double,
            Type::String | Type::Enum { .. } => Self::String,
            Type::Optional(inner) => return Self::of(inner),
            _ => return None,
        })
    }

    /// Why the type is not written, and which converters write it.
    pub(super) fn refusal(self, part: Part, ty: &Type) -> String {
        let fitting: Vec<_> = Self::of(ty).into_iter().chain([Self::Avro, Self::Json]).map(Self::name).collect();
        format!(
            "the connector's {part}s are {}, which {} does not write; set {part}.converter to {}",
            ty,
            self.simple_name(),
            fitting.join(" or ")
        )
    }
}

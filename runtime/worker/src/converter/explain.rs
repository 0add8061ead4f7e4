//! What bytes look like that a converter could not read, and which key to change.

use std::collections::BTreeMap;

use kconnect::data::Part;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::class::Class;

/// What bytes are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Empty,
    /// Confluent's wire format, with this schema id.
    Framed(u32),
    /// Whether it is an object of `schema` and `payload`.
    Json {
        enveloped: bool,
    },
    Text,
    Container,
    SingleObject,
    Glue,
    Utf16,
    Gzip,
    /// As many bytes as a number has.
    Number(usize),
    Other,
}

/// What to say about bytes that the converter of that class could not read; nothing if they are of the form that it reads.
/// `enveloped` says whether a JSON converter expects the schema beside the payload.
pub(super) fn explanation(class: Class, enveloped: bool, part: Part, bytes: &[u8]) -> Option<String> {
    let looks = Looks::of(bytes);
    if looks.is_form_of(class, enveloped) {
        return None;
    }
    let key = format!("{part}.converter");
    let to = |class: Class| format!("set {key}={}", class.name());
    let as_bytes = format!("{key}={} takes the bytes as they are", Class::ByteArray.name());
    Some(match looks {
        Looks::Empty => format!(
            "the {part} is empty, which is not null: a producer writes null as no bytes at all; {key}={} reads it as an empty \
             text, and {as_bytes}",
            Class::String.name()
        ),
        Looks::Framed(id) => format!(
            "the {part} looks like the message of a serializer with a schema registry (schema id {id}): {} and \
             {key}.schema.registry.url to the registry's address",
            to(Class::Avro)
        ),
        Looks::Json { enveloped: true } if class == Class::Json => {
            format!("the {part} is JSON with its schema beside it: set {key}.schemas.enable=true")
        }
        Looks::Json { enveloped: false } if class == Class::Json => {
            format!("the {part} is JSON without a schema: set {key}.schemas.enable=false")
        }
        Looks::Json { enveloped } => {
            let beside = if enveloped { " with its schema beside it" } else { "" };
            format!("the {part} looks like JSON{beside}: {} and {key}.schemas.enable={enveloped}", to(Class::Json))
        }
        Looks::Text => format!("the {part} looks like text: {}", to(Class::String)),
        Looks::Container => format!(
            "the {part} looks like an Avro container file, which holds its schema itself and which no converter reads: let \
             the producer write each record with the serializer of a schema registry; {as_bytes}"
        ),
        Looks::SingleObject => format!(
            "the {part} looks like Avro's single-object encoding, which names its schema by a fingerprint that no registry \
             knows: let the producer write with the serializer of a schema registry; {as_bytes}"
        ),
        Looks::Glue => format!(
            "the {part} looks like the framing of the AWS Glue Schema Registry, which is another one than Confluent's: let \
             the producer write with Confluent's serializer; {as_bytes}"
        ),
        Looks::Utf16 => format!("the {part} looks like text in UTF-16: let the producer write UTF-8; {as_bytes}"),
        Looks::Gzip => format!(
            "the {part} looks compressed (gzip): let the producer compress with compression.type, not before; {as_bytes}"
        ),
        Looks::Number(len) => {
            let fitting: Vec<_> = numbers(len).iter().map(|class| class.name()).collect();
            format!(
                "the {part} has {len} byte(s), as many as a number: if it is one, set {key} to {}; {as_bytes}",
                fitting.join(" or ")
            )
        }
        Looks::Other => format!(
            "the {part} has {} bytes of a form that is not known, beginning with {:#04x}: {as_bytes}",
            bytes.len(),
            bytes.first().copied().unwrap_or_default()
        ),
    })
}

/// The converters of values of so many bytes.
fn numbers(len: usize) -> &'static [Class] {
    match len {
        1 => &[Class::Boolean],
        2 => &[Class::Short],
        4 => &[Class::Integer, Class::Float],
        8 => &[Class::Long, Class::Double],
        _ => &[],
    }
}

impl Looks {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [] => Self::Empty,
            [b'O', b'b', b'j', 1, ..] => Self::Container,
            // No registry gives the id 0: eight bytes that begin so are rather a small number.
            [0, 0, 0, 0, 0, _, _, _] => Self::Number(8),
            [0, a, b, c, d, ..] => Self::Framed(u32::from_be_bytes([*a, *b, *c, *d])),
            [0xc3, 0x01, ..] if bytes.len() >= 10 => Self::SingleObject,
            [3, 0 | 5, ..] if bytes.len() >= 18 => Self::Glue,
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Self::Utf16,
            [0x1f, 0x8b, ..] => Self::Gzip,
            _ => Self::of_text(bytes),
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        if !str::from_utf8(bytes).is_ok_and(|text| text.chars().all(shown)) {
            return if numbers(bytes.len()).is_empty() { Self::Other } else { Self::Number(bytes.len()) };
        }
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let json = matches!(first, Some(b'{' | b'[' | b'"')) && serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
        if !json {
            return Self::Text;
        }
        let object = serde_json::from_slice::<BTreeMap<String, Box<RawValue>>>(bytes);
        let enveloped = object.is_ok_and(|object| object.keys().eq(["payload", "schema"]));
        Self::Json { enveloped }
    }

    /// Whether the converter reads that form: then the record is wrong, not the configuration.
    fn is_form_of(self, class: Class, expected: bool) -> bool {
        match self {
            Self::Framed(_) => class == Class::Avro,
            Self::Json { enveloped } => class == Class::Json && enveloped == expected,
            Self::Number(len) => numbers(len).contains(&class),
            _ => false,
        }
    }
}

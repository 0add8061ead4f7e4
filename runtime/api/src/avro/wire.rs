//! Confluent's wire format: how a message says which schema it was written with.
//!
//! A message is a zero byte, the schema's id in four bytes, big-endian, and Avro binary. Null is no message at all. Instead
//! of the five bytes a header of the record may carry the id, or the schema's GUID.

use std::{error::Error as StdError, fmt};

use super::{Kind, Schema};
use crate::{Error, Result, data::Part};

/// The first byte of a message that begins with a schema's id.
const MAGIC: u8 = 0;
/// The first byte of a header that holds a GUID.
const GUID_MAGIC: u8 = 1;
/// How many bytes stand before the payload.
pub const PREFIX_LEN: usize = 5;

/// Which schema a message was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaId {
    /// The id that the registry gave it.
    Id(u32),
    /// Its globally unique identifier, the same in every registry.
    Guid([u8; 16]),
}

impl SchemaId {
    /// The header in which serializers that write none before the payload put it: the name of the record's header and
    /// its value.
    #[must_use]
    pub fn header(&self, part: Part) -> (&'static str, Vec<u8>) {
        let value = match self {
            Self::Id(id) => [[MAGIC].as_slice(), id.to_be_bytes().as_slice()].concat(),
            Self::Guid(guid) => [[GUID_MAGIC].as_slice(), guid.as_slice()].concat(),
        };
        (header_name(part), value)
    }

    /// Reads the value of such a header.
    ///
    /// # Errors
    /// It is neither an id nor a GUID.
    pub fn from_header(value: &[u8]) -> Result<Self, NotConfluent> {
        match value {
            [MAGIC, a, b, c, d] => Ok(Self::Id(u32::from_be_bytes([*a, *b, *c, *d]))),
            [GUID_MAGIC, rest @ ..] => match <[u8; 16]>::try_from(rest) {
                Ok(guid) => Ok(Self::Guid(guid)),
                Err(_) => Err(NotConfluent(Reason::Header(value.len()))),
            },
            _ => Err(NotConfluent(Reason::Header(value.len()))),
        }
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Guid(guid) => {
                for (place, byte) in guid.iter().enumerate() {
                    if matches!(place, 4 | 6 | 8 | 10) {
                        f.write_str("-")?;
                    }
                    write!(f, "{byte:02x}")?;
                }
                Ok(())
            }
        }
    }
}

/// The name of the record's header that may hold the schema's id.
#[must_use]
pub fn header_name(part: Part) -> &'static str {
    match part {
        Part::Key => "__key_schema_id",
        Part::Value => "__value_schema_id",
    }
}

/// Appends a message: the five bytes and the payload.
pub fn frame(id: u32, payload: &[u8], out: &mut Vec<u8>) {
    out.reserve(PREFIX_LEN + payload.len());
    out.push(MAGIC);
    out.extend_from_slice(&id.to_be_bytes());
    out.extend_from_slice(payload);
}

/// Takes a message apart: the schema's id and the payload.
///
/// # Errors
/// The bytes do not begin with a schema's id; the error says what they look like instead.
pub fn unframe(message: &[u8]) -> Result<(u32, &[u8]), NotConfluent> {
    match message {
        [MAGIC, a, b, c, d, payload @ ..] => Ok((u32::from_be_bytes([*a, *b, *c, *d]), payload)),
        [] | [MAGIC, ..] => Err(NotConfluent(Reason::Short(message.len()))),
        [first, ..] => Err(NotConfluent(Reason::Magic(*first, Looks::like(message)))),
    }
}

/// Takes apart a message whose schema may be named by a header, which then comes first.
///
/// # Errors
/// As [`unframe`] and [`SchemaId::from_header`].
pub fn unframe_with_header<'a>(header: Option<&[u8]>, message: &'a [u8]) -> Result<(SchemaId, &'a [u8]), NotConfluent> {
    match header {
        Some(header) => Ok((SchemaId::from_header(header)?, message)),
        None => unframe(message).map(|(id, payload)| (SchemaId::Id(id), payload)),
    }
}

/// Whether a value of that schema is written as it is: Confluent's serializer writes a value of the plain type `bytes`
/// without Avro's length.
#[must_use]
pub fn is_raw(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Bytes)
}

/// Avro's form of bytes without the length before them.
pub(super) fn without_length(avro: &[u8]) -> Result<&[u8]> {
    let mut input = super::input::Input::new(avro);
    let bytes = input.bytes()?;
    input.finish()?;
    Ok(bytes)
}

/// Avro's form of bytes.
pub(super) fn with_length(bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
    crate::data::DataWriter::bytes(&mut super::AvroWriter::new(out), bytes)
}

/// Why bytes are no message of Confluent's serializers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConfluent(Reason);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Short(usize),
    Magic(u8, Option<Looks>),
    Header(usize),
}

/// What other bytes are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Json,
    Container,
    SingleObject,
    Glue,
    Text,
}

impl Looks {
    fn like(message: &[u8]) -> Option<Self> {
        let first = message.iter().find(|byte| !byte.is_ascii_whitespace());
        Some(match message {
            [b'O', b'b', b'j', 1, ..] => Self::Container,
            [0xc3, 0x01, ..] if message.len() >= 10 => Self::SingleObject,
            [3, 0 | 5, ..] if message.len() >= 18 => Self::Glue,
            _ if matches!(first, Some(b'{' | b'[' | b'"')) => Self::Json,
            _ if str::from_utf8(message).is_ok_and(|text| !text.chars().any(char::is_control)) => Self::Text,
            _ => return None,
        })
    }
}

impl fmt::Display for NotConfluent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Short(0) => f.write_str("an empty message, which has no schema id: a null is a tombstone instead"),
            Reason::Short(len) => {
                write!(f, "a message of {len} bytes, too short for a zero byte and the four of a schema id")
            }
            Reason::Magic(first, looks) => {
                write!(f, "Unknown magic byte! The message begins with {first:#04x}, not with 0x00 and a schema id")?;
                f.write_str(match looks {
                    None => "; it was not written by a serializer with a schema registry",
                    Some(Looks::Json) => "; it looks like JSON: read it with the JSON converter",
                    Some(Looks::Container) => "; it looks like an Avro container file, which holds its schema itself",
                    Some(Looks::SingleObject) => {
                        "; it looks like Avro's single-object encoding, which names its schema by a fingerprint"
                    }
                    Some(Looks::Glue) => "; it looks like the framing of the AWS Glue registry",
                    Some(Looks::Text) => "; it looks like text: read it with the string converter",
                })
            }
            Reason::Header(len) => write!(
                f,
                "a schema id header of {len} bytes: it has to be 0x00 and an id in four bytes, or 0x01 and a GUID in \
                 sixteen"
            ),
        }
    }
}

impl StdError for NotConfluent {}

impl From<NotConfluent> for Error {
    fn from(problem: NotConfluent) -> Self {
        Self::data(problem)
    }
}

//! The payload of Kafka's `JsonConverter`.

use super::{
    config::{DecimalFormat, JsonConverterConfig},
    java::{write_base64, write_integer, write_json_float, write_string},
};
use crate::{
    Error,
    data::{BigDecimal, DataWriter, FieldNode, Null, StructNode, Type, UnionNode, Value},
};

/// What can be chosen about the JSON of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct JsonFormat {
    /// How decimals are written.
    pub decimals: DecimalFormat,
    /// Whether a field that is null has its default, if it has one, in place of null.
    pub replace_null_with_default: bool,
}

impl From<&JsonConverterConfig> for JsonFormat {
    fn from(config: &JsonConverterConfig) -> Self {
        Self { decimals: config.decimal_format, replace_null_with_default: config.replace_null_with_default }
    }
}

/// Writes a value as Kafka's `JsonConverter` does.
///
/// That is the payload alone (`schemas.enable=false`); the schema that an envelope wants is [`schema`](super::schema()).
/// Bytes are base64, and so are decimals unless the [`JsonFormat`] says otherwise; dates, times and timestamps are numbers,
/// maps with string keys objects and other maps lists of pairs; a null field is written as null.
#[derive(Debug)]
pub struct JsonWriter<'a> {
    out: &'a mut Vec<u8>,
    open: Vec<Open>,
    format: JsonFormat,
}

#[derive(Debug)]
struct Open {
    kind: Kind,
    /// How many `item` calls there were; the index of the last `field`.
    items: usize,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Array,
    /// A map with string keys.
    Object,
    /// Another map.
    Pairs,
    Struct(&'static StructNode),
    /// A union, and which of its branches is written.
    Union(&'static UnionNode, usize),
}

impl<'a> JsonWriter<'a> {
    /// Appends to `out`: decimals as base64, nulls as nulls.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self::with_format(out, JsonFormat::default())
    }

    /// Appends to `out`.
    pub fn with_format(out: &'a mut Vec<u8>, format: JsonFormat) -> Self {
        Self { out, open: Vec::new(), format }
    }

    /// The default of the field that is null, and its type, if that is to be written.
    fn default(&self) -> Option<(Value, &'static Type)> {
        let Some(Open { kind: Kind::Struct(node), items }) = self.open.last() else { return None };
        let field = node.fields.get(*items)?;
        let ty = if let Type::Optional(inner) = &field.ty { *inner } else { &field.ty };
        field.default.map(|default| default()).filter(|default| *default != Value::Null).map(|default| (default, ty))
    }

    fn begin(&mut self, kind: Kind, bracket: u8) {
        self.open.push(Open { kind, items: 0 });
        self.out.push(bracket);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.out.push(match open.kind {
                Kind::Array | Kind::Pairs => b']',
                Kind::Object | Kind::Struct(_) | Kind::Union(..) => b'}',
            });
        }
    }

    fn null(&mut self) -> Result<(), Error> {
        if self.format.replace_null_with_default
            && let Some((default, ty)) = self.default()
        {
            // The nulls in a default stay: they may have defaults that contain this one.
            self.format.replace_null_with_default = false;
            let written = default.write_as(ty, self);
            self.format.replace_null_with_default = true;
            return written;
        }
        self.out.extend_from_slice(b"null");
        Ok(())
    }
}

impl DataWriter for JsonWriter<'_> {
    type Error = Error;

    #[inline]
    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    #[inline]
    fn int8(&mut self, value: i8) -> Result<(), Error> {
        write_integer(self.out, value);
        Ok(())
    }

    #[inline]
    fn int16(&mut self, value: i16) -> Result<(), Error> {
        write_integer(self.out, value);
        Ok(())
    }

    #[inline]
    fn int32(&mut self, value: i32) -> Result<(), Error> {
        write_integer(self.out, value);
        Ok(())
    }

    #[inline]
    fn int64(&mut self, value: i64) -> Result<(), Error> {
        write_integer(self.out, value);
        Ok(())
    }

    #[inline]
    fn float32(&mut self, value: f32) -> Result<(), Error> {
        write_json_float(self.out, value);
        Ok(())
    }

    #[inline]
    fn float64(&mut self, value: f64) -> Result<(), Error> {
        write_json_float(self.out, value);
        Ok(())
    }

    #[inline]
    fn string(&mut self, value: &str) -> Result<(), Error> {
        write_string(self.out, value);
        Ok(())
    }

    #[inline]
    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        write_base64(self.out, value);
        Ok(())
    }

    fn decimal(&mut self, unscaled: &[u8], scale: i32) -> Result<(), Error> {
        match self.format.decimals {
            DecimalFormat::Base64 => write_base64(self.out, unscaled),
            DecimalFormat::Numeric => {
                let text = BigDecimal::new(unscaled, scale).to_string();
                self.out.extend_from_slice(text.as_bytes());
            }
        }
        Ok(())
    }

    #[inline]
    fn optional(&mut self, some: bool, _null: Null) -> Result<(), Error> {
        if some { Ok(()) } else { self.null() }
    }

    #[inline]
    fn begin_array(&mut self, _len: usize) -> Result<(), Error> {
        self.begin(Kind::Array, b'[');
        Ok(())
    }

    #[inline]
    fn end_array(&mut self) -> Result<(), Error> {
        self.end();
        Ok(())
    }

    #[inline]
    fn begin_map(&mut self, key: &Type, _len: usize) -> Result<(), Error> {
        match key {
            Type::String | Type::Enum { .. } => self.begin(Kind::Object, b'{'),
            Type::Optional(Type::String | Type::Enum { .. }) => {
                return Err(Error::data(
                    "a map whose keys are optional strings cannot be written as JSON: an object has no null key; use plain strings",
                ));
            }
            _ => self.begin(Kind::Pairs, b'['),
        }
        Ok(())
    }

    #[inline]
    fn end_map(&mut self) -> Result<(), Error> {
        if let Some(Open { kind: Kind::Pairs, items: 1.. }) = self.open.last() {
            self.out.push(b']');
        }
        self.end();
        Ok(())
    }

    #[inline]
    fn item(&mut self) -> Result<(), Error> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let (first, key) = (open.items == 0, open.items % 2 == 0);
        open.items += 1;
        let between: &[u8] = match (open.kind, first, key) {
            (Kind::Pairs, true, _) => b"[",
            (Kind::Pairs, false, true) => b"],[",
            (_, true, _) => b"",
            (Kind::Object, _, false) => b":",
            _ => b",",
        };
        self.out.extend_from_slice(between);
        Ok(())
    }

    #[inline]
    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Error> {
        self.begin(Kind::Struct(node), b'{');
        Ok(())
    }

    #[inline]
    fn field(&mut self, index: usize) -> Result<(), Error> {
        if let Some(Open { kind: Kind::Struct(node), items }) = self.open.last_mut()
            && let Some(FieldNode { name, .. }) = node.fields.get(index)
        {
            *items = index;
            // The derive takes Avro's names only: nothing in them has to be escaped.
            self.out.reserve(name.len() + 4);
            self.out.extend_from_slice(if index > 0 { b",\"" } else { b"\"" });
            self.out.extend_from_slice(name.as_bytes());
            self.out.extend_from_slice(b"\":");
        }
        Ok(())
    }

    #[inline]
    fn end_struct(&mut self) -> Result<(), Error> {
        self.end();
        Ok(())
    }

    /// A STRUCT of which one field is not null.
    fn begin_union(&mut self, branch: usize, node: &'static UnionNode, _nullable: bool) -> Result<(), Error> {
        self.out.push(b'{');
        for before in node.branches.iter().take(branch) {
            write_string(self.out, before.name);
            self.out.extend_from_slice(b":null,");
        }
        if let Some(present) = node.branches.get(branch) {
            write_string(self.out, present.name);
            self.out.push(b':');
        }
        self.open.push(Open { kind: Kind::Union(node, branch), items: 0 });
        Ok(())
    }

    fn end_union(&mut self) -> Result<(), Error> {
        if let Some(Open { kind: Kind::Union(node, branch), .. }) = self.open.pop() {
            for after in node.branches.iter().skip(branch + 1) {
                self.out.push(b',');
                write_string(self.out, after.name);
                self.out.extend_from_slice(b":null");
            }
        }
        self.out.push(b'}');
        Ok(())
    }
}

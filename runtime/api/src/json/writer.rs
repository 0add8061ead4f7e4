//! The payload of Kafka's `JsonConverter`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::java::{print, write_float, write_string};
use crate::{
    Error,
    data::{DataWriter, Null, StructNode, Type},
};

/// Writes a value as Kafka's `JsonConverter` does.
///
/// That is the payload alone (`schemas.enable=false`); the schema that an envelope wants is [`schema`](super::schema()).
/// Bytes and decimals are base64 (`decimal.format=BASE64`), dates, times and timestamps numbers, maps with string keys
/// objects and other maps lists of pairs; a null field is written as null.
#[derive(Debug)]
pub struct JsonWriter<'a> {
    out: &'a mut Vec<u8>,
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    kind: Kind,
    /// How many `item` or `field` calls there were.
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
}

impl<'a> JsonWriter<'a> {
    /// Appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, open: Vec::new() }
    }

    fn begin(&mut self, kind: Kind, bracket: u8) {
        self.open.push(Open { kind, items: 0 });
        self.out.push(bracket);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.out.push(match open.kind {
                Kind::Array | Kind::Pairs => b']',
                Kind::Object | Kind::Struct(_) => b'}',
            });
        }
    }

    /// JSON has no word for what is not a number: Jackson puts the name in quotes.
    fn float<F: super::java::Float>(&mut self, value: F) {
        let wide: f64 = value.into();
        if wide.is_finite() {
            write_float(self.out, value);
        } else {
            self.out.push(b'"');
            write_float(self.out, value);
            self.out.push(b'"');
        }
    }
}

impl DataWriter for JsonWriter<'_> {
    type Error = Error;

    fn boolean(&mut self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn int8(&mut self, value: i8) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int16(&mut self, value: i16) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int32(&mut self, value: i32) -> Result<(), Error> {
        self.int64(value.into())
    }

    fn int64(&mut self, value: i64) -> Result<(), Error> {
        print(self.out, format_args!("{value}"));
        Ok(())
    }

    fn float32(&mut self, value: f32) -> Result<(), Error> {
        self.float(value);
        Ok(())
    }

    fn float64(&mut self, value: f64) -> Result<(), Error> {
        self.float(value);
        Ok(())
    }

    fn string(&mut self, value: &str) -> Result<(), Error> {
        write_string(self.out, value);
        Ok(())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        self.out.push(b'"');
        let start = self.out.len();
        self.out.resize(start + value.len().div_ceil(3) * 4, 0);
        let room = self.out.get_mut(start..).unwrap_or_default();
        STANDARD.encode_slice(value, room).map_err(Error::data)?;
        self.out.push(b'"');
        Ok(())
    }

    fn optional(&mut self, some: bool, _null: Null) -> Result<(), Error> {
        if !some {
            self.out.extend_from_slice(b"null");
        }
        Ok(())
    }

    fn begin_array(&mut self, _len: usize) -> Result<(), Error> {
        self.begin(Kind::Array, b'[');
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Error> {
        self.end();
        Ok(())
    }

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

    fn end_map(&mut self) -> Result<(), Error> {
        if let Some(Open { kind: Kind::Pairs, items: 1.. }) = self.open.last() {
            self.out.push(b']');
        }
        self.end();
        Ok(())
    }

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

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Error> {
        self.begin(Kind::Struct(node), b'{');
        Ok(())
    }

    fn field(&mut self, index: usize) -> Result<(), Error> {
        if index > 0 {
            self.out.push(b',');
        }
        if let Some(Open { kind: Kind::Struct(node), .. }) = self.open.last()
            && let Some(field) = node.fields.get(index)
        {
            write_string(self.out, field.name);
            self.out.push(b':');
        }
        Ok(())
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        self.end();
        Ok(())
    }
}

//! Run-time values, read into Rust types.

use std::{borrow::Cow, str::FromStr};

use super::{DataReader, EnumNode, Null, ReadData, Struct, StructNode, Type, UnionNode, Value};
use crate::{Error, Result, json::decode_base64};

impl Value {
    /// The data of a Rust type that this value is: what [`Value::of`] made, or what a transformation, a parser or a converter
    /// made of a record.
    ///
    /// Fields are found by their names, or by former names; those that the value lacks, or that are null without being
    /// optional, take their defaults; others are left alone. Whole numbers may be of a smaller type than the field, and so may
    /// floating point numbers. A record may be a MAP with the names of the fields as keys, which is what JSON without a schema
    /// becomes: its numbers may be of any type that holds them, its bytes are base64, and its times are numbers.
    ///
    /// ```
    /// # use kconnect::Value;
    /// let ids: Vec<i64> = Value::Array(vec![Value::Int32(1), Value::Int64(2)]).read()?;
    /// assert_eq!(ids, [1, 2]);
    /// # Ok::<(), kconnect::Error>(())
    /// ```
    ///
    /// # Errors
    /// A data error that names the field and what was expected there.
    pub fn read<'de, T: ReadData<'de>>(&'de self) -> Result<T> {
        T::read(&mut ValueReader::new(self))
    }
}

/// Reads a type from a [`Value`].
#[derive(Debug)]
pub struct ValueReader<'de> {
    current: &'de Value,
    open: Vec<Open<'de>>,
}

#[derive(Debug)]
enum Open<'de> {
    Array(std::slice::Iter<'de, Value>, usize),
    Map {
        entries: std::slice::Iter<'de, (Value, Value)>,
        /// What is left of the entry: key and value, or the value.
        left: (Option<&'de Value>, Option<&'de Value>),
    },
    Struct {
        of: Fields<'de>,
        node: &'static StructNode,
        /// The next of the type's fields to be looked for.
        next: usize,
        /// The name of the field that is being read.
        field: &'static str,
    },
    /// The branch that is set is read.
    Union,
}

/// Where the fields of a record are.
#[derive(Clone, Copy, Debug)]
enum Fields<'de> {
    Struct(&'de Struct),
    /// A record without a schema: a MAP, as JSON alone has it.
    Map(&'de [(Value, Value)]),
}

impl<'de> Fields<'de> {
    fn get(self, name: &str) -> Option<&'de Value> {
        let is = |key: &Value| matches!(key, Value::String(key) if key == name);
        match self {
            Self::Struct(of) => of.get_without_default(name).ok(),
            Self::Map(entries) => entries.iter().find(|(key, _)| is(key)).map(|(_, value)| value),
        }
    }
}

impl<'de> ValueReader<'de> {
    /// Reads from this value.
    #[must_use]
    pub fn new(value: &'de Value) -> Self {
        Self { current: value, open: Vec::new() }
    }

    /// What comes next: of a map's entry first the key, then the value.
    fn peek(&self) -> &'de Value {
        match self.open.last() {
            Some(Open::Map { left: (key, value), .. }) => key.or(*value).unwrap_or(&Value::Null),
            _ => self.current,
        }
    }

    fn take(&mut self) -> &'de Value {
        let taken = self.peek();
        if let Some(Open::Map { left: (key, value), .. }) = self.open.last_mut()
            && key.take().is_none()
        {
            *value = None;
        }
        taken
    }

    /// Whether what is read is below a record without a schema.
    fn is_schemaless(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Struct { of: Fields::Map(_), .. }))
    }

    #[cold]
    fn unexpected(&self, came: &Value, expected: &str) -> Error {
        let mut path = String::from("$");
        for open in &self.open {
            match open {
                Open::Array(_, index) => path.extend(["[", &index.saturating_sub(1).to_string(), "]"]),
                Open::Map { .. } => path.push_str("{}"),
                Open::Union => {}
                Open::Struct { field, .. } => path.extend([".", field]),
            }
        }
        Error::data(format!("{path} is {}, not {expected}", kind(came)))
    }
}

/// Whether a value is of that type: a record by its name, in whatever namespace, or by a former one.
fn is_of(value: &Value, ty: &Type) -> bool {
    let simple = |name: &str| name.rsplit('.').next().map(str::to_owned);
    match (value, ty) {
        (Value::Boolean(_), Type::Boolean)
        | (Value::Int8(_), Type::Int8 | Type::Int16 | Type::Int32 | Type::Int64)
        | (Value::Int16(_), Type::Int16 | Type::Int32 | Type::Int64)
        | (Value::Int32(_), Type::Int32 | Type::Int64)
        | (Value::Int64(_), Type::Int64)
        | (Value::Float32(_), Type::Float32 | Type::Float64)
        | (Value::Float64(_), Type::Float64)
        | (Value::String(_), Type::String)
        | (Value::Bytes(_), Type::Bytes)
        | (Value::Date(_), Type::Date)
        | (Value::Time(_), Type::Time)
        | (Value::Timestamp(_), Type::Timestamp)
        | (Value::Array(_), Type::Array(_))
        | (Value::Map(_), Type::Map(..)) => true,
        (Value::Decimal(_, of), Type::Decimal { scale }) => of == scale,
        (Value::String(text), Type::Enum { node, .. }) => node.find(text).is_some(),
        (Value::Struct(of), Type::Struct { name, aliases, .. }) => of.schema().name().is_some_and(|found| {
            simple(found) == simple(name) || aliases.iter().any(|alias| simple(found) == simple(alias))
        }),
        _ => false,
    }
}

/// What a value is, without showing it.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "a BOOLEAN",
        Value::Int8(_) => "an INT8",
        Value::Int16(_) => "an INT16",
        Value::Int32(_) => "an INT32",
        Value::Int64(_) => "an INT64",
        Value::Float32(_) => "a FLOAT32",
        Value::Float64(_) => "a FLOAT64",
        Value::String(_) => "a STRING",
        Value::Bytes(_) => "BYTES",
        Value::Date(_) => "a Date",
        Value::Time(_) => "a Time",
        Value::Timestamp(_) => "a Timestamp",
        Value::Decimal(..) => "a Decimal",
        Value::Array(_) => "an ARRAY",
        Value::Map(_) => "a MAP",
        Value::Struct(_) => "a STRUCT",
    }
}

macro_rules! numbers {
    ($($method:ident -> $ty:ty, $expected:literal: $($variant:ident)|+ $(, or $without_schema:ident)?;)*) => {$(
        fn $method(&mut self) -> Result<$ty> {
            match self.take() {
                $(Value::$variant(number) => Ok((*number).into()),)+
                $(other if self.is_schemaless() => {
                    $without_schema(other).ok_or_else(|| self.unexpected(other, $expected))
                })?
                other => Err(self.unexpected(other, $expected)),
            }
        }
    )*};
}

/// A whole number of JSON, where a schema would say which.
fn whole<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    match value {
        Value::Int64(number) => T::try_from(*number).ok(),
        _ => None,
    }
}

/// A number of JSON, where a schema would say which.
fn floating<T: FromStr>(value: &Value) -> Option<T> {
    match value {
        Value::Int64(number) => number.to_string().parse().ok(),
        Value::Float64(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

impl<'de> DataReader<'de> for ValueReader<'de> {
    type Error = Error;

    const IN_ORDER: bool = false;

    numbers! {
        boolean -> bool, "a BOOLEAN": Boolean;
        int8 -> i8, "an INT8": Int8, or whole;
        int16 -> i16, "an INT16": Int8 | Int16, or whole;
        int32 -> i32, "an INT32": Int8 | Int16 | Int32, or whole;
        int64 -> i64, "an INT64": Int8 | Int16 | Int32 | Int64;
        float32 -> f32, "a FLOAT32": Float32, or floating;
        float64 -> f64, "a FLOAT64": Float32 | Float64, or floating;
        date -> i32, "a Date": Date, or whole;
        time -> i32, "a Time": Time, or whole;
        timestamp -> i64, "a Timestamp": Timestamp, or whole;
    }

    fn string(&mut self) -> Result<Cow<'de, str>> {
        match self.take() {
            Value::String(text) => Ok(Cow::Borrowed(text)),
            other => Err(self.unexpected(other, "a STRING")),
        }
    }

    fn bytes(&mut self) -> Result<Cow<'de, [u8]>> {
        match self.take() {
            Value::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            other @ Value::String(text) if self.is_schemaless() => {
                decode_base64(text).map(Cow::Owned).ok_or_else(|| self.unexpected(other, "BYTES: base64"))
            }
            other => Err(self.unexpected(other, "BYTES")),
        }
    }

    fn decimal(&mut self, scale: i32) -> Result<Cow<'de, [u8]>> {
        match self.take() {
            Value::Decimal(unscaled, of) if *of == scale => Ok(Cow::Borrowed(unscaled)),
            other => Err(self.unexpected(other, &format!("a Decimal of scale {scale}"))),
        }
    }

    fn symbol(&mut self, node: &'static EnumNode) -> Result<usize> {
        let expected = || format!("one of {}", node.symbols.join(", "));
        match self.take() {
            other @ Value::String(text) => node.find(text).ok_or_else(|| self.unexpected(other, &expected())),
            other => Err(self.unexpected(other, &expected())),
        }
    }

    fn optional(&mut self, _null: Null) -> Result<bool> {
        let some = *self.peek() != Value::Null;
        if !some {
            self.take();
        }
        Ok(some)
    }

    fn begin_array(&mut self) -> Result<()> {
        match self.take() {
            Value::Array(items) => self.open.push(Open::Array(items.iter(), 0)),
            other => return Err(self.unexpected(other, "an ARRAY")),
        }
        Ok(())
    }

    fn begin_map(&mut self) -> Result<()> {
        match self.take() {
            Value::Map(entries) => self.open.push(Open::Map { entries: entries.iter(), left: (None, None) }),
            other => return Err(self.unexpected(other, "a MAP")),
        }
        Ok(())
    }

    fn next_item(&mut self) -> Result<bool> {
        match self.open.last_mut() {
            Some(Open::Array(items, index)) => {
                if let Some(item) = items.next() {
                    *index += 1;
                    self.current = item;
                    return Ok(true);
                }
            }
            Some(Open::Map { entries, left }) => {
                if let Some((key, value)) = entries.next() {
                    *left = (Some(key), Some(value));
                    return Ok(true);
                }
            }
            _ => {}
        }
        self.open.pop();
        Ok(false)
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<()> {
        let of = match self.take() {
            Value::Struct(of) => Fields::Struct(of),
            Value::Map(entries) => Fields::Map(entries),
            other => return Err(self.unexpected(other, &format!("a STRUCT `{}`", node.name))),
        };
        self.open.push(Open::Struct { of, node, next: 0, field: "" });
        Ok(())
    }

    fn next_field(&mut self) -> Result<Option<usize>> {
        let Some(Open::Struct { of, node, next, field }) = self.open.last_mut() else { return Ok(None) };
        while let Some(wanted) = node.fields.get(*next) {
            let index = *next;
            *next += 1;
            let mut names = std::iter::once(&wanted.name).chain(wanted.aliases);
            let Some(value) = names.find_map(|name| of.get(name)) else { continue };
            // Null in a field that has a default and is not optional is a field that was not put.
            if *value == Value::Null && !matches!(wanted.ty, Type::Optional(_)) {
                continue;
            }
            *field = wanted.name;
            self.current = value;
            return Ok(Some(index));
        }
        Ok(None)
    }

    fn end_struct(&mut self) -> Result<()> {
        self.open.pop();
        Ok(())
    }

    fn begin_union(&mut self, node: &'static UnionNode, _nullable: bool) -> Result<Option<usize>> {
        let value = self.take();
        // What was written as one of the branches, not as a union.
        let alone = node.branches.iter().position(|branch| is_of(value, &branch.ty));
        match value {
            Value::Null => Ok(None),
            Value::Struct(of) if alone.is_none() => {
                let set = node.branches.iter().enumerate().find_map(|(index, branch)| {
                    let member = of.get_without_default(branch.name).ok().filter(|member| **member != Value::Null);
                    member.map(|member| (index, member))
                });
                match set {
                    Some((index, member)) => {
                        self.open.push(Open::Union);
                        self.current = member;
                        Ok(Some(index))
                    }
                    None => Err(self.unexpected(value, &format!("one of the branches of `{}`", node.name))),
                }
            }
            other => match alone {
                Some(index) => {
                    self.open.push(Open::Union);
                    self.current = other;
                    Ok(Some(index))
                }
                None => Err(self.unexpected(other, &format!("one of the branches of `{}`", node.name))),
            },
        }
    }

    fn end_union(&mut self) -> Result<()> {
        self.open.pop();
        Ok(())
    }
}

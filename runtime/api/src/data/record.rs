//! Records: a key and a value, each of a static type.

use std::{any::TypeId, cell::RefCell, collections::HashMap, fmt};

use super::{
    DataReader, DataWriter, Null, ReadData, Schema, SchemaAndValue, SchemaType, Type, Value, ValueReader, ValueWriter,
    WriteData,
};
use crate::error::{Error, Result as ConnectResult};

/// The two halves of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The key: decides the partition, and what a compacted topic keeps.
    Key,
    /// The value; null deletes the key from a compacted topic.
    Value,
}

impl Part {
    /// `key` or `value`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Value => "value",
        }
    }
}

/// As in the names of configuration keys: `key` or `value`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The types of a record's key and value.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The key's type.
    pub key: Type,
    /// The value's type.
    pub value: Type,
}

impl Pair {
    /// The type of that half.
    #[must_use]
    pub const fn part(&self, part: Part) -> &Type {
        match part {
            Part::Key => &self.key,
            Part::Value => &self.value,
        }
    }
}

/// One half of a record: a derived struct, `String`, `Vec<u8>`, `bool`, a number, `SchemaAndValue` (a schema that is known at
/// run time only), `Option<T>` (null is a tombstone) or `()` (always null).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a record key or value",
    label = "not a record key or value",
    note = "derive `ConnectSchema`, or use String, Vec<u8>, bool, a signed number, `SchemaAndValue` (any schema), `Option<_>` (null is a tombstone) or `()` (always null)",
    note = "a key or a value owns its data: what has a lifetime can be written with `WriteData`, and be neither"
)]
pub trait RecordData: Send + 'static {
    /// The schema. That of `Option<T>` is the schema of `T`: a null is written as no bytes at all, without a schema.
    const TYPE: Type;

    /// Whether this half is null: no bytes, nothing to register.
    fn is_null(&self) -> bool {
        false
    }

    /// Writes the half, unless it is null: then it writes nothing.
    ///
    /// # Errors
    /// The writer's.
    fn emit<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error>;

    /// The half with its schema, for what knows schemas only at run time; a configured `prefix` stands before the names of
    /// records and enums.
    fn connect(&self, prefix: Option<&str>) -> SchemaAndValue {
        if self.is_null() {
            return SchemaAndValue::NULL;
        }
        let schema = schema_of::<Self>(prefix);
        let mut writer = ValueWriter::new(schema.clone());
        let Ok(()) = self.emit(&mut writer);
        SchemaAndValue { schema: Some(schema), value: writer.finish() }
    }
}

/// The schema of the type below that prefix, made once a thread: whoever keeps something by a schema finds it again.
fn schema_of<T: RecordData + ?Sized>(prefix: Option<&str>) -> Schema {
    /// By prefix.
    type Schemas = Vec<(Option<Box<str>>, Schema)>;
    thread_local! {
        static SCHEMAS: RefCell<HashMap<TypeId, Schemas>> = RefCell::default();
    }
    SCHEMAS.with_borrow_mut(|schemas| {
        let known = schemas.entry(TypeId::of::<T>()).or_default();
        if let Some((_, schema)) = known.iter().find(|(of, _)| of.as_deref() == prefix) {
            return schema.clone();
        }
        let schema = Schema::of(&T::TYPE, prefix);
        if known.len() == PREFIXES {
            known.remove(0);
        }
        known.push((prefix.map(Into::into), schema.clone()));
        schema
    })
}

/// How many prefixes of one type are remembered: a thread has one, unless many connectors share it.
const PREFIXES: usize = 16;

/// One half of a record, as a sink takes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a record",
    label = "not readable from a record",
    note = "derive `ConnectSchema`, or use String, Vec<u8>, bool, a signed number, `SchemaAndValue` (any schema), `Option<_>` (null is a tombstone) or `()` (never looked at)"
)]
pub trait FromRecord: Sized + Send + 'static {
    /// The schema that is read into: what was written with another one is resolved against it. That of `Option<T>` is the
    /// schema of `T`.
    const TYPE: Type;

    /// The record names that are accepted, in whatever namespace; empty: any.
    const NAMES: &'static [&'static str];

    /// What a null half becomes; `None` if null is not accepted.
    #[must_use]
    fn null() -> Option<Self> {
        None
    }

    /// Reads the half, which is not null.
    ///
    /// # Errors
    /// The reader's.
    fn absorb<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error>;

    /// Reads the half where null may stand instead: then there is none. Only a union does it in another way: null is one of
    /// its branches.
    ///
    /// # Errors
    /// The reader's.
    #[doc(hidden)]
    fn absorb_optional<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Option<Self>, R::Error> {
        if reader.optional(Null::First)? { Self::absorb(reader).map(Some) } else { Ok(None) }
    }

    /// Whether the half is taken with its schema, whatever it is: only [`from_connect`](Self::from_connect) reads it then.
    const DYNAMIC: bool = matches!(Self::TYPE, Type::Dynamic);

    /// Reads the half from a value.
    ///
    /// # Errors
    /// A data error when the value is not of this type, when it is a record of another name, and when it is null and null is
    /// not accepted.
    fn from_connect(data: SchemaAndValue) -> ConnectResult<Self> {
        if data.value == Value::Null {
            return Self::null().ok_or_else(null_refused);
        }
        check_name::<Self>(data.schema.as_ref())?;
        Self::absorb(&mut ValueReader::new(&data.value))
    }
}

/// Why a null is not read.
pub(crate) fn null_refused() -> Error {
    Error::data("the sink takes no null here; a task that declares the type as `Option<_>` takes tombstones")
}

/// A record of another name is not taken for one of the sink's because it happens to have the same fields. As in Avro, the
/// namespace may be another.
fn check_name<T: FromRecord>(schema: Option<&Schema>) -> ConnectResult<()> {
    let simple = |name: &str| name.rsplit('.').next().map(str::to_owned);
    let of_record = schema.filter(|schema| schema.schema_type() == SchemaType::Struct);
    match of_record.and_then(Schema::name) {
        Some(name) if !T::NAMES.is_empty() && !T::NAMES.iter().any(|known| simple(known) == simple(name)) => {
            Err(Error::data(format!(
                "the record is `{name}`, and the sink reads {}; if the record was renamed, declare its former name with \
                 `#[connect(alias = \"..\")]`",
                T::NAMES.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
            )))
        }
        _ => Ok(()),
    }
}

/// Whatever comes, with its schema.
impl FromRecord for SchemaAndValue {
    const TYPE: Type = Type::Dynamic;
    const NAMES: &'static [&'static str] = &[];

    fn null() -> Option<Self> {
        Some(Self::NULL)
    }

    fn absorb<'de, R: DataReader<'de>>(_reader: &mut R) -> Result<Self, R::Error> {
        Err(Error::fatal("a value whose schema is known at run time only is not read without one").into())
    }

    fn from_connect(data: SchemaAndValue) -> ConnectResult<Self> {
        Ok(data)
    }
}

/// Nothing: the half is not looked at, whatever it is.
impl FromRecord for () {
    const TYPE: Type = Type::Null;
    const NAMES: &'static [&'static str] = &[];

    fn null() -> Option<Self> {
        Some(())
    }

    fn absorb<'de, R: DataReader<'de>>(_reader: &mut R) -> Result<Self, R::Error> {
        Ok(())
    }

    fn from_connect(_data: SchemaAndValue) -> ConnectResult<Self> {
        Ok(())
    }
}

/// The kinds of records that a source emits: a pair `(Key, Value)`, or an enum of several pairs with
/// `#[derive(RecordSet)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of records",
    label = "not a set of records",
    note = "use a pair `(Key, Value)`, or derive `RecordSet` for an enum whose variants are such pairs: `enum Records {{ Status(StatusKey, Option<Status>) }}`"
)]
pub trait RecordSet: Send + 'static {
    /// All pairs of key and value types.
    const PAIRS: &'static [Pair];

    /// Which of them this record is.
    fn pair(&self) -> usize;

    /// Whether that half is null: no bytes, nothing to register.
    fn is_null(&self, part: Part) -> bool;

    /// Writes one half, unless it is null: then it writes nothing.
    ///
    /// # Errors
    /// The writer's.
    fn emit<W: DataWriter>(&self, part: Part, writer: &mut W) -> Result<(), W::Error>;

    /// One half with its schema, for what knows schemas only at run time; a configured `prefix` stands before the names of
    /// records and enums.
    fn connect(&self, part: Part, prefix: Option<&str>) -> SchemaAndValue;
}

impl<K: RecordData, V: RecordData> RecordSet for (K, V) {
    const PAIRS: &'static [Pair] = &[Pair { key: K::TYPE, value: V::TYPE }];

    fn pair(&self) -> usize {
        0
    }

    fn is_null(&self, part: Part) -> bool {
        match part {
            Part::Key => self.0.is_null(),
            Part::Value => self.1.is_null(),
        }
    }

    fn emit<W: DataWriter>(&self, part: Part, writer: &mut W) -> Result<(), W::Error> {
        match part {
            Part::Key => self.0.emit(writer),
            Part::Value => self.1.emit(writer),
        }
    }

    fn connect(&self, part: Part, prefix: Option<&str>) -> SchemaAndValue {
        match part {
            Part::Key => self.0.connect(prefix),
            Part::Value => self.1.connect(prefix),
        }
    }
}

impl<T: RecordData> RecordData for Option<T> {
    const TYPE: Type = T::TYPE;

    fn is_null(&self) -> bool {
        self.as_ref().is_none_or(T::is_null)
    }

    fn emit<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        self.as_ref().map_or(Ok(()), |some| some.emit(writer))
    }

    fn connect(&self, prefix: Option<&str>) -> SchemaAndValue {
        self.as_ref().map_or(SchemaAndValue::NULL, |some| some.connect(prefix))
    }
}

impl<T: FromRecord> FromRecord for Option<T> {
    const TYPE: Type = T::TYPE;
    const NAMES: &'static [&'static str] = T::NAMES;

    fn null() -> Option<Self> {
        Some(None)
    }

    fn absorb<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        T::absorb(reader).map(Some)
    }

    fn absorb_optional<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Option<Self>, R::Error> {
        Ok(T::absorb_optional(reader)?.map(Some))
    }

    fn from_connect(data: SchemaAndValue) -> ConnectResult<Self> {
        if data.value == Value::Null { Ok(None) } else { T::from_connect(data).map(Some) }
    }
}

/// A value of any schema: a converter writes it, with the schema that it has. Null without a schema is a tombstone; what a null
/// of an optional schema is, the converter says.
impl RecordData for SchemaAndValue {
    const TYPE: Type = Type::Dynamic;

    fn is_null(&self) -> bool {
        self.schema.is_none() && self.value == Value::Null
    }

    /// Writes nothing: without its schema nobody could read it. Whoever writes records looks at
    /// [`TYPE`](RecordData::TYPE) first.
    fn emit<W: DataWriter>(&self, _writer: &mut W) -> Result<(), W::Error> {
        Ok(())
    }

    fn connect(&self, _prefix: Option<&str>) -> SchemaAndValue {
        self.clone()
    }
}

impl RecordData for () {
    const TYPE: Type = Type::Null;

    fn is_null(&self) -> bool {
        true
    }

    fn emit<W: DataWriter>(&self, _writer: &mut W) -> Result<(), W::Error> {
        Ok(())
    }

    fn connect(&self, _prefix: Option<&str>) -> SchemaAndValue {
        SchemaAndValue::NULL
    }
}

macro_rules! record_data {
    ($($ty:ty)*) => {$(
        impl RecordData for $ty {
            const TYPE: Type = <$ty as super::ConnectType>::TYPE;

            fn emit<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
                self.write(writer)
            }
        }

        impl FromRecord for $ty {
            const TYPE: Type = <$ty as super::ConnectType>::TYPE;
            const NAMES: &'static [&'static str] = &[];

            fn absorb<'de, R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                <$ty>::read(reader)
            }
        }
    )*};
}
record_data! { bool i8 i16 i32 i64 f32 f64 String Vec<u8> }

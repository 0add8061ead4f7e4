//! The standard library's types, and ours, in Connect's data model.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

use super::{
    ConnectType, DataReader, DataWriter, Date, Decimal, FieldNode, Null, ReadData, StructNode, Time, Timestamp, Type,
    UnionNode, WriteData,
    checks::element,
    logical::{from_twos_complement, plain_decimal, twos_complement},
};
use crate::Error;

macro_rules! scalars {
    ($($ty:ty: $variant:ident, $method:ident;)*) => {$(
        impl ConnectType for $ty {
            const TYPE: Type = Type::$variant;
        }

        impl WriteData for $ty {
            #[inline]
            fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
                writer.$method(*self)
            }
        }

        impl<'de> ReadData<'de> for $ty {
            #[inline]
            fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                reader.$method()
            }
        }
    )*};
}
scalars! {
    bool: Boolean, boolean;
    i8: Int8, int8;
    i16: Int16, int16;
    i32: Int32, int32;
    i64: Int64, int64;
    f32: Float32, float32;
    f64: Float64, float64;
}

impl ConnectType for String {
    const TYPE: Type = Type::String;
}

impl WriteData for String {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.string(self)
    }
}

impl<'de> ReadData<'de> for String {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        Ok(reader.string()?.into_owned())
    }
}

/// `u8` is no Connect type, so `Vec<u8>` is no array and can be BYTES.
impl ConnectType for Vec<u8> {
    const TYPE: Type = Type::Bytes;
}

impl WriteData for Vec<u8> {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.bytes(self)
    }
}

impl<'de> ReadData<'de> for Vec<u8> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        Ok(reader.bytes()?.into_owned())
    }
}

impl ConnectType for Timestamp {
    const TYPE: Type = Type::Timestamp;
}

impl WriteData for Timestamp {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.timestamp(self.as_ms())
    }
}

impl<'de> ReadData<'de> for Timestamp {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        reader.timestamp().map(Self::from_ms)
    }
}

impl ConnectType for Date {
    const TYPE: Type = Type::Date;
}

impl WriteData for Date {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.date(self.as_days())
    }
}

impl<'de> ReadData<'de> for Date {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        reader.date().map(Self::from_days)
    }
}

impl ConnectType for Time {
    const TYPE: Type = Type::Time;
}

impl WriteData for Time {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.time(self.as_ms())
    }
}

impl<'de> ReadData<'de> for Time {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let ms = reader.time()?;
        Self::from_ms(ms).ok_or_else(|| Error::data(format!("{ms} ms is not a time of day")).into())
    }
}

impl<const SCALE: i32> ConnectType for Decimal<SCALE> {
    const TYPE: Type = Type::Decimal { scale: SCALE };
}

impl<const SCALE: i32> WriteData for Decimal<SCALE> {
    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        let (bytes, redundant) = twos_complement(self.unscaled());
        writer.decimal(bytes.get(redundant..).unwrap_or_default(), SCALE)
    }
}

impl<'de, const SCALE: i32> ReadData<'de> for Decimal<SCALE> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let bytes = reader.decimal(SCALE)?;
        from_twos_complement(&bytes).map(Self::from_unscaled).ok_or_else(|| {
            let largest = plain_decimal(i128::MAX, SCALE);
            Error::data(format!("a decimal of {} bytes is beyond {largest}", bytes.len())).into()
        })
    }
}

impl<T: ConnectType> ConnectType for Option<T> {
    const TYPE: Type = match T::TYPE {
        Type::Optional(_) => panic!("an Option in an Option has no Connect schema: there is one null; use one Option"),
        _ => Type::Optional(const { &T::TYPE }),
    };
}

impl<T: WriteData> WriteData for Option<T> {
    const FIELD: Type = {
        let _ = T::FIELD;
        Self::TYPE
    };
    const UNION: Option<&'static UnionNode> = T::UNION;
    const PARAMETERS: &'static [(&'static str, &'static str)] = T::PARAMETERS;

    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        self.write_field(writer, Null::First)
    }

    #[inline]
    fn write_field<W: DataWriter>(&self, writer: &mut W, null: Null) -> Result<(), W::Error> {
        match self {
            Some(some) => some.write_some(writer, null),
            None => writer.optional(false, null),
        }
    }
}

impl<'de, T: ReadData<'de>> ReadData<'de> for Option<T> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        Self::read_field(reader, Null::First)
    }

    #[inline]
    fn read_field<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Self, R::Error> {
        T::read_optional(reader, null)
    }

    fn absent(_node: &'static StructNode, _field: &'static FieldNode) -> Result<Self, Error> {
        Ok(None)
    }
}

impl<T: ConnectType> ConnectType for Vec<T> {
    const TYPE: Type = Type::Array(&T::TYPE);
}

impl<T: WriteData> WriteData for Vec<T> {
    const FIELD: Type = Type::Array(element::<T>());
    const UNION: Option<&'static UnionNode> = T::UNION;

    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.begin_array(self.len())?;
        for element in self {
            writer.item()?;
            element.write(writer)?;
        }
        writer.end_array()
    }
}

impl<'de, T: ReadData<'de>> ReadData<'de> for Vec<T> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        // No capacity is taken from the input's word: it may lie.
        let mut elements = Self::new();
        reader.begin_array()?;
        while reader.next_item()? {
            elements.push(T::read(reader)?);
        }
        Ok(elements)
    }
}

impl<K: ConnectType, V: ConnectType> ConnectType for BTreeMap<K, V> {
    const TYPE: Type = Type::Map(&K::TYPE, &V::TYPE);
}

impl<K: WriteData, V: WriteData> WriteData for BTreeMap<K, V> {
    const FIELD: Type = Type::Map(element::<K>(), element::<V>());
    const UNION: Option<&'static UnionNode> = V::UNION;

    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        write_map(self.len(), self, writer)
    }
}

impl<'de, K: ReadData<'de> + Ord, V: ReadData<'de>> ReadData<'de> for BTreeMap<K, V> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let mut entries = Self::new();
        read_map(reader, |key, value| drop(entries.insert(key, value)))?;
        Ok(entries)
    }
}

impl<K: ConnectType, V: ConnectType, S> ConnectType for HashMap<K, V, S> {
    const TYPE: Type = Type::Map(&K::TYPE, &V::TYPE);
}

/// Written in the order of its keys: equal maps have equal bytes, so they may stand in a record's key. A `BTreeMap` has
/// that order without being sorted first.
impl<K: WriteData + Ord, V: WriteData, S> WriteData for HashMap<K, V, S> {
    const FIELD: Type = Type::Map(element::<K>(), element::<V>());
    const UNION: Option<&'static UnionNode> = V::UNION;

    #[inline]
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        write_map(entries.len(), entries, writer)
    }
}

impl<'de, K: ReadData<'de> + Eq + Hash, V: ReadData<'de>, S: BuildHasher + Default> ReadData<'de> for HashMap<K, V, S> {
    #[inline]
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let mut entries = Self::default();
        read_map(reader, |key, value| drop(entries.insert(key, value)))?;
        Ok(entries)
    }
}

fn write_map<'a, K: WriteData + 'a, V: WriteData + 'a, W: DataWriter>(
    len: usize,
    entries: impl IntoIterator<Item = (&'a K, &'a V)>,
    writer: &mut W,
) -> Result<(), W::Error> {
    writer.begin_map(&K::TYPE, len)?;
    for (key, value) in entries {
        writer.item()?;
        key.write(writer)?;
        writer.item()?;
        value.write(writer)?;
    }
    writer.end_map()
}

fn read_map<'de, K: ReadData<'de>, V: ReadData<'de>, R: DataReader<'de>>(
    reader: &mut R,
    mut insert: impl FnMut(K, V),
) -> Result<(), R::Error> {
    reader.begin_map()?;
    while reader.next_item()? {
        let key = K::read(reader)?;
        reader.map_value()?;
        insert(key, V::read(reader)?);
    }
    Ok(())
}

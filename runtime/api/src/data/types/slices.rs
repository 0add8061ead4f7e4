//! `str`, `[u8]` and `[T]`, behind whatever pointer.

use std::{rc::Rc, sync::Arc};

use crate::data::{ConnectType, DataReader, DataWriter, ReadData, Type, UnionNode, WriteData};

impl ConnectType for str {
    const TYPE: Type = Type::String;
}

impl WriteData for str {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.string(self)
    }
}

impl ConnectType for [u8] {
    const TYPE: Type = Type::Bytes;
}

impl WriteData for [u8] {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.bytes(self)
    }
}

impl<T: ConnectType> ConnectType for [T] {
    const TYPE: Type = <Vec<T>>::TYPE;
}

impl<T: WriteData> WriteData for [T] {
    const FIELD: Type = <Vec<T>>::FIELD;
    const UNION: Option<&'static UnionNode> = T::UNION;

    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.begin_array(self.len())?;
        for element in self {
            writer.item()?;
            element.write(writer)?;
        }
        writer.end_array()
    }
}

macro_rules! slices {
    ($($pointer:ident)*) => {$(
        impl<'de> ReadData<'de> for $pointer<str> {
            fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                reader.string().map(Self::from)
            }
        }

        impl<'de> ReadData<'de> for $pointer<[u8]> {
            fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                reader.bytes().map(Self::from)
            }
        }

        impl<'de, T: ReadData<'de>> ReadData<'de> for $pointer<[T]> {
            fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                Vec::read(reader).map(Self::from)
            }
        }
    )*};
}
slices! { Box Arc Rc }

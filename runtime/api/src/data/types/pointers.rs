//! `Box`, `Arc`, `Rc`, `Cow` and references: in a schema they are what they point to.

use std::{borrow::Cow, rc::Rc, sync::Arc};

use crate::{
    Error,
    data::{ConnectType, DataReader, DataWriter, FieldNode, Null, ReadData, StructNode, Type, UnionNode, WriteData},
};

macro_rules! written_as_what_is_in_it {
    ($({$($generics:tt)*} $pointer:ty;)*) => {$(
        impl<$($generics)*> ConnectType for $pointer
        where
            T: ConnectType,
        {
            const TYPE: Type = T::TYPE;
        }

        impl<$($generics)*> WriteData for $pointer
        where
            T: WriteData,
        {
            const FIELD: Type = T::FIELD;
            const UNION: Option<&'static UnionNode> = T::UNION;
            const PARAMETERS: &'static [(&'static str, &'static str)] = T::PARAMETERS;

            fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
                T::write(self, writer)
            }

            fn write_field<W: DataWriter>(&self, writer: &mut W, null: Null) -> Result<(), W::Error> {
                T::write_field(self, writer, null)
            }

            fn write_some<W: DataWriter>(&self, writer: &mut W, null: Null) -> Result<(), W::Error> {
                T::write_some(self, writer, null)
            }
        }
    )*};
}
written_as_what_is_in_it! {
    {T: ?Sized} Box<T>;
    {T: ?Sized} Arc<T>;
    {T: ?Sized} Rc<T>;
    {T: ?Sized} &T;
    {T: ToOwned + ?Sized} Cow<'_, T>;
}

macro_rules! read_and_wrapped {
    ($($pointer:ident)*) => {$(
        impl<'de, T: ReadData<'de>> ReadData<'de> for $pointer<T> {
            fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
                T::read(reader).map(Self::new)
            }

            fn read_field<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Self, R::Error> {
                T::read_field(reader, null).map(Self::new)
            }

            fn read_optional<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Option<Self>, R::Error> {
                Ok(T::read_optional(reader, null)?.map(Self::new))
            }

            fn absent(node: &'static StructNode, field: &'static FieldNode) -> Result<Self, Error> {
                T::absent(node, field).map(Self::new)
            }
        }
    )*};
}
read_and_wrapped! { Box Arc Rc }

/// Owned: whether a `Cow` may borrow from the input is for the derive to see.
impl<'de, T: ConnectType + ToOwned<Owned: ReadData<'de>> + ?Sized> ReadData<'de> for Cow<'_, T> {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        T::Owned::read(reader).map(Cow::Owned)
    }

    fn read_field<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Self, R::Error> {
        T::Owned::read_field(reader, null).map(Cow::Owned)
    }

    fn read_optional<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Option<Self>, R::Error> {
        Ok(T::Owned::read_optional(reader, null)?.map(Cow::Owned))
    }

    fn absent(node: &'static StructNode, field: &'static FieldNode) -> Result<Self, Error> {
        T::Owned::absent(node, field).map(Cow::Owned)
    }
}

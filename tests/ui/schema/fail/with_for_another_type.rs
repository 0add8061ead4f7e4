//! A module for another type.

use kconnect::ConnectSchema;

mod text {
    use kconnect::data::{DataReader, DataWriter, Type};

    pub const TYPE: Type = Type::String;

    pub fn write<W: DataWriter>(text: &String, writer: &mut W) -> Result<(), W::Error> {
        writer.string(text)
    }

    pub fn read<'de, R: DataReader<'de>>(reader: &mut R) -> Result<String, R::Error> {
        reader.string().map(|text| text.into_owned())
    }
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A number.
    #[connect(with = text)]
    number: i64,
    /// Texts: the module is for all of them or for none.
    #[connect(with = text)]
    texts: Vec<String>,
}

fn main() {}

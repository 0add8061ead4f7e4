//! A module whose type is optional already.

use kconnect::ConnectSchema;

mod maybe {
    use kconnect::data::{DataReader, DataWriter, Type};

    pub const TYPE: Type = Type::Optional(&Type::String);

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
    /// A text or nothing.
    #[connect(with = maybe)]
    text: Option<String>,
}

fn main() {}

//! uuid: a STRING of 36 characters, lower case, with hyphens. Confluent's converters know no UUID in Avro.

use uuid::Uuid;

use crate::{
    Error,
    data::{ConnectType, DataReader, DataWriter, ReadData, Type, WriteData},
};

impl ConnectType for Uuid {
    const TYPE: Type = Type::String;
}

impl WriteData for Uuid {
    fn write<W: DataWriter>(&self, writer: &mut W) -> Result<(), W::Error> {
        writer.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()))
    }
}

impl<'de> ReadData<'de> for Uuid {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Self, R::Error> {
        let text = reader.string()?;
        Self::try_parse(&text).map_err(|error| Error::data(format!("`{text}` is not a UUID: {error}")).into())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::{
        avro::AvroReader,
        data::{Value, types::tests::written},
    };

    #[test]
    fn a_uuid_is_a_string_with_hyphens_in_lower_case() {
        let uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        assert_eq!(Value::of(&uuid), Value::from(text));
        assert_eq!(AvroReader::read::<Uuid>(&written(text)).unwrap(), uuid);
        assert_eq!(AvroReader::read::<Uuid>(&written(&text.to_uppercase())).unwrap(), uuid);
    }

    #[test]
    fn another_text_is_a_data_error() {
        let error = AvroReader::read::<Uuid>(&written("x")).unwrap_err().to_string();
        assert!(error.starts_with("`x` is not a UUID: "), "{error}");
    }
}

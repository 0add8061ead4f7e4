//! Avro binary, both ways, written and read with the same schema.

use std::hint::black_box;

use apache_avro::{reader::datum::GenericDatumReader, writer::datum::GenericDatumWriter};
use kconnect::{
    ConnectType,
    avro::{AvroReader, AvroWriter, Schema},
    data::WriteData,
};

use crate::{
    hand_decoder, hand_encoder,
    status::Status,
    turns::{Limit, compare, contestant},
};

pub(crate) fn encode(status: &Status) -> Vec<u8> {
    let mut out = Vec::new();
    status.write(&mut AvroWriter::new(&mut out)).expect("Avro has everything");
    out
}

fn schema() -> String {
    Schema::of(&Status::TYPE, None).expect("a schema").to_string()
}

/// One after the other into one warm buffer, which is emptied for each, as a worker does it.
fn each<'a>(statuses: &'a [Status], mut encode: impl FnMut(&'a Status, &mut Vec<u8>) + 'a) -> impl FnMut() + 'a {
    let mut out = Vec::with_capacity(64 * 1024);
    move || {
        for status in statuses {
            out.clear();
            encode(status, &mut out);
            black_box(&out);
        }
    }
}

pub(crate) fn encoding(statuses: &[Status], rounds: usize) {
    let text = schema();
    let theirs = apache_avro::Schema::parse_str(&text).unwrap();
    let apache = GenericDatumWriter::builder(&theirs).build().unwrap();
    let fast: serde_avro_fast::Schema = text.parse().unwrap();
    let mut config = serde_avro_fast::ser::SerializerConfig::new(&fast);
    for status in statuses {
        let expected = encode(status);
        let mut out = Vec::new();
        hand_encoder::status(&mut out, status);
        assert_eq!(out, expected, "by hand");
        out.clear();
        serde_avro_fast::to_datum(status, &mut out, &mut config).unwrap();
        assert_eq!(out, expected, "serde_avro_fast");
        out.clear();
        apache.write_ser(&mut out, status).unwrap();
        assert_eq!(out, expected, "apache-avro");
    }
    let all = vec![
        contestant("kconnect", each(statuses, |status, out| status.write(&mut AvroWriter::new(out)).unwrap())),
        contestant("by hand", each(statuses, |status, out| hand_encoder::status(out, status))),
        contestant(
            "serde_avro_fast",
            each(statuses, |status, out| {
                serde_avro_fast::to_datum(status, out, &mut config).unwrap();
            }),
        ),
        contestant(
            "apache-avro",
            each(statuses, |status, out| {
                apache.write_ser(out, status).unwrap();
            }),
        ),
    ];
    let limit = Limit { times: 1.15, what: "encoding, against code by hand" };
    compare("Avro: encoding", &limit, statuses.len(), rounds, all);
}

/// What may come out of them, dropped where it was made.
fn all<T>(bytes: &[Vec<u8>], mut decode: impl FnMut(&[u8]) -> T) -> impl FnMut() {
    move || {
        for bytes in bytes {
            black_box(decode(black_box(bytes)));
        }
    }
}

pub(crate) fn decoding(statuses: &[Status], rounds: usize) {
    let text = schema();
    let theirs = apache_avro::Schema::parse_str(&text).unwrap();
    let apache = GenericDatumReader::builder(&theirs).build().unwrap();
    let fast: serde_avro_fast::Schema = text.parse().unwrap();
    let bytes: Vec<_> = statuses.iter().map(encode).collect();
    for (bytes, expected) in bytes.iter().zip(statuses) {
        assert_eq!(&AvroReader::read::<Status>(bytes).unwrap(), expected, "kconnect");
        assert_eq!(&hand_decoder::status(bytes).unwrap(), expected, "by hand");
        assert_eq!(&serde_avro_fast::from_datum_slice::<Status>(bytes, &fast).unwrap(), expected, "serde_avro_fast");
        assert_eq!(&apache.read_deser::<Status>(&mut bytes.as_slice()).unwrap(), expected, "apache-avro");
    }
    let contestants = vec![
        contestant("kconnect", all(&bytes, |bytes| AvroReader::read::<Status>(bytes).unwrap())),
        contestant("by hand", all(&bytes, |bytes| hand_decoder::status(bytes).unwrap())),
        contestant(
            "serde_avro_fast",
            all(&bytes, |bytes| serde_avro_fast::from_datum_slice::<Status>(bytes, &fast).unwrap()),
        ),
        contestant("apache-avro", all(&bytes, |mut bytes| apache.read_deser::<Status>(&mut bytes).unwrap())),
    ];
    let limit = Limit { times: 1.3, what: "decoding, against code by hand" };
    compare("Avro: decoding", &limit, statuses.len(), rounds, contestants);
}

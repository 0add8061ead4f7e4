//! An enum without data is a string; a former symbol and an unknown one are read as what they are now.

use kconnect::{ConnectSchema, ConnectType, avro::AvroReader, data::Schema};

#[path = "../common/codec.rs"]
mod codec;

/// How a post was sent.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq)]
#[connect(namespace = "com.example", rename_all = "SCREAMING_SNAKE_CASE")]
enum Source {
    #[connect(alias = "BROWSER", alias = "WWW")]
    WebPage,
    #[connect(rename = "PHONE")]
    Mobile,
    #[connect(default)]
    Other,
}

/// Without a default.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq)]
#[connect(namespace = "com.example")]
enum Strict {
    One,
}

fn main() {
    for source in [Source::WebPage, Source::Mobile, Source::Other] {
        codec::comes_back(&source);
    }
    assert_eq!(codec::json(&Source::WebPage), r#""WEB_PAGE""#);
    let read = |text: &str| AvroReader::read::<Source>(&codec::avro(text)).unwrap();
    assert_eq!(read("BROWSER"), Source::WebPage);
    assert_eq!(read("WWW"), Source::WebPage);
    assert_eq!(read("FAX"), Source::Other);
    let error = AvroReader::read::<Strict>(&codec::avro("TWO")).unwrap_err();
    assert_eq!(error.to_string(), "`TWO` is not one of One");

    let schema = Schema::of(&Source::TYPE, Some("eu"));
    let parameters: Vec<_> = schema.parameters().collect();
    assert_eq!(
        parameters,
        [
            ("io.confluent.connect.avro.enum.doc.Source", "How a post was sent."),
            ("io.confluent.connect.avro.enum.default.Source", "OTHER"),
            ("io.confluent.connect.avro.Enum", "eu.com.example.Source"),
            ("io.confluent.connect.avro.Enum.WEB_PAGE", "WEB_PAGE"),
            ("io.confluent.connect.avro.Enum.PHONE", "PHONE"),
            ("io.confluent.connect.avro.Enum.OTHER", "OTHER"),
        ]
    );
}

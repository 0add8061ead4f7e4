//! Any bytes as JSON: what the converter reads it writes again, and what the reader reads is what was written.

#![no_main]

use std::{collections::BTreeMap, sync::LazyLock};

use kconnect::{
    ConnectSchema, Date, Decimal, Timestamp,
    data::WriteData,
    json::{DecimalFormat, JsonConverter, JsonConverterConfig, JsonFormat, JsonReader, JsonWriter},
};
use libfuzzer_sys::fuzz_target;

/// A record with one of everything.
#[derive(ConnectSchema)]
#[connect(namespace = "fuzz")]
struct Post {
    /// A number.
    id: i64,
    /// A small number.
    #[connect(default = 3)]
    votes: i8,
    /// A text.
    text: Option<String>,
    /// A measure.
    score: Option<f64>,
    /// Another one.
    part: Option<f32>,
    /// A price.
    price: Option<Decimal<2>>,
    /// Bytes.
    raw: Option<Vec<u8>>,
    /// A day.
    day: Option<Date>,
    /// A time.
    at: Option<Timestamp>,
    /// Texts.
    tags: Option<Vec<String>>,
    /// By text.
    counts: Option<BTreeMap<String, i32>>,
    /// By number.
    numbered: Option<BTreeMap<i16, Option<bool>>>,
    /// Another post.
    next: Option<Box<Post>>,
    /// Other posts.
    all: Option<Vec<Post>>,
}

static CONVERTERS: LazyLock<[JsonConverter; 3]> = LazyLock::new(|| {
    let default = JsonConverterConfig { decimal_format: DecimalFormat::Numeric, ..JsonConverterConfig::default() };
    let payload = JsonConverterConfig { schemas_enable: false, ..default.clone() };
    let schema = r#"{"type":"struct","fields":[{"field":"id","type":"int64","default":7},{"field":"next","type":"map","optional":true,"keys":{"type":"int8"},"values":{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"2"}}}]}"#;
    let content = JsonConverterConfig { schema_content: Some(schema.to_owned()), ..default.clone() };
    [default, payload, content].map(|config| JsonConverter::new(config).expect("the schema is one"))
});

fuzz_target!(|input: &[u8]| {
    for converter in &*CONVERTERS {
        let Ok(read) = converter.to_connect_data(Some(input)) else { continue };
        // What was read may not fit its schema: a number where a string was wanted is null.
        let Ok(Some(written)) = converter.from_connect_data(read.schema.as_ref(), &read.value) else { continue };
        if converter.config().schema_content.is_none() {
            converter.to_connect_data(Some(&written)).expect("what was written is read");
        }
    }
    if let Ok(post) = JsonReader::read::<Post>(input) {
        let write = |post: &Post| {
            let mut out = Vec::new();
            let format = JsonFormat { decimals: DecimalFormat::Numeric, ..JsonFormat::default() };
            post.write(&mut JsonWriter::with_format(&mut out, format)).expect("everything can be written");
            out
        };
        let written = write(&post);
        let again: Post = JsonReader::read(&written).expect("what was written is read");
        assert_eq!(write(&again), written);
    }
    drop(JsonReader::read_envelope::<Post>(input));
});

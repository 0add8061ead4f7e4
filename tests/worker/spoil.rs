//! A transformation that spoils records, so that they fail at a stage of the test's choice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "a part of a test, outside its functions"
)]

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex},
};

use kconnect::{ConfigDef, ConnectRecord, Error, Result, SchemaAndValue, Topic, Transformation, Value, data::Schema};

#[derive(ConfigDef, Clone, Debug)]
pub struct SpoilConfig {
    /// The line whose record is spoiled; 0 is every one.
    #[config(importance = high)]
    line: i64,
    /// What is done with it.
    #[config(importance = high)]
    how: String,
    /// What its attempts are counted by.
    #[config(default = "", importance = low)]
    name: String,
}

pub struct Spoil {
    config: SpoilConfig,
}

/// An INT32 that is a text: no converter that looks at schemas writes it.
fn unwritable() -> SchemaAndValue {
    SchemaAndValue { schema: Some(Schema::int32()), value: Value::String("no number".to_owned()) }
}

impl Transformation for Spoil {
    const CLASS: &'static str = "com.example.Spoil";
    type Config = SpoilConfig;

    fn configure(config: SpoilConfig) -> Result<Self> {
        Ok(Self { config })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let Value::Int64(line) = record.key.value else { return Ok(Some(record)) };
        if ![0, line].contains(&self.config.line) {
            return Ok(Some(record));
        }
        match self.config.how.as_str() {
            "fail" => return Err(Error::data("the line is spoiled")),
            "fail-for-good" => return Err(Error::fatal("the transformation gave up")),
            "fail-twice" => {
                static ATTEMPTS: LazyLock<Mutex<BTreeMap<String, usize>>> = LazyLock::new(Mutex::default);
                let mut attempts = ATTEMPTS.lock().unwrap();
                let attempts = attempts.entry(self.config.name.clone()).or_default();
                *attempts += 1;
                if *attempts <= 2 {
                    return Err(Error::retriable("not yet"));
                }
            }
            "fail-for-now" => return Err(Error::retriable("not yet")),
            "header" => record.headers.add("spoiled", unwritable()),
            "key" => record.key = unwritable(),
            "value" => record.value = unwritable(),
            "size" => record.value = SchemaAndValue::new(Schema::string(), "x".repeat(2 * 1024 * 1024)),
            "topic" => record.topic = Topic::from("a\0b"),
            "drop" => return Ok(None),
            "nothing" => {}
            other => panic!("there is no {other}"),
        }
        Ok(Some(record))
    }
}

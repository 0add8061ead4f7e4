//! A typed value is written under every option as the same value of Connect's data model is.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, SchemaAndValue,
    avro::{AvroData, AvroDataConfig, AvroWriter, Plan},
    data::{ConnectType as _, WriteData as _},
};

/// A kind.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[connect(namespace = "t")]
enum Kind {
    /// First.
    One,
    /// Second.
    Two,
}

/// All that options change.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t")]
struct Everything {
    /// d
    kind: Kind,
    /// d
    maybe: Option<Kind>,
    /// d
    kinds: Vec<Kind>,
    /// d
    by_kind: BTreeMap<Kind, Kind>,
    /// d
    by_optional: BTreeMap<Option<String>, i32>,
}

#[test]
fn the_bytes_of_a_typed_value_are_those_of_the_same_value_under_every_option() {
    let value = Everything {
        kind: Kind::Two,
        maybe: Some(Kind::One),
        kinds: vec![Kind::Two, Kind::One],
        by_kind: BTreeMap::from([(Kind::Two, Kind::One)]),
        by_optional: BTreeMap::from([(Some("key".to_owned()), 7)]),
    };
    let mut seen = Vec::new();
    for (enhanced, keys) in [(false, false), (true, false), (false, true), (true, true)] {
        let config = AvroDataConfig {
            enhanced_avro_schema_support: enhanced,
            allow_optional_map_keys: keys,
            ..AvroDataConfig::default()
        };
        let data = AvroData::new(config);
        let dynamic = SchemaAndValue::of(&value, None);
        let mut expected = Vec::new();
        data.from_connect_data(dynamic.schema.as_ref(), &dynamic.value, &mut expected).unwrap();
        let mut bytes = Vec::new();
        value.write(&mut AvroWriter::with_form(&mut bytes, config.form())).unwrap();
        assert_eq!(bytes, expected, "{config:?}");
        let plan: Plan<Everything> = Plan::new(&data.schema_of(&Everything::TYPE, None).unwrap(), None).unwrap();
        assert_eq!(plan.read(&bytes).unwrap(), value, "{config:?}");
        seen.push(bytes);
    }
    seen.dedup();
    assert_eq!(seen.len(), 4, "an option changed nothing");
}

#[test]
fn a_null_key_of_an_avro_map_is_refused_in_the_same_words() {
    let config = AvroDataConfig { allow_optional_map_keys: true, ..AvroDataConfig::default() };
    let value = BTreeMap::from([(None::<String>, 1)]);
    let typed = value.write(&mut AvroWriter::with_form(&mut Vec::new(), config.form())).unwrap_err();
    let dynamic = SchemaAndValue::of(&value, None);
    let data = AvroData::new(config);
    let other = data.from_connect_data(dynamic.schema.as_ref(), &dynamic.value, &mut Vec::new()).unwrap_err();
    assert_eq!(typed.to_string(), other.to_string());
}

//! Any short input, thousands of times one after the other, through everything that reads text: no input may take time
//! that grows with its square. libFuzzer's `-timeout` is what fails.

#![no_main]

use std::{collections::BTreeMap, hint::black_box, sync::Arc};

use kconnect::{
    Definition, Prop, Props,
    config::{ConfigKey, ConfigTransformer, ConfigType, EnvVarConfigProvider, Importance, ValidList},
    properties::Properties,
};
use libfuzzer_sys::fuzz_target;

/// Far more than any configuration has, and little to read once.
const LENGTH: usize = 1 << 18;

fuzz_target!(|input: &[u8]| {
    if input.is_empty() || input.len() > 64 {
        return;
    }
    let bytes = input.repeat(LENGTH / input.len());
    let text = String::from_utf8_lossy(&bytes);
    if let Err(malformed) = black_box(Properties::parse("long.properties", &bytes)) {
        black_box(malformed.to_string());
    }
    let _ = black_box(Properties::parse_text("long.properties", &text));

    let props = Props::from([("key".to_owned(), Prop::from(&*text))]);
    let environment: Arc<dyn kconnect::config::ConfigProvider> = Arc::new(EnvVarConfigProvider::default());
    let transformer = ConfigTransformer::new(BTreeMap::from([("env".to_owned(), environment)]));
    let _ = black_box(transformer.transform(&props));
    for config_type in [ConfigType::List, ConfigType::String, ConfigType::Double, ConfigType::Long] {
        let key = ConfigKey::new("key", config_type, Importance::High);
        let definition = Definition::new([key]).expect("one key");
        black_box(definition.validate(&props).to_string());
    }
    let key = ConfigKey::new("key", ConfigType::List, Importance::High);
    let definition = Definition::new([key.with_validator(ValidList { values: ["a".into()].to_vec().into() })]);
    black_box(definition.expect("one key").validate(&props).to_string());
    let unknown = Props::from([(text.into_owned(), Prop::Null)]);
    black_box(Definition::default().unknown(&unknown));
});

use std::collections::BTreeMap;

use kconnect::{ConfigDef, Props, config::Named};

#[derive(ConfigDef, Clone)]
struct Transform {
    /// What it does.
    #[config(key = "type", importance = high)]
    kind: String,
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Transformations.
    #[config(importance = low)]
    transforms: Named<Transform>,
    /// Headers.
    #[config(importance = low)]
    headers: BTreeMap<String, String>,
    /// Overrides.
    #[config(key = "producer.override", importance = low)]
    producer: Props,
}

fn main() {}

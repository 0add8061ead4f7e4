use std::collections::BTreeMap;

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Weights.
    #[config(prefix = "weights.")]
    weights: BTreeMap<String, u64>,
}

fn main() {}

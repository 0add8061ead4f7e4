use kconnect::ConfigDef;

use std::collections::HashMap;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Aliases.
    #[config(importance = high)]
    aliases: HashMap<String, String>,
}

fn main() {}

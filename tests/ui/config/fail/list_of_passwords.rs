use kconnect::{ConfigDef, Password};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Tokens.
    #[config(importance = high)]
    tokens: Vec<Password>,
}

fn main() {}

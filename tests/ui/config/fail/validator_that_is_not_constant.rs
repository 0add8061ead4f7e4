use kconnect::{ConfigDef, config::NonEmptyString};

fn one_of() -> NonEmptyString {
    NonEmptyString
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Region.
    #[config(importance = low, validator = one_of())]
    region: String,
}

fn main() {}

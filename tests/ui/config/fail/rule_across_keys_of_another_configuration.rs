use kconnect::{ConfigDef, Validation};

#[derive(ConfigDef, Clone)]
#[config(validate = together)]
struct Other {
    /// Topic.
    #[config(importance = low)]
    topic: String,
}

fn together(_: &Config, _: &mut Validation) {}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low)]
    topic: String,
}

fn main() {}

use kconnect::{ConfigDef, config::Named};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Transformations.
    #[config(importance = low, named = "transforms.")]
    transforms: Named<String>,
}

fn main() {}

use kconnect::{ConfigDef, config::Named};

#[derive(ConfigDef, Clone)]
struct Transform {
    /// What it does.
    #[config(key = "type", importance = high)]
    kind: String,
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Transformations.
    #[config(named = "transforms.", embed = "transforms.")]
    transforms: Named<Transform>,
    /// Predicates.
    #[config(named = "predicates.", prefix = "predicates.")]
    predicates: Named<Transform>,
}

fn main() {}

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
    #[config(importance = low, named = "transforms.", range = 1.., url)]
    transforms: Named<Transform>,
    /// Predicates.
    #[config(importance = low, named = "predicates", default = "a")]
    predicates: Named<Transform>,
    #[config(named = "converters.")]
    converters: Named<Transform>,
}

fn main() {}

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
    #[config(importance = low, named = "transforms.")]
    transforms: Named<Transform>,
    /// How many at once.
    #[config(importance = low, key = "transforms.parallel", default = 1)]
    parallel: i32,
}

fn main() {}

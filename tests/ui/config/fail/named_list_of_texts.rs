use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Transformations.
    #[config(importance = low, named = "transforms.")]
    transforms: Vec<String>,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Region.
    #[config(importance = low, recommender)]
    region: String,
}

fn main() {}

use kconnect::ConfigDef;

struct Regions;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Region.
    #[config(importance = low, recommender = Regions)]
    region: String,
}

fn main() {}

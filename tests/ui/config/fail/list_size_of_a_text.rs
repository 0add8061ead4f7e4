use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Regions.
    #[config(importance = low, list_size = 3)]
    regions: String,
    /// Zones.
    #[config(importance = low, list_size = 3)]
    zones: Option<i32>,
}

fn main() {}

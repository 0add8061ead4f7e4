use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Regions.
    #[config(importance = low, list_size)]
    regions: Vec<String>,
    /// Zones.
    #[config(importance = low, list_size = "3")]
    zones: Vec<String>,
    /// Racks.
    #[config(importance = low, list_size = 0)]
    racks: Vec<String>,
}

fn main() {}

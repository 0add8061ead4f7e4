use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(importance = low, no_empty)]
    topic: String,
    /// Mode.
    #[config(importance = low, one_off = ["a"])]
    mode: String,
    /// Broker.
    #[config(importance = low, host_port)]
    broker: String,
    /// Names.
    #[config(importance = low, listsize = 3)]
    names: Vec<String>,
    /// Region.
    #[config(importance = low, validater = Regions)]
    region: String,
    /// Zone.
    #[config(importance = low, dependants = ["region"])]
    zone: String,
}

fn main() {}

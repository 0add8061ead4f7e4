use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Broker.
    #[config(importance = low, host_and_port, default = "localhost")]
    broker: String,
    /// Brokers.
    #[config(importance = low, host_and_port, default = ["localhost:9092", "localhost:90920"])]
    brokers: Vec<String>,
}

fn main() {}

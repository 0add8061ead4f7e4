use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(key = "kafka.status.topic", importanse = high)]
    topic: String,
}

fn main() {}

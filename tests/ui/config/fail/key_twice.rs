use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(key = "kafka.topic", importance = high)]
    topic: String,
    /// Topic of the deletions.
    #[config(importance = high)]
    kafka_topic: String,
    /// Topic of the errors.
    #[config(importance = high, alias = "kafka.topic")]
    errors: String,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic.
    #[config(key = "kafka.topic", importance = high)]
    topic: String,
}

impl Config {
    const KAFKA_TOPIC_CONF: &'static str = "topic";
}

fn main() {}

use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone)]
struct Config {
    #[config(key = "kafka.status.topic", importance = high)]
    topic: String,
    ///
    #[config(importance = high)]
    keywords: Vec<String>,
    #[config(prefix = "producer.override.")]
    producer: Props,
}

fn main() {}

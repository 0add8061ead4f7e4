use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Overrides of the producer.
    #[config(prefix = "producer.override.", key = "producer", importance = high)]
    producer: Props,
    /// More of it.
    #[config(embed = "consumer.", prefix = "consumer.override.")]
    consumer: Props,
}

fn main() {}

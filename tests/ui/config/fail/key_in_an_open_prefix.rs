use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Overrides of the producer.
    #[config(prefix = "producer.override.")]
    producer: Props,
    /// Acknowledgements.
    #[config(key = "producer.override.acks", importance = low)]
    acks: String,
}

fn main() {}

use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Overrides of the producer.
    #[config(prefix = "producer")]
    producer: Props,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Settings of the producer.
    #[config(prefix = "producer.")]
    producer: String,
}

fn main() {}

use kconnect::{ConfigDef, Props};

#[derive(ConfigDef, Clone)]
struct Config {
    /// Settings of clients.
    #[config(prefix = "client.")]
    client: Props,
    /// Settings of the producer.
    #[config(prefix = "client.producer.")]
    producer: Props,
    /// Settings of clients once more.
    #[config(prefix = "client.")]
    again: Props,
}

fn main() {}

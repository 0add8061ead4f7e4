use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Acknowledgements.
    #[config(importance = high, one_of = [0, 1])]
    acks: i32,
    /// In-sync replicas.
    #[config(importance = high, one_of = "1")]
    replicas: String,
}

fn main() {}

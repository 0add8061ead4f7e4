use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// Acknowledgements.
    #[config(importance = high, one_of = ["0", "1"])]
    acks: i32,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
#[config(crate = sdk)]
struct Config {
    /// Topic.
    #[config(importance = low)]
    topic: String,
}

fn main() {}

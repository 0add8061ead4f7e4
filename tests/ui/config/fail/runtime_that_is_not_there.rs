use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
#[config(crate = "kconnect", crate = kconnect)]
struct Config {
    /// Topic.
    #[config(importance = low)]
    topic: String,
}

fn main() {}

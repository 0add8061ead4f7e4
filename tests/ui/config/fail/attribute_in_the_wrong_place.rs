use kconnect::ConfigDef;

#[allow(dead_code)]
#[derive(ConfigDef, Clone)]
#[config(group = "Main")]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, crate = kconnect)]
    topic: String,
}

fn main() {}

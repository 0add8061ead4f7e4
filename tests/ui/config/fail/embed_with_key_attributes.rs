use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Transform {
    /// What it does.
    #[config(key = "type", importance = high)]
    kind: String,
}

#[derive(ConfigDef, Clone)]
struct Config {
    #[config(embed = "transform.", importance = high, default, validate = check)]
    transform: Transform,
    #[config(embed = "other")]
    other: Transform,
}

fn main() {}

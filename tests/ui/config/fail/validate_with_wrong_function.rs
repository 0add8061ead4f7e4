use kconnect::ConfigDef;

fn check(topic: &i32) -> Result<(), String> {
    if *topic > 0 { Ok(()) } else { Err("must be positive".to_owned()) }
}

#[derive(ConfigDef, Clone)]
struct Config {
    /// Topic of the statuses.
    #[config(importance = high, validate = check)]
    topic: String,
}

fn main() {}

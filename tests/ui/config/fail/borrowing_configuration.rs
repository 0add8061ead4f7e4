use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config<'a> {
    /// Topic.
    #[config(importance = high)]
    topic: &'a str,
}

fn main() {}

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config<T> {
    /// Topic.
    #[config(importance = high)]
    topic: T,
}

fn main() {}

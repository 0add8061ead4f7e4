use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config<T> {
    /// Anything.
    #[config(importance = high)]
    anything: T,
}

fn main() {}

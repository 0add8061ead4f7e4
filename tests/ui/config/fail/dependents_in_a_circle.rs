use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// First.
    #[config(importance = low, default, dependents = ["b"])]
    a: bool,
    /// Second.
    #[config(importance = low, default, dependents = ["c"])]
    b: bool,
    /// Third.
    #[config(importance = low, default, dependents = ["c", "a"])]
    c: bool,
}

fn main() {}

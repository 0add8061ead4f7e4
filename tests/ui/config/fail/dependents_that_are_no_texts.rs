use kconnect::ConfigDef;

#[derive(ConfigDef, Clone)]
struct Config {
    /// First.
    #[config(importance = low, default, dependents = [b])]
    a: bool,
    /// Second.
    #[config(importance = low, default, dependents = [])]
    b: bool,
    /// Third.
    #[config(importance = low, default, dependents = "d")]
    c: bool,
    /// Fourth.
    #[config(importance = low, default, dependents = ["a", "a"])]
    d: bool,
    /// Fifth.
    #[config(importance = low, default, dependents)]
    e: bool,
}

fn main() {}
